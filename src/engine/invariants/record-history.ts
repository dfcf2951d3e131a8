import { encodeBatch } from '../kafka/log/batch-encoder.ts';
import { areSameRecords } from '../kafka/log/made-records.ts';
import type { PartitionLog } from '../kafka/log/partition-log.ts';
import type { RecordBatch } from '../kafka/log/record-batch.ts';

/** Whether two batches hold the same records at the same place: replicas share the leader's batch, so mostly they are one object. */
export function isSameBatch(a: RecordBatch, b: RecordBatch): boolean {
  if (a === b) return true;
  // One of them is damaged: what is promised of its bytes is its checksum alone.
  if (a.records.storedCrcProblem !== b.records.storedCrcProblem) return a.baseOffset === b.baseOffset;
  if (a.baseOffset !== b.baseOffset || a.partitionLeaderEpoch !== b.partitionLeaderEpoch) return false;
  return areSameRecords(a.records, b.records) || hasSameBytes(a, b);
}

/** One of them was read from a file again, after something else in the file had been damaged. */
function hasSameBytes(a: RecordBatch, b: RecordBatch): boolean {
  if (a.sizeBytes !== b.sizeBytes) return false;
  const bytes = encodeBatch(b);
  return encodeBatch(a).every((byte, index) => byte === bytes[index]);
}

/** The batch of a log that contains an offset, or null. */
export function batchAt(log: PartitionLog, offset: number): RecordBatch | null {
  if (offset < 0 || offset >= log.logEndOffset) return null;
  const segments = log.segments;
  let index = segments.length - 1;
  while (index > 0 && segments[index]!.baseOffset > offset) index--;
  const { batches } = segments[index]!;
  const place = batches.indexOfOffset(offset);
  if (place >= batches.count) return null;
  return batches.baseOffsetAt(place) <= offset ? batches.at(place) : null;
}

/** The last batch of a log, or null when it is empty. */
export function lastBatch(log: PartitionLog): RecordBatch | null {
  const segments = log.segments;
  for (let index = segments.length - 1; index >= 0; index--) {
    const { batches } = segments[index]!;
    if (batches.count > 0) return batches.at(batches.count - 1);
  }
  return null;
}

/** How far one log has been compared with a history. */
interface Comparison {
  log: PartitionLog;
  /** Batches of the history that the log was found to have. */
  checkedCount: number;
}

/**
 * Batches that must stay: committed, acknowledged, or read by somebody. In the order of their offsets; a history of reads may have gaps.
 * It remembers how far each replica's log was compared, so that looking again costs nothing while nothing changes.
 */
export class RecordHistory {
  readonly batches: RecordBatch[] = [];
  private readonly compared = new Map<number, Comparison>();

  /** The offset behind the last batch. */
  get endOffset(): number {
    return this.batches.at(-1)?.nextOffset ?? 0;
  }

  /** Adds a batch; answers false when another one stands at its place. */
  add(batch: RecordBatch): boolean {
    if (this.batches.length === 0 || batch.baseOffset >= this.endOffset) {
      this.batches.push(batch);
      return true;
    }
    const known = this.batches[this.indexOf(batch.baseOffset)];
    if (known !== undefined && known.baseOffset <= batch.lastOffset) return isSameBatch(known, batch);
    // Between what is known: a consumer went back.
    this.batches.splice(this.indexOf(batch.baseOffset), 0, batch);
    this.compared.clear();
    return true;
  }

  /** Adds what a log holds between the end of the history and an offset, in whole batches. */
  extend(log: PartitionLog, toOffset: number, onAdded: (batch: RecordBatch) => void): void {
    let offset = Math.max(this.endOffset, log.logStartOffset);
    while (offset < toOffset) {
      const batch = batchAt(log, offset);
      if (batch === null || batch.nextOffset > toOffset || batch.nextOffset <= this.endOffset) return;
      this.batches.push(batch);
      onAdded(batch);
      offset = batch.nextOffset;
    }
  }

  /** The first offset below `toOffset` at which the log does not have what the history has; -1 when there is none. */
  missingAt(replica: number, log: PartitionLog, toOffset: number): number {
    let comparison = this.compared.get(replica);
    if (comparison === undefined || comparison.log !== log) {
      comparison = { log, checkedCount: 0 };
      this.compared.set(replica, comparison);
    }
    // The last batch that was compared is still there: then so is all before it. Else the log was cut, and is compared again.
    const last = this.batches[comparison.checkedCount - 1];
    if (last !== undefined && !holds(log, last)) comparison.checkedCount = 0;
    let next = comparison.checkedCount;
    for (; next < this.batches.length; next++) {
      const batch = this.batches[next]!;
      if (batch.nextOffset > toOffset) break;
      if (holds(log, batch)) continue;
      comparison.checkedCount = next;
      return batch.baseOffset;
    }
    comparison.checkedCount = next;
    return -1;
  }

  private indexOf(offset: number): number {
    let low = 0;
    let high = this.batches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.batches[middle]!.lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Below the log start nothing is asked: retention or a deletion took it by rule. */
function holds(log: PartitionLog, batch: RecordBatch): boolean {
  if (batch.lastOffset < log.logStartOffset) return true;
  const own = batchAt(log, Math.max(batch.baseOffset, log.logStartOffset));
  if (log.config.compact) return holdsCompacted(log, batch, own);
  return own !== null && isSameBatch(own, batch);
}

/** A compacted log may hold fewer of the records, or none of them, but never another history in their place. */
function holdsCompacted(log: PartitionLog, batch: RecordBatch, own: RecordBatch | null): boolean {
  if (batch.lastOffset >= log.logEndOffset) return false;
  return own === null || own.baseOffset !== batch.baseOffset || own.partitionLeaderEpoch === batch.partitionLeaderEpoch;
}

/** Whether a batch of a log that may have been cleaned is the one that was seen, or what the cleaner left of it. */
export function isSameOrCleaned(log: PartitionLog, a: RecordBatch, b: RecordBatch): boolean {
  return isSameBatch(a, b) || (log.config.compact && (a.baseOffset !== b.baseOffset || a.partitionLeaderEpoch === b.partitionLeaderEpoch));
}

/** The first offset in [fromOffset, toOffset) at which two logs differ; -1 when they agree. */
export function differAt(a: PartitionLog, b: PartitionLog, fromOffset: number, toOffset: number): number {
  // Cleaners of different brokers clean at different times, so that their logs need not hold the same batches.
  if (a.config.compact || b.config.compact) return -1;
  let offset = Math.max(fromOffset, a.logStartOffset, b.logStartOffset);
  while (offset < toOffset) {
    const left = batchAt(a, offset);
    const right = batchAt(b, offset);
    if (left === null || right === null || !isSameBatch(left, right)) return offset;
    offset = left.nextOffset;
  }
  return -1;
}
