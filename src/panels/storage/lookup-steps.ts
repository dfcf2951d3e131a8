import type { Words } from '../../app/words.ts';
import { printBytes } from './names.ts';
import type { StorageLookupRow } from './rows.ts';

/** One step of a lookup, in words. */
export interface LookupStep {
  readonly name: string;
  readonly text: string;
}

/** The steps that the engine made: which segment, which slots of which index, which bytes, which batch. */
export function lookupSteps(row: StorageLookupRow, words: Words): readonly LookupStep[] {
  const { t } = words;
  if (row.kind !== 'found') return [{ name: t('storage.step-answer'), text: t(`storage.answer-${row.kind}`, { value: row.value }) }];
  const answer = { name: t('storage.step-answer'), text: answerText(row, words) };
  const index = { name: t('storage.step-index'), text: indexText(row, words) };
  const scan = { name: t('storage.step-scan'), text: scanText(row, words) };
  const segment = { name: t('storage.step-segment'), text: segmentText(row, words) };
  if (row.asked === 'offset') return [segment, index, scan, answer];
  return [segment, { name: t('storage.step-time-index'), text: timeIndexText(row, words) }, index, scan, answer];
}

function segmentText(row: StorageLookupRow, { t }: Words): string {
  const { segment, value, passed } = row;
  if (row.asked === 'timestamp') return t('storage.segment-by-time', { segment, value, passed: passed.join(', ') });
  return t('storage.segment-by-offset', { segment, value, passed: passed.join(', ') });
}

function timeIndexText(row: StorageLookupRow, { t }: Words): string {
  if (row.timeEntryCount === 0) return t('storage.index-none');
  const slots = row.timeSlots.join(', ');
  if (row.timeSlot < 0) return t('storage.time-index-before', { slots, count: row.timeEntryCount });
  const { timeSlotTimestamp: timestamp, timeSlotOffset: offset, timeSlot: slot, timeEntryCount: count } = row;
  return t('storage.time-index-found', { slots, count, slot, timestamp, offset });
}

function indexText(row: StorageLookupRow, { t }: Words): string {
  if (row.entryCount === 0) return t('storage.index-none');
  const slots = row.slots.join(', ');
  if (row.slot < 0) return t('storage.index-before', { slots, count: row.entryCount });
  return t('storage.index-found', {
    slots,
    count: row.entryCount,
    slot: row.slot,
    relative: row.slotOffset - row.segment,
    byte: row.position,
  });
}

function scanText(row: StorageLookupRow, { t }: Words): string {
  const isCut = row.scannedCount > row.scanned.length;
  return t(row.asked === 'timestamp' ? 'storage.scan-by-time' : 'storage.scan-by-offset', {
    list: `${isCut ? '… ' : ''}${row.scanned.join(', ')}`,
    count: row.scannedCount,
    bytes: printBytes(row.scannedBytes),
    last: row.batchLastOffset,
    value: row.value,
  });
}

function answerText(row: StorageLookupRow, { t }: Words): string {
  const { batchPosition: byte, offset, timestamp, batchBaseOffset: base, value } = row;
  const bytes = printBytes(row.batchBytes);
  if (row.asked === 'timestamp') return t('storage.answer-time', { offset, timestamp });
  if (base > value) return t('storage.answer-gone', { byte, bytes, value, base });
  const skipped = value - base;
  return t(skipped === 0 ? 'storage.answer-whole' : 'storage.answer-skips', { byte, bytes, skipped, base });
}
