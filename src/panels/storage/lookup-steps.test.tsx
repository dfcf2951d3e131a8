import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../app/words.ts';
import { catalogue as english } from '../../texts/en/catalogue.ts';
import { catalogue as chinese } from '../../texts/zh-Hans/catalogue.ts';
import { lookupSteps } from './lookup-steps.ts';
import type { StorageLookupRow } from './rows.ts';

const row: StorageLookupRow = {
  id: 'lookup',
  kind: 'found',
  asked: 'offset',
  value: 1882,
  passed: [],
  segment: 1845,
  timeEntryCount: 0,
  timeSlots: [],
  timeSlot: -1,
  timeSlotTimestamp: -1,
  timeSlotOffset: -1,
  entryCount: 7,
  slots: [6, 3, 2],
  slotOffsets: [1900, 1880, 1874],
  slot: 2,
  slotOffset: 1874,
  position: 15_336,
  scanned: [1872, 1875, 1878, 1881],
  scannedCount: 4,
  scannedBytes: 5112,
  batchIndex: 12,
  batchBaseOffset: 1881,
  batchLastOffset: 1883,
  batchPosition: 20_448,
  batchBytes: 1704,
  offset: 1882,
  timestamp: -1,
};

const texts = (shown: StorageLookupRow, language = english): readonly string[] =>
  lookupSteps(shown, wordsOf(language)).map(({ text }) => text);

describe('a lookup in words', () => {
  test('by offset: segment, index, scan, answer, with the numbers of each', () => {
    expect(texts(row)).toEqual([
      '1845 is the largest name not above 1882.',
      'Looks at slots 6, 3, 2 of 7. Slot 2 is the largest not above: +29, byte 15336.',
      'Reads 4 batch heads, 1872, 1875, 1878, 1881, over 5,112 bytes, until a last offset is not below 1882: 1883.',
      'From byte 20448: the whole batch, 1,704 bytes. The client skips 1 record from 1881 on.',
    ]);
  });

  test('an offset that compaction removed is answered with the next batch', () => {
    expect(texts({ ...row, value: 1880, passed: [0] }).at(-1)).toContain('1880 is gone');
    expect(texts({ ...row, passed: [0] })[0]).toContain('0 ends before 1882');
  });

  test('by timestamp there is a time index between, and what is not found says why', () => {
    expect(texts({ ...row, asked: 'timestamp', value: 1_767_225_606_745 })).toHaveLength(5);
    for (const kind of ['out-of-range', 'log-end', 'none-that-young'] as const) expect(texts({ ...row, kind })).toHaveLength(1);
  });

  test('no value is forgotten, in either language', () => {
    for (const language of [english, chinese]) {
      for (const asked of ['offset', 'timestamp'] as const) {
        for (const slot of [-1, 2]) {
          const shown = { ...row, asked, slot, timeSlot: slot, timeEntryCount: 3, passed: [0], timeSlots: [1] };
          for (const text of texts(shown, language)) expect(text).not.toMatch(/[{}]/);
        }
      }
    }
  });
});
