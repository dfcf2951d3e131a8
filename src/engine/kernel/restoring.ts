import { marks } from './saved-bytes.ts';
import { areAlike, hasStateKeys, stateKeys, textAt } from './saving.ts';
import { emptyOf, fieldOf, hasShape, shapeAt, typedArrays } from './shapes.ts';
import type { NumberArray, Shape } from './shapes.ts';
import type { Entity, SavedFields } from './state.ts';

/**
 * Puts saved fields back into their entity. State that is still there is written anew in its place and what did not change is left alone,
 * so that little is allocated.
 */
export function restoreFields(entity: Entity, saved: SavedFields, restoring = new Restoring()): void {
  restoring.begin(saved);
  const hasSameKeys = hasStateKeys(entity, saved.keys);
  const fields = entity as unknown as Record<string, unknown>;
  for (const key of saved.keys) {
    const was = fields[key];
    const value = restoring.read(was);
    if (!Object.is(value, was) || !hasSameKeys) fields[key] = value;
  }
  // Fields that did not exist then.
  if (!hasSameKeys) for (const key of stateKeys(entity)) if (!saved.keys.includes(key)) Reflect.deleteProperty(entity, key);
}

/** Entities being restored, one after the other. Several references to one saved object become references to one object. */
export class Restoring {
  private bytes = new Uint8Array(1 << 14);
  private at = 0;
  private references: readonly unknown[] = [];
  private referenceAt = 0;
  /** Nothing saved is referred to twice, so nobody asks what a number was restored as. */
  private isTree = true;
  private readonly objects: object[] = [];
  /** Objects of the present that serve again, each for one saved object. */
  private readonly kept = new Set<unknown>();
  /** What has been read of lists, maps, sets and literals that are not made yet. */
  private readonly items: unknown[] = [];
  private itemCount = 0;
  private readonly float = new Float64Array(1);
  private readonly floatBytes = new Uint8Array(this.float.buffer);

  begin({ code, base, references }: SavedFields): void {
    if (base === null) this.copy(code, 0, code.length, 0);
    else this.apply(code, base.code);
    this.isTree = this.bytes[0] === 1;
    this.at = 1;
    this.references = references;
    this.referenceAt = 0;
    this.objects.length = 0;
    this.kept.clear();
  }

  /** Writes a part of a text as bytes; returns the end of it. */
  private copy(text: string, from: number, end: number, to: number): number {
    const after = to + end - from;
    if (this.bytes.length < after) {
      const larger = new Uint8Array(2 * after);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    const { bytes } = this;
    for (let i = from, j = to; i < end; i++, j++) bytes[j] = text.charCodeAt(i);
    return after;
  }

  /** An earlier text with its difference: how many stay, how many go, how many come, and those. */
  private apply(difference: string, earlier: string): void {
    let at = 0;
    const readCount = (): number => {
      let count = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = difference.charCodeAt(at++);
        count += (byte & 0x7f) << shift;
        if (byte < 0x80) return count;
      }
    };
    let from = 0;
    let to = 0;
    while (at < difference.length) {
      const stay = readCount();
      const gone = readCount();
      const come = readCount();
      to = this.copy(earlier, from, from + stay, to);
      to = this.copy(difference, at, at + come, to);
      from += stay + gone;
      at += come;
    }
    this.copy(earlier, from, earlier.length, to);
  }

  /** The next value; `present` is what stands in its place now. */
  read(present: unknown): unknown {
    const mark = this.bytes[this.at++]!;
    if (mark >= marks.smallest) return mark - marks.smallest;
    switch (mark) {
      case marks.undefined:
        return undefined;
      case marks.null:
        return null;
      case marks.false:
        return false;
      case marks.true:
        return true;
      case marks.reference:
        return this.references[this.referenceAt++];
      case marks.references:
        return this.readReferences(present);
      case marks.text:
        return textAt(this.readCount());
      case marks.again:
        return this.objects[this.readCount()];
      case marks.positive:
      case marks.negative:
      case marks.float:
        return this.readLargeNumber(mark);
      default:
        return this.readObject(mark, typeof present === 'object' && present !== null && !this.kept.has(present) ? present : null);
    }
  }

  private readReferences(present: unknown): unknown {
    const list = this.references[this.referenceAt++] as readonly unknown[];
    const isSame = Array.isArray(present) && !this.kept.has(present) && areAlike(list, present);
    return this.note(isSame ? this.keep(present as readonly unknown[]) : list.slice());
  }

  private readNumber(): number {
    const mark = this.bytes[this.at++]!;
    return mark >= marks.smallest ? mark - marks.smallest : this.readLargeNumber(mark);
  }

  private readLargeNumber(mark: number): number {
    if (mark === marks.positive) return this.readCount();
    if (mark === marks.negative) return -this.readCount();
    for (let i = 0; i < 8; i++) this.floatBytes[i] = this.bytes[this.at++]!;
    return this.float[0]!;
  }

  private readCount(): number {
    let count = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++]!;
      if (byte < 0x80) return count + byte * scale;
      count += (byte & 0x7f) * scale;
      scale *= 0x80;
    }
  }

  private readObject(mark: number, present: object | null): object {
    switch (mark) {
      case marks.list:
        return this.isTree ? this.readList(present) : this.readKnotList(present);
      case marks.integers:
        return this.readIntegers(present);
      case marks.map:
        return this.readMap(present);
      case marks.set:
        return this.readSet(present);
      case marks.typed:
        return this.readTyped(present);
      default:
        return this.readFields(shapeAt(this.readCount()), present);
    }
  }

  private note<Made extends object>(object: Made): Made {
    if (!this.isTree) this.objects.push(object);
    return object;
  }

  private keep<Kept extends object>(present: Kept): Kept {
    this.kept.add(present);
    return present;
  }

  // Arrays, Maps, Sets and literals may be shared with something immutable: they serve again as they are, or not at all.

  private readList(present: object | null): object {
    const length = this.readCount();
    const before = Array.isArray(present) ? (present as readonly unknown[]) : none;
    const { items } = this;
    const from = this.itemCount;
    let isSame = before.length === length && before !== none;
    for (let i = 0; i < length; i++) {
      const was = i < before.length ? before[i] : undefined;
      const item = this.read(was);
      isSame &&= Object.is(item, was);
      items[this.itemCount++] = item;
    }
    const list = isSame ? this.keep(before) : items.slice(from, this.itemCount);
    this.itemCount = from;
    return list;
  }

  /** A list in which, or after which, something refers to what was read before: it must be there first. */
  private readKnotList(present: object | null): object {
    const length = this.readCount();
    const before = Array.isArray(present) ? (present as readonly unknown[]) : none;
    const list: unknown[] = this.note([]);
    for (let i = 0; i < length; i++) list.push(this.read(i < before.length ? before[i] : undefined));
    return list;
  }

  private readIntegers(present: object | null): object {
    const length = this.readCount();
    const before = Array.isArray(present) ? (present as readonly unknown[]) : none;
    let list: number[] | null = before.length === length && before !== none ? null : [];
    let number = 0;
    for (let i = 0; i < length; i++) {
      number += this.readNumber();
      if (list === null && !Object.is(number, before[i])) list = before.slice(0, i) as number[];
      list?.push(number);
    }
    return this.note(list ?? this.keep(before));
  }

  private readMap(present: object | null): object {
    const size = this.readCount();
    const before = present instanceof Map ? (present as ReadonlyMap<unknown, unknown>) : null;
    const map = this.isTree && before?.size === size ? null : this.note(new Map<unknown, unknown>());
    const { items } = this;
    const from = this.itemCount;
    const keys = before?.keys();
    let isSame = map === null;
    for (let i = 0; i < size; i++) {
      const wasKey: unknown = keys?.next().value;
      const key = this.read(wasKey);
      const was = before?.get(key);
      const item = this.read(was);
      if (map !== null) map.set(key, item);
      else {
        isSame &&= Object.is(key, wasKey) && Object.is(item, was);
        items[this.itemCount++] = key;
        items[this.itemCount++] = item;
      }
    }
    if (map !== null) return map;
    const made = isSame && before !== null ? this.keep(before) : new Map<unknown, unknown>();
    if (!isSame) for (let i = from; i < this.itemCount; i += 2) (made as Map<unknown, unknown>).set(items[i], items[i + 1]);
    this.itemCount = from;
    return made;
  }

  private readSet(present: object | null): object {
    const size = this.readCount();
    const before = present instanceof Set ? (present as ReadonlySet<unknown>) : null;
    const set = this.isTree && before?.size === size ? null : this.note(new Set<unknown>());
    const { items } = this;
    const from = this.itemCount;
    const values = before?.values();
    let isSame = set === null;
    for (let i = 0; i < size; i++) {
      const was: unknown = values?.next().value;
      const item = this.read(was);
      if (set !== null) set.add(item);
      else {
        isSame &&= Object.is(item, was);
        items[this.itemCount++] = item;
      }
    }
    if (set !== null) return set;
    const made = isSame && before !== null ? this.keep(before) : new Set(items.slice(from, this.itemCount));
    this.itemCount = from;
    return made;
  }

  private readTyped(present: object | null): object {
    const type = typedArrays[this.bytes[this.at++]!]!;
    const length = this.readCount();
    const fits = present instanceof type && present.length === length;
    const numbers: NumberArray = this.note(fits ? this.keep(present) : new type(length));
    for (let i = 0; i < length; i++) numbers[i] = this.readNumber();
    return numbers;
  }

  private readFields(shape: Shape, present: object | null): object {
    if (shape.constructorOf === null) return this.readLiteral(shape, present);
    const keeps = present !== null && hasShape(present, shape);
    const object = this.note(keeps ? this.keep(present as Record<string, unknown>) : emptyOf(shape));
    for (const key of shape.keys) {
      const was = fieldOf(object, key);
      const value = this.read(was);
      if (!keeps || !Object.is(value, was)) object[key] = value;
    }
    return object;
  }

  private readLiteral(shape: Shape, present: object | null): object {
    const before = present !== null && this.isTree && hasShape(present, shape) ? present : null;
    const made = before === null ? this.note(emptyOf(shape)) : null;
    const { items } = this;
    const from = this.itemCount;
    let isSame = true;
    for (const key of shape.keys) {
      const was = present === null ? undefined : fieldOf(present, key);
      const value = this.read(was);
      if (made !== null) made[key] = value;
      else {
        isSame &&= Object.is(value, was);
        items[this.itemCount++] = value;
      }
    }
    if (before === null) return made ?? {};
    const literal = isSame ? this.keep(before) : this.literalOf(shape, from);
    this.itemCount = from;
    return literal;
  }

  private literalOf({ keys, template }: Shape, from: number): object {
    const literal = { ...template } as Record<string, unknown>;
    for (let i = 0; i < keys.length; i++) literal[keys[i]!] = this.items[from + i];
    return literal;
  }
}

const none: readonly unknown[] = [];
