import { expect, test } from 'vitest';
import { described } from '../../app/testing/described.ts';
import type { Command } from '../../contract/command.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { useDescription } from './description.ts';
import { groupDifferences } from './differences.ts';
import type { GroupSide } from './differences.ts';
import { groupProjection } from './projection.ts';

const member = (name: string): Scenario['cluster']['consumers'][number] => ({
  name,
  subscribe: ['orders'],
  configs: { 'group.id': 'billing', 'auto.offset.reset': 'earliest', 'partition.assignment.strategy': 'range' },
});

const scenario: Scenario = {
  ...head,
  seed: 3,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    topics: [{ name: 'orders', partitions: 4, replicationFactor: 3 }],
    producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 20, keys: ['a', 'b', 'c', 'd'] } }],
    consumers: [member('a'), member('b')],
  },
  commands: [],
};

/** The rows at a time of a history in which this was done at 10 s. */
function rowsAt(micros: number, act: (world: ClusterWorld) => readonly Command[] = () => []) {
  const world = new ClusterWorld(scenario);
  const session = new Session(world, []);
  const project = groupProjection.remember();
  session.seekMicros(10_000_000);
  for (const command of act(world)) expect(session.submit(command)).toMatchObject({ ok: true });
  session.seekMicros(micros);
  return project(world.reader, { spanMicros: 20_000_000 });
}

const sideOf = (rows: ReturnType<typeof rowsAt>): GroupSide =>
  ({ groups: rows['group.groups'], members: rows['group.members'], rebalances: rows['group.rebalances'] }) as unknown as GroupSide;

const pause = (world: ClusterWorld): readonly Command[] => [
  { kind: 'fault', fault: 'pause', params: { node: world.cluster.clients.get('b')?.node ?? -1 } },
];

test('whoever listens hears the group, each member with its partitions, and what is wrong with one', () => {
  const calm = described(useDescription, rowsAt(12_000_000), 'en');
  expect(calm).toContain('billing');
  expect(calm).toContain('Stable');
  expect(calm).toContain('a has orders-0, orders-1');
  expect(calm).toContain('b has orders-2, orders-3');
  const stopped = described(useDescription, rowsAt(12_000_000, pause), 'en');
  expect(stopped).toContain('stands still');
  expect(described(useDescription, rowsAt(12_000_000, pause), 'zh')).toContain('停住了');
});

test('without a group there is one sentence, in the language of the page', () => {
  expect(described(useDescription, {}, 'en')).toBe('No consumer names a group yet.');
  expect(described(useDescription, {}, 'zh')).toBe('还没有消费者指定组。');
});

test('two histories that are the same differ in nothing; a member that was heard of no more differs in all that came of it', () => {
  expect(groupDifferences(sideOf(rowsAt(70_000_000)), sideOf(rowsAt(70_000_000)))).toEqual([]);
  const found = groupDifferences(sideOf(rowsAt(70_000_000, pause)), sideOf(rowsAt(70_000_000)));
  const told = found.map(({ kind, place, here, there }) => [kind, place, here, there]);
  expect(told).toContainEqual(['group-generation', 'group', '2', '1']);
  expect(told).toContainEqual(['member-process', 'member:b', 'paused', 'running']);
  expect(told).toContainEqual(['member-partitions', 'member:a', 'orders-0 orders-1 orders-2 orders-3', 'orders-0 orders-1']);
  expect(found.find(({ kind }) => kind === 'group-stopped')?.place).toBe('nobody');
});
