import { batchSizeBytes } from '../batch-builder.ts';
import type { KafkaRecord } from '../record.ts';
import type { RecordBatch } from '../record-batch.ts';
import { TypedRecords } from '../record-batch.ts';
import { batchHeaderSizeBytes } from '../record-size.ts';

/** What happens to a batch none of whose records stay, or to the batch as a whole. Source: MemoryRecords.RecordFilter. */
export type BatchRetention = 'DELETE' | 'RETAIN_EMPTY' | 'DELETE_EMPTY';

/** What the cleaner says of a batch before it looks at its records. */
export interface BatchVerdict {
  readonly retention: BatchRetention;
  readonly isMarkerOfEmptyTxn: boolean;
  /** Says of each record whether it stays. */
  retains(index: number): boolean;
}

const noTimestamp = -1;

/**
 * A batch as it comes out of a cleaning: the same one when nothing changes, a thinner one, an empty header, or null when it is gone.
 * A batch that keeps a tombstone, or a marker of a transaction of which nothing is left, gets a delete horizon the first time: only a
 * later cleaning may remove what the horizon is for. Source: MemoryRecords.filterTo.
 */
export function filterBatch(batch: RecordBatch, verdict: BatchVerdict, newDeleteHorizonMs: number): RecordBatch | null {
  if (verdict.retention === 'DELETE') return null;
  const retained: KafkaRecord[] = [];
  let hasTombstone = false;
  for (let index = 0; index < batch.count; index++) {
    if (!verdict.retains(index)) continue;
    const record = batch.records.at(index);
    retained.push({ ...record, timestamp: batch.timestampOf(index), offsetDelta: batch.offsetOf(index) - batch.baseOffset });
    if (record.value === null) hasTombstone = true;
  }
  if (retained.length === 0) return verdict.retention === 'RETAIN_EMPTY' ? emptyBatch(batch) : null;
  const needsDeleteHorizon = (hasTombstone || verdict.isMarkerOfEmptyTxn) && batch.deleteHorizonMs === null;
  if (retained.length === batch.count && !needsDeleteHorizon) return batch;
  return thinnedBatch(batch, retained, needsDeleteHorizon ? newDeleteHorizonMs : batch.deleteHorizonMs);
}

/** Offsets and sequences stay those of the original batch. Source: MemoryRecords.buildRetainedRecordsInto. */
function thinnedBatch(batch: RecordBatch, retained: readonly KafkaRecord[], deleteHorizonMs: number | null): RecordBatch {
  const records = new TypedRecords(retained);
  const baseTimestamp = deleteHorizonMs ?? retained[0]?.timestamp ?? noTimestamp;
  const largest = retained.reduce((max, record) => Math.max(max, record.timestamp), noTimestamp);
  const thinned = batch.with({
    records,
    baseTimestamp,
    hasDeleteHorizon: deleteHorizonMs !== null,
    maxTimestamp: batch.isLogAppendTime ? batch.maxTimestamp : largest,
    // A marker's record says in words what its bytes say in numbers, so that its size is that of the batch.
    sizeBytes: batch.isControlBatch ? markerSizeBytes(batch, baseTimestamp) : batchSizeBytes(records, baseTimestamp),
  });
  return batch.records.alike(thinned);
}

function markerSizeBytes(batch: RecordBatch, baseTimestamp: number): number {
  const before = batchSizeBytes(batch.records, batch.baseTimestamp);
  return batch.sizeBytes + batchSizeBytes(batch.records, baseTimestamp) - before;
}

/** The header alone: it keeps a producer's last sequence, or the end of the cleaned range. Source: DefaultRecordBatch.writeEmptyHeader. */
function emptyBatch(batch: RecordBatch): RecordBatch {
  return batch.with({
    records: new TypedRecords([]),
    sizeBytes: batchHeaderSizeBytes,
    baseTimestamp: noTimestamp,
    hasDeleteHorizon: false,
  });
}
