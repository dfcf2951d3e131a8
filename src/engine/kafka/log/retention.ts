import type { LogSegment } from './log-segment.ts';
import type { LogOffsets } from './log-offsets.ts';

const nothing = { count: 0, askedCount: 0 };

/** Why segments go, in Kafka's order. */
export type RetentionReason = 'logStartOffset' | 'size' | 'time';

/**
 * How many segments from the front may go for a reason. A segment must lie below the high watermark, and the first that may stay ends the
 * search; an empty active segment is never deleted. Source: UnifiedLog.deletableSegments and the three deleteXxxBreachedSegments.
 */
export function deletableSegmentCount(log: LogOffsets, reason: RetentionReason, nowMillis: number): number {
  return deletableSegments(log, reason, nowMillis).count;
}

/** The same, and how many segments were asked for their timestamps: Kafka opens their time indexes for that, whose files appear. */
export function deletableSegments(
  log: LogOffsets,
  reason: RetentionReason,
  nowMillis: number,
): { readonly count: number; readonly askedCount: number } {
  const { segments, config } = log;
  // Without `delete` in cleanup.policy only segments below the log start go.
  if (reason !== 'logStartOffset' && !config.delete) return nothing;
  if (reason === 'size' && (config.retentionSize < 0 || log.sizeBytes < config.retentionSize)) return nothing;
  if (reason === 'time' && config.retentionMs < 0) return nothing;
  let excessBytes = log.sizeBytes - config.retentionSize;
  let count = 0;
  let askedCount = 0;
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    const upperBoundOffset = next?.baseOffset ?? log.logEndOffset;
    if (log.highWatermark < upperBoundOffset) break;
    if (reason === 'time') askedCount++;
    if (!isBreached(log, segment, { reason, nextBaseOffset: next?.baseOffset ?? null, excessBytes, nowMillis })) break;
    if (next === undefined && segment.sizeBytes === 0) break;
    excessBytes -= segment.sizeBytes;
    count++;
  }
  return { count, askedCount };
}

function isBreached(
  log: LogOffsets,
  segment: LogSegment,
  at: {
    readonly reason: RetentionReason;
    readonly nextBaseOffset: number | null;
    readonly excessBytes: number;
    readonly nowMillis: number;
  },
): boolean {
  switch (at.reason) {
    case 'logStartOffset':
      return at.nextBaseOffset !== null && at.nextBaseOffset <= log.logStartOffset;
    case 'size':
      return at.excessBytes - segment.sizeBytes >= 0;
    case 'time':
      return at.nowMillis - segment.largestTimestamp > log.config.retentionMs;
  }
}
