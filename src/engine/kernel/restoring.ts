import { ByteReader } from './byte-reader.ts';
import { marks, wholes } from './saved-bytes.ts';
import { areAlike, stateKeys, textAt } from './saving.ts';
import { bookkeepingCount, emptyOf, fieldOf, hasShape, shapeAt, typedArrays } from './shapes.ts';
import type { NumberArray, Shape } from './shapes.ts';
import type { Entity, EntityRegistry, SavedFields } from './state.ts';

/**
 * Puts saved fields back into their entity. State that is still there is written anew in its place and what did not change is left alone,
 * so that little is allocated. `isPresentTree`: nothing that is there now is referred to twice.
 */
export function restoreFields(entity: Entity, saved: SavedFields, isPresentTree = false, restoring = new Restoring()): void {
  restoring.begin(saved, isPresentTree);
  restoring.readEntity(entity, saved.form.keys);
  entity.restored();
}

/** Entities being restored, one after the other. Several references to one saved object become references to one object. */
export class Restoring extends ByteReader {
  private references: readonly unknown[] = [];
  private referenceAt = 0;
  /** Has the entities that are spoken of by their index. */
  private registry: EntityRegistry | null = null;
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

  /** `isPresentTree`: nothing that is there now is referred to twice. */
  begin({ code, base, references }: SavedFields, isPresentTree: boolean): void {
    this.load(code, base);
    this.isTree = this.bytes[0] === wholes.tree;
    this.isRing = this.bytes[0] === wholes.ring;
    this.references = references;
    this.referenceAt = 0;
    this.objects.length = 0;
    this.kept = isPresentTree ? null : new Set();
  }

  /** All state fields of an entity. */
  readEntity(entity: Entity, keys: readonly string[]): void {
    this.registry = entity.registry;
    const same = this.readInto(entity, keys, bookkeepingCount);
    if (same === keys.length) return;
    const fields = entity as unknown as Record<string, unknown>;
    for (let i = same; i < keys.length; i++) fields[keys[i]!] = this.read(fields[keys[i]!]);
    // Fields that did not exist then.
    for (const key of stateKeys(entity)) if (!keys.includes(key)) Reflect.deleteProperty(entity, key);
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
      case marks.entity:
        return this.registry!.entityAt!(this.readCount());
      case marks.references:
        return this.readReferences(present);
      case marks.text:
        return textAt(this.readCount());
      case marks.value:
        return this.readValue(shapeAt(this.readCount()), present);
      case marks.again:
        return this.objects[this.readCount()];
      case marks.positive:
      case marks.near:
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
    const length = this.readSteps();
    const { numbers } = this;
    const before = Array.isArray(present) ? (present as readonly unknown[]) : none;
    let same = 0;
    while (same < length && numbers[same] === before[same]) same++;
    if (same === length && before.length === length) return this.note(this.keep(before));
    const list: number[] = [];
    for (let i = 0; i < length; i++) list.push(numbers[i]!);
    return this.note(list);
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
    const length = this.readSteps();
    const fits = present instanceof type && present.length === length;
    const typed: NumberArray = this.note(fits ? this.keep(present) : new type(length));
    typed.set(this.numbers.subarray(0, length));
    return typed;
  }

  private readFields(shape: Shape, present: object | null): object {
    if (shape.constructorOf === null) {
      return this.readLiteral(shape, present !== null && hasShape(present, shape) ? (present as Record<string, unknown>) : null);
    }
    if (present === null || present.constructor !== shape.maker || (!this.isTree && !hasShape(present, shape))) {
      return this.fill(this.note(emptyOf(shape)), shape.keys, 0);
    }
    const object = this.note(this.keep(present));
    const same = this.readInto(object, shape.keys, 0);
    if (same === shape.keys.length) return object;
    // It has other fields than it had: those that were read already go into a new one.
    const made = emptyOf(shape);
    for (let i = 0; i < same && i < shape.keys.length; i++) made[shape.keys[i]!] = fieldOf(object, shape.keys[i]!);
    return this.fill(made, shape.keys, same);
  }

  /**
   * Every field of an object in its place, after so many that are no state, as long as they are these; how many they are, and one more
   * when the object has others behind them.
   */
  private readInto(object: object, keys: readonly string[], skipped: number): number {
    const fields = object as Record<string, unknown>;
    const { bytes } = this;
    let i = 0 - skipped;
    // eslint-disable-next-line no-restricted-syntax -- As in shapes.ts.
    for (const key in fields) {
      if (i < 0) {
        i++;
        continue;
      }
      if (key !== keys[i]) return i < keys.length ? i : keys.length + 1;
      i++;
      const was = fields[key];
      const mark = bytes[this.at]!;
      let value: unknown;
      if (mark >= marks.smallest) {
        this.at++;
        value = mark - marks.smallest;
      } else value = this.read(was);
      if (value !== was || (value === 0 && !Object.is(value, was))) fields[key] = value;
    }
    return i;
  }

  private readLiteral(shape: Shape, before: Record<string, unknown> | null): object {
    if (before === null || this.isRing) return this.fill(this.note(emptyOf(shape)), shape.keys, 0);
    const number = this.reserve();
    const from = this.itemCount;
    const isSame = this.readItems(before);
    return this.settle(number, this.asBefore(before, isSame) ?? this.made(shape, from));
  }

  /** Never written again: what stands there serves when it says the same, whoever else refers to it. */
  private readValue(shape: Shape, present: unknown): unknown {
    if (typeof present !== 'object' || present === null || !hasShape(present, shape)) return this.fill(emptyOf(shape), shape.keys, 0);
    const from = this.itemCount;
    return this.readItems(present as Record<string, unknown>) ? present : this.made(shape, from);
  }

  /** Reads the fields of a literal or value that takes the place of another of its shape; whether they are the same. */
  private readItems(before: Record<string, unknown>): boolean {
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
    this.itemCount = from;
    return isSame;
  }

  private fill(object: Record<string, unknown>, keys: readonly string[], from: number): object {
    for (let i = from; i < keys.length; i++) object[keys[i]!] = this.read(undefined);
    return object;
  }

  /** With the fields that were read last. */
  private made(shape: Shape, from: number): object {
    const object = emptyOf(shape);
    for (let i = 0; i < shape.keys.length; i++) object[shape.keys[i]!] = this.items[from + i];
    return object;
  }
}

/** Copies of it are as what the engine makes: ready for integers, which are kept apart from other things. */
const none: readonly unknown[] = [];
