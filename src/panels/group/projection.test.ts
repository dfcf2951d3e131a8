import { expect, test } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { ConsumerSpec, Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { groupProjection } from './projection.ts';
import type { GroupTables } from './rows.ts';

const ways = {
  eager: { 'partition.assignment.strategy': 'range' },
  cooperative: { 'partition.assignment.strategy': 'cooperative-sticky' },
  consumer: { 'group.protocol': 'consumer' },
} as const;

function member(name: string, way: keyof typeof ways, processingMicrosPerRecord = 0): ConsumerSpec {
  const configs = { 'group.id': 'billing', 'auto.offset.reset': 'earliest', 'max.poll.records': '10', ...ways[way] };
  return { name, subscribe: ['orders'], configs, processingMicrosPerRecord };
}

function scenarioOf(consumers: readonly ConsumerSpec[]): Scenario {
  return {
    ...head,
    seed: 3,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      topics: [{ name: 'orders', partitions: 6, replicationFactor: 3 }],
      producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 20, keys: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } }],
      consumers,
    },
    commands: [],
  };
}

interface Play {
  readonly session: Session;
  readonly world: ClusterWorld;
  readonly rows: <K extends keyof GroupTables>(table: K) => readonly GroupTables[K][];
  readonly act: (command: Command) => void;
}

function play(consumers: readonly ConsumerSpec[]): Play {
  const world = new ClusterWorld(scenarioOf(consumers));
  const session = new Session(world, []);
  const project = groupProjection.remember();
  return {
    session,
    world,
    rows: (table) => project(world.reader, { group: 'billing', spanMicros: 20_000_000 })[table] as never,
    act: (command) => {
      expect(session.submit(command)).toMatchObject({ ok: true });
    },
  };
}

const trio = (way: keyof typeof ways, slowMicros = 0): readonly ConsumerSpec[] => [
  member('a', way),
  member('b', way, slowMicros),
  member('c', way),
];

test('a stable classic group is its coordinator’s, found by the hash of its name, and every member has its share', () => {
  const { session, rows } = play(trio('eager'));
  session.seekMicros(12_000_000);
  const [group] = rows('group.groups');
  expect(group).toMatchObject({
    id: 'billing',
    way: 'eager',
    state: 'Stable',
    generation: 1,
    memberCount: 3,
    partitionCount: 6,
    assignor: 'range',
  });
  expect(Math.abs(group!.hash) % group!.offsetsPartitionCount).toBe(group!.offsetsPartition);
  expect(rows('group.members').map(({ id, partitions, isMember }) => [id, partitions.length, isMember])).toEqual([
    ['a', 2, true],
    ['b', 2, true],
    ['c', 2, true],
  ]);
  for (const { sessionDueMicros, heartbeatDueMicros, maxPollDueMicros } of rows('group.members')) {
    expect(heartbeatDueMicros).toBeGreaterThan(12_000_000);
    expect(heartbeatDueMicros).toBeLessThanOrEqual(15_000_000);
    expect(sessionDueMicros).toBeGreaterThan(50_000_000);
    expect(maxPollDueMicros).toBeGreaterThan(300_000_000);
  }
});

test('an eager rebalance stops every partition until the slowest member has polled', () => {
  const { session, rows, act } = play(trio('eager', 400_000));
  session.seekMicros(15_000_000);
  act({ kind: 'add-consumer', consumer: member('d', 'eager') });
  session.seekMicros(30_000_000);
  const rebalance = rows('group.rebalances').at(-1)!;
  expect(rebalance).toMatchObject({
    trigger: 'joined',
    member: 'd',
    firstGeneration: 1,
    lastGeneration: 2,
    stoppedCount: 6,
    partitionCount: 6,
  });
  // Four partitions of two members wait for the one that is busy.
  expect(rebalance.stoppedMicros).toBeGreaterThan(4 * 500_000);
  expect(rebalance.endMicros).toBeGreaterThan(0);
});

test('a cooperative rebalance stops only what moves, in two generations', () => {
  const { session, rows, act } = play(trio('cooperative'));
  session.seekMicros(15_000_000);
  act({ kind: 'add-consumer', consumer: member('d', 'cooperative') });
  session.seekMicros(30_000_000);
  expect(rows('group.rebalances').at(-1)).toMatchObject({
    trigger: 'joined',
    member: 'd',
    firstGeneration: 1,
    lastGeneration: 3,
    stoppedCount: 1,
    movedCount: 1,
  });
});

test('the consumer protocol has no barrier: only what moves stops, until its new owner’s heartbeat', () => {
  const { session, rows, act } = play(trio('consumer', 400_000));
  session.seekMicros(25_000_000);
  act({ kind: 'add-consumer', consumer: member('d', 'consumer') });
  session.seekMicros(45_000_000);
  expect(rows('group.groups')[0]).toMatchObject({
    way: 'consumer',
    type: 'consumer',
    state: 'Stable',
    memberCount: 4,
    assignor: 'uniform',
  });
  const rebalance = rows('group.rebalances').at(-1)!;
  expect(rebalance).toMatchObject({ trigger: 'joined', member: 'd', stoppedCount: 1, movedCount: 1 });
  expect(rebalance.stoppedMicros).toBeLessThanOrEqual(5_100_000);
});

test('the partitions of a member that stands still stop until its session is over and others have them', () => {
  const { session, world, rows, act } = play(trio('eager'));
  session.seekMicros(12_000_000);
  const { node } = world.cluster.clients.get('b')!;
  act({ kind: 'fault', fault: 'pause', params: { node } });
  session.seekMicros(20_000_000);
  expect(rows('group.spans').filter(({ kind }) => kind === 'frozen')).toHaveLength(2);
  expect(rows('group.rebalances').at(-1)).toMatchObject({
    trigger: 'paused',
    member: 'b',
    stoppedCount: 2,
    stoppedMicros: 16_000_000,
    endMicros: -1,
  });
  session.seekMicros(70_000_000);
  const paused = rows('group.members').find(({ id }) => id === 'b');
  expect(paused).toMatchObject({ process: 'paused', isMember: false });
  expect(paused?.partitions).toHaveLength(2);
  expect(rows('group.members').find(({ id }) => id === 'a')?.partitions).toHaveLength(3);
});

test('going back in time shows what was, and another future is told anew', () => {
  const { session, rows, act } = play(trio('eager'));
  session.seekMicros(15_000_000);
  act({ kind: 'add-consumer', consumer: member('d', 'eager') });
  session.seekMicros(30_000_000);
  expect(rows('group.members')).toHaveLength(4);
  session.seekMicros(14_000_000);
  expect(rows('group.members')).toHaveLength(3);
  expect(rows('group.rebalances').map(({ trigger }) => trigger)).toEqual(['formed']);
  act({ kind: 'remove-client', client: 'c' });
  session.seekMicros(20_000_000);
  expect(rows('group.rebalances').at(-1)).toMatchObject({ trigger: 'ended', member: 'c', stoppedCount: 2 });
  expect(rows('group.members').map(({ id, process }) => [id, process])).toContainEqual(['c', 'gone']);
});

test('what a crash would repeat is what lies between the committed offset and the first record that is not finished', () => {
  const { session, rows } = play(trio('eager'));
  session.seekMicros(12_700_000);
  for (const row of rows('group.lags')) {
    if (row.position < 0) continue;
    expect(row.startOffset).toBe(Math.max(0, row.committedOffset));
    if (row.position > row.startOffset) expect([row.againFrom, row.againTo]).toEqual([row.startOffset, row.position - 1]);
    expect(row.skippedFrom).toBe(-1);
  }
  expect(rows('group.lags')).toHaveLength(6);
});
