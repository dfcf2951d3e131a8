import { expect, test } from 'vitest';
import type { ThenRule } from '../../../contract/scenario.ts';
import { dataBatch } from './batch-builder.ts';
import { LogConfig } from './log-config.ts';
import { LogSegment } from './log-segment.ts';
import type { RecordBatch } from './record-batch.ts';

const nowMillis = 1_760_000_000_000;

function batches(count: number, from = 0): RecordBatch[] {
  return Array.from({ length: count }, (_, i) =>
    dataBatch([{ timestamp: nowMillis + from + i, key: null, value: 'v'.repeat(400), headers: [], ledgerId: 0 }]).with({
      baseOffset: from + i,
    }),
  );
}

function entriesAfter(then: readonly ThenRule[], appends: readonly (readonly RecordBatch[])[]): [number, number][] {
  const segment = new LogSegment(0, new LogConfig({ 'index.interval.bytes': '1000' }, then), nowMillis);
  for (const append of appends) segment.append(append, nowMillis);
  return Array.from({ length: segment.offsetIndex.entries }, (_, i) => {
    const { offset, position } = segment.offsetIndex.entry(i);
    return [offset, position];
  });
}

const size = batches(1)[0]?.sizeBytes ?? 0;

test('since 4.1 an append of many batches adds an entry for each that comes after the interval (LogSegment.append)', () => {
  expect(entriesAfter([], [batches(9)])).toEqual([
    [3, 3 * size],
    [6, 6 * size],
  ]);
  expect(entriesAfter([], [batches(4), batches(5, 4)])).toEqual(entriesAfter([], [batches(9)]));
});

test('until 4.0 it adds one at most, for the last offset of all and the place where the first begins (KAFKA-806)', () => {
  const then = ['index-per-append'] as const;
  expect(entriesAfter(then, [batches(9)])).toEqual([]);
  expect(entriesAfter(then, [batches(4), batches(5, 4)])).toEqual([[8, 4 * size]]);
  // Batch by batch, as producers send them, both rules say the same.
  const single = batches(9).map((batch) => [batch]);
  expect(entriesAfter(then, single)).toEqual(entriesAfter([], single));
});
