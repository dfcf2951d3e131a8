import type { PartitionLog } from '../log/partition-log.ts';

/** What is in memory alone, so that a power cut now would take it. */
export interface UnwrittenPart {
  /** The first offset that would be gone; the log end when nothing would. */
  readonly fromOffset: number;
  readonly recordCount: number;
  readonly batchCount: number;
  readonly sizeBytes: number;
}

/** Which batches losePower would drop. Source: the rule of log-loader's losePower. */
export function unwrittenPart(log: PartitionLog): UnwrittenPart {
  let recordCount = 0;
  let batchCount = 0;
  let sizeBytes = 0;
  let fromOffset = log.logEndOffset;
  for (let index = log.segments.length - 1; index >= 0; index--) {
    const batches = log.segments[index]?.batches;
    if (batches === undefined) break;
    for (let at = batches.count - 1; at >= 0; at--) {
      const batch = batches.at(at);
      if (batch.baseOffset < log.flushedOffset) return { fromOffset, recordCount, batchCount, sizeBytes };
      fromOffset = batch.baseOffset;
      recordCount += batch.count;
      batchCount++;
      sizeBytes += batch.sizeBytes;
    }
  }
  return { fromOffset, recordCount, batchCount, sizeBytes };
}
