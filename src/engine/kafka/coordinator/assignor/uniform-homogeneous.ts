import { addPartition, copyAssignment, inTopicHashOrder, removePartition, unknownTopicFailure } from './group-spec.ts';
import type { GroupAssignment, GroupSpec, MemberSpec, MutableTopicPartitions } from './group-spec.ts';

interface TopicPartition {
  readonly topicId: string;
  readonly partition: number;
}

interface Unfilled {
  readonly assignment: MutableTopicPartitions;
  readonly remainingQuota: number;
}

/**
 * Members with equal subscriptions: each keeps what it has up to its quota, then those with room get what is free. The last members
 * take the
 * extra partitions of a fresh group. Source: UniformHomogeneousAssignmentBuilder.
 */
export function assignHomogeneous(spec: GroupSpec): GroupAssignment {
  const [first] = spec.members.values();
  const topicIds = inTopicHashOrder(first?.subscribedTopicIds ?? []);
  if (topicIds.length === 0) return { kind: 'assigned', members: new Map() };
  const unassigned: TopicPartition[] = [];
  const assigned = assignedPartitions(spec);
  let totalCount = 0;
  for (const topicId of topicIds) {
    const partitionCount = spec.numPartitions(topicId);
    if (partitionCount === -1) return unknownTopicFailure(topicId);
    for (let partition = 0; partition < partitionCount; partition++) {
      if (assigned.get(topicId)?.has(partition) !== true) unassigned.push({ topicId, partition });
    }
    totalCount += partitionCount;
  }
  const quotas = new Quotas(totalCount, spec.members.size);
  const members = new Map<string, MutableTopicPartitions>();
  const unfilled: Unfilled[] = [];
  for (const [memberId, member] of spec.members) {
    const kept = keepWithinQuota(member, topicIds, quotas.next(), unassigned);
    members.set(memberId, kept.assignment);
    const remainingQuota = quotas.settle(kept.remainingQuota);
    if (remainingQuota > 0) unfilled.push({ assignment: kept.assignment, remainingQuota });
  }
  let next = 0;
  for (const { assignment, remainingQuota } of unfilled) {
    for (const { topicId, partition } of unassigned.slice(next, next + remainingQuota)) addPartition(assignment, topicId, partition);
    next = Math.min(next + remainingQuota, unassigned.length);
  }
  if (next < unassigned.length) return { kind: 'failed', message: 'Partitions were left unassigned' };
  return { kind: 'assigned', members };
}

/** How many partitions each member may have, member after member; a member with room gives its extra slot up while enough others follow. */
class Quotas {
  private readonly minimum: number;
  private extrasLeft: number;
  private membersLeft: number;

  constructor(totalCount: number, memberCount: number) {
    this.minimum = Math.floor(totalCount / memberCount);
    this.extrasLeft = totalCount % memberCount;
    this.membersLeft = memberCount;
  }

  /** The quota of the next member. */
  next(): number {
    return this.minimum + (this.extrasLeft > 0 ? 1 : 0);
  }

  /** What of the member's room remains, once it is decided whether it takes the extra slot. */
  settle(room: number): number {
    const hasExtra = this.extrasLeft > 0;
    const isGivenUp = room > 0 && hasExtra && this.membersLeft > this.extrasLeft;
    if (hasExtra && !isGivenUp) this.extrasLeft -= 1;
    this.membersLeft -= 1;
    return isGivenUp ? room - 1 : room;
  }
}

function keepWithinQuota(
  member: MemberSpec,
  subscribed: readonly string[],
  quota: number,
  unassigned: TopicPartition[],
): { assignment: MutableTopicPartitions; remainingQuota: number } {
  const assignment = copyAssignment(member.assignment);
  let remainingQuota = quota;
  for (const topicId of inTopicHashOrder([...member.assignment.keys()])) {
    const partitions = member.assignment.get(topicId) ?? [];
    if (!subscribed.includes(topicId)) {
      assignment.delete(topicId);
      continue;
    }
    if (partitions.length <= remainingQuota) {
      remainingQuota -= partitions.length;
      continue;
    }
    for (const partition of [...partitions].sort((a, b) => a - b)) {
      if (remainingQuota > 0) {
        remainingQuota -= 1;
      } else {
        removePartition(assignment, topicId, partition);
        unassigned.push({ topicId, partition });
      }
    }
  }
  return { assignment, remainingQuota };
}

function assignedPartitions(spec: GroupSpec): Map<string, Set<number>> {
  const assigned = new Map<string, Set<number>>();
  for (const { assignment } of spec.members.values()) {
    for (const [topicId, partitions] of assignment) {
      const set = assigned.get(topicId) ?? new Set();
      for (const partition of partitions) set.add(partition);
      assigned.set(topicId, set);
    }
  }
  return assigned;
}
