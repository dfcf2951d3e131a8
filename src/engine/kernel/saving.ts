import { Entity, Shared, State } from './state.ts';
import type { SavedFields } from './state.ts';
import { assert } from './units.ts';

/** Fields that every entity has first, because Entity makes them: no state. */
const bookkeepingCount = 4;

/** Whether an entity's state fields are just these, in this order. */
export function hasStateKeys(entity: Entity, keys: readonly string[]): boolean {
  const names = Object.keys(entity);
  if (names.length !== keys.length + bookkeepingCount) return false;
  for (let i = 0; i < keys.length; i++) if (names[i + bookkeepingCount] !== keys[i]) return false;
  return true;
}

/** The names of an entity's state fields, in the order in which they were made. */
export function stateKeys(entity: Entity): readonly string[] {
  return Object.keys(entity).slice(bookkeepingCount);
}

/**
 * Copies all state fields of an entity in depth; other entities and Shared objects are kept by reference. What has not changed since
 * `previous` is not copied but shared with it: most of what a checkpoint would hold is in the one before.
 */
export function saveFields(entity: Entity, previous: SavedFields | null = null): SavedFields {
  const before = previous !== null && hasStateKeys(entity, previous.keys) ? previous : null;
  const keys = before === null ? stateKeys(entity) : before.keys;
  const mustCopy = new Set<object>();
  for (;;) {
    const saving = new Saving(mustCopy);
    const values: unknown[] = new Array<unknown>(keys.length);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      values[i] = saving.save(fieldOf(entity, key), before === null ? undefined : before.values[i], key);
    }
    if (saving.isMistaken) continue;
    if (before !== null && areAlike(values, before.values)) return before;
    return { keys, values, isTree: saving.isTree, sizeBytes: saving.sizeBytes + headerBytes * 2 + fieldBytes * (keys.length + 4) };
  }
}

/** Whether two lists hold the very same things in the same order. */
export function areAlike(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** An object that has the fields of a class, and its hidden class, without its constructor being run. */
export function emptyInstanceOf(value: State): object {
  return Reflect.construct(State, [], value.constructor);
}

/** About what V8 takes where pointers have eight bytes. */
const headerBytes = 24;
const fieldBytes = 8;
const mapEntryBytes = 36;
const typedArrayBytes = 200;

/**
 * One entity being saved, in one pass: each object is taken for unchanged until a part turns out to differ from its copy of the time
 * before; only then is a copy made. Several references to one object stay references to one copy.
 */
class Saving {
  /** False once something is referred to twice. */
  isTree = true;
  /** Something was taken for unchanged by an object inside it and is not: all must be done again, knowing that. */
  isMistaken = false;
  /** About what the new copies take. */
  sizeBytes = 0;
  /** Objects known to have changed although parts of them refer back to them. */
  private readonly mustCopy: Set<object>;
  /** What each object is saved as: a new copy, or the same object's copy of the time before. */
  private readonly copies = new Map<object, object>();
  /** Copies of the time before that are in use again, each for one object. */
  private readonly reused = new Set<unknown>();
  /** Objects that were met again. */
  private readonly metAgain = new Set<object>();

  constructor(mustCopy: Set<object>) {
    this.mustCopy = mustCopy;
  }

  save(value: unknown, previous: unknown, where: string): unknown {
    if (typeof value !== 'object' || value === null) {
      assert(typeof value !== 'function', `state holds no functions, but ${where} does`);
      return value;
    }
    if (value instanceof Shared || value instanceof Entity) return value;
    const known = this.copies.get(value);
    if (known !== undefined) {
      this.isTree = false;
      this.metAgain.add(value);
      return known;
    }
    const before = this.usable(value, previous);
    if (before !== null) {
      this.copies.set(value, before);
      this.reused.add(before);
    }
    if (Array.isArray(value)) return this.saveList(value, before as readonly unknown[] | null, previous, where);
    if (value instanceof Map) return this.saveMap(value, before as ReadonlyMap<unknown, unknown> | null, previous, where);
    if (value instanceof Set) return this.saveSet(value, before as ReadonlySet<unknown> | null, where);
    if (ArrayBuffer.isView(value) && isTyped(value)) {
      if (before !== null && areAlikeNumbers(value, before as Int32Array)) return before;
      return this.changed(value, value.slice(), typedArrayBytes + value.byteLength);
    }
    return this.saveObject(value, before, previous, where);
  }

  /** The copy of the time before, when it can stand for a value as long as the parts are the same. */
  private usable(value: object, previous: unknown): object | null {
    if (typeof previous !== 'object' || previous === null) return null;
    if (this.reused.has(previous) || Object.getPrototypeOf(value) !== Object.getPrototypeOf(previous)) return null;
    return this.mustCopy.has(value) ? null : previous;
  }

  /** Notes that a value is saved as a new copy. */
  private changed<Copy extends object>(value: object, copy: Copy, sizeBytes: number): Copy {
    if (this.metAgain.has(value)) {
      this.mustCopy.add(value);
      this.isMistaken = true;
    }
    this.copies.set(value, copy);
    this.sizeBytes += sizeBytes;
    return copy;
  }

  private saveList(value: readonly unknown[], before: readonly unknown[] | null, previous: unknown, where: string): object {
    const copied = (): unknown[] => this.changed(value, value.slice(), 2 * headerBytes + fieldBytes * value.length);
    const others = before ?? (Array.isArray(previous) ? (previous as readonly unknown[]) : none);
    let copy = before?.length === value.length ? null : copied();
    for (let i = 0; i < value.length; i++) {
      const other = i < others.length ? others[i] : undefined;
      const item = this.save(value[i], other, where);
      if (copy !== null) copy[i] = item;
      else if (!Object.is(item, other)) {
        copy = copied();
        for (let j = 0; j < i; j++) copy[j] = others[j];
        copy[i] = item;
      }
    }
    return copy ?? others;
  }

  private saveMap(
    value: ReadonlyMap<unknown, unknown>,
    before: ReadonlyMap<unknown, unknown> | null,
    previous: unknown,
    where: string,
  ): object {
    const copied = (): Map<unknown, unknown> => this.changed(value, new Map(), 4 * headerBytes + mapEntryBytes * value.size);
    const others: ReadonlyMap<unknown, unknown> = before ?? (previous instanceof Map ? previous : noMap);
    let copy = before?.size === value.size ? null : copied();
    const otherKeys = others.keys();
    let done = 0;
    for (const [key, item] of value) {
      const next = otherKeys.next();
      const otherKey: unknown = next.done === true ? undefined : next.value;
      const savedKey = this.save(key, otherKey, where);
      const other = others.get(savedKey);
      const saved = this.save(item, other, where);
      if (copy === null && !(Object.is(savedKey, otherKey) && Object.is(saved, other))) {
        copy = copied();
        for (const [k, v] of others) {
          if (copy.size === done) break;
          copy.set(k, v);
        }
      }
      copy?.set(savedKey, saved);
      done++;
    }
    return copy ?? others;
  }

  private saveSet(value: ReadonlySet<unknown>, before: ReadonlySet<unknown> | null, where: string): object {
    const items: unknown[] = [];
    const others = before?.values();
    let isSame = before?.size === value.size;
    // Before its items, which may refer to it.
    let copy = isSame ? null : this.changed(value, new Set(), 4 * headerBytes + mapEntryBytes * value.size);
    for (const item of value) {
      const other: unknown = others?.next().value;
      const saved = this.save(item, other, where);
      isSame &&= Object.is(saved, other);
      items.push(saved);
    }
    if (isSame && before !== null) return before;
    copy ??= this.changed(value, new Set(), 4 * headerBytes + mapEntryBytes * value.size);
    for (const item of items) copy.add(item);
    return copy;
  }

  /**
   * Copies have the hidden class of what they are copies of: with another one, all code that meets both after a rewind would be slow for
   * ever. A literal keeps it when it is spread.
   */
  private saveObject(value: object, before: object | null, previous: unknown, where: string): object {
    if (!(value instanceof State) && Object.getPrototypeOf(value) !== Object.prototype) {
      throw new Error(`${where} holds a ${value.constructor.name}, which a checkpoint cannot copy: extend State, Entity or Shared`);
    }
    const keys = Object.keys(value);
    const copied = (): Record<string, unknown> => {
      const empty = (value instanceof State ? emptyInstanceOf(value) : { ...value }) as Record<string, unknown>;
      return this.changed(value, empty, headerBytes + fieldBytes * keys.length);
    };
    const others = before ?? (typeof previous === 'object' && previous !== null ? previous : nothing);
    let copy = before !== null && areAlike(keys, Object.keys(before)) ? null : copied();
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const other = fieldOf(others, key);
      const saved = this.save(fieldOf(value, key), other, key);
      if (copy !== null) copy[key] = saved;
      else if (!Object.is(saved, other)) {
        copy = copied();
        for (let j = 0; j < i; j++) copy[keys[j]!] = fieldOf(others, keys[j]!);
        copy[key] = saved;
      }
    }
    return copy ?? others;
  }
}

const noMap: ReadonlyMap<unknown, unknown> = new Map();
const none: readonly unknown[] = [];
const nothing = {};

/** A field by its name. */
export function fieldOf(object: object, key: string): unknown {
  return (object as Readonly<Record<string, unknown>>)[key];
}

/** True for typed arrays, which are copied by their own `slice`. */
export function isTyped(view: ArrayBufferView): view is Int32Array {
  return !(view instanceof DataView);
}

function areAlikeNumbers(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
