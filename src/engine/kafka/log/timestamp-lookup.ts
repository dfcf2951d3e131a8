import { leaderEpochOf } from './log-segment.ts';
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
    default:
      for (const segment of log.segments) {
        if (segment.largestTimestamp >= targetTimestamp) return segment.findOffsetByTimestamp(targetTimestamp, log.logStartOffset);
      }
      return null;
  }
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
