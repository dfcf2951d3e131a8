import { expect, test, vi } from 'vitest';
import type { ConsumerSpec } from '../../../../../contract/scenario.ts';
import { Cluster } from '../../../cluster.ts';
import { groupsOf } from '../../../group-reader.ts';
import type { GroupFacts } from '../../../group-reader.ts';
import { ConsumerProcess } from '../consumer-process.ts';
import { MembershipCoordinator } from './membership-coordinator.ts';

vi.setConfig({ testTimeout: 60_000 });

const base = { 'group.id': 'billing', 'auto.commit.interval.ms': '1000', 'auto.offset.reset': 'earliest' };
const allPartitions = ['orders-0', 'orders-1', 'orders-2', 'orders-3'];

function member(name: string, startMillis = 0, configs: Readonly<Record<string, string>> = {}): ConsumerSpec {
  return { name, subscribe: ['orders'], configs: { ...base, 'group.protocol': 'consumer', ...configs }, startMillis };
}

/** Three brokers, a topic of four partitions, a producer, and members of the group billing. */
class Story {
  readonly cluster: Cluster;

  constructor(consumers: readonly ConsumerSpec[]) {
    this.cluster = new Cluster({
      seed: 3,
      epochMillis: 1_760_000_000_000,
      cluster: {
        brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
        topics: [{ name: 'orders', partitions: 4, replicationFactor: 3 }],
        producers: [
          { name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 4, keys: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] } },
        ],
        consumers,
      },
    });
  }

  runFor(millis: number): this {
    const { kernel } = this.cluster;
    const until = kernel.nowMicros + millis * 1000;
    while (kernel.nextStepMicros() <= until) kernel.step();
    kernel.idleUntil(until);
    return this;
  }

  get group(): GroupFacts | undefined {
    return groupsOf(this.cluster).find(({ groupId }) => groupId === 'billing');
  }

  get assignments(): readonly (readonly string[])[] {
    return (this.group?.members ?? []).map(({ assignment }) => assignment);
  }

  node(name: string): number {
    return this.cluster.clients.get(name)?.node ?? -1;
  }

  process(name: string): ConsumerProcess {
    const { process } = this.cluster.kernel.node(this.node(name));
    if (!(process instanceof ConsumerProcess)) throw new Error(`${name} is a consumer`);
    return process;
  }

  membership(name: string) {
    const coordinator = this.process(name).consumer?.coordinator;
    if (!(coordinator instanceof MembershipCoordinator)) throw new Error(`${name} speaks the consumer protocol`);
    return coordinator.membership;
  }

  owned(name: string): readonly string[] {
    return [...(this.process(name).consumer?.subscriptions.assignedPartitions() ?? [])].sort();
  }
}

test('members of the new protocol share their topic without a generation, and commit in the name of their epoch', () => {
  const story = new Story([member('one'), member('two', 3000)]).runFor(20_000);
  expect(story.group).toMatchObject({ type: 'consumer', state: 'Stable' });
  expect([...story.owned('one'), ...story.owned('two')].sort()).toEqual(allPartitions);
  expect(story.owned('one').length).toBe(2);
  expect(story.membership('one').state).toBe('STABLE');
  expect(story.membership('one').memberEpoch).toBe(story.membership('two').memberEpoch);
  expect(story.group?.committed.map(({ partition }) => partition)).toEqual(allPartitions);
  expect(story.group?.committed.every(({ offset }) => offset > 0)).toBe(true);
});

test('a member that keeps its partitions goes on reading while another one joins', () => {
  const story = new Story([member('one'), member('two', 8000)]).runFor(7000);
  expect(story.owned('one')).toEqual(allPartitions);
  const kept = new Set(story.owned('one'));
  for (let i = 0; i < 100; i++) for (const name of [...kept]) if (!story.runFor(100).owned('one').includes(name)) kept.delete(name);
  expect(kept.size).toBe(2);
  expect(story.owned('two').length).toBe(2);
});

test('a member that is killed is out after group.consumer.session.timeout.ms, and the other one takes its partitions', () => {
  const story = new Story([member('one'), member('two', 1000)]).runFor(20_000);
  story.cluster.kernel.crashProcess(story.node('two'), 'process-crash');
  story.runFor(30_000);
  expect(story.group?.members.length).toBe(2);
  story.runFor(30_000);
  expect(story.owned('one')).toEqual(allPartitions);
  expect(story.group).toMatchObject({ state: 'Stable' });
});

test('a member that closes says farewell, and the other one has its partitions with its next heartbeat', () => {
  const story = new Story([member('one'), member('two', 1000)]).runFor(20_000);
  story.process('two').close();
  story.runFor(7000);
  expect(story.process('two').step).toEqual({ kind: 'ended', exception: null });
  expect(story.owned('one')).toEqual(allPartitions);
});

test('when the coordinator dies the next one has the same epochs: nobody rejoins', () => {
  const story = new Story([member('one'), member('two', 1000)]).runFor(20_000);
  const before = story.group;
  if (before === undefined) throw new Error('the group exists');
  const epoch = story.membership('one').memberEpoch;
  story.cluster.kernel.crashProcess(before.coordinator, 'process-crash');
  story.runFor(30_000);
  expect(story.group?.coordinator).not.toBe(before.coordinator);
  expect(story.membership('one')).toMatchObject({ state: 'STABLE', memberEpoch: epoch });
  const total = (facts: GroupFacts | undefined): number => (facts?.committed ?? []).reduce((sum, { offset }) => sum + offset, 0);
  expect(total(story.group)).toBeGreaterThan(total(before));
});

test('a classic group is converted while it runs when a member of the new protocol joins', () => {
  const classic = { 'group.protocol': 'classic', 'session.timeout.ms': '6000', 'heartbeat.interval.ms': '1000' };
  const story = new Story([member('one', 0, classic), member('two', 10_000)]).runFor(8000);
  expect(story.group).toMatchObject({ type: 'classic', state: 'Stable' });
  story.runFor(22_000);
  expect(story.group).toMatchObject({ type: 'consumer', state: 'Stable' });
  expect([...story.owned('one'), ...story.owned('two')].sort()).toEqual(allPartitions);
  expect(story.owned('one').length).toBe(2);
});

test('a member whose program does not poll in time leaves, and comes back with the next poll', () => {
  const slow = { ...member('one', 0, { 'max.poll.interval.ms': '5000' }), processingMicrosPerRecord: 2_000_000 };
  const story = new Story([slow, member('two', 1000)]);
  const states = new Set<string>();
  for (let i = 0; i < 200; i++) states.add(story.runFor(200).membership('one').state);
  expect(states).toContain('STALE');
  expect(states).toContain('STABLE');
  // Meanwhile the other one has everything.
  expect([...story.owned('one'), ...story.owned('two')].sort()).toEqual(expect.arrayContaining(allPartitions));
});

test('time can be turned back in the middle of a reconciliation', () => {
  const [straight, turned] = [0, 1].map(() => new Story([member('one'), member('two', 4000)]).runFor(4040));
  if (straight === undefined || turned === undefined) throw new Error('two stories');
  const checkpoint = turned.cluster.kernel.saveCheckpoint();
  turned.runFor(9000);
  turned.cluster.kernel.restoreCheckpoint(checkpoint);
  for (const story of [straight, turned]) story.runFor(12_000);
  expect(turned.cluster.kernel.digest).toBe(straight.cluster.kernel.digest);
});
