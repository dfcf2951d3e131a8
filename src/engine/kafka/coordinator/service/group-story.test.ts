import { expect, test } from 'vitest';
import type { ConsumerSpec } from '../../../../contract/scenario.ts';
import { Cluster } from '../../cluster.ts';
import { coordinatorsOf, groupsOf } from '../../group-reader.ts';
import type { GroupFacts } from '../../group-reader.ts';

const fast = {
  'session.timeout.ms': '6000',
  'heartbeat.interval.ms': '1000',
  'auto.commit.interval.ms': '1000',
  'auto.offset.reset': 'earliest',
};

function member(name: string, startMillis = 0): ConsumerSpec {
  return { name, subscribe: ['orders'], configs: { 'group.id': 'billing', ...fast }, startMillis };
}

/** Three brokers, a topic of four partitions, a producer, and two members of the group billing. */
class Story {
  readonly cluster = new Cluster({
    seed: 3,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      topics: [{ name: 'orders', partitions: 4, replicationFactor: 3 }],
      producers: [
        { name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 40, keys: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] } },
      ],
      consumers: [member('one'), member('two', 500)],
    },
  });

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
}

test('two members share the partitions of their topic, and their commits lie in __consumer_offsets', { timeout: 30_000 }, () => {
  const story = new Story().runFor(15_000);
  expect(story.group).toMatchObject({ state: 'Stable', type: 'classic', protocolName: 'range' });
  expect(story.assignments.map(({ length }) => length)).toEqual([2, 2]);
  expect(new Set(story.assignments.flat())).toEqual(new Set(['orders-0', 'orders-1', 'orders-2', 'orders-3']));
  expect(story.group?.committed.map(({ partition }) => partition)).toEqual(['orders-0', 'orders-1', 'orders-2', 'orders-3']);
  expect(story.group?.committed.every(({ offset }) => offset > 0)).toBe(true);
});

test('a member that is killed is out after session.timeout.ms, and the other one takes its partitions', { timeout: 30_000 }, () => {
  const story = new Story().runFor(15_000);
  const generation = story.group?.generationId ?? 0;
  story.cluster.kernel.crashProcess(story.node('two'), 'process-crash');
  story.runFor(4000);
  expect(story.group?.members.length).toBe(2);
  story.runFor(10_000);
  expect(story.group).toMatchObject({ state: 'Stable', generationId: generation + 1 });
  expect(story.assignments).toEqual([['orders-0', 'orders-1', 'orders-2', 'orders-3']]);
});

test(
  'when the coordinator dies the next leader of its partition replays the group: nobody rejoins and no commit is lost',
  { timeout: 30_000 },
  () => {
    const story = new Story().runFor(15_000);
    const before = story.group;
    if (before === undefined) throw new Error('the group exists');
    story.cluster.kernel.crashProcess(before.coordinator, 'process-crash');
    story.runFor(20_000);
    const after = story.group;
    expect(after).toMatchObject({ state: 'Stable', generationId: before.generationId });
    expect(after?.coordinator).not.toBe(before.coordinator);
    expect(after?.members.map(({ memberId }) => memberId).sort()).toEqual(before.members.map(({ memberId }) => memberId).sort());
    for (const { partition, offset } of before.committed) {
      expect(after?.committed.find((other) => other.partition === partition)?.offset).toBeGreaterThanOrEqual(offset);
    }
    // Members found the new one and go on committing.
    const total = (facts: GroupFacts | undefined): number => (facts?.committed ?? []).reduce((sum, { offset }) => sum + offset, 0);
    expect(total(after)).toBeGreaterThan(total(before));
  },
);

test('the topic of the coordinators is made when the first client looks for one: compacted, replicated', { timeout: 30_000 }, () => {
  const story = new Story();
  expect(coordinatorsOf(story.cluster)).toEqual([]);
  story.runFor(5000);
  const { image } = story.cluster.activeController;
  const topic = image.topicByName('__consumer_offsets');
  expect(topic?.partitions.length).toBe(3);
  expect(topic?.partitions.get(0)?.replicas.length).toBe(3);
  expect(image.topicConfig('__consumer_offsets')?.get('cleanup.policy')).toBe('compact');
  expect(coordinatorsOf(story.cluster).map(({ phase }) => phase)).toEqual(['active', 'active', 'active']);
});
