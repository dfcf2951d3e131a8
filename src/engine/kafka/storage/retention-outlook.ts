import type { PartitionLog } from '../log/partition-log.ts';
import { deletableSegmentCount } from '../log/retention.ts';
import type { RetentionReason } from '../log/retention.ts';

/** What stands between a log's first segment and its deletion. */
export type RetentionHold =
  /** cleanup.policy does not say delete. */
  | 'policy'
  /** The rule is switched off: -1. */
  | 'unlimited'
  /** A record of the segment is not below the high watermark yet. */
  | 'high-watermark'
  /** The segment is empty: the active one of a log without records. */
  | 'empty'
  /** Nothing but time or bytes. */
  | 'none';

/** What retention would take next, by each of its rules. Times are the broker's clock. */
export interface RetentionOutlook {
  /** The rule that takes something now, and how many segments; null when none does. */
  readonly now: { readonly reason: RetentionReason; readonly segmentCount: number } | null;
  readonly time: {
    readonly hold: RetentionHold;
    /** From this millisecond on the first segment may go; -1 when it never does. */
    readonly dueMillis: number;
    readonly largestTimestamp: number;
  };
  readonly size: {
    readonly hold: RetentionHold;
    /** How many more bytes the log may take before its first segment goes; -1 when there is no limit. */
    readonly roomBytes: number;
  };
}

/** Looks ahead with retention's own rules. Source: UnifiedLog.deleteOldSegments. */
export function retentionOutlook(log: PartitionLog, nowMillis: number): RetentionOutlook {
  const { config } = log;
  const first = log.segments[0];
  const upperBoundOffset = log.segments[1]?.baseOffset ?? log.logEndOffset;
  const isEmpty = first === undefined || (log.segments.length === 1 && first.sizeBytes === 0);
  const holdOf = (limit: number): RetentionHold => {
    if (!config.delete) return 'policy';
    if (limit < 0) return 'unlimited';
    if (isEmpty) return 'empty';
    return log.highWatermark < upperBoundOffset ? 'high-watermark' : 'none';
  };
  const largestTimestamp = first?.largestTimestamp ?? -1;
  const timeHold = holdOf(config.retentionMs);
  const sizeHold = holdOf(config.retentionSize);
  return {
    now: nextDeletion(log, nowMillis),
    time: { hold: timeHold, dueMillis: timeHold === 'none' ? largestTimestamp + config.retentionMs + 1 : -1, largestTimestamp },
    size: {
      hold: sizeHold,
      roomBytes: sizeHold === 'none' ? Math.max(0, config.retentionSize + (first?.sizeBytes ?? 0) - log.sizeBytes) : -1,
    },
  };
}

/** What retention would take if it ran now, by the first rule that takes something; null when none does. */
export function nextDeletion(log: PartitionLog, nowMillis: number): RetentionOutlook['now'] {
  for (const reason of ['logStartOffset', 'size', 'time'] as const) {
    const segmentCount = deletableSegmentCount(log, reason, nowMillis);
    if (segmentCount > 0) return { reason, segmentCount };
  }
  return null;
}
