import type { LogSegment } from './log-segment.ts';
import {
  earliestLocalTimestamp,
  earliestPendingUploadTimestamp,
  earliestTimestamp,
  latestTieredTimestamp,
  latestTimestamp,
  maxTimestampRequest,
} from './log-types.ts';
import type { TimestampAndOffset } from './log-types.ts';
import type { LogOffsets } from './log-offsets.ts';
import { leaderEpochOf } from './segment-search.ts';

const noTimestamp = -1;

/** Answers ListOffsets from a log without tiers; null when no record is that young. Source: UnifiedLog.fetchOffsetByTimestamp. */
export function offsetByTimestamp(log: LogOffsets, targetTimestamp: number): TimestampAndOffset | null {
  switch (targetTimestamp) {
    case earliestTimestamp:
    case earliestLocalTimestamp: {
      const earliest = log.leaderEpochCache.earliestEntry();
      const leaderEpoch = earliest !== null && earliest.startOffset <= log.logStartOffset ? earliest.epoch : null;
      return { timestamp: noTimestamp, offset: log.logStartOffset, leaderEpoch };
    }
    case latestTimestamp:
      return { timestamp: noTimestamp, offset: log.logEndOffset, leaderEpoch: log.latestEpoch() };
    case latestTieredTimestamp:
    case earliestPendingUploadTimestamp:
      return { timestamp: noTimestamp, offset: -1, leaderEpoch: -1 };
    case maxTimestampRequest:
      return recordOfMaxTimestamp(log.segments);
    default: {
      const index = segmentOfTimestamp(log.segments, targetTimestamp);
      return index < 0 ? null : log.segments[index]!.findOffsetByTimestamp(targetTimestamp, log.logStartOffset);
    }
  }
}

/** The index of the first segment that has a record at or after a timestamp; -1 when none has. */
export function segmentOfTimestamp(segments: readonly LogSegment[], timestamp: number): number {
  return segments.findIndex((segment) => segment.largestTimestamp >= timestamp);
}

/** The first record that has the largest timestamp of the log. */
function recordOfMaxTimestamp(segments: readonly LogSegment[]): TimestampAndOffset | null {
  let latest: LogSegment | null = null;
  for (const segment of segments) if (latest === null || segment.maxTimestampSoFar > latest.maxTimestampSoFar) latest = segment;
  if (latest === null) return null;
  const { timestamp, offset } = latest.maxTimestampAndOffsetSoFar();
  const position = latest.lookupOffset(offset).position;
  for (let index = latest.batches.indexOfPosition(position); index < latest.batches.count; index++) {
    const batch = latest.batches.at(index);
    if (batch.maxTimestamp !== timestamp) continue;
    for (let i = 0; i < batch.count; i++) {
      if (batch.timestampOf(i) === timestamp) return { timestamp, offset: batch.offsetOf(i), leaderEpoch: leaderEpochOf(batch) };
    }
    return null;
  }
  return null;
}
