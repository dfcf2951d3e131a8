import { expect, test } from 'vitest';
import { lastCommonBatch, ledgerOf, storageDifferences, unlikeBytes } from './differences.ts';
import type { StorageSide } from './differences.ts';
import type { StorageBytesRow, StorageFileRow, StorageLogRow, StorageSegmentRow } from './rows.ts';

function file(id: string, sizeBytes: number, usedBytes = -1): StorageFileRow {
  return { id, order: 0, sizeBytes, usedBytes, segment: Number(id.slice(0, 20)), isDeleted: id.endsWith('.deleted') };
}

function segment(baseOffset: number, batchCount: number): StorageSegmentRow {
  const rest = { nextOffset: 0, sizeBytes: 0, isActive: false, largestTimestamp: 0, indexEntries: 0, timeIndexEntries: 0 };
  return { id: String(baseOffset), baseOffset, batchCount, hasIndex: true, trailingBytes: 0, ...rest };
}

const bytes = (baseOffset: number, bytesHex: string): StorageBytesRow =>
  ({ baseOffset, bytesHex, part: 'batch', from: 0 }) satisfies Partial<StorageBytesRow> as unknown as StorageBytesRow;

function side(log: Partial<StorageLogRow>, files: readonly StorageFileRow[], recordCount = 0): StorageSide {
  const row = { partition: 'orders-0', broker: 1, leader: 1, isUp: true, logEndOffset: 5, highWatermark: 5, flushedOffset: 5, ...log };
  const memory = { id: 'memory', fromOffset: 0, recordCount, batchCount: 0, sizeBytes: 0, holders: [], safeHolders: [] } as const;
  return { log: row as StorageLogRow, files, segments: [], memory, bytes: undefined };
}

test('two directories stand in one listing by name, and an index counts by what of it is used', () => {
  const here = [file('00000000000000000000.index', 10_485_760, 16), file('00000000000000000000.log', 500)];
  const there = [
    file('00000000000000000000.index', 10_485_760, 8),
    file('00000000000000000005.log', 90),
    file('00000000000000000000.log', 500),
  ];
  expect(ledgerOf(here, there).map(({ name, isSame }) => [name.slice(15), isSame])).toEqual([
    ['00000.index', false],
    ['00000.log', true],
    ['00005.log', false],
  ]);
});

test('what a power cut would take is the first difference, and a file that only one history has is a dash in the other', () => {
  const here = side({ flushedOffset: 1 }, [], 4);
  const there = side({}, [file('00000000000000000005.log', 90)]);
  expect(storageDifferences(here, there).map((each) => [each.kind, each.here, each.there])).toEqual([
    ['power-takes', '4', '0'],
    ['flushed-to', '1', '5'],
    ['file', '–', '90'],
  ]);
  expect(storageDifferences(here, here)).toEqual([]);
});

test('the batch in large is the last one that both logs have', () => {
  expect(lastCommonBatch([segment(0, 9), segment(20, 4)], [segment(0, 9), segment(20, 2), segment(30, 1)])).toEqual({
    segment: 20,
    batch: 1,
  });
  expect(lastCommonBatch([segment(0, 9)], [segment(5, 9)])).toBeNull();
});

test('bytes are compared within one batch alone', () => {
  expect([...(unlikeBytes(bytes(3, '00ff10'), bytes(3, '00fe1011')) ?? [])]).toEqual([1]);
  expect(unlikeBytes(bytes(3, '00'), bytes(4, '00'))).toBeNull();
});
