import type { Ledger } from './ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/** What became of records in one application's hands, in records. */
export interface ApplicationFates {
  readonly application: string;
  /** Records whose work was done at least once. */
  readonly processed: number;
  /** Times that it was done once more. */
  readonly processedAgain: number;
  /** Records that are behind what the application's group has committed, and that it never worked on: lost to it. */
  readonly skipped: number;
}

/**
 * Counts what an application did with the records of the cluster. `committed`: the offsets that its groups have committed, by partition.
 * Records that no leader's log has any more are the producer's loss, not the application's.
 */
export function applicationFates(ledger: Ledger, application: string, committed: ReadonlyMap<string, number>): ApplicationFates {
  let processed = 0;
  let processedAgain = 0;
  let skipped = 0;
  for (const partition of ledger.allPartitions) {
    const passedOffset = committed.get(partition.topicPartition) ?? 0;
    for (const entry of partition.entries()) {
      const times = entry.processings.find((processing) => processing.application === application)?.times ?? 0;
      if (times > 0) processed += entry.count;
      if (times > 1) processedAgain += (times - 1) * entry.count;
      if (times === 0) skipped += passedCount(entry, passedOffset);
    }
  }
  return { application, processed, processedAgain, skipped };
}

/** How many records of an entry lie below an offset, with all their copies. */
function passedCount({ appendOffsets, count, isStranded }: LedgerEntry, offset: number): number {
  if (isStranded || appendOffsets.length === 0) return 0;
  return appendOffsets.reduce((least, first) => Math.min(least, Math.max(0, Math.min(count, offset - first))), count);
}
