import { addInt64 } from '../../util/int64.ts';
import type { Int64 } from '../../util/int64.ts';
import { incrementSequence, noSequence } from '../record-batch.ts';
import { attributeBits } from './batch-header.ts';
import type { BatchHeader } from './batch-header.ts';
import type { StoredRecord } from './record-reader.ts';

/** The offset of a record. */
export function recordOffset(header: BatchHeader, record: StoredRecord): Int64 {
  return addInt64(header.baseOffset, record.offsetDelta);
}

/** The timestamp of a record: the batch's own with LogAppendTime. */
export function recordTimestamp(header: BatchHeader, record: StoredRecord): Int64 {
  const isLogAppendTime = (header.attributes & attributeBits.logAppendTime) !== 0;
  return isLogAppendTime ? header.maxTimestamp : addInt64(header.baseTimestamp, record.timestampDelta);
}

/** The producer's sequence of a record; -1 without one. */
export function recordSequence(header: BatchHeader, record: StoredRecord): number {
  return header.baseSequence >= 0 ? incrementSequence(header.baseSequence, record.offsetDelta) : noSequence;
}

/** The first record that has the batch's largest timestamp; null when the header's is in none. Source: RecordBatch.offsetOfMaxTimestamp. */
export function offsetOfMaxTimestamp(header: BatchHeader, records: readonly StoredRecord[]): Int64 | null {
  for (const record of records) if (recordTimestamp(header, record) === header.maxTimestamp) return recordOffset(header, record);
  return null;
}
