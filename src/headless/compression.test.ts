import { expect, test } from 'vitest';
import type { ConfigOverrides } from '../contract/scenario.ts';
import { encodeSegment } from '../engine/kafka/log/log-files.ts';
import { ClusterWorld } from '../engine/session/cluster-world.ts';
import { codecs } from '../protocol/compression/codecs.ts';

/** What lies in the leader's and a follower's log after a workload of 400 records of 200 bytes. */
function stored(topic: ConfigOverrides, producer: ConfigOverrides) {
  const world = new ClusterWorld(
    {
      seed: 4,
      epochMillis: 1_760_000_000_000,
      cluster: {
        brokers: [{ id: 1 }, { id: 2 }],
        topics: [{ name: 'orders', partitions: 1, replicationFactor: 2, assignment: [[1, 2]], configs: topic }],
        producers: [
          {
            name: 'app',
            configs: { 'linger.ms': '50', ...producer },
            workload: { topic: 'orders', recordsPerSecond: 400, recordCount: 400, valueSizeBytes: 200 },
          },
        ],
        consumers: [{ name: 'reader', assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } }],
      },
    },
    { codecs },
  );
  const { kernel } = world;
  while (kernel.nextStepMicros() <= 5_000_000) kernel.step();
  const log = (broker: number) => {
    const found = world.reader.log(broker, 'orders-0');
    if (found === null) throw new Error('the broker has a log');
    return found;
  };
  return { log, totals: world.cluster.ledger.totals, batches: [...log(1).allBatches()] };
}

test.each(['gzip', 'snappy', 'lz4', 'zstd'])('a topic of compression.type=%s stores what it was sent plain in that compression', (type) => {
  const { log, totals, batches } = stored({ 'compression.type': type }, {});
  const plain = stored({}, {});
  expect(totals).toMatchObject({ acknowledged: 400, delivered: 400 });
  expect(new Set(batches.map(({ records }) => records.compressionId))).toEqual(
    new Set([['gzip', 'snappy', 'lz4', 'zstd'].indexOf(type) + 1]),
  );
  // Some codecs make random text no smaller; but what is counted is what they give.
  expect(log(1).sizeBytes).toBe(encodeSegment(log(1).localLog.activeSegment).length);
  expect(log(1).sizeBytes).not.toBe(plain.log(1).sizeBytes);
  expect(log(2).sizeBytes).toBe(log(1).sizeBytes);
  expect(batches[0]?.records.at(0)).toEqual(plain.batches[0]?.records.at(0));
});

test('compression.type=producer keeps what the producer chose', () => {
  const { batches } = stored({ 'compression.type': 'producer' }, { 'compression.type': 'lz4' });
  expect(batches.every(({ records }) => records.compressionId === 3)).toBe(true);
});

test('compression.type=uncompressed takes out of its compression what came in one', () => {
  const { batches, log } = stored({ 'compression.type': 'uncompressed' }, { 'compression.type': 'gzip' });
  expect(batches.every(({ records }) => records.compressionId === 0)).toBe(true);
  expect(log(1).sizeBytes).toBe(stored({}, {}).log(1).sizeBytes);
});

test('what the cleaner keeps of a compressed batch stays compressed', () => {
  const { batches } = stored({ 'compression.type': 'gzip', 'cleanup.policy': 'delete' }, {});
  const [first] = batches;
  expect(first?.records.alike(first.with({})).records.compressionId).toBe(1);
});
