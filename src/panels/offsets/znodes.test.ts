import { expect, test } from 'vitest';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { offsetsProjection } from './projection.ts';
import type { CommitOnTheWayRow, CommitterRow, OffsetGroupRow, ZnodeRow } from './rows.ts';

const scenario: Scenario = {
  ...head,
  seed: 3,
  cluster: {
    brokers: [{ id: 1 }],
    topics: [{ name: 'orders', partitions: 2, replicationFactor: 1 }],
    producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 10, keys: ['a', 'b', 'c', 'd'] } }],
    consumers: [
      {
        name: 'old',
        library: 'scala-0.8',
        assign: ['orders-0', 'orders-1'],
        configs: { 'group.id': 'billing', 'auto.offset.reset': 'smallest', 'auto.commit.interval.ms': '5000' },
      },
    ],
  },
  commands: [],
};

function tablesAt(micros: number) {
  const world = new ClusterWorld(scenario);
  new Session(world, []).seekMicros(micros);
  return offsetsProjection.project(world.reader, {});
}

test('a group of Kafka 0.8 shows the znode of each partition instead of records, and what its own thread will do when', () => {
  const tables = tablesAt(12_000_000);
  expect(tables['offsets.groups'] as unknown as readonly OffsetGroupRow[]).toMatchObject([{ id: 'billing', storage: 'zookeeper' }]);
  expect(tables['offsets.records']).toEqual([]);
  const znodes = tables['offsets.znodes'] as unknown as readonly ZnodeRow[];
  expect(znodes.map(({ id, version }) => [id, version])).toEqual([
    ['/consumers/billing/offsets/orders/0', 1],
    ['/consumers/billing/offsets/orders/1', 1],
  ]);
  for (const { offset, micros } of znodes) {
    expect(offset).toBeGreaterThan(20);
    expect(micros).toBeGreaterThan(9_900_000);
  }
  const [committer] = tables['offsets.committers'] as unknown as readonly CommitterRow[];
  expect(committer).toMatchObject({ id: 'old', isAuto: true, isThread: true, autoDueMicros: 15_000_000 });
});

test('a write is seen on its way to ZooKeeper, one partition at a time', () => {
  const flying = tablesAt(5_000_300)['offsets.commits'] as unknown as readonly CommitOnTheWayRow[];
  expect(flying).toMatchObject([{ member: 'old', isResponse: false }]);
  expect(flying[0]?.partitions).toHaveLength(1);
});
