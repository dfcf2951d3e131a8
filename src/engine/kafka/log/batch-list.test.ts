import { expect, test } from 'vitest';
import { GeneratedContent, RecordGenerator } from '../clients/producer/generated-records.ts';
import { BatchList } from './batch-list.ts';
import { areSameRecords } from './made-records.ts';
import { BatchAttributes, RecordBatch, TypedRecords } from './record-batch.ts';
import type { RecordSource } from './record-batch.ts';

const contentOf = (seed: number): GeneratedContent =>
  new GeneratedContent(new RecordGenerator({ seed, valueSizeBytes: 12, keys: ['alice', 'bob', 'tom'], keyChoice: 'in-turn' }));

interface Variety {
  readonly content?: GeneratedContent;
  readonly epoch?: number;
  readonly recordsOf?: (firstNumber: number, count: number, timestamp: number) => RecordSource;
  readonly laterMillis?: number;
}

/** Batches of one to five records, one behind the other, as a leader writes them; `varied` may make one of them another. */
function batchesOf(count: number, varied: (index: number) => Variety = () => ({})): RecordBatch[] {
  const batches: RecordBatch[] = [];
  const shared = contentOf(5);
  let baseOffset = 7;
  for (let index = 0; index < count; index++) {
    const { content = shared, epoch = 3, recordsOf, laterMillis = 0 } = varied(index);
    const recordCount = 1 + (index % 5);
    const timestamp = 1_767_225_600_000 + index * 13 + laterMillis;
    const records = recordsOf?.(baseOffset, recordCount, timestamp) ?? content.slice(baseOffset, recordCount, baseOffset + 100, timestamp);
    const fields = {
      ...{ baseOffset, lastOffsetDelta: recordCount - 1, partitionLeaderEpoch: epoch, sizeBytes: 61 + 20 * recordCount + (index % 3) },
      ...{ baseTimestamp: timestamp, maxTimestamp: timestamp + (index % 2), baseSequence: index * 5, records },
    };
    batches.push(new RecordBatch(fields, BatchAttributes.plain));
    baseOffset += recordCount;
  }
  return batches;
}

function listOf(batches: readonly RecordBatch[]): BatchList {
  const list = new BatchList();
  for (const batch of batches) list.push(batch);
  return list;
}

function wordsOf(batch: RecordBatch): object {
  const { records, ...fields } = batch;
  return { ...fields, records: Array.from({ length: records.count }, (_, index) => records.at(index)), runs: [...records.ledgerRuns()] };
}

/** Everything that a list says, against what was put into it. */
function expectAll(list: BatchList, batches: readonly RecordBatch[]): void {
  expect(list.count).toBe(batches.length);
  let position = 0;
  batches.forEach((batch, index) => {
    const found = list.at(index);
    expect(wordsOf(found)).toEqual(wordsOf(batch));
    expect(areSameRecords(found.records, batch.records)).toBe(true);
    expect([list.baseOffsetAt(index), list.lastOffsetAt(index), list.positionAt(index)]).toEqual([
      batch.baseOffset,
      batch.lastOffset,
      position,
    ]);
    expect(list.indexOfPosition(position)).toBe(index);
    expect([list.indexOfOffset(batch.baseOffset), list.indexOfOffset(batch.lastOffset)]).toEqual([index, index]);
    position += batch.sizeBytes;
  });
  expect(list.sizeBytes).toBe(position);
  expect(list.positionAt(batches.length)).toBe(position);
  expect(list.indexOfOffset(batches.at(-1)!.nextOffset)).toBe(batches.length);
  const parts = [
    { index: 0, count: 3 },
    { index: 14, count: 5 },
    { index: 60, count: 40 },
    { index: batches.length - 3, count: 3 },
  ];
  for (const { index, count } of parts) {
    expect(list.slice(index, count).map(wordsOf)).toEqual(batches.slice(index, index + count).map(wordsOf));
  }
}

const isMadeAgain = (list: BatchList, batches: readonly RecordBatch[]): boolean[] =>
  batches.map((batch, index) => list.at(index) !== batch);

test('older batches of a workload are numbers, and say what they said; the newest are what was written', () => {
  const batches = batchesOf(150);
  const list = listOf(batches);
  // Nine full chunks of sixteen: all but the newest four of them.
  expect(isMadeAgain(list, batches)).toEqual(batches.map((_, index) => index < 5 * 16));
  expectAll(list, batches);
});

test('a list that was cut in the middle of its numbers goes on with other batches', () => {
  const batches = batchesOf(150);
  for (const kept of [0, 1, 16, 37, 64, 100, 149]) {
    const list = listOf(batches);
    list.truncate(kept);
    const later = batchesOf(150 - kept, () => ({ content: contentOf(9) }));
    const joined = [...batches.slice(0, kept)];
    for (const batch of later) {
      const baseOffset = joined.at(-1)?.nextOffset ?? batch.baseOffset;
      const moved = batch.stamped(baseOffset, 4, batch.maxTimestamp, false);
      list.push(moved);
      joined.push(moved);
    }
    expectAll(list, joined);
  }
});

test('batches that have too little in common stay as they are', () => {
  const typed: Variety = {
    recordsOf: (firstNumber, count, timestamp) =>
      new TypedRecords(
        Array.from({ length: count }, (_, index) => ({ timestamp, key: null, value: 'v', headers: [], ledgerId: firstNumber + index })),
      ),
  };
  const older: Variety = { recordsOf: (firstNumber, count, timestamp) => contentOf(5).slice(firstNumber, count, 1, timestamp - 1) };
  const varieties: Record<string, Variety> = {
    'another workload': { content: contentOf(6) },
    'another leader epoch': { epoch: 4 },
    'records that were typed': typed,
    'records that are older than their batch': older,
    'a time too far from the first': { laterMillis: 2 ** 31 },
  };
  for (const [name, variety] of Object.entries(varieties)) {
    const batches = batchesOf(150, (index) => (index === 20 ? variety : {}));
    const list = listOf(batches);
    const isOwn = isMadeAgain(list, batches).map((isMade) => !isMade);
    expect(isOwn, name).toEqual(batches.map((_, index) => (index >= 16 && index < 32) || index >= 80));
    expect(batches.map((_, index) => wordsOf(list.at(index)))).toEqual(batches.map(wordsOf));
  }
});

test('records are the same only when the same content makes the same of them', () => {
  const content = contentOf(5);
  const records = content.slice(10, 4, 100, 50);
  expect(areSameRecords(records, content.slice(10, 4, 100, 50))).toBe(true);
  for (const other of [
    contentOf(5).slice(10, 4, 100, 50),
    content.slice(11, 4, 100, 50),
    content.slice(10, 3, 100, 50),
    content.slice(10, 4, 101, 50),
    content.slice(10, 4, 100, 51),
    new TypedRecords(Array.from({ length: 4 }, (_, index) => records.at(index))),
  ]) {
    expect(areSameRecords(records, other)).toBe(false);
  }
});
