import type { LogSegment } from './log-segment.ts';
import type { TimestampAndOffset } from './log-types.ts';
import type { RecordBatch } from './record-batch.ts';

/** How an offset was found in a segment: the slots that the binary search looked at, the slot it found, and the batches behind it. */
export interface OffsetSearch {
  readonly slots: readonly number[];
  /** -1: no entry is at or below the offset, and the search begins at the segment's first byte. */
  readonly slot: number;
  readonly position: number;
  /** The first batch whose header is read, and the one that holds the offset or is the first above it; `count` when there is none. */
  readonly firstIndex: number;
  readonly index: number;
}

/** How a timestamp was found in a segment: first its time index, then its offset index, then batch by batch, then record by record. */
export interface TimestampSearch {
  readonly timeSlots: readonly number[];
  readonly timeSlot: number;
  readonly offsetSearch: OffsetSearch;
  /** The batch that holds the answer; `count` when there is none. */
  readonly index: number;
  readonly record: TimestampAndOffset | null;
}

/** Finds the batch of an offset, and says how. Changes nothing. Source: LogSegment.translateOffset, OffsetIndex.lookup. */
export function searchOffset(segment: LogSegment, offset: number): OffsetSearch {
  const found = searchPosition(segment, offset);
  return { ...found, index: segment.indexOfOffset(offset) };
}

/** Finds the first record at or after a timestamp and an offset, and says how. Source: LogSegment.findOffsetByTimestamp. */
export function searchTimestamp(segment: LogSegment, timestamp: number, startingOffset: number): TimestampSearch {
  const { batches, timeIndex, baseOffset } = segment;
  const timeSlots: number[] = [];
  const timeSlot = timeIndex.slotOf(timestamp, timeSlots);
  const indexedOffset = timeSlot < 0 ? baseOffset : timeIndex.entry(timeSlot).offset;
  const found = searchPosition(segment, Math.max(indexedOffset, startingOffset));
  for (let index = found.firstIndex; index < batches.count; index++) {
    const batch = batches.at(index);
    if (batch.maxTimestamp < timestamp) continue;
    const record = firstRecordAt(batch, timestamp, startingOffset);
    if (record !== null) return { timeSlots, timeSlot, offsetSearch: { ...found, index }, index, record };
  }
  return { timeSlots, timeSlot, offsetSearch: { ...found, index: batches.count }, index: batches.count, record: null };
}

function searchPosition(segment: LogSegment, offset: number): Omit<OffsetSearch, 'index'> {
  const slots: number[] = [];
  const slot = segment.offsetIndex.slotOf(offset, slots);
  const position = slot < 0 ? 0 : segment.offsetIndex.entry(slot).position;
  return { slots, slot, position, firstIndex: segment.batches.indexOfPosition(position) };
}

function firstRecordAt(batch: RecordBatch, timestamp: number, startingOffset: number): TimestampAndOffset | null {
  for (let i = 0; i < batch.count; i++) {
    const found = batch.timestampOf(i);
    const offset = batch.offsetOf(i);
    if (found >= timestamp && offset >= startingOffset) return { timestamp: found, offset, leaderEpoch: leaderEpochOf(batch) };
  }
  return null;
}

/** The batch's leader epoch; null when it has none. */
export function leaderEpochOf(batch: RecordBatch): number | null {
  return batch.partitionLeaderEpoch < 0 ? null : batch.partitionLeaderEpoch;
}
