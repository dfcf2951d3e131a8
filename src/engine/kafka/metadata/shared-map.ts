import { Shared } from '../../kernel/state.ts';
import { mix } from '../../kernel/mix.ts';

const bucketCount = 64;
const chunkLength = 32;

/**
 * An immutable map. A changed copy shares all but one of 64 buckets with the original, so changing one entry of a thousand copies about
 * 80 references.
 * Iterates by bucket, then by age: the same everywhere for the same history, but no order of meaning.
 */
export class SharedMap<V> extends Shared {
  readonly size: number;
  private readonly buckets: readonly (ReadonlyMap<string, V> | undefined)[];

  private constructor(size: number, buckets: readonly (ReadonlyMap<string, V> | undefined)[]) {
    super();
    this.size = size;
    this.buckets = buckets;
  }

  /** The map without entries. */
  static empty<V>(): SharedMap<V> {
    return new SharedMap<V>(0, []);
  }

  get(key: string): V | undefined {
    return this.buckets[bucketOf(key)]?.get(key);
  }

  has(key: string): boolean {
    return this.buckets[bucketOf(key)]?.has(key) === true;
  }

  /** The map with an entry added or replaced. */
  with(key: string, value: V): SharedMap<V> {
    const index = bucketOf(key);
    const old = this.buckets[index];
    const bucket = new Map(old ?? []);
    bucket.set(key, value);
    const grown = old?.has(key) === true ? 0 : 1;
    return new SharedMap(this.size + grown, replaced(this.buckets, index, bucket));
  }

  /** The map without an entry; itself when there is none. */
  without(key: string): SharedMap<V> {
    const index = bucketOf(key);
    const old = this.buckets[index];
    if (old?.has(key) !== true) return this;
    const bucket = new Map(old);
    bucket.delete(key);
    return new SharedMap(this.size - 1, replaced(this.buckets, index, bucket.size === 0 ? undefined : bucket));
  }

  *entries(): Generator<readonly [string, V]> {
    for (const bucket of this.buckets) if (bucket !== undefined) yield* bucket;
  }

  *values(): Generator<V> {
    for (const bucket of this.buckets) if (bucket !== undefined) yield* bucket.values();
  }
}

/** An immutable list in chunks of 32: replacing one item of a thousand copies two short arrays. */
export class SharedList<V> extends Shared {
  readonly length: number;
  private readonly chunks: readonly (readonly V[])[];

  private constructor(length: number, chunks: readonly (readonly V[])[]) {
    super();
    this.length = length;
    this.chunks = chunks;
  }

  /** The list without items. */
  static empty<V>(): SharedList<V> {
    return new SharedList<V>(0, []);
  }

  get(index: number): V | undefined {
    return this.chunks[Math.floor(index / chunkLength)]?.[index % chunkLength];
  }

  /** The list with an item replaced, or added when the index is the length. */
  with(index: number, value: V): SharedList<V> {
    const chunkIndex = Math.floor(index / chunkLength);
    const chunk = replaced(this.chunks[chunkIndex] ?? [], index % chunkLength, value);
    return new SharedList(Math.max(this.length, index + 1), replaced(this.chunks, chunkIndex, chunk));
  }

  *entries(): Generator<readonly [number, V]> {
    let index = 0;
    for (const chunk of this.chunks) for (const value of chunk) yield [index++, value];
  }
}

function replaced<T>(list: readonly T[], index: number, value: T): T[] {
  const copy = list.slice();
  while (copy.length < index) copy.push(undefined as T);
  copy[index] = value;
  return copy;
}

function bucketOf(key: string): number {
  // Names often differ in the last characters alone, and random ids are random everywhere: length and three characters spread both.
  const { length } = key;
  let hash = mix(length, key.charCodeAt(length - 1));
  if (length > 1) hash = mix(hash, key.charCodeAt(length - 2));
  if (length > 2) hash = mix(hash, key.charCodeAt(length - 3));
  return (hash >>> 0) % bucketCount;
}
