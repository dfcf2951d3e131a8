import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BatchAttributes } from '../../log/record-batch.ts';
import { ClientEnvironment } from '../common/client-environment.ts';
import { bootstrapSnapshot, MetadataSnapshot } from '../common/metadata-snapshot.ts';
import { TopicPartition } from '../common/topic-partition.ts';
import { GeneratedContent, RecordGenerator } from './generated-records.ts';
import { RecordAccumulator } from './record-accumulator.ts';
import { RecordRun, unknownPartition } from './record-run.ts';
import { contentSizeBytes, noHeadersBytes, nullSize } from './record-sizes.ts';

/** Draws 0, 1, 2, … so that every choice of a partition shows. */
class CountingEnvironment extends ClientEnvironment {
  draws = 0;

  below(): number {
    return 0;
  }

  nextPositiveInt(): number {
    return this.draws++;
  }

  nextCorrelation(): number {
    return 0;
  }
}

const partitionCount = 3;

function snapshot(): MetadataSnapshot {
  const partitions = Array.from({ length: partitionCount }, (_, partition) => ({
    topicPartition: new TopicPartition('t', partition),
    errorCode: 0,
    leaderId: 1,
    leaderEpoch: 0,
    replicaIds: [1],
    inSyncReplicaIds: [1],
    offlineReplicaIds: [],
  }));
  return new MetadataSnapshot({ ...bootstrapSnapshot(1), nodeIds: [1], isBootstrap: false, partitions });
}

interface Given {
  readonly batchSizeBytes: number;
  readonly valueSizeBytes: number;
  readonly partition: number;
  readonly runs: readonly { readonly count: number; readonly timestamp: number }[];
}

/** Appends runs of at most `together` records and describes what came of it, to the byte. */
function appended({ batchSizeBytes, valueSizeBytes, partition, runs }: Given, together: number): unknown {
  const environment = new CountingEnvironment();
  const settings = {
    batchSizeBytes,
    lingerMillis: 5,
    retryBackoffMillis: 100,
    retryBackoffMaxMillis: 1000,
    deliveryTimeoutMillis: 120_000,
    bufferMemoryBytes: 1_000_000_000,
    isAdaptivePartitioningEnabled: false,
    partitionAvailabilityTimeoutMillis: 0,
  };
  const accumulator = new RecordAccumulator(settings, environment, null);
  const generator = new RecordGenerator({ seed: 1, valueSizeBytes, keys: [], keyChoice: 'in-turn' });
  const cluster = snapshot();
  let number = 0;
  for (const { count, timestamp } of runs) {
    for (let rest = count; rest > 0;) {
      const size = Math.min(rest, together);
      const run = new RecordRun({
        topic: 't',
        partition,
        count: size,
        contentBytes: contentSizeBytes(nullSize, valueSizeBytes, noHeadersBytes),
        key: null,
        firstLedgerId: number,
        content: new GeneratedContent(generator),
        firstNumber: number,
      });
      run.timestamp = timestamp;
      while (run.remainingCount > 0) accumulator.append(run, cluster, timestamp);
      number += size;
      rest -= size;
    }
  }
  const queues = accumulator.topicQueues('t').queues.map(({ topicPartition, batches }) => ({
    partition: topicPartition.partition,
    batches: batches.map((batch) => ({
      count: batch.recordCount,
      sizeBytes: batch.sizeBytes,
      isFull: batch.isFull,
      maxTimestamp: batch.maxTimestamp,
      ids: batch.segments.flatMap((segment) => Array.from({ length: segment.count }, (_, i) => segment.firstLedgerId + i)),
      recordsBytes: batch.toRecordBatch(BatchAttributes.plain).records.sizeBytes(batch.baseTimestamp) + 61,
    })),
  }));
  return { queues, draws: environment.draws, available: accumulator.pool.availableMemoryBytes };
}

const given = fc.record({
  batchSizeBytes: fc.integer({ min: 1, max: 20_000 }),
  valueSizeBytes: fc.integer({ min: 0, max: 300 }),
  partition: fc.constantFrom(unknownPartition, 0),
  runs: fc.array(fc.record({ count: fc.integer({ min: 1, max: 400 }), timestamp: fc.integer({ min: 1_000_000, max: 1_020_000 }) }), {
    minLength: 1,
    maxLength: 6,
  }),
});

test('a run of records fills the same batches to the same byte as its records one by one', () => {
  fc.assert(
    fc.property(given, (example) => {
      expect(appended(example, Number.MAX_SAFE_INTEGER)).toEqual(appended(example, 1));
    }),
    { numRuns: 150 },
  );
});

test('a batch is as large as its records encoded one by one', () => {
  fc.assert(
    fc.property(given, (example) => {
      const { queues } = appended(example, 7) as { queues: { batches: { sizeBytes: number; recordsBytes: number }[] }[] };
      for (const { batches } of queues) for (const { sizeBytes, recordsBytes } of batches) expect(recordsBytes).toBe(sizeBytes);
    }),
    { numRuns: 100 },
  );
});
