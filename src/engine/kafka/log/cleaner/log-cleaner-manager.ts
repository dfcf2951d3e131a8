import { State } from '../../../kernel/state.ts';
import type { PartitionLog } from '../partition-log.ts';
import { cleanableOffsets, dirtinessOf, isDirtyEnough } from './cleanable.ts';
import type { LogToClean } from './cleanable.ts';

/**
 * Up to where each log of a directory is clean, and which one is cleaned next. Cleaning takes one step here, so that nothing else can come
 * between and no log has to be marked as in progress. Source: LogCleanerManager.
 */
export class LogCleanerManager extends State {
  /** The file cleaner-offset-checkpoint: the first dirty offset by topic-partition. */
  private readonly checkpoints = new Map<string, number>();

  /** The content of cleaner-offset-checkpoint. */
  allCleanerCheckpoints(): ReadonlyMap<string, number> {
    return this.checkpoints;
  }

  checkpoint(topicPartition: string): number | null {
    return this.checkpoints.get(topicPartition) ?? null;
  }

  /** How dirty a compacted log is; null for a log whose policy does not say compact. */
  dirtiness(log: PartitionLog, nowMillis: number): LogToClean | null {
    if (!log.config.compact) return null;
    return dirtinessOf(log, cleanableOffsets(log, this.checkpoint(log.topicPartition), nowMillis), nowMillis);
  }

  /**
   * The dirtiest log whose ratio exceeds its min.cleanable.dirty.ratio, or whose max.compaction.lag.ms has passed; null when none does.
   * A checkpoint outside its log is moved to the log start. Source: LogCleanerManager.grabFilthiestCompactedLog.
   */
  grabFilthiestCompactedLog(logs: Iterable<PartitionLog>, nowMillis: number): LogToClean | null {
    let filthiest: LogToClean | null = null;
    for (const log of logs) {
      if (!log.config.compact) continue;
      const offsets = cleanableOffsets(log, this.checkpoint(log.topicPartition), nowMillis);
      if (offsets.forceUpdateCheckpoint) this.checkpoints.set(log.topicPartition, offsets.firstDirtyOffset);
      const found = dirtinessOf(log, offsets, nowMillis);
      if (!isDirtyEnough(found)) continue;
      if (filthiest === null || found.cleanableRatio > filthiest.cleanableRatio) filthiest = found;
    }
    return filthiest;
  }

  /** A cleaning reached an offset. */
  doneCleaning(topicPartition: string, endOffset: number): void {
    this.checkpoints.set(topicPartition, endOffset);
  }

  /** A compacted log was cut below what had been cleaned. */
  maybeTruncateCheckpoint(log: PartitionLog, offset: number): void {
    if (log.config.compact && (this.checkpoint(log.topicPartition) ?? 0) > offset) this.checkpoints.set(log.topicPartition, offset);
  }

  /** The log is gone. */
  removeCheckpoint(topicPartition: string): void {
    this.checkpoints.delete(topicPartition);
  }
}
