import { expect, test } from 'vitest';
import { RecordBatch, TypedRecords } from '../../log/record-batch.ts';
import type { ControlType } from '../../log/record-batch.ts';
import { CompletedFetch, FetchedPartition } from './completed-fetch.ts';
import { RecordReader } from './consumer-listener.ts';

interface BatchParts {
  readonly base: number;
  readonly offsets: readonly number[];
  readonly lastOffset?: number;
  readonly producerId?: number;
  readonly control?: ControlType;
}

function batchOf({ base, offsets, lastOffset, producerId = -1, control }: BatchParts): RecordBatch {
  const records = offsets.map((offset) => ({ timestamp: 0, key: null, value: 'v', headers: [], ledgerId: 0, offsetDelta: offset - base }));
  return new RecordBatch({
    baseOffset: base,
    lastOffsetDelta: (lastOffset ?? offsets.at(-1) ?? base) - base,
    partitionLeaderEpoch: 4,
    sizeBytes: 100,
    baseTimestamp: 0,
    maxTimestamp: 0,
    isLogAppendTime: false,
    producerId,
    producerEpoch: 0,
    baseSequence: 0,
    isTransactional: producerId >= 0,
    controlType: control ?? null,
    coordinatorEpoch: 0,
    records: new TypedRecords(records),
  });
}

function fetchOf(
  batches: readonly BatchParts[],
  from: number,
  aborted: readonly { producerId: number; firstOffset: number }[] = [],
): CompletedFetch {
  const data = {
    partitionIndex: 0,
    errorCode: 0,
    highWatermark: 100,
    lastStableOffset: 100,
    logStartOffset: 0,
    abortedTransactions: aborted,
    divergingEpoch: null,
    currentLeader: null,
    preferredReadReplica: -1,
    records: batches.map(batchOf),
  };
  return new CompletedFetch('orders-0', new FetchedPartition(data), from);
}

const options = { isReadCommitted: false, checkCrcs: true, reader: new RecordReader() };
const offsetsOf = (fetch: CompletedFetch, maxRecords: number, isReadCommitted = false): string[] =>
  fetch
    .fetchRecords({ ...options, isReadCommitted }, maxRecords)
    .ranges.map(({ firstOffset, lastOffset }) => `${String(firstOffset)}-${String(lastOffset)}`);

test('records before the position are not handed out again, although their batch was sent whole', () => {
  const fetch = fetchOf([{ base: 0, offsets: [0, 1, 2, 3] }], 2);
  expect(offsetsOf(fetch, 10)).toEqual(['2-3']);
  expect(fetch.nextFetchOffset).toBe(4);
  expect(fetch.lastEpoch).toBe(4);
});

test('a slice that ends exactly at the last record leaves the fetch unfinished until it is asked again', () => {
  const fetch = fetchOf([{ base: 0, offsets: [0, 1] }], 0);
  expect(offsetsOf(fetch, 2)).toEqual(['0-1']);
  expect(fetch.isConsumed).toBe(false);
  expect(offsetsOf(fetch, 2)).toEqual([]);
  expect(fetch.isConsumed).toBe(true);
});

test('after a compacted batch the position lies behind its last offset, even if that record is gone', () => {
  const fetch = fetchOf([{ base: 0, offsets: [1, 4], lastOffset: 7 }], 0);
  expect(offsetsOf(fetch, 10)).toEqual(['1-4']);
  expect(fetch.nextFetchOffset).toBe(8);
});

test('read_committed skips the batches of an aborted transaction up to its marker', () => {
  const batches = [
    { base: 0, offsets: [0, 1], producerId: 7 },
    { base: 2, offsets: [2], producerId: 8 },
    { base: 3, offsets: [3], producerId: 7, control: 'ABORT' as const },
    { base: 4, offsets: [4], producerId: 7 },
  ];
  expect(offsetsOf(fetchOf(batches, 0, [{ producerId: 7, firstOffset: 0 }]), 10, true)).toEqual(['2-2', '4-4']);
  expect(offsetsOf(fetchOf(batches, 0, [{ producerId: 7, firstOffset: 0 }]), 10, false)).toEqual(['0-1', '2-2', '4-4']);
});

test('a position moves past control records though nothing is handed out', () => {
  const fetch = fetchOf([{ base: 5, offsets: [5], producerId: 7, control: 'COMMIT' }], 5);
  expect(offsetsOf(fetch, 10)).toEqual([]);
  expect(fetch.nextFetchOffset).toBe(6);
});
