import { expect, test } from 'vitest';
import { fateCounts, fateOf } from './fates.ts';
import type { OffsetRow } from './rows.ts';

const row: OffsetRow = {
  id: 'orders-0',
  isFocused: true,
  owner: 'billing',
  logStartOffset: 0,
  committedOffset: 4,
  recordOffset: 9,
  position: 10,
  unfinishedOffset: 7,
  highWatermark: 12,
  logEndOffset: 14,
  lag: 8,
  startOffset: 4,
  startBy: 'committed',
};

test('what is done and not committed is read again after a crash; what lies above the high watermark cannot be read', () => {
  const fates = Array.from({ length: 14 }, (_, offset) => fateOf(row, offset));
  expect(fates).toEqual([
    ...Array<string>(4).fill('committed'),
    ...Array<string>(3).fill('again'),
    ...Array<string>(3).fill('in-hand'),
    ...Array<string>(2).fill('unread'),
    ...Array<string>(2).fill('unreadable'),
  ]);
  expect(fateCounts(row)).toEqual({ again: 3, skipped: 0, 'in-hand': 3, unread: 2, unreadable: 2 });
});

test('what is committed before it is done is skipped after a crash', () => {
  const early = { ...row, committedOffset: 10, startOffset: 10 };
  expect([6, 7, 9, 10].map((offset) => fateOf(early, offset))).toEqual(['committed', 'skipped', 'skipped', 'unread']);
  expect(fateCounts(early)).toMatchObject({ again: 0, skipped: 3, 'in-hand': 0 });
});

test('without a commit, auto.offset.reset=latest gives up all that was read', () => {
  const fresh: OffsetRow = { ...row, committedOffset: -1, startOffset: 12, startBy: 'latest' };
  expect(fateCounts(fresh)).toMatchObject({ again: 0, skipped: 5 });
});
