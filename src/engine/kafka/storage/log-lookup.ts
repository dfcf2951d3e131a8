import type { LocalLog } from '../log/local-log.ts';
import type { LogSegment } from '../log/log-segment.ts';
import { searchOffset, searchTimestamp } from '../log/segment-search.ts';
import type { OffsetSearch, TimestampSearch } from '../log/segment-search.ts';
import { segmentOfTimestamp } from '../log/timestamp-lookup.ts';

/** What of a log a lookup needs: a broker's log has it, and so have files that somebody opened. */
export interface SearchedLog {
  readonly localLog: LocalLog;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
}

/** A lookup, step by step, by the code that answers fetches and ListOffsets. */
export type LogLookup =
  /** Below the log start or above the log end: OFFSET_OUT_OF_RANGE. */
  | { readonly kind: 'out-of-range' }
  /** The log end itself: there is nothing to read yet. */
  | { readonly kind: 'log-end' }
  /** No record is that young. */
  | { readonly kind: 'none-that-young' }
  | {
      readonly kind: 'found';
      readonly segment: LogSegment;
      /** Segments that were asked before, and had nothing: their base offsets. */
      readonly passed: readonly number[];
      /** null when an offset was asked for. */
      readonly time: TimestampSearch | null;
      readonly search: OffsetSearch;
      /** The offset that was asked for, or that of the record found by its timestamp. */
      readonly offset: number;
      readonly timestamp: number;
    };

/** Finds an offset as a fetch would. Source: UnifiedLog.read, LocalLog.read. */
export function lookUpOffset(log: SearchedLog, offset: number): LogLookup {
  if (offset < log.logStartOffset || offset > log.logEndOffset) return { kind: 'out-of-range' };
  if (offset === log.logEndOffset) return { kind: 'log-end' };
  const { segments } = log.localLog;
  const passed: number[] = [];
  for (let index = Math.max(0, log.localLog.floorIndex(offset)); index < segments.length; index++) {
    const segment = segments[index];
    if (segment === undefined) break;
    const search = searchOffset(segment, offset);
    if (search.index < segment.batches.count) return { kind: 'found', segment, passed, time: null, search, offset, timestamp: -1 };
    passed.push(segment.baseOffset);
  }
  return { kind: 'log-end' };
}

/** Finds the first record at or after a timestamp as ListOffsets would. Source: UnifiedLog.fetchOffsetByTimestamp. */
export function lookUpTimestamp(log: SearchedLog, timestamp: number): LogLookup {
  const { segments } = log.localLog;
  const index = segmentOfTimestamp(segments, timestamp);
  const segment = segments[index];
  if (segment === undefined) return { kind: 'none-that-young' };
  const time = searchTimestamp(segment, timestamp, log.logStartOffset);
  if (time.record === null) return { kind: 'none-that-young' };
  return {
    kind: 'found',
    segment,
    passed: segments.slice(0, index).map((each) => each.baseOffset),
    time,
    search: time.offsetSearch,
    offset: time.record.offset,
    timestamp: time.record.timestamp,
  };
}
