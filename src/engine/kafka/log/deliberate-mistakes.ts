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

/** Power fails. */
export function losePower(log: PartitionLog, mutations: Mutations): void {
  if (mutations.has('M22')) loseOneBatch(log);
  else log.losePower();
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
