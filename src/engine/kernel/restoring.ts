import { marks, wholes } from './saved-bytes.ts';
import { areAlike, bookkeepingCount, hasStateKeys, stateKeys, textAt } from './saving.ts';
import { emptyOf, hasShape, shapeAt, typedArrays } from './shapes.ts';
import type { NumberArray, Shape } from './shapes.ts';
import type { Entity, SavedFields } from './state.ts';

/**
 * Puts saved fields back into their entity. State that is still there is written anew in its place and what did not change is left alone,
 * so that little is allocated.
 */
export function restoreFields(entity: Entity, saved: SavedFields, restoring = new Restoring()): void {
  restoring.begin(saved, entity.savedCopy?.form.isTree === true);
  const { keys } = saved.form;
  if (hasStateKeys(entity, keys)) {
    restoring.readInto(entity, bookkeepingCount);
    return;
  }
  const fields = entity as unknown as Record<string, unknown>;
  for (const key of keys) fields[key] = restoring.read(fields[key]);
  // Fields that did not exist then.
  for (const key of stateKeys(entity)) if (!keys.includes(key)) Reflect.deleteProperty(entity, key);
}

/** Entities being restored, one after the other. Several references to one saved object become references to one object. */
export class Restoring {
  private bytes = new Uint8Array(1 << 14);
  private at = 0;
  private references: readonly unknown[] = [];
  private referenceAt = 0;
  /** Nothing saved is referred to twice, so nobody asks what a number was restored as. */
  private isTree = true;
  /** Lists, maps, sets and literals must be there before what they hold is read. */
  private isRing = false;
  private readonly objects: object[] = [];
  /**
   * Objects of the present that serve again, each for one saved object; null where each is met once only. A new one each time: to clear
   * one takes longer.
   */
  private kept: Set<unknown> | null = null;
  /** What has been read of lists, maps, sets and literals that are not made yet. */
  private readonly items: unknown[] = [];
  private itemCount = 0;
  private readonly float = new Float64Array(1);
  private readonly floatBytes = new Uint8Array(this.float.buffer);

  /** `isPresentTree`: nothing that is there now is referred to twice. */
  begin({ code, base, references }: SavedFields, isPresentTree: boolean): void {
    if (base === null) this.copy(code, 0, code.length, 0);
    else this.apply(code, base);
    this.isTree = this.bytes[0] === wholes.tree;
    this.isRing = this.bytes[0] === wholes.ring;
    this.at = 1;
    this.references = references;
    this.referenceAt = 0;
    this.objects.length = 0;
    this.kept = isPresentTree ? null : new Set();
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
        return this.readObject(mark, typeof present === 'object' && present !== null && !this.isKept(present) ? present : null);
    }
  }

  private readReferences(present: unknown): unknown {
    const list = this.references[this.referenceAt++] as readonly unknown[];
    const isSame = Array.isArray(present) && !this.isKept(present) && areAlike(list, present);
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
        return this.isRing ? this.readRingList(present) : this.readList(present);
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
    if (this.kept !== null) this.kept.add(present);
    return present;
  }

  private isKept(present: object): boolean {
    return this.kept !== null && this.kept.has(present);
  }

  // Arrays, Maps, Sets and literals may be shared with something immutable: they serve again as they are, or not at all. Which it is
  // shows once all that they hold has been read; until then their number is kept free.

  private reserve(): number {
    return this.isTree ? -1 : this.objects.push(none) - 1;
  }

  private settle<Made extends object>(number: number, made: Made): Made {
    if (number >= 0) this.objects[number] = made;
    return made;
  }

  /** What stands there now, when it holds the same and does not serve already. */
  private asBefore<Kept extends object>(before: Kept | null, isSame: boolean): Kept | null {
    return isSame && before !== null && (this.isTree || !this.isKept(before)) ? this.keep(before) : null;
  }

  private readList(present: object | null): object {
    const length = this.readCount();
    const number = this.reserve();
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
    const list = this.asBefore(before, isSame) ?? (length === 0 ? none.slice() : items.slice(from, this.itemCount));
    this.itemCount = from;
    return this.settle(number, list);
  }

  private readRingList(present: object | null): object {
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
    if (before?.size === size && !this.isRing) return this.readMapOfSize(before);
    const map = this.note(new Map<unknown, unknown>());
    for (let i = 0; i < size; i++) {
      const key = this.read(undefined);
      map.set(key, this.read(before?.get(key)));
    }
    return map;
  }

  private readMapOfSize(before: ReadonlyMap<unknown, unknown>): object {
    const number = this.reserve();
    const { items } = this;
    const from = this.itemCount;
    let isSame = true;
    for (const [wasKey, inPlace] of before) {
      const key = this.read(wasKey);
      const isSameKey = Object.is(key, wasKey);
      const was = isSameKey ? inPlace : before.get(key);
      const item = this.read(was);
      isSame &&= isSameKey && Object.is(item, was);
      items[this.itemCount++] = key;
      items[this.itemCount++] = item;
    }
    let made = this.asBefore(before, isSame);
    if (made === null) {
      const map = new Map<unknown, unknown>();
      for (let i = from; i < this.itemCount; i += 2) map.set(items[i], items[i + 1]);
      made = map;
    }
    this.itemCount = from;
    return this.settle(number, made);
  }

  private readSet(present: object | null): object {
    const size = this.readCount();
    const before = present instanceof Set ? (present as ReadonlySet<unknown>) : null;
    if (before?.size === size && !this.isRing) return this.readSetOfSize(before);
    const set = this.note(new Set<unknown>());
    for (let i = 0; i < size; i++) set.add(this.read(undefined));
    return set;
  }

  private readSetOfSize(before: ReadonlySet<unknown>): object {
    const number = this.reserve();
    const { items } = this;
    const from = this.itemCount;
    let isSame = true;
    for (const was of before) {
      const item = this.read(was);
      isSame &&= Object.is(item, was);
      items[this.itemCount++] = item;
    }
    const made = this.asBefore(before, isSame) ?? new Set(items.slice(from, this.itemCount));
    this.itemCount = from;
    return this.settle(number, made);
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
    const before = present !== null && hasShape(present, shape) ? (present as Record<string, unknown>) : null;
    if (shape.constructorOf === null) return this.readLiteral(shape, before);
    if (before === null) return this.fill(this.note(emptyOf(shape)), shape.keys);
    const object = this.note(this.keep(before));
    this.readInto(object, 0);
    return object;
  }

  /** Every field of an object in its place, after so many that are no state. */
  readInto(object: object, skipped: number): void {
    const fields = object as Record<string, unknown>;
    let i = 0 - skipped;
    // eslint-disable-next-line no-restricted-syntax -- As in shapes.ts.
    for (const key in fields) {
      if (i++ < 0) continue;
      const was = fields[key];
      const value = this.read(was);
      if (!Object.is(value, was)) fields[key] = value;
    }
  }

  private readLiteral(shape: Shape, before: Record<string, unknown> | null): object {
    if (before === null || this.isRing) return this.fill(this.note(emptyOf(shape)), shape.keys);
    const number = this.reserve();
    const { items } = this;
    const from = this.itemCount;
    let isSame = true;
    // eslint-disable-next-line no-restricted-syntax -- As in shapes.ts.
    for (const key in before) {
      const was = before[key];
      const value = this.read(was);
      isSame &&= Object.is(value, was);
      items[this.itemCount++] = value;
    }
    const literal = this.asBefore(before, isSame) ?? this.literalOf(shape, from);
    this.itemCount = from;
    return this.settle(number, literal);
  }

  private fill(object: Record<string, unknown>, keys: readonly string[]): object {
    for (const key of keys) object[key] = this.read(undefined);
    return object;
  }

  private literalOf({ keys, template }: Shape, from: number): object {
    const literal = { ...template } as Record<string, unknown>;
    for (let i = 0; i < keys.length; i++) literal[keys[i]!] = this.items[from + i];
    return literal;
  }
}

/** Copies of it are as what the engine makes: ready for integers, which are kept apart from other things. */
const none: readonly unknown[] = [];
