import { expect, test } from 'vitest';
import { ClientEnvironment } from '../common/client-environment.ts';
import { bootstrapSnapshot, MetadataSnapshot } from '../common/metadata-snapshot.ts';
import { TopicPartition } from '../common/topic-partition.ts';
import { accumulatorReady } from './accumulator-ready.ts';
import { RecordAccumulator } from './record-accumulator.ts';
import { typedRun } from './record-run.ts';

/** Draws 0, 1, 2, … so that every partition comes that may be chosen. */
class CountingEnvironment extends ClientEnvironment {
  private draws = 0;

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

const nowMillis = 10_000;

/** Three partitions, each led by the node of its number. */
const partitions = [0, 1, 2].map((partition) => ({
  topicPartition: new TopicPartition('t', partition),
  errorCode: 0,
  leaderId: partition,
  leaderEpoch: 0,
  replicaIds: [partition],
  inSyncReplicaIds: [partition],
  offlineReplicaIds: [],
}));
const snapshot = new MetadataSnapshot({ ...bootstrapSnapshot(1), nodeIds: [0, 1, 2], isBootstrap: false, partitions });

/** Where records without a key go once a batch waits for each partition and node 1 has taken no data for `stalledMillis`. */
function chosen(partitionAvailabilityTimeoutMillis: number, stalledMillis: number): readonly number[] {
  const settings = {
    batchSizeBytes: 200,
    lingerMillis: 5,
    retryBackoffMillis: 100,
    retryBackoffMaxMillis: 1000,
    deliveryTimeoutMillis: 120_000,
    bufferMemoryBytes: 1_000_000,
    isAdaptivePartitioningEnabled: true,
    partitionAvailabilityTimeoutMillis,
  };
  const accumulator = new RecordAccumulator(settings, new CountingEnvironment(), null);
  const append = (partition: number | null, value: string) => {
    const run = typedRun({ topic: 't', partition, key: null, value, ledgerId: 1 });
    run.timestamp = nowMillis;
    accumulator.append(run, snapshot, nowMillis);
    return run.topicPartition?.partition ?? -1;
  };
  for (const partition of [0, 1, 2]) append(partition, 'one');
  // A second batch for partition 2: loads that are all alike would give no weights.
  append(2, 'x'.repeat(190));
  accumulator.updateNodeLatency(1, nowMillis - stalledMillis, true);
  accumulator.updateNodeLatency(1, nowMillis, false);
  accumulatorReady(accumulator, snapshot, nowMillis);
  return [...new Set(Array.from({ length: 60 }, () => append(null, 'x'.repeat(400))))].sort();
}

// Source: RecordAccumulator.partitionReady, partitioner.availability.timeout.ms (KIP-794).
test('a partition whose leader takes no data for longer than partitioner.availability.timeout.ms gets no records without a key', () => {
  expect(chosen(100, 101)).toEqual([0, 2]);
  expect(chosen(100, 100)).toEqual([0, 1, 2]);
  expect(chosen(0, 5000)).toEqual([0, 1, 2]);
});
