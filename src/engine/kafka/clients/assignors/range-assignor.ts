import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import { partitionName, partitionOf, topicOf } from '../consumer/topic-partition.ts';
import type { PartitionName } from '../consumer/topic-partition.ts';
import { Assignor, compareMembers, compareText, partitionsOf, rackOf, usesRacks } from './assignor.ts';
import type { Assignments, MemberInfo, MemberSubscriptions, PartitionsPerTopic, RebalanceProtocol } from './assignor.ts';

/** One topic while its partitions are given away. Source: RangeAssignor.TopicAssignmentState. */
class TopicAssignment {
  readonly topic: string;
  /** In the order of the members, with their racks. */
  readonly consumers: ReadonlyMap<string, string | null>;
  readonly unassigned: Set<PartitionName>;
  readonly partitionRacks: readonly ReadonlySet<string>[];
  readonly needsRacks: boolean;
  private readonly assignedCounts = new Map<string, number>();
  private readonly partitionsPerConsumer: number;
  private remainingExtra: number;

  constructor(
    topic: string,
    replicaRacks: readonly (readonly string[])[],
    members: readonly MemberInfo[],
    subscriptions: MemberSubscriptions,
  ) {
    this.topic = topic;
    const sorted = [...members].sort(compareMembers);
    this.consumers = new Map(sorted.map(({ memberId }) => [memberId, rackOf(subscriptions.get(memberId))]));
    this.unassigned = new Set(partitionsOf(topic, replicaRacks.length));
    const consumerCount = this.consumers.size;
    this.partitionsPerConsumer = consumerCount === 0 ? 0 : Math.floor(replicaRacks.length / consumerCount);
    this.remainingExtra = consumerCount === 0 ? 0 : replicaRacks.length % consumerCount;
    const consumerRacks = new Set([...this.consumers.values()].filter((rack) => rack !== null));
    this.partitionRacks = consumerRacks.size === 0 ? [] : replicaRacks.map((racks) => new Set(racks));
    this.needsRacks = usesRacks(consumerRacks, this.partitionRacks);
  }

  racksMatch(consumer: string, partition: number): boolean {
    const rack = this.consumers.get(consumer) ?? null;
    return rack === null || this.partitionRacks[partition]?.has(rack) === true;
  }

  maxAssignable(consumer: string): number {
    const extra = this.remainingExtra > 0 ? 1 : 0;
    return Math.max(this.partitionsPerConsumer + extra - (this.assignedCounts.get(consumer) ?? 0), 0);
  }

  assign(consumer: string, partitions: readonly PartitionName[], into: Assignments): void {
    into.get(consumer)?.push(...partitions);
    const count = (this.assignedCounts.get(consumer) ?? 0) + partitions.length;
    this.assignedCounts.set(consumer, count);
    if (count > this.partitionsPerConsumer) this.remainingExtra--;
    for (const partition of partitions) this.unassigned.delete(partition);
  }

  assignRanges(mayAssign: (consumer: string, partition: number) => boolean, into: Assignments): void {
    for (const consumer of this.consumers.keys()) {
      if (this.unassigned.size === 0) return;
      const limit = this.maxAssignable(consumer);
      const range: PartitionName[] = [];
      for (const partition of this.unassigned) {
        if (range.length >= limit) break;
        if (mayAssign(consumer, partitionOf(partition))) range.push(partition);
      }
      if (range.length > 0) this.assign(consumer, range, into);
    }
  }
}

/**
 * Gives each member a range of each topic's partitions, topic by topic; the first members get one more. Members with racks get partitions
 * with a replica there when that keeps the balance (KIP-881). Source: RangeAssignor.
 */
export class RangeAssignor extends Assignor {
  readonly name = 'range';
  readonly supportedProtocols: readonly RebalanceProtocol[] = ['EAGER'];

  assign(partitionsPerTopic: PartitionsPerTopic, subscriptions: MemberSubscriptions): Assignments {
    const membersPerTopic = new Map<string, MemberInfo[]>();
    for (const [memberId, { topics, groupInstanceId }] of subscriptions) {
      for (const topic of topics) {
        const members = membersPerTopic.get(topic) ?? [];
        members.push({ memberId, groupInstanceId });
        membersPerTopic.set(topic, members);
      }
    }
    const topics = javaHashMapOrder([...partitionsPerTopic.keys()], javaStringHash);
    const states: TopicAssignment[] = [];
    for (const topic of topics) {
      const racks = partitionsPerTopic.get(topic) ?? [];
      if (racks.length > 0) states.push(new TopicAssignment(topic, racks, membersPerTopic.get(topic) ?? [], subscriptions));
    }
    const assignments: Assignments = new Map([...subscriptions.keys()].map((memberId) => [memberId, []]));
    const usesRackAwareness = states.some((state) => state.needsRacks);
    if (usesRackAwareness) assignWithRackMatching(states, assignments);
    for (const state of states) state.assignRanges(() => true, assignments);
    if (usesRackAwareness) for (const list of assignments.values()) list.sort(comparePartitions);
    return assignments;
  }
}

/** Topics with the same members and as many partitions stay together: their equal partitions go to one member. */
function assignWithRackMatching(states: readonly TopicAssignment[], assignments: Assignments): void {
  const groups = new Map<string, TopicAssignment[]>();
  for (const state of states) {
    const consumers = JSON.stringify([...state.consumers].map(([consumer, rack]) => [consumer, rack]));
    const key = `${String(state.partitionRacks.length)} ${consumers}`;
    const group = groups.get(key) ?? [];
    group.push(state);
    groups.set(key, group);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    if (group.length > 1) assignCoPartitioned(first, group, assignments);
    else if (first.needsRacks) first.assignRanges((consumer, partition) => first.racksMatch(consumer, partition), assignments);
  }
}

function assignCoPartitioned(first: TopicAssignment, states: readonly TopicAssignment[], assignments: Assignments): void {
  const remaining = new Set(first.consumers.keys());
  for (let partition = 0; partition < first.partitionRacks.length; partition++) {
    const fits = (consumer: string): boolean =>
      states.every((state) => state.racksMatch(consumer, partition) && state.maxAssignable(consumer) > 0);
    const consumer = [...remaining].find(fits);
    if (consumer === undefined) continue;
    for (const state of states) state.assign(consumer, [partitionName(state.topic, partition)], assignments);
    if (states.some((state) => state.maxAssignable(consumer) > 0)) continue;
    remaining.delete(consumer);
    if (remaining.size === 0) return;
  }
}

function comparePartitions(a: PartitionName, b: PartitionName): number {
  return compareText(topicOf(a), topicOf(b)) || partitionOf(a) - partitionOf(b);
}
