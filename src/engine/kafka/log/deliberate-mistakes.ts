import type { Mutations } from '../mutations.ts';
import type { PartitionLog } from './partition-log.ts';
import type { RecordBatch } from './record-batch.ts';

/** Mistakes of a log that tests of the invariants switch on (mutations.ts); never part of Kafka. */

/** Whether an older batch of the producer than its newest one stands in the log already: a memory of one batch has forgotten it (M20). */
export function isForgotten(log: PartitionLog, batch: RecordBatch): boolean {
  if (!batch.hasProducerId) return false;
  const entry = log.producerStateManager.lastEntry(batch.producerId);
  return entry !== null && entry.producerEpoch === batch.producerEpoch && batch.lastSequence < entry.lastSeq;
}

/** Power fails; when the log was being written, all but the end of the last batch had reached the disk. */
export function losePower(log: PartitionLog, mutations: Mutations, isTearing: boolean): void {
  if (mutations.has('M22')) return loseOneBatch(log);
  const last = isTearing ? lastUnflushedBatch(log) : null;
  if (last === null) log.losePower();
  else log.losePower(last.baseOffset, Math.floor(last.sizeBytes / 2));
}

/** The last batch of a log that is not on disk; null when all are. */
export function lastUnflushedBatch(log: PartitionLog): RecordBatch | null {
  const { batches } = log.localLog.activeSegment;
  const last = batches.count === 0 ? null : batches.at(batches.count - 1);
  return last !== null && last.baseOffset >= log.flushedOffset ? last : null;
}

/**
 * Power fails, and of all that was not on disk the first batch alone is gone: what a recovery would leave that skips what is corrupt
 * (M22).
 */
function loseOneBatch(log: PartitionLog): void {
  log.touch();
  for (const { batches } of log.segments) {
    const index = batches.indexOfOffset(log.flushedOffset);
    if (index >= batches.count) continue;
    const kept: RecordBatch[] = [];
    for (let i = index + 1; i < batches.count; i++) kept.push(batches.at(i));
    batches.truncate(index);
    for (const batch of kept) batches.push(batch);
    return;
  }
}
