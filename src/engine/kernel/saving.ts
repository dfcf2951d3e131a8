import { Entity, Shared, State } from './state.ts';
import type { SavedFields } from './state.ts';
import { assert } from './units.ts';

const bookkeeping: ReadonlySet<string> = new Set(['entityIndex', 'isDirty', 'registry', 'savedCopy']);

/** The names of an entity's state fields, in the order in which they were made. */
export function stateKeys(entity: Entity): readonly string[] {
  return Object.keys(entity).filter((key) => !bookkeeping.has(key));
}

/**
 * Copies all state fields of an entity in depth; other entities and Shared objects are kept by reference. What has not changed since
 * `previous` is not copied but shared with it: most of what a checkpoint would hold is in the one before.
 */
export function saveFields(entity: Entity, previous: SavedFields | null = null): SavedFields {
  const saving = new Saving();
  const names = stateKeys(entity);
  const hasSameNames = previous !== null && areAlike(previous.keys, names);
  const keys = hasSameNames ? previous.keys : names;
  const values = keys.map((key, i) => saving.save(Reflect.get(entity, key), hasSameNames ? previous.values[i] : undefined, key));
  return hasSameNames && areAlike(values, previous.values) ? previous : { keys, values };
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

/** One entity being saved. Several references to one object stay references to one copy. */
class Saving {
  /** What each object is saved as: a new copy, or the same object's copy of the time before. */
  private readonly copies = new Map<object, object>();
  /** Copies of the time before that are in use again, each for one object. */
  private readonly reused = new Set<unknown>();
  /** Objects that are being compared; forgotten when they turn out to differ. */
  private readonly trail: object[] = [];

  save(value: unknown, previous: unknown, where: string): unknown {
    if (typeof value !== 'object' || value === null) {
      assert(typeof value !== 'function', `state holds no functions, but ${where} does`);
      return value;
    }
    if (value instanceof Shared || value instanceof Entity) return value;
    const known = this.copies.get(value);
    if (known !== undefined) return known;
    if (typeof previous === 'object' && previous !== null && this.isUnchanged(value, previous)) return previous;
    return this.copy(value, previous, where);
  }

  private isUnchanged(value: object, previous: object): boolean {
    const { trail } = this;
    const isSame = this.isSame(value, previous);
    if (!isSame) {
      for (const object of trail) {
        this.reused.delete(this.copies.get(object));
        this.copies.delete(object);
      }
    }
    trail.length = 0;
    return isSame;
  }

  private isSame(value: unknown, previous: unknown): boolean {
    if (Object.is(value, previous)) return true;
    if (typeof value !== 'object' || typeof previous !== 'object' || value === null || previous === null) return false;
    if (value instanceof Shared || value instanceof Entity) return false;
    const known = this.copies.get(value);
    if (known !== undefined) return known === previous;
    if (this.reused.has(previous) || Object.getPrototypeOf(value) !== Object.getPrototypeOf(previous)) return false;
    this.copies.set(value, previous);
    this.reused.add(previous);
    this.trail.push(value);
    if (Array.isArray(value)) return this.isSameList(value, previous as readonly unknown[]);
    if (value instanceof Map) return this.isSameMap(value, previous as ReadonlyMap<unknown, unknown>);
    if (value instanceof Set) return this.isSameList([...value], [...(previous as ReadonlySet<unknown>)]);
    if (ArrayBuffer.isView(value)) return isTyped(value) && areAlikeNumbers(value, previous as Int32Array);
    return this.isSameObject(value, previous);
  }

  private isSameList(value: readonly unknown[], previous: readonly unknown[]): boolean {
    if (value.length !== previous.length) return false;
    for (let i = 0; i < value.length; i++) if (!this.isSame(value[i], previous[i])) return false;
    return true;
  }

  private isSameMap(value: ReadonlyMap<unknown, unknown>, previous: ReadonlyMap<unknown, unknown>): boolean {
    if (value.size !== previous.size) return false;
    const others = previous.entries();
    for (const [key, item] of value) {
      const other = others.next().value as [unknown, unknown];
      if (!this.isSame(key, other[0]) || !this.isSame(item, other[1])) return false;
    }
    return true;
  }

  private isSameObject(value: object, previous: object): boolean {
    const keys = Object.keys(value);
    if (!areAlike(keys, Object.keys(previous))) return false;
    for (const key of keys) if (!this.isSame(fieldOf(value, key), fieldOf(previous, key))) return false;
    return true;
  }

  private copy(value: object, previous: unknown, where: string): object {
    if (Array.isArray(value)) {
      const before = Array.isArray(previous) ? (previous as readonly unknown[]) : none;
      const copy: unknown[] = value.slice();
      this.copies.set(value, copy);
      for (let i = 0; i < copy.length; i++) copy[i] = this.save(copy[i], i < before.length ? before[i] : undefined, where);
      return copy;
    }
    if (value instanceof Map) {
      const copy = new Map<unknown, unknown>();
      this.copies.set(value, copy);
      for (const [key, item] of value) {
        copy.set(this.save(key, undefined, where), this.save(item, previous instanceof Map ? previous.get(key) : undefined, where));
      }
      return copy;
    }
    if (value instanceof Set) {
      const copy = new Set<unknown>();
      this.copies.set(value, copy);
      for (const item of value) copy.add(this.save(item, undefined, where));
      return copy;
    }
    if (ArrayBuffer.isView(value) && isTyped(value)) {
      const copy = value.slice();
      this.copies.set(value, copy);
      return copy;
    }
    return this.copyObject(value, previous, where);
  }

  /**
   * Copies have the hidden class of what they are copies of: with another one, all code that meets both after a rewind would be slow for
   * ever. A literal keeps it when it is spread.
   */
  private copyObject(value: object, previous: unknown, where: string): object {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (!(value instanceof State) && prototype !== Object.prototype) {
      throw new Error(`${where} holds a ${value.constructor.name}, which a checkpoint cannot copy: extend State, Entity or Shared`);
    }
    const before = typeof previous === 'object' && previous !== null ? previous : nothing;
    const copy = (value instanceof State ? emptyInstanceOf(value) : { ...value }) as Record<string, unknown>;
    this.copies.set(value, copy);
    for (const key of Object.keys(value)) copy[key] = this.save(fieldOf(value, key), fieldOf(before, key), key);
    return copy;
  }
}

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
