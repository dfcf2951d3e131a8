import type { LogSegment } from '../../../engine/kafka/log/log-segment.ts';
import { isGap } from '../../../engine/kafka/storage/file-batches.ts';
import type { StorageBatchRow, StorageEntryRow, StorageTimeEntryRow } from '../rows.ts';
import { numberOf } from './view.ts';
import type { StorageQuery, StorageView } from './view.ts';

/** Batches around the one in large, and the index entries that lead to them. */
export interface Window {
  readonly batches: readonly StorageBatchRow[];
  readonly entries: readonly StorageEntryRow[];
  readonly timeEntries: readonly StorageTimeEntryRow[];
}

const nothing: Window = { batches: [], entries: [], timeEntries: [] };

/** Of a very dense index only so many entries have room. */
const entriesMax = 12;

/** A stretch of the segment: as many batches as fit, the one in large about two thirds along. */
export function windowOf(view: StorageView, query: StorageQuery): Window {
  const { segment, batchIndex } = view;
  if (segment === null || batchIndex < 0) return nothing;
  const count = numberOf(query['windowCount'], { fallback: 15, max: 60 });
  const first = Math.max(0, Math.min(batchIndex - Math.floor((count * 2) / 3), segment.batches.count - count));
  const last = Math.min(segment.batches.count, first + count) - 1;
  const batches = Array.from({ length: last - first + 1 }, (_, place) => batchRow(segment, first + place));
  return { batches, entries: entriesOf(segment, batches), timeEntries: timeEntriesOf(segment, batches) };
}

function batchRow(segment: LogSegment, index: number): StorageBatchRow {
  const batch = segment.batches.at(index);
  return {
    id: `${String(segment.baseOffset)}:${String(index)}`,
    index,
    baseOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
    position: segment.batches.positionAt(index),
    sizeBytes: batch.sizeBytes,
    recordCount: batch.count,
    isControl: batch.isControlBatch,
    isGap: isGap(batch),
    isBroken: batch.records.storedCrcProblem !== null || batch.records.problem !== null,
  };
}

function entriesOf(segment: LogSegment, batches: readonly StorageBatchRow[]): readonly StorageEntryRow[] {
  const from = batches[0]?.position ?? 0;
  const last = batches[batches.length - 1];
  const to = last === undefined ? 0 : last.position + last.sizeBytes;
  const rows: StorageEntryRow[] = [];
  for (let slot = 0; slot < segment.offsetIndex.entries && rows.length < entriesMax; slot++) {
    const { offset, position } = segment.offsetIndex.entry(slot);
    if (position >= from && position < to) rows.push({ id: String(slot), slot, offset, position });
  }
  return rows;
}

function timeEntriesOf(segment: LogSegment, batches: readonly StorageBatchRow[]): readonly StorageTimeEntryRow[] {
  const from = batches[0]?.baseOffset ?? 0;
  const to = batches[batches.length - 1]?.lastOffset ?? -1;
  const rows: StorageTimeEntryRow[] = [];
  for (let slot = 0; slot < segment.timeIndex.entries && rows.length < entriesMax; slot++) {
    const { timestamp, offset } = segment.timeIndex.entry(slot);
    if (offset >= from && offset <= to) rows.push({ id: String(slot), slot, timestamp, offset });
  }
  return rows;
}
