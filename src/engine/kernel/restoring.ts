import { areAlike, emptyInstanceOf, fieldOf, hasStateKeys, isTyped, stateKeys } from './saving.ts';
import { Entity, Shared, State } from './state.ts';
import type { SavedFields } from './state.ts';

/**
 * Puts saved fields back into their entity. State that is still there is written anew in its place and what did not change is left alone,
 * so that little is allocated; the saved copies themselves are never handed out.
 */
export function restoreFields(entity: Entity, saved: SavedFields): void {
  const restoring = new Restoring(saved.isTree);
  const hasSameKeys = hasStateKeys(entity, saved.keys);
  const fields = entity as unknown as Record<string, unknown>;
  for (let i = 0; i < saved.keys.length; i++) {
    const key = saved.keys[i]!;
    const was = fields[key];
    const value = restoring.restore(saved.values[i], was);
    if (!Object.is(value, was) || !hasSameKeys) fields[key] = value;
  }
  // Fields that did not exist then.
  if (!hasSameKeys) for (const key of stateKeys(entity)) if (!saved.keys.includes(key)) Reflect.deleteProperty(entity, key);
}

/** One entity being restored. Several references to one saved object become references to one object. */
class Restoring {
  private readonly restored = new Map<object, object>();
  /** Nothing saved is referred to twice, so nobody asks what it was restored as. */
  private readonly isTree: boolean;
  /** Objects of the present that serve again, each for one saved object. */
  private readonly kept = new Set<unknown>();

  constructor(isTree: boolean) {
    this.isTree = isTree;
  }

  restore(saved: unknown, present: unknown): unknown {
    if (typeof saved !== 'object' || saved === null || saved instanceof Shared || saved instanceof Entity) return saved;
    if (!this.isTree) {
      const known = this.restored.get(saved);
      if (known !== undefined) return known;
    }
    if (typeof present !== 'object' || present === null || this.kept.has(present)) return this.make(saved, nothing);
    if (Object.getPrototypeOf(saved) !== Object.getPrototypeOf(present)) return this.make(saved, nothing);
    if (saved instanceof State) {
      if (!areAlike(Object.keys(saved), Object.keys(present))) return this.make(saved, nothing);
      this.keep(saved, present);
      return this.fill(saved, present);
    }
    // Arrays and literals may be shared with something immutable: they serve again as they are, or not at all.
    if (!isShallowlySame(saved, present)) return this.make(saved, present);
    this.keep(saved, present);
    return present;
  }

  private note(saved: object, object: object): void {
    if (!this.isTree) this.restored.set(saved, object);
  }

  private keep(saved: object, present: object): void {
    this.note(saved, present);
    this.kept.add(present);
  }

  /** Writes the fields of saved State into an object of the same class. */
  private fill(saved: object, object: object): object {
    for (const key of Object.keys(saved)) {
      const was = fieldOf(object, key);
      const value = this.restore(fieldOf(saved, key), was);
      if (!Object.is(value, was)) (object as Record<string, unknown>)[key] = value;
    }
    return object;
  }

  /** A new object; parts of `present` may serve in it. */
  private make(saved: object, present: object): object {
    if (Array.isArray(saved)) {
      const list: unknown[] = saved.slice();
      const before = Array.isArray(present) ? (present as readonly unknown[]) : none;
      this.note(saved, list);
      for (let i = 0; i < list.length; i++) list[i] = this.restore(list[i], i < before.length ? before[i] : undefined);
      return list;
    }
    if (saved instanceof Map) {
      const map = new Map<unknown, unknown>();
      this.note(saved, map);
      for (const [key, item] of saved) {
        map.set(this.restore(key, undefined), this.restore(item, present instanceof Map ? present.get(key) : undefined));
      }
      return map;
    }
    if (saved instanceof Set) {
      const set = new Set<unknown>();
      this.note(saved, set);
      for (const item of saved) set.add(this.restore(item, undefined));
      return set;
    }
    if (ArrayBuffer.isView(saved) && isTyped(saved)) {
      const numbers = saved.slice();
      this.note(saved, numbers);
      return numbers;
    }
    const object = (saved instanceof State ? emptyInstanceOf(saved) : { ...saved }) as Record<string, unknown>;
    this.note(saved, object);
    for (const key of Object.keys(saved)) object[key] = this.restore(fieldOf(saved, key), fieldOf(present, key));
    return object;
  }
}

const none: readonly unknown[] = [];
const nothing = {};

/** Whether an array, Map, Set, typed array or literal holds the very same things as its saved copy. */
function isShallowlySame(saved: object, present: object): boolean {
  if (Array.isArray(saved)) return areAlike(saved, present as readonly unknown[]);
  if (saved instanceof Map) {
    const other = present as ReadonlyMap<unknown, unknown>;
    return (
      saved.size === other.size && areAlike([...saved.keys()], [...other.keys()]) && areAlike([...saved.values()], [...other.values()])
    );
  }
  if (saved instanceof Set)
    return saved.size === (present as ReadonlySet<unknown>).size && areAlike([...saved], [...(present as ReadonlySet<unknown>)]);
  // Written in place all the time: never kept, for it may be what grew into another size.
  if (ArrayBuffer.isView(saved)) return false;
  const keys = Object.keys(saved);
  if (!areAlike(keys, Object.keys(present))) return false;
  for (const key of keys) if (!Object.is(fieldOf(saved, key), fieldOf(present, key))) return false;
  return true;
}
