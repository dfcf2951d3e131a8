/**
 * How state is kept, so that time travel can copy it.
 *
 * Everything that changes while the simulation runs lives in fields of these classes, and a field holds only
 * numbers, strings, booleans, null, undefined, bigints, arrays, Maps, Sets, typed arrays, plain objects, and instances of the classes
 * below.
 * A function, a private `#field`, a Date or any other class in a field throws when the first checkpoint is taken.
 */
import { assert } from './units.ts';

/** Immutable once built: shared by reference between nodes, checkpoints and branches. Never write to one after its constructor. */
export abstract class Shared {
  // A brand for the type alone: a field written by every constructor would cost a third of an append.
  declare protected readonly isShared: true;
}

/** Mutable, owned by exactly one Entity (directly or through other State): copied in depth with its owner. */
export abstract class State {
  declare protected readonly isState: true;
}

/** What entities register with: the list of all that can be saved. */
export interface EntityRegistry {
  register(entity: Entity): number;
  markDirty(entity: Entity): void;
}

/**
 * The unit of saving: mutable state with an identity that survives time travel, so references between entities stay valid.
 * Call `touch()` before the first change in a step. A change without it is lost on rewind; the checkpoint fuzz test catches that.
 */
export abstract class Entity extends State {
  readonly entityIndex: number;
  isDirty = false;
  /** The registry; not state. */
  readonly registry: EntityRegistry;
  /** The copy that the newest checkpoint holds; null until the first one. */
  savedCopy: SavedFields | null = null;

  constructor(registry: EntityRegistry) {
    super();
    this.registry = registry;
    this.entityIndex = registry.register(this);
    this.touch();
  }

  /** Announces a change. Cheap when called again. */
  touch(): void {
    if (this.isDirty) return;
    this.isDirty = true;
    this.registry.markDirty(this);
  }

  /** How many bytes the saved copy takes, roughly; overridden where arrays dominate. */
}

/** The copied fields of one entity. */
export type SavedFields = readonly (readonly [string, unknown])[];

const bookkeeping: ReadonlySet<string> = new Set(['entityIndex', 'isDirty', 'registry', 'savedCopy']);

/** Copies all state fields of an entity in depth. Other entities and Shared objects are kept by reference. */
export function saveFields(entity: Entity): SavedFields {
  const memo = new Map<object, object>();
  const saved: [string, unknown][] = [];
  for (const key of Object.keys(entity)) {
    if (bookkeeping.has(key)) continue;
    saved.push([key, copyValue(Reflect.get(entity, key), memo, key)]);
  }
  return saved;
}

/** Puts saved fields back into their entity, as a fresh copy. Fields that did not exist then are removed. */
export function restoreFields(entity: Entity, saved: SavedFields): void {
  const memo = new Map<object, object>();
  const names = new Set<string>();
  for (const [key, value] of saved) {
    names.add(key);
    Reflect.set(entity, key, copyValue(value, memo, key));
  }
  for (const key of Object.keys(entity)) {
    if (!bookkeeping.has(key) && !names.has(key)) Reflect.deleteProperty(entity, key);
  }
}

/** Copies plain data in depth, keeping Shared and Entity references. Throws on anything that could not be restored. */
export function copyForCheckpoint<T>(value: T): T {
  return copyValue(value, new Map(), 'value') as T;
}

function copyValue(value: unknown, memo: Map<object, object>, where: string): unknown {
  if (typeof value !== 'object' || value === null) {
    assert(typeof value !== 'function', `state holds no functions, but ${where} does`);
    return value;
  }
  if (value instanceof Shared || value instanceof Entity) return value;
  const known = memo.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return copyArray(value, memo, where);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || value instanceof State) return copyObject(value, memo, where);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    memo.set(value, copy);
    for (const [k, v] of value) copy.set(typeof k === 'object' ? copyValue(k, memo, where) : k, copyValue(v, memo, where));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    memo.set(value, copy);
    for (const v of value) copy.add(copyValue(v, memo, where));
    return copy;
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const copy = (value as Uint8Array).slice();
    memo.set(value, copy);
    return copy;
  }
  throw new Error(`${where} holds a ${value.constructor.name}, which a checkpoint cannot copy: extend State, Entity or Shared`);
}

function copyArray(value: readonly unknown[], memo: Map<object, object>, where: string): unknown[] {
  const copy = value.slice();
  memo.set(value, copy);
  for (let i = 0; i < copy.length; i++) {
    const item = copy[i];
    if (typeof item === 'object' && item !== null) copy[i] = copyValue(item, memo, where);
    else assert(typeof item !== 'function', `state holds no functions, but ${where} does`);
  }
  return copy;
}

function copyObject(value: object, memo: Map<object, object>, where: string): object {
  const copy = Object.create(Object.getPrototypeOf(value)) as Record<string, unknown>;
  memo.set(value, copy);
  for (const key of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[key];
    copy[key] = typeof field === 'object' && field !== null ? copyValue(field, memo, `${where}.${key}`) : copyScalar(field, where, key);
  }
  return copy;
}

function copyScalar(field: unknown, where: string, key: string): unknown {
  assert(typeof field !== 'function', `state holds no functions, but ${where}.${key} does`);
  return field;
}
