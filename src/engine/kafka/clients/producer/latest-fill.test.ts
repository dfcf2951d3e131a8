import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TopicPartition } from '../common/topic-partition.ts';
import { GeneratedContent, RecordGenerator } from './generated-records.ts';
import { LatestFill } from './latest-fill.ts';
import { PartitionQueue } from './partition-queue.ts';
import { ProducerBatch } from './producer-batch.ts';
import { RecordRun, unknownPartition } from './record-run.ts';

const queue = new PartitionQueue(new TopicPartition('t', 0));
const content = new GeneratedContent(new RecordGenerator({ seed: 1, valueSizeBytes: 10, keys: [], keyChoice: 'in-turn' }));

interface Given {
  readonly capacityBytes: number;
  readonly growthBytesMax: number;
  readonly contentBytes: number;
  readonly count: number;
}

/** What a batch says of itself once it is filled. */
function filled({ capacityBytes, growthBytesMax, contentBytes, count }: Given, latest: LatestFill, timestamp: number): unknown {
  const rest = { partition: unknownPartition, key: null, firstLedgerId: 1, content, firstNumber: 0 };
  const run = new RecordRun({ topic: 't', count, contentBytes, ...rest });
  run.timestamp = timestamp;
  const batch = new ProducerBatch(queue, capacityBytes, timestamp);
  const taken = batch.fill(run, timestamp, growthBytesMax, latest);
  const { sizeBytes, recordCount, baseTimestamp, maxTimestamp, maxRecordSizeBytes } = batch;
  return { taken, sizeBytes, recordCount, baseTimestamp, maxTimestamp, maxRecordSizeBytes, left: run.remainingCount };
}

test('a batch that follows others is filled as if it were the first', () => {
  const fields = {
    capacityBytes: fc.constantFrom(200, 1000, 5000),
    growthBytesMax: fc.constantFrom(100, 400, 900, 4000, Number.MAX_SAFE_INTEGER),
    contentBytes: fc.constantFrom(20, 30, 500),
    count: fc.constantFrom(1, 7, 300),
  };
  // Two that differ in one thing, or in none, come one after the other.
  const changes = fc.oneof(...Object.entries(fields).map(([name, values]) => values.map((value) => ({ [name]: value }))));
  fc.assert(
    fc.property(fc.record(fields), changes, fc.array(fc.boolean(), { minLength: 2, maxLength: 8 }), (given, change, isOther) => {
      const latest = new LatestFill();
      isOther.forEach((other, index) => {
        const one = other ? { ...given, ...change } : given;
        expect(filled(one, latest, 1000 + index)).toEqual(filled(one, new LatestFill(), 1000 + index));
      });
    }),
    { numRuns: 1000 },
  );
});
