import type { LogSegment } from '../log-segment.ts';
import type { PartitionLog } from '../partition-log.ts';

/** Which part of a log is dirty, and how far a cleaning may go. */
export interface OffsetsToClean {
  readonly firstDirtyOffset: number;
  readonly firstUncleanableDirtyOffset: number;
  /** The checkpoint lies outside the log and is to be written anew. */
  readonly forceUpdateCheckpoint: boolean;
}

/** How dirty a log is. Source: LogToClean. */
export interface LogToClean {
  readonly log: PartitionLog;
  readonly firstDirtyOffset: number;
  /** The base offset of the first segment that stays as it is. */
  readonly firstUncleanableOffset: number;
  readonly cleanBytes: number;
  readonly cleanableBytes: number;
  readonly totalBytes: number;
  /** Dirty bytes of all that could be clean; compared with min.cleanable.dirty.ratio. */
  readonly cleanableRatio: number;
  /** max.compaction.lag.ms has passed for a dirty segment, so that the ratio does not matter. */
  readonly needCompactionNow: boolean;
}

/**
 * From where to where a log can be cleaned: from the checkpoint up to the first of the last stable offset, the active segment, and the
 * first segment that is younger than min.compaction.lag.ms. Source: LogCleanerManager.cleanableOffsets.
 */
export function cleanableOffsets(log: PartitionLog, lastCleanOffset: number | null, nowMillis: number): OffsetsToClean {
  const { logStartOffset, logEndOffset, config } = log;
  const checkpoint = lastCleanOffset ?? logStartOffset;
  const isOutside = checkpoint < logStartOffset || checkpoint > logEndOffset;
  const firstDirtyOffset = isOutside ? logStartOffset : checkpoint;
  let firstUncleanable = Math.min(log.lastStableOffset, log.localLog.activeSegment.baseOffset);
  if (config.compactionLagMs > 0) {
    const young = nonActiveSegmentsFrom(log, firstDirtyOffset).find(
      (segment) => segment.largestTimestamp > nowMillis - config.compactionLagMs,
    );
    if (young !== undefined) firstUncleanable = Math.min(firstUncleanable, young.baseOffset);
  }
  const firstUncleanableDirtyOffset = Math.max(firstDirtyOffset, firstUncleanable);
  return { firstDirtyOffset, firstUncleanableDirtyOffset, forceUpdateCheckpoint: isOutside };
}

/** How dirty the log is between its offsets to clean. Source: the constructor of LogToClean. */
export function dirtinessOf(log: PartitionLog, offsets: OffsetsToClean, nowMillis: number): LogToClean {
  const { firstDirtyOffset } = offsets;
  const uncleanable = nonActiveSegmentsFrom(log, offsets.firstUncleanableDirtyOffset)[0] ?? log.localLog.activeSegment;
  const firstUncleanableOffset = uncleanable.baseOffset;
  const dirtySegments = log.localLog.segmentsBetween(Math.min(firstDirtyOffset, firstUncleanableOffset), firstUncleanableOffset);
  const cleanBytes = sizeOf(log.localLog.segmentsBetween(-1, firstDirtyOffset));
  const cleanableBytes = sizeOf(dirtySegments);
  const totalBytes = cleanBytes + cleanableBytes;
  return {
    log,
    firstDirtyOffset,
    firstUncleanableOffset,
    cleanBytes,
    cleanableBytes,
    totalBytes,
    cleanableRatio: cleanableBytes / totalBytes,
    needCompactionNow: maxCompactionDelay(log, firstDirtyOffset, nowMillis) > 0,
  };
}

/** Whether a cleaner thread takes a log up: enough of it is dirty, or it has waited too long. Source: grabFilthiestCompactedLog. */
export function isDirtyEnough(found: LogToClean): boolean {
  const isOverdue = found.needCompactionNow && found.cleanableBytes > 0;
  return found.totalBytes > 0 && (isOverdue || found.cleanableRatio > found.log.config.minCleanableRatio);
}

/** How long the oldest dirty segment has waited beyond max.compaction.lag.ms; 0 when it has not. */
function maxCompactionDelay(log: PartitionLog, firstDirtyOffset: number, nowMillis: number): number {
  let earliest = Infinity;
  for (const segment of nonActiveSegmentsFrom(log, firstDirtyOffset)) {
    const timestamp = segment.firstBatchTimestamp;
    if (timestamp !== null && timestamp > 0) earliest = Math.min(earliest, timestamp);
  }
  const cleanUntil = nowMillis - Math.max(log.config.maxCompactionLagMs, 0);
  return earliest < cleanUntil ? cleanUntil - earliest : 0;
}

/** Source: LogSegments.nonActiveLogSegmentsFrom. */
function nonActiveSegmentsFrom(log: PartitionLog, from: number): readonly LogSegment[] {
  const { activeSegment } = log.localLog;
  return from > activeSegment.baseOffset ? [] : log.localLog.segmentsBetween(from, activeSegment.baseOffset);
}

function sizeOf(segments: readonly LogSegment[]): number {
  return segments.reduce((size, segment) => size + segment.sizeBytes, 0);
}
