import { errors } from '../../errors.ts';
import { javaComputedOrder, javaHashMapCopyTableLength, javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import { topicIdsOf } from '../assignor/group-spec.ts';
import type { MemberSpec, ServerAssignor, TopicPartitions } from '../assignor/group-spec.ts';
import { rangeAssignor } from '../assignor/range-assignor.ts';
import { uniformAssignor } from '../assignor/uniform-assignor.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord } from '../records.ts';
import { inAssignorsOrder, setLengths } from './target-order.ts';
import { JavaHashMap } from '../runtime/java-hash-map.ts';
import { assignorsOf, changedCounts } from './consumer-group.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import { targetEpochRecord, targetRecord } from './records.ts';

const assignors: readonly ServerAssignor[] = [uniformAssignor, rangeAssignor];

/** The target of one member, and for which epoch it was computed. */
export interface MemberTarget {
  readonly epoch: number;
  readonly partitions: TopicPartitions;
}

/** What the group will be once the running operation is done. */
export interface NextGroup {
  readonly groupEpoch: number;
  readonly isHomogeneous: boolean;
}

/**
 * Computes the group's target anew when the group's epoch is ahead of it, but not more often than the assignment interval allows; otherwise
 * the last target stays. Source: GroupMetadataManager.maybeUpdateTargetAssignment.
 */
export function maybeUpdateTarget(
  op: Operation,
  group: ConsumerGroup,
  change: { readonly member: ConsumerGroupMember; readonly updated: ConsumerGroupMember; readonly next: NextGroup },
  records: CoordinatorRecord[],
): MemberTarget | ApiFailure {
  const { member, updated, next } = change;
  if (group.assignmentEpoch >= next.groupEpoch || !canCompute(op, group)) {
    return { epoch: group.assignmentEpoch, partitions: group.targetOf(updated.memberId, updated.instanceId) };
  }
  const name = preferredAssignor(op, group, member, updated);
  const assignor = assignors.find((each) => each.name === name) ?? uniformAssignor;
  const { order, members } = memberSpecs(op, group, updated);
  const answer = assignor.assign({
    members,
    isHomogeneous: next.isHomogeneous,
    numPartitions: (topicId) => op.context.topics.byId(topicId)?.partitionCount ?? -1,
  });
  if (answer.kind === 'failed') {
    const message = `Failed to compute a new target assignment for epoch ${String(next.groupEpoch)}: ${answer.message}`;
    return failure(errors.UNKNOWN_SERVER_ERROR, message);
  }
  const none: TopicPartitions = new Map();
  const listOrder = { isRange: assignor === rangeAssignor, setLength: setLengths(op, members, next.isHomogeneous) };
  for (const memberId of order) {
    const partitions = answer.members.get(memberId) ?? none;
    const old = group.targetAssignment.get(memberId);
    if (old !== undefined && isSameTarget(old, partitions)) continue;
    records.push(targetRecord(group.groupId, memberId, inAssignorsOrder(partitions, members.get(memberId), listOrder)));
  }
  records.push(targetEpochRecord(group.groupId, next.groupEpoch, op.context.nowMillis));
  const { groupId } = group;
  op.context.tell({ kind: 'targetAssigned', groupId, groupEpoch: next.groupEpoch, memberCount: members.size, assignor: assignor.name });
  return { epoch: next.groupEpoch, partitions: answer.members.get(updated.memberId) ?? none };
}

/** The assignor that most members ask for, else the first that the broker has. Source: ConsumerGroup.computePreferredServerAssignor. */
function preferredAssignor(op: Operation, group: ConsumerGroup, member: ConsumerGroupMember, updated: ConsumerGroupMember): string {
  const counts = changedCounts(group.serverAssignors, assignorsOf(member), assignorsOf(updated));
  const copied = [...group.serverAssignors.keys()];
  const kept = copied.filter((name) => counts.has(name));
  const added = [...counts.keys()].filter((name) => !group.serverAssignors.has(name));
  const names = javaComputedOrder(kept, added, javaStringHash, javaHashMapCopyTableLength(copied.length));
  return mostWanted(names, counts) ?? op.state.config.consumerGroupAssignors[0] ?? uniformAssignor.name;
}

/** The name with the highest count; the first of equals. */
export function mostWanted(names: readonly string[], counts: ReadonlyMap<string, number>): string | undefined {
  let most: string | undefined;
  for (const name of names) if (most === undefined || (counts.get(name) ?? 0) > (counts.get(most) ?? 0)) most = name;
  return most;
}

function canCompute(op: Operation, group: ConsumerGroup): boolean {
  const intervalMs = op.state.configOf(group.groupId).consumerGroupAssignmentIntervalMs;
  if (group.assignmentTimestamp === 0 || intervalMs === 0) return true;
  return op.context.nowMillis >= group.assignmentTimestamp + intervalMs;
}

/** Every member as the assignor sees it, in the order of Kafka's hash map: it decides who gets the extra partition. */
function memberSpecs(
  op: Operation,
  group: ConsumerGroup,
  updated: ConsumerGroupMember,
): { readonly order: readonly string[]; readonly members: ReadonlyMap<string, MemberSpec> } {
  const replacedId = updated.instanceId === null ? undefined : group.staticMembers.get(updated.instanceId);
  const isReplacing = replacedId !== undefined && replacedId !== updated.memberId;
  const specs = new JavaHashMap<MemberSpec>();
  const none: TopicPartitions = new Map();
  for (const [memberId, member] of group.members.entries()) {
    specs.set(memberId, specOf(op, group, member, group.targetAssignment.get(memberId) ?? none));
  }
  // The change of a static member's id goes through a map of its own: its order decides whether the old id leaves first.
  const changedIds = isReplacing ? javaHashMapOrder([updated.memberId, replacedId], javaStringHash) : [updated.memberId];
  for (const memberId of changedIds) {
    if (isReplacing && memberId === replacedId) specs.delete(memberId);
    else specs.set(memberId, specOf(op, group, updated, group.targetAssignment.get(isReplacing ? replacedId : memberId) ?? none));
  }
  const order = specs.keys();
  const members = new Map<string, MemberSpec>();
  for (const memberId of order) {
    const spec = specs.get(memberId);
    if (spec !== undefined) members.set(memberId, spec);
  }
  return { order, members };
}

function specOf(op: Operation, group: ConsumerGroup, member: ConsumerGroupMember, assignment: TopicPartitions): MemberSpec {
  const regex = member.subscribedTopicRegex ?? '';
  const byRegex = regex === '' ? [] : (group.resolvedRegexes.get(regex)?.topics ?? []);
  const names = byRegex.length === 0 ? member.subscribedTopicNames : [...new Set([...member.subscribedTopicNames, ...byRegex])];
  const subscribedTopicIds = topicIdsOf(names, (name) => op.context.topics.byName(name)?.topicId);
  return { instanceId: member.instanceId, subscribedTopicIds, assignment };
}

function isSameTarget(a: TopicPartitions, b: TopicPartitions): boolean {
  if (a.size !== b.size) return false;
  for (const [topicId, partitions] of a) {
    const other = b.get(topicId);
    if (other?.length !== partitions.length) return false;
    const set = new Set(other);
    if (!partitions.every((partition) => set.has(partition))) return false;
  }
  return true;
}
