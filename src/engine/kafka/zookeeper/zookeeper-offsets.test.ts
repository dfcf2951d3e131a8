import { expect, test } from 'vitest';
import type { ConsumerSpec } from '../../../contract/scenario.ts';
import { znodeWritten } from './events.ts';
import { consumerOf, playedCluster, runUntil } from './testing/then-cluster.ts';
import { writeMicros } from './zookeeper-process.ts';

const path = (partition: number): string => `/consumers/billing/offsets/orders/${String(partition)}`;

/** What the znodes of group billing hold. */
function offsets(world: ReturnType<typeof playedCluster>): readonly (readonly [string, string, number])[] {
  return [...(world.cluster.zooKeeper?.znodes ?? [])].map(([name, { data, version }]) => [name, data, version] as const);
}

test('a commit is one znode for each partition, and no record of __consumer_offsets (ZookeeperConsumerConnector.commitOffsets)', () => {
  const world = playedCluster(consumerOf({ configs: { 'auto.commit.interval.ms': '5000' } }));
  runUntil(world, 20_000);
  expect(
    offsets(world)
      .map(([name]) => name)
      .sort(),
  ).toEqual([path(0), path(1), path(2)]);
  for (const [, data] of offsets(world)) expect(Number(data)).toBeGreaterThan(0);
  expect(world.cluster.activeController.image.topicByName('__consumer_offsets')).toBeUndefined();
});

test('before the first 60 s are over nothing is committed, then what was consumed (auto.commit.interval.ms, ConsumerConfig.scala)', () => {
  const world = playedCluster(consumerOf());
  runUntil(world, 59_000);
  expect(offsets(world)).toEqual([]);
  runUntil(world, 61_000);
  expect(offsets(world)).toHaveLength(3);
});

test('a crash before that repeats all that was done; a commit each 5 s would have repeated 5 s of it', () => {
  const repeated = (spec: ConsumerSpec): number => {
    const world = playedCluster(spec);
    runUntil(world, 50_000);
    const node = world.cluster.clients.get('reader')?.node ?? -1;
    world.kernel.crashProcess(node, 'process-crash');
    runUntil(world, 51_000);
    world.kernel.startProcess(node);
    runUntil(world, 58_000);
    return world.cluster.ledger.totals.deliveredAgain;
  };
  expect(repeated(consumerOf())).toBeGreaterThan(450);
  const soon = repeated(consumerOf({ configs: { 'auto.commit.interval.ms': '5000' } }));
  expect(soon).toBeGreaterThan(0);
  expect(soon).toBeLessThan(70);
});

test('close commits what was consumed, and the next consumer begins there: nothing is done twice (shutdown)', () => {
  const world = playedCluster(consumerOf());
  runUntil(world, 20_000);
  world.cluster.consumer('reader')?.close();
  runUntil(world, 21_000);
  expect(offsets(world)).toHaveLength(3);
  world.cluster.addConsumer({ ...consumerOf(), name: 'other' });
  runUntil(world, 30_000);
  expect(world.cluster.ledger.totals.deliveredAgain).toBe(0);
});

test('commitOffsets() names what the iterator has handed out, record by record, not the whole fetch (ConsumerIterator.next)', () => {
  const world = playedCluster(
    consumerOf({
      configs: { 'auto.commit.enable': 'false' },
      program: { commit: 'sync', commitWhen: 'each-record' },
      processingMicrosPerRecord: 100_000,
    }),
  );
  runUntil(world, 10_000);
  const done = world.cluster.consumer('reader')?.processing?.processedCount(world.kernel.nowMicros) ?? 0;
  expect(done).toBeGreaterThan(0);
  const committed = offsets(world).reduce((sum, [, data]) => sum + Number(data), 0);
  const fetched = [...(world.cluster.consumer('reader')?.consumer?.subscriptions.states() ?? [])];
  expect(committed).toBeLessThan(fetched.reduce((sum, [, { position }]) => sum + (position?.offset ?? 0), 0));
});

test('a znode has no owner: two consumers of one group write it by turns, and the last one is right', () => {
  const early = consumerOf({ configs: { 'auto.commit.interval.ms': '1000' } });
  const world = playedCluster(early);
  runUntil(world, 20_000);
  // It reads from the beginning, and says so; no generation is there to refuse it.
  world.cluster.addConsumer({ ...early, name: 'zombie', processingMicrosPerRecord: 50_000 });
  const zombie = world.cluster.consumer('zombie');
  runUntil(world, 20_500);
  for (const partition of [0, 1, 2]) zombie?.seek(`orders-${String(partition)}`, 0);
  const before = offsets(world).map(([, data]) => Number(data));
  let lowest = before;
  for (let millis = 21_000; millis < 40_000; millis += 500) {
    runUntil(world, millis);
    lowest = lowest.map((offset, i) => Math.min(offset, Number(offsets(world)[i]?.[1] ?? offset)));
  }
  expect(lowest.some((offset, i) => offset < (before[i] ?? 0))).toBe(true);
});

test('while ZooKeeper is down a commit waits, and no offset that it had is lost', () => {
  const world = playedCluster(consumerOf({ configs: { 'auto.commit.interval.ms': '2000' } }));
  runUntil(world, 10_000);
  const before = offsets(world);
  world.kernel.crashProcess(800, 'process-crash');
  runUntil(world, 20_000);
  expect(offsets(world)).toEqual(before);
  world.kernel.startProcess(800);
  runUntil(world, 40_000);
  for (const [i, [, data]] of offsets(world).entries()) expect(Number(data)).toBeGreaterThan(Number(before[i]?.[1]));
});

test('the writes of a commit are 2 ms and a round trip apart: none is begun before the last is answered', () => {
  const world = playedCluster(consumerOf({ configs: { 'auto.commit.interval.ms': '5000' } }));
  runUntil(world, 9_000);
  const times = Array.from({ length: world.kernel.eventCount }, (_, id) => world.kernel.trace.row(id))
    .filter((row) => row?.spec === znodeWritten)
    .map((row) => row?.micros ?? 0);
  expect(times).toHaveLength(3);
  for (const [one, next] of [times.slice(0, 2), times.slice(1, 3)]) {
    const apart = (next ?? 0) - (one ?? 0);
    expect(apart).toBeGreaterThanOrEqual(writeMicros + 2 * 400);
    expect(apart).toBeLessThanOrEqual(writeMicros + 2 * 900);
  }
});

test('the same seed gives the same history, also after going back to a checkpoint', () => {
  const digest = (): string => {
    const world = playedCluster(consumerOf({ configs: { 'auto.commit.interval.ms': '3000' } }));
    runUntil(world, 15_000);
    return JSON.stringify(offsets(world));
  };
  expect(digest()).toBe(digest());
});
