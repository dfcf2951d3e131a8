import type { PartitionLog } from '../log/partition-log.ts';
import { cleanedAway } from './partition-ledger.ts';
import type { LogWitness } from './partition-ledger.ts';

/** A log, as the ledger looks at it. */
export function witnessOf(log: PartitionLog): LogWitness {
  return {
    logStartOffset: log.logStartOffset,
    logEndOffset: log.logEndOffset,
    ledgerIdAt(offset: number): number {
      const read = log.read(offset, 1, 'LOG_END', true);
      if (read.kind === 'error') return 0;
      for (const batch of read.batches) {
        if (offset < batch.baseOffset || offset > batch.lastOffset) continue;
        const index = offset - batch.baseOffset;
        // Compaction leaves gaps; then the records say their own deltas.
        if (batch.records.count === batch.lastOffsetDelta + 1) return batch.records.at(index).ledgerId;
        for (let i = 0; i < batch.records.count; i++) {
          const record = batch.records.at(i);
          if ((record.offsetDelta ?? i) === index) return record.ledgerId;
        }
      }
      return log.config.compact && offset < log.logEndOffset ? cleanedAway : 0;
    },
  };
}
