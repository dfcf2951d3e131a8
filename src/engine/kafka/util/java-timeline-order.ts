/**
 * The order of Kafka's own TimelineHashMap (org.apache.kafka.timeline.BaseHashTable), as far as it decides anything: which of a topic's
 * partitions
 * the controller looks at first. Buckets go by the top bits of a multiplied hash; within one the newest entry comes first.
 */

const multiplier = -7046029254386353131n;
const loadFactor = 0.75;

/** The length of an empty table. */
export const timelineTableLengthMin = 2;

/** The table's length after an entry was put into it, new or replaced: Kafka checks for growth in either case. */
export function timelineTableLengthAfterPut(tableLength: number, sizeBefore: number): number {
  return (sizeBefore + 1) * loadFactor > tableLength ? tableLength * 2 : tableLength;
}

/** Which of the keys 0 to count - 1, put in this order, the table yields first. */
export function firstTimelineKey(count: number, tableLength: number): number {
  let first = 0;
  let firstSlot = tableLength;
  for (let key = 0; key < count; key++) {
    const slot = slotOf(key, tableLength);
    if (slot > firstSlot) continue;
    first = key;
    firstSlot = slot;
  }
  return first;
}

function slotOf(hash: number, tableLength: number): number {
  let bits = 0;
  while (2 << bits <= tableLength) bits++;
  return Number(BigInt.asUintN(64, BigInt(hash) * multiplier) >> BigInt(64 - bits));
}
