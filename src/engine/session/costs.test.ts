import { expect, test } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { TaskTimer } from '../kafka/broker/timers.ts';
import { TimerItem } from '../kernel/items.ts';
import { ClusterWorld } from './cluster-world.ts';
import { clusterConfigProblem } from './config-check.ts';
import { Session } from './session.ts';

function opened(costs?: Readonly<Record<string, number>>) {
  const scenario: Scenario = {
    format: 1,
    title: 'costs',
    seed: 3,
    epochMillis: 1_767_225_600_000,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }],
      topics: [{ name: 'orders', partitions: 1, replicationFactor: 2 }],
      producers: [{ name: 'app', configs: { acks: '1' }, workload: { topic: 'orders', recordsPerSecond: 20, valueSizeBytes: 2000 } }],
      consumers: [{ name: 'late', assign: ['orders-0'], startMillis: 9000, configs: { 'auto.offset.reset': 'earliest' } }],
      ...(costs === undefined ? {} : { costs }),
    },
    commands: [],
  };
  const world = new ClusterWorld(scenario);
  return { world, session: new Session(world, []) };
}

const leaderOf = (world: ClusterWorld): number => world.reader.partition('orders-0')?.registration.leader ?? -1;
const setCosts = (costs: Readonly<Record<string, number>> | null): Command => ({ kind: 'set-costs', costs });
const leaderUse = (world: ClusterWorld) => {
  return world.cluster.broker(leaderOf(world))?.hardware?.use ?? null;
};

const isWriteBack = (payload: unknown): boolean =>
  payload instanceof TimerItem && payload.timer instanceof TaskTimer && payload.timer.task === 'hardwareWriteback';

test('costs that are switched on in the run are there from then on, survive a seek, and go with an undo', () => {
  const { world, session } = opened();
  session.seekMicros(2_000_000);
  expect(leaderUse(world)).toBeNull();
  session.submit(setCosts({ writebackIntervalMillis: 60_000 }));
  // The machine had been there all along: what was written lies in its memory.
  expect(leaderUse(world)).toMatchObject({ cachedBytes: world.reader.log(leaderOf(world), 'orders-0')?.sizeBytes });
  session.seekMicros(4_000_000);
  const dirtyBytes = leaderUse(world)?.dirtyBytes ?? 0;
  expect(dirtyBytes).toBeGreaterThan(70_000);
  session.seekMicros(1_000_000);
  expect(leaderUse(world)).toBeNull();
  session.seekMicros(4_000_000);
  expect(leaderUse(world)?.dirtyBytes).toBe(dirtyBytes);
  session.undo();
  expect(leaderUse(world)).toBeNull();
});

test('switched off and on again, dirty pages are written once an interval', () => {
  const { world, session } = opened({ writebackIntervalMillis: 1000 });
  session.seekMicros(500_000);
  session.submit(setCosts(null));
  session.submit(setCosts({ writebackIntervalMillis: 1000 }));
  session.seekMicros(8_500_000);
  const turns = [...world.kernel.scheduler.pending()].filter(({ payload }) => isWriteBack(payload));
  expect(turns).toHaveLength(2);
});

test('a reader that begins behind the page cache waits for the disk, one at the end does not', () => {
  const { world, session } = opened({ pageCacheBytes: 100_000 });
  session.seekMicros(8_900_000);
  expect(leaderUse(world)).toMatchObject({ diskReadBytes: 0, lastDiskRead: null });
  session.seekMicros(10_000_000);
  const use = leaderUse(world)!;
  expect(use.lastDiskRead).toMatchObject({ topicPartition: 'orders-0', offset: 0 });
  expect(use.diskReadBytes).toBeGreaterThan(100_000);
  expect(use.memoryReadBytes).toBeGreaterThan(100_000);
});

test('more memory from now on keeps what is written from now on; less forgets the oldest at once', () => {
  const { world, session } = opened({ pageCacheBytes: 8_000_000 });
  session.seekMicros(8_000_000);
  const broker = world.cluster.broker(leaderOf(world))!;
  expect(broker.hardware?.cachedFrom('orders-0')).toBe(0);
  session.submit(setCosts({ pageCacheBytes: 50_000 }));
  expect(broker.hardware?.cachedFrom('orders-0')).toBeGreaterThan(100);
});

test('a cost that there is not, and one that nothing can be divided by, are refused with the place', () => {
  const { session } = opened();
  const refused = (costs: Readonly<Record<string, number>>) => {
    const answer = session.submit(setCosts(costs));
    return answer.ok ? null : answer.problem;
  };
  expect(refused({ diskSpeed: 1 })).toEqual({ code: 'scenario-unknown-cost', where: 'costs.diskSpeed', params: { cost: 'diskSpeed' } });
  expect(refused({ networkBytesPerSecond: 0 })).toMatchObject({ code: 'scenario-cost-out-of-range', where: 'costs.networkBytesPerSecond' });
  expect(refused({ tls: 2 })).toMatchObject({ params: { value: 2, minimum: 0, maximum: 1 } });
  const cluster = { brokers: [{ id: 1 }], topics: [], producers: [], consumers: [], costs: { diskSpeed: 1 } };
  expect(clusterConfigProblem(cluster)).toMatchObject({ where: 'cluster.costs.diskSpeed' });
});
