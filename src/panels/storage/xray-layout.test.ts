import { expect, test } from 'vitest';
import type { StorageBatchRow, StorageEntryRow, StorageLogRow, StorageSegmentRow } from './rows.ts';
import { axisLabels, layOutBatches, layOutEntries, layOutMarks, layOutSegments, xOfByte } from './xray-layout.ts';

const segment = (baseOffset: number, sizeBytes: number): StorageSegmentRow => ({
  id: String(baseOffset),
  baseOffset,
  nextOffset: baseOffset + 10,
  sizeBytes,
  batchCount: 10,
  isActive: false,
  largestTimestamp: -1,
  indexEntries: 0,
  timeIndexEntries: 0,
  hasIndex: true,
  trailingBytes: 0,
});

const batch = (index: number, sizeBytes: number, position: number): StorageBatchRow => ({
  id: String(index),
  index,
  baseOffset: index * 3,
  lastOffset: index * 3 + 2,
  position,
  sizeBytes,
  recordCount: 3,
  isControl: false,
  isGap: false,
  isBroken: false,
});

const segments = [segment(0, 1000), segment(10, 3000), segment(20, 0)];

test('segments are as wide as they are long, and an empty one can still be seen', () => {
  const spans = layOutSegments(segments, 815);
  const [first, second, third] = spans;
  expect(second!.width / first!.width).toBeCloseTo(3, 1);
  expect(third!.width).toBeGreaterThan(2);
  expect(third!.x + third!.width).toBeCloseTo(815, 5);
  expect(xOfByte(0, segments, spans)).toBe(0);
  expect(xOfByte(1000, segments, spans)).toBe(second!.x);
  expect(xOfByte(4000, segments, spans)).toBe(third!.x);
});

test('a thousand segments stay inside their room', () => {
  const many = Array.from({ length: 200 }, (_, index) => segment(index * 10, 7));
  const spans = layOutSegments(many, 600);
  expect(spans.at(-1)!.x + spans.at(-1)!.width).toBeLessThanOrEqual(600.001);
});

test('marks whose labels would touch stand above each other', () => {
  const log = {
    logStartOffset: 0,
    logStartByte: 0,
    recoveryPoint: 0,
    recoveryPointByte: 0,
    highWatermark: 30,
    highWatermarkByte: 4000,
    logEndOffset: 30,
    sizeBytes: 4000,
  } as StorageLogRow;
  const marks = layOutMarks(log, segments, layOutSegments(segments, 800), { width: 800, textWidth: 130 });
  expect(marks.map(({ name, level }) => [name, level])).toEqual([
    ['start', 0],
    ['log-end', 0],
    ['high-watermark', 1],
    ['recovery', 1],
  ]);
});

test('the marks of an empty log stand inside the picture, above each other', () => {
  const offsets = { logStartOffset: 0, logEndOffset: 0, highWatermark: 0, recoveryPoint: 0 };
  const bytes = { logStartByte: 0, highWatermarkByte: 0, recoveryPointByte: 0, sizeBytes: 0 };
  const segments = [segment(0, 0)];
  const marks = layOutMarks({ ...offsets, ...bytes } as StorageLogRow, segments, layOutSegments(segments, 600), {
    width: 600,
    textWidth: 100,
  });
  expect(marks.every(({ isRight }) => isRight)).toBe(true);
  expect(new Set(marks.map(({ level }) => level)).size).toBe(marks.length);
});

test('index entries hang from the byte they name, side by side; those that do not fit are the ones far from the one that was found', () => {
  const batches = Array.from({ length: 12 }, (_, index) => batch(index, 500, 10_000 + index * 500));
  const line = layOutBatches(batches, 600);
  expect(line.xOf(10_000)).toBe(0);
  expect(line.xOf(16_000)).toBe(600);
  const entries = Array.from({ length: 6 }, (_, slot): StorageEntryRow => ({
    id: String(slot),
    slot,
    offset: slot * 6,
    position: 10_000 + slot * 1000,
  }));
  const boxes = layOutEntries(entries, ({ position }) => line.xOf(position), { width: 600, boxWidth: 110, slot: 5 });
  expect(boxes.map(({ entry }) => entry.slot)).toEqual([2, 3, 4, 5]);
  for (const [index, box] of boxes.entries()) {
    expect(box.tickX).toBe(line.xOf(box.entry.position));
    expect(box.x + box.width).toBeLessThanOrEqual(600);
    if (index > 0) expect(box.x).toBeGreaterThan(boxes[index - 1]!.x + boxes[index - 1]!.width);
  }
  const labels = axisLabels(boxes, line, 600);
  expect(labels[0]).toEqual({ x: 0, byte: 10_000 });
  expect(labels.at(-1)).toEqual({ x: 600, byte: 16_000 });
  for (const [index, label] of labels.entries()) if (index > 0) expect(label.x - labels[index - 1]!.x).toBeGreaterThan(60);
});
