/** The clusters that are measured, in the shapes of performance.md: producer table, classroom, large cluster, random search. */
import type { BrokerSpec, ClusterSpec, ConsumerSpec, ProducerSpec, Scenario, TopicSpec } from '../../src/contract/scenario.ts';

const epochMillis = 1_767_225_600_000;

function brokers(count: number): BrokerSpec[] {
  return Array.from({ length: count }, (_, i) => ({ id: i + 1 }));
}

function scene(title: string, seed: number, cluster: ClusterSpec): Scenario {
  return { format: 1, title, seed, epochMillis, cluster, commands: [] };
}

/** Which row of the producer table. */
export type ProducerRow = 'none' | 'acks-1' | 'acks-all';

/** One producer, 100-byte records, 160 of them a batch, three brokers and six partitions; the caller is the limit, as in the row. */
export function producerScene(row: ProducerRow, recordCount: number): Scenario {
  return scene(`producer table: ${row}`, 5, {
    brokers: brokers(3),
    topics: [{ name: 'orders', partitions: 6, replicationFactor: row === 'none' ? 1 : 3 }],
    producers: [
      {
        name: 'loader',
        configs: {
          acks: row === 'acks-all' ? 'all' : '1',
          'enable.idempotence': row === 'acks-all' ? 'true' : 'false',
          'linger.ms': '5',
          'batch.size': '17600',
        },
        workload: { topic: 'orders', recordsPerSecond: 100_000_000, recordCount, valueSizeBytes: 100 },
        callerCostMicrosPerBatch: 145,
      },
    ],
    consumers: [],
  });
}

/** Five brokers, three topics of six partitions, three producers that send one record a batch, three consumers. */
export function classroomScene(): Scenario {
  const names = ['orders', 'payments', 'clicks'];
  return scene('classroom', 1, {
    brokers: brokers(5),
    topics: names.map((name) => ({ name, partitions: 6, replicationFactor: 3 })),
    producers: names.map((topic, i) => ({
      name: `producer-${String(i)}`,
      configs: { acks: i === 1 ? '1' : 'all' },
      workload: { topic, recordsPerSecond: 6, keys: ['alice', 'bob', 'tom', 'uma'] },
    })),
    consumers: names.map((topic, i) => ({
      name: `consumer-${String(i)}`,
      assign: Array.from({ length: 6 }, (_, partition) => `${topic}-${String(partition)}`),
      configs: { 'auto.offset.reset': 'earliest' },
    })),
  });
}

/** Thirty brokers, a thousand partitions of RF 3, twenty producers at a thousand records a second each, ten consumers. */
export function largeScene(): Scenario {
  const topics: TopicSpec[] = Array.from({ length: 20 }, (_, i) => ({ name: `topic-${String(i)}`, partitions: 50, replicationFactor: 3 }));
  const producers: ProducerSpec[] = topics.map(({ name }, i) => ({
    name: `producer-${String(i)}`,
    configs: { acks: 'all', 'linger.ms': '20' },
    workload: { topic: name, recordsPerSecond: 1000 },
  }));
  const consumers: ConsumerSpec[] = topics.slice(0, 10).map(({ name }, i) => ({
    name: `consumer-${String(i)}`,
    assign: Array.from({ length: 50 }, (_, partition) => `${name}-${String(partition)}`),
    configs: { 'auto.offset.reset': 'earliest' },
  }));
  return scene('large', 7, { brokers: brokers(30), topics, producers, consumers });
}

/** What a random search runs: three brokers, a small topic, one producer and one consumer; the seed gives the faults. */
export function searchScene(seed: number): Scenario {
  return scene('search', seed, {
    brokers: brokers(3),
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } }],
    producers: [{ name: 'checkout', configs: { acks: 'all' }, workload: { topic: 'orders', recordsPerSecond: 5, keys: ['alice', 'bob'] } }],
    consumers: [{ name: 'billing', assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } }],
  });
}
