import type { StorageLookupRow } from '../rows.ts';
import type { StorageView } from './view.ts';

/** Offsets of scanned batches that are told one by one. */
const scannedMax = 12;

type Found = Omit<StorageLookupRow, 'id' | 'kind' | 'asked' | 'value'>;

const notFound: Found = {
  passed: [],
  segment: -1,
  timeEntryCount: 0,
  timeSlots: [],
  timeSlot: -1,
  timeSlotTimestamp: -1,
  timeSlotOffset: -1,
  entryCount: 0,
  slots: [],
  slotOffsets: [],
  slot: -1,
  slotOffset: -1,
  position: -1,
  scanned: [],
  scannedCount: 0,
  scannedBytes: 0,
  batchIndex: -1,
  batchBaseOffset: -1,
  batchLastOffset: -1,
  batchPosition: -1,
  batchBytes: 0,
  offset: -1,
  timestamp: -1,
};

/** The lookup that is asked for, in the steps in which the engine made it. */
export function lookupRows(view: StorageView): readonly StorageLookupRow[] {
  const { lookup } = view;
  if (lookup === null) return [];
  const { asked, value, found } = lookup;
  const head = { id: 'lookup', kind: found.kind, asked, value } as const;
  return [{ ...head, ...(found.kind === 'found' ? foundCells(found) : notFound) }];
}

function foundCells(found: Extract<NonNullable<StorageView['lookup']>['found'], { kind: 'found' }>): Found {
  const { segment, search, time } = found;
  const { batches, offsetIndex, timeIndex } = segment;
  const batch = batches.at(search.index);
  const scannedCount = search.index - search.firstIndex + 1;
  const scanned: number[] = [];
  for (let index = Math.max(search.firstIndex, search.index - scannedMax + 1); index <= search.index; index++) {
    scanned.push(batches.at(index).baseOffset);
  }
  const timeSlot = time?.timeSlot ?? -1;
  const timeEntry = timeSlot < 0 ? null : timeIndex.entry(timeSlot);
  return {
    passed: found.passed.slice(-scannedMax),
    segment: segment.baseOffset,
    timeEntryCount: timeIndex.entries,
    timeSlots: time?.timeSlots ?? [],
    timeSlot,
    timeSlotTimestamp: timeEntry?.timestamp ?? -1,
    timeSlotOffset: timeEntry?.offset ?? -1,
    entryCount: offsetIndex.entries,
    slots: search.slots,
    slotOffsets: search.slots.map((slot) => offsetIndex.entry(slot).offset),
    slot: search.slot,
    slotOffset: search.slot < 0 ? -1 : offsetIndex.entry(search.slot).offset,
    position: search.position,
    scanned,
    scannedCount,
    scannedBytes: batches.positionAt(search.index) - search.position,
    batchIndex: search.index,
    batchBaseOffset: batch.baseOffset,
    batchLastOffset: batch.lastOffset,
    batchPosition: batches.positionAt(search.index),
    batchBytes: batch.sizeBytes,
    offset: found.offset,
    timestamp: found.timestamp,
  };
}
