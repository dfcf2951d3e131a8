import { expect, test, vi } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { ConsumerSpec } from '../../contract/scenario.ts';
import { groupsOf } from '../kafka/group-reader.ts';
import { ClusterWorld } from '../session/cluster-world.ts';
import { isLedByReturnedStaticLeader, wasRefusedForGood } from './group-gaps.ts';

vi.setConfig({ testTimeout: 60_000 });

function worldOf(consumers: readonly ConsumerSpec[], brokerConfigs: Readonly<Record<string, string>> = {}) {
  const world = new ClusterWorld({
    seed: 7,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      configs: { 'group.initial.rebalance.delay.ms': '0', ...brokerConfigs },
      topics: [{ name: 'orders', partitions: 4, replicationFactor: 3 }],
      producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 20, keys: ['a', 'b', 'c', 'd'] } }],
      consumers,
    },
  });
  const { kernel, cluster } = world;
  const runFor = (millis: number): void => {
    const until = kernel.nowMicros + millis * 1000;
    while (kernel.nextStepMicros() <= until) kernel.step();
    kernel.idleUntil(until);
  };
  const give = (command: Command): void => {
    expect(world.refusal(command)).toBeNull();
    world.apply(command);
  };
  const nodeOf = (name: string): number => cluster.clients.get(name)?.node ?? -1;
  const onNode = (fault: 'kill' | 'restart', name: string): void => give({ kind: 'fault', fault, params: { node: nodeOf(name) } });
  const group = () => groupsOf(cluster).find(({ groupId }) => groupId === 'billing');
  const assigned = (): number => (group()?.members ?? []).flatMap(({ assignment }) => assignment).length;
  return { world, runFor, give, onNode, group, assigned };
}

function member(name: string, isStatic: boolean, configs: Readonly<Record<string, string>> = {}): ConsumerSpec {
  const own = { 'group.id': 'billing', 'metadata.max.age.ms': '3000', ...(isStatic ? { 'group.instance.id': name } : {}), ...configs };
  return { name, subscribe: ['orders'], configs: own };
}

const growth: Command = { kind: 'add-partitions', topic: 'orders', total: 6, assignment: null };

test('a static leader that comes back takes what it then sees for what it divided, and partitions added meanwhile stay unread', () => {
  // ConsumerCoordinator.onLeaderElected: with skipAssignment, assignmentSnapshot = metadataSnapshot.
  const { world, runFor, give, onNode, group, assigned } = worldOf([member('one', true), { ...member('two', true), startMillis: 1000 }]);
  runFor(20_000);
  expect(group()).toMatchObject({ state: 'Stable' });
  expect(group()?.leaderId).toContain('one');
  onNode('kill', 'one');
  give(growth);
  runFor(2000);
  onNode('restart', 'one');
  runFor(60_000);
  expect(group()).toMatchObject({ state: 'Stable' });
  expect(assigned()).toBe(4);
  expect(group()).toSatisfy((now: ReturnType<typeof groupsOf>[number]) => isLedByReturnedStaticLeader(world, now));
});

test('a leader that was there all the time sees that partitions were added', () => {
  const { world, runFor, give, group, assigned } = worldOf([member('one', true), { ...member('two', true), startMillis: 1000 }]);
  runFor(20_000);
  give(growth);
  runFor(30_000);
  expect(assigned()).toBe(6);
  expect(group()).not.toSatisfy((now: ReturnType<typeof groupsOf>[number]) => isLedByReturnedStaticLeader(world, now));
});

const newProtocol = { 'group.protocol': 'consumer' };
const shortSession = { 'group.consumer.session.timeout.ms': '6000', 'group.consumer.heartbeat.interval.ms': '1000' };

test('a static member of the consumer protocol that is started again before its session is over is refused for good', () => {
  // GroupMetadataManager.throwIfInstanceIdIsUnreleased; ConsumerHeartbeatRequestManager: handleFatalFailure.
  const { world, runFor, onNode, group } = worldOf([member('one', true, newProtocol), member('two', false, newProtocol)], shortSession);
  runFor(20_000);
  onNode('kill', 'one');
  runFor(1000);
  onNode('restart', 'one');
  runFor(30_000);
  const process = world.cluster.consumer('one');
  expect(process?.step).toEqual({ kind: 'ended', exception: 'UnreleasedInstanceIdException' });
  expect(process).toSatisfy(wasRefusedForGood);
  expect(group()?.members.map(({ clientId }) => clientId)).toEqual(['two']);
});

test('a static member of the consumer protocol that is started again after its session is over is a member again', () => {
  const { world, runFor, onNode, group } = worldOf([member('one', true, newProtocol), member('two', false, newProtocol)], shortSession);
  runFor(20_000);
  onNode('kill', 'one');
  runFor(8000);
  onNode('restart', 'one');
  runFor(30_000);
  expect(world.cluster.consumer('one')).not.toSatisfy(wasRefusedForGood);
  expect(
    group()
      ?.members.map(({ clientId }) => clientId)
      .sort(),
  ).toEqual(['one', 'two']);
});

test.each([
  ['6000', false],
  ['30000', true],
])(
  'a member that works for 9 s while its JoinGroup is under way, with a session of %s ms: nobody heartbeats or reads the answer; stays: %s',
  (session, stays) => {
    // AbstractCoordinator.HeartbeatThread.run disables itself while the member prepares to rebalance.
    const cooperative = {
      'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
      'session.timeout.ms': session,
      'heartbeat.interval.ms': '1000',
      'auto.offset.reset': 'earliest',
      'max.poll.records': '10',
    };
    const slow = { ...member('slow', false, cooperative), processingMicrosPerRecord: 900_000 };
    const { runFor, group } = worldOf([slow, { ...member('late', false, cooperative), startMillis: 12_000 }]);
    runFor(40_000);
    expect(group()?.members.some(({ clientId }) => clientId === 'slow')).toBe(stays);
  },
);
