import { parseUuid } from '../../util/uuid.ts';
import { addPartition, copyAssignment, removePartition, unknownTopicFailure } from './group-spec.ts';
import type { GroupAssignment, GroupSpec, MutableTopicPartitions } from './group-spec.ts';
import { MemberBalancer } from './member-balancer.ts';

const iterationCountMax = 16;

interface Topic {
  readonly topicId: string;
  /** Member index of each partition's owner, or -1. */
  readonly owners: number[];
  readonly subscribers: number[];
}

/**
 * Members with different subscriptions: keep what is still subscribed, give what is free to the least loaded, then move partitions from the
 * most to the least loaded until nothing improves. Source: UniformHeterogeneousAssignmentBuilder.
 */
export function assignHeterogeneous(spec: GroupSpec): GroupAssignment {
  const topics = new Map<string, Topic>();
  for (const [memberIndex, member] of [...spec.members.values()].entries()) {
    for (const topicId of new Set(member.subscribedTopicIds)) {
      const partitionCount = spec.numPartitions(topicId);
      if (partitionCount === -1) return unknownTopicFailure(topicId);
      const topic = topics.get(topicId) ?? { topicId, owners: Array.from({ length: partitionCount }, () => -1), subscribers: [] };
      topic.subscribers.push(memberIndex);
      topics.set(topicId, topic);
    }
  }
  if (topics.size === 0) return { kind: 'assigned', members: new Map() };
  const target = new Target(spec, topics);
  target.assignRemaining();
  target.balance();
  return { kind: 'assigned', members: new Map([...spec.members.keys()].map((memberId, index) => [memberId, target.assignmentOf(index)])) };
}

/** The assignment while it is being built. */
class Target {
  private readonly sortedTopics: readonly Topic[];
  private readonly assignments: MutableTopicPartitions[] = [];
  private readonly sizes: number[] = [];
  private readonly balancer: MemberBalancer;

  constructor(spec: GroupSpec, topics: ReadonlyMap<string, Topic>) {
    this.sortedTopics = [...topics.values()].sort(compareTopics);
    for (const [memberIndex, member] of [...spec.members.values()].entries()) {
      const assignment = copyAssignment(member.assignment);
      let size = 0;
      for (const [topicId, partitions] of member.assignment) {
        const topic = topics.get(topicId);
        if (topic === undefined || !member.subscribedTopicIds.includes(topicId)) {
          assignment.delete(topicId);
          continue;
        }
        size += partitions.length;
        for (const partition of partitions) topic.owners[partition] = memberIndex;
      }
      this.assignments.push(assignment);
      this.sizes.push(size);
    }
    this.balancer = new MemberBalancer(this.sizes);
  }

  assignmentOf(memberIndex: number): MutableTopicPartitions {
    return this.assignments[memberIndex] ?? new Map();
  }

  assignRemaining(): void {
    for (const topic of this.sortedTopics) {
      const free = topic.owners.flatMap((owner, partition) => (owner === -1 ? [partition] : []));
      if (free.length === 0) continue;
      this.balancer.initialize(topic.subscribers);
      for (const partition of free) this.assign(topic, partition, this.balancer.nextLeastLoaded());
    }
  }

  balance(): void {
    const movable = this.sortedTopics.filter((topic) => topic.subscribers.length >= 2);
    let lastRebalanced = -1;
    for (let pass = 0; pass < iterationCountMax; pass++) {
      for (const [index, topic] of movable.entries()) {
        // Once around all topics without moving anything: nothing will improve.
        if (index === lastRebalanced) return;
        if (this.balanceTopic(topic) > 0 || lastRebalanced === -1) lastRebalanced = index;
      }
    }
  }

  /** Moves partitions of one topic; returns how many. */
  private balanceTopic(topic: Topic): number {
    if (this.balancer.initialize(topic.subscribers) <= 1) return 0;
    const owned = new Map<number, number[]>();
    for (const [partition, owner] of topic.owners.entries()) owned.set(owner, [...(owned.get(owner) ?? []), partition]);
    let movedCount = 0;
    while (!this.balancer.isBalanced) {
      const donor = this.nextDonor(owned);
      const partition = donor === -1 ? undefined : owned.get(donor)?.pop();
      if (partition === undefined) break;
      const receiver = this.balancer.nextLeastLoaded();
      if (this.balancer.isBalanced) break;
      this.assign(topic, partition, receiver);
      movedCount += 1;
    }
    return movedCount;
  }

  private nextDonor(owned: ReadonlyMap<number, readonly number[]>): number {
    for (;;) {
      const member = this.balancer.nextMostLoaded();
      if (member === -1 || (owned.get(member)?.length ?? 0) > 0) return member;
      this.balancer.excludeMostLoaded();
    }
  }

  private assign(topic: Topic, partition: number, memberIndex: number): void {
    const owner = topic.owners[partition] ?? -1;
    if (owner !== -1) {
      removePartition(this.assignmentOf(owner), topic.topicId, partition);
      this.sizes[owner] = (this.sizes[owner] ?? 0) - 1;
    }
    addPartition(this.assignmentOf(memberIndex), topic.topicId, partition);
    topic.owners[partition] = memberIndex;
    this.sizes[memberIndex] = (this.sizes[memberIndex] ?? 0) + 1;
  }
}

/** Most partitions per subscriber first, then fewest subscribers, then by id. */
function compareTopics(a: Topic, b: Topic): number {
  const byLoad = b.owners.length / b.subscribers.length - a.owners.length / a.subscribers.length;
  if (byLoad !== 0) return byLoad;
  if (a.subscribers.length !== b.subscribers.length) return a.subscribers.length - b.subscribers.length;
  const parsedA = parseUuid(a.topicId);
  const parsedB = parseUuid(b.topicId);
  return parsedA.kind === 'uuid' && parsedB.kind === 'uuid' ? parsedA.uuid.compareTo(parsedB.uuid) : 0;
}
