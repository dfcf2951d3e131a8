/**
 * The order in which a scala.collection.mutable.HashSet (Scala 2.13) of integers iterates: by bucket, then by hash. Where that order
 * gets into what
 * Kafka writes, we take the same.
 */

const loadFactor = 0.75;
const defaultTableLength = 16;

/** The order of a set that was copied from one of known size, as `set + element` does. */
export function scalaAppendedSetOrder(ids: readonly number[]): number[] {
  return inTable(ids, tableLengthFor(Math.floor((ids.length + 1) / loadFactor)));
}

/** The order of a set that was filled one by one, as `diff` does. */
export function scalaFilledSetOrder(ids: readonly number[]): number[] {
  let length = defaultTableLength;
  for (let size = 1; size <= ids.length; size++) if (size >= Math.floor(length * loadFactor)) length *= 2;
  return inTable(ids, length);
}

function tableLengthFor(capacity: number): number {
  let length = 8;
  while (length < capacity) length *= 2;
  return length;
}

/** Integer.hashCode is the value; the table takes its upper half into the lower. */
const improved = (id: number): number => id ^ (id >>> 16);

function inTable(ids: readonly number[], length: number): number[] {
  const bucketOf = (id: number): number => improved(id) & (length - 1);
  return [...ids].sort((a, b) => bucketOf(a) - bucketOf(b) || improved(a) - improved(b));
}
