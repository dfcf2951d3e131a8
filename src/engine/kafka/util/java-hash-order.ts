/**
 * The order in which a java.util.HashMap (or HashSet) of OpenJDK iterates: where that order decides what Kafka does, we take the same.
 * Missing on purpose: bins that Java turns into trees (nine or more keys in one bucket of a table of 64 or more).
 */

/** String.hashCode over UTF-16 code units, as a signed 32-bit integer. */
export function javaStringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Optional<String>.hashCode: 0 when empty (null here). */
export function javaOptionalStringHash(text: string | null): number {
  return text === null ? 0 : javaStringHash(text);
}

/** Integer.hashCode: the value itself. */
export function javaIntegerHash(value: number): number {
  return value | 0;
}

/** Integers in the order of a HashMap: ascending as long as all of them fit its first table. For a few, which are nearly in order. */
export function javaSmallIntegerOrder(keys: readonly number[]): readonly number[] {
  if (areOrdered(keys)) return keys;
  if (keys.some((key) => key < 0 || key >= defaultTableLength)) return javaHashMapOrder(keys, javaIntegerHash);
  return [...keys].sort((a, b) => a - b);
}

/** Small numbers stand in the table as they are, each in its own place. */
function areOrdered(keys: readonly number[]): boolean {
  if (keys.length < 2) return true;
  let before = 0;
  for (const key of keys) {
    if (key < before || key >= defaultTableLength) return false;
    before = key;
  }
  return true;
}

/** Long.hashCode of an integer that a double holds exactly. */
export function javaLongHash(value: number): number {
  const high = Math.floor(value / 4294967296) | 0;
  return high ^ (value | 0);
}

/** The sum of element hashes as java.util.List.hashCode and Objects.hash build it: 31 * so far + next, starting from 1. */
export function javaListHash(hashes: readonly number[]): number {
  let hash = 1;
  for (const item of hashes) hash = (Math.imul(hash, 31) + item) | 0;
  return hash;
}

const defaultTableLength = 16;
const treeifyThreshold = 8;
const treeifyTableLengthMin = 64;

/**
 * Keys in the order in which a HashMap that they were put into one by one iterates. Keys are distinct and in the order of their insertion;
 * `tableLength` is the table's length before the first (16 unless the map was made with a capacity). Maps that had more keys once keep
 * the longer table: pass its length then.
 */
export function javaHashMapOrder<K>(keys: readonly K[], hashOf: (key: K) => number, tableLength = defaultTableLength): K[] {
  let length = tableLength;
  const spread = keys.map((key) => spreadHash(hashOf(key)));
  for (let size = 1; size <= keys.length; size++) {
    // A ninth key in one bucket of a small table makes it grow, beside the ordinary growth beyond three quarters.
    if (length < treeifyTableLengthMin && isBucketOverfull(spread, size, length)) length *= 2;
    if (size > length * 0.75) length *= 2;
  }
  const buckets = new Map<number, K[]>();
  keys.forEach((key, index) => {
    const bucket = (spread[index] ?? 0) & (length - 1);
    const inBucket = buckets.get(bucket);
    if (inBucket === undefined) buckets.set(bucket, [key]);
    else inBucket.push(key);
  });
  // Growing splits a bucket without changing the order inside it, so insertion order within a bucket is what remains.
  return [...buckets.keys()].sort((a, b) => a - b).flatMap((bucket) => buckets.get(bucket) ?? []);
}

/**
 * Keys in the order of a HashMap that held `kept` (in this order) in a table of `tableLength` and got the others one by one by compute,
 * computeIfAbsent or merge: those go before what is in their bucket, and look at growth only before they come.
 */
export function javaComputedOrder<K>(kept: readonly K[], computed: readonly K[], hashOf: (key: K) => number, tableLength: number): K[] {
  let length = tableLength;
  for (let size = kept.length; size < kept.length + computed.length; size++) if (size > Math.floor(length * 0.75)) length *= 2;
  const bucketOf = (key: K): number => spreadHash(hashOf(key)) & (length - 1);
  return [...[...computed].reverse(), ...kept].sort((a, b) => bucketOf(a) - bucketOf(b));
}

/** The table length of `new HashMap<>(map)`: for as many as it has, or the ordinary one for none. */
export function javaHashMapCopyTableLength(size: number): number {
  return size === 0 ? defaultTableLength : javaTableLengthFor(Math.floor(size / 0.75 + 1));
}

/** The table length of `new HashSet<>(collection)`: as if made for all of its elements at once. */
export function javaHashSetCopyTableLength(elementCount: number): number {
  return javaTableLengthFor(Math.max(Math.floor(elementCount / 0.75) + 1, defaultTableLength));
}

/** The table length of `new HashMap<>(capacity)`: the next power of two. */
export function javaTableLengthFor(capacity: number): number {
  let length = 1;
  while (length < capacity) length *= 2;
  return length;
}

function isBucketOverfull(spread: readonly number[], size: number, length: number): boolean {
  if (size <= treeifyThreshold) return false;
  const bucket = (spread[size - 1] ?? 0) & (length - 1);
  let inBucketCount = 0;
  for (let i = 0; i < size; i++) if (((spread[i] ?? 0) & (length - 1)) === bucket) inBucketCount++;
  return inBucketCount > treeifyThreshold;
}

function spreadHash(hash: number): number {
  return hash ^ (hash >>> 16);
}
