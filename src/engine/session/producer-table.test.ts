import { expect, test } from 'vitest';
import { ClusterWorld } from './cluster-world.ts';

const recordCount = 6_000_000;

interface Measured {
  readonly recordsPerSecond: number;
  readonly latencyMillis: number;
}

/**
 * One row of the course's producer table: a single thread that sends records of 100 bytes as fast as it can. All rows have the same
 * machines; they differ in replicas and acks alone.
 */
function measured(replicas: 1 | 3, acks: '1' | 'all'): Measured {
  const leaders = [1, 2, 3, 1, 2, 3];
  const assignment = leaders.map((leader) => Array.from({ length: replicas }, (_, i) => ((leader + i - 1) % 3) + 1));
  const { kernel } = new ClusterWorld({
    seed: 5,
    epochMillis: 1_767_225_600_000,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      topics: [{ name: 'orders', partitions: 6, replicationFactor: replicas, assignment }],
      producers: [
        {
          name: 'loader',
          configs: { acks, 'enable.idempotence': 'false', 'linger.ms': '5', 'batch.size': '17600', 'buffer.memory': '16777216' },
          workload: { topic: 'orders', recordsPerSecond: 100_000_000, recordCount, valueSizeBytes: 100 },
          callerCostMicrosPerBatch: 145,
        },
      ],
      consumers: [],
      network: { latencyMicrosMin: 150, latencyMicrosMax: 450 },
      costs: { networkBytesPerSecond: 136_000_000, writebackIntervalMillis: 3000 },
    },
  }).cluster;
  let acknowledged = 0;
  let waited = 0;
  let lastMicros = 1;
  kernel.onEvent = (_id, _node, { name }, args) => {
    if (name !== 'batchAcknowledged') return;
    acknowledged += args['count'] ?? 0;
    waited += (args['count'] ?? 0) * (args['waitedMillis'] ?? 0);
    lastMicros = kernel.nowMicros;
  };
  while (acknowledged < recordCount) kernel.step();
  return { recordsPerSecond: (recordCount * 1e6) / lastMicros, latencyMillis: waited / recordCount };
}

test('the producer table: asynchronous replicas cost little; synchronous ones half the rate and nine times the latency', () => {
  const none = measured(1, '1');
  const asynchronous = measured(3, '1');
  const synchronous = measured(3, 'all');
  const share = ({ recordsPerSecond }: Measured): number => recordsPerSecond / none.recordsPerSecond;
  const shown = [none, asynchronous, synchronous].map((row) => [Math.round(row.recordsPerSecond), Math.round(row.latencyMillis)]);
  expect(none.recordsPerSecond, String(shown)).toBeGreaterThan(950_000);
  expect(share(asynchronous), String(shown)).toBeGreaterThan(0.92);
  expect(share(asynchronous), String(shown)).toBeLessThan(1.02);
  expect(share(synchronous), String(shown)).toBeGreaterThan(0.4);
  expect(share(synchronous), String(shown)).toBeLessThan(0.5);
  expect(synchronous.latencyMillis / none.latencyMillis, String(shown)).toBeGreaterThan(6.5);
  expect(synchronous.latencyMillis / none.latencyMillis, String(shown)).toBeLessThan(12);
}, 600_000);
