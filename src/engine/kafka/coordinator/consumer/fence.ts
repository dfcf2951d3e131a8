import { errors } from '../../errors.ts';
import { failure, isFailure } from '../failure.ts';
import { heartbeatResponse } from '../error-responses.ts';
import type { LeaveCause } from '../news.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { ConsumerGroupHeartbeatData } from '../requests.ts';
import { appendedResult, emptyResult, resultOf } from '../result.ts';
import type { Outcome, ResponseData } from '../result.ts';
import { JavaHashMap } from '../runtime/java-hash-map.ts';
import { changedRegexTopics, changedSubscriptions, ConsumerGroup, regexesOf } from './consumer-group.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import { canDowngradeWithout, convertToClassicGroup } from './conversion.ts';
import { fencedInstance, leaveGroupStaticMemberEpoch, memberOf, unknownInstance } from './membership.ts';
import { currentAssignmentRecord, groupEpochRecord, memberTombstones, regexRecord } from './records.ts';
import { metadataHash, subscriberCount } from './subscriptions.ts';
import { cancelMemberTimers, sessionTimeoutKey } from './timers.ts';

/**
 * A member leaves for good (-1), or a static one for a while (-2): then it keeps its place until its session ends. Source:
 * GroupMetadataManager.consumerGroupLeave.
 */
export function leave(op: Operation, data: ConsumerGroupHeartbeatData): Outcome {
  const { groupId, memberId, memberEpoch, instanceId } = data;
  const group = op.state.group(groupId);
  if (group === null) return failure(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} not found.`);
  if (!(group instanceof ConsumerGroup)) return failure(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a consumer group.`);
  const response = heartbeatResponse({ memberId, memberEpoch });
  if (instanceId === null) {
    const member = memberOf(group, memberId);
    if (isFailure(member)) return member;
    tellRemoved(op, group, member, 'left');
    return fenceMembers(op, group, [member], response);
  }
  const member = group.staticMember(instanceId);
  if (member === undefined) return unknownInstance(instanceId);
  const fenced = fencedInstance(member, memberId, instanceId);
  if (fenced !== null) return fenced;
  if (memberEpoch !== leaveGroupStaticMemberEpoch) {
    tellRemoved(op, group, member, 'left');
    return fenceMembers(op, group, [member], response);
  }
  const away = {
    ...member,
    memberEpoch: leaveGroupStaticMemberEpoch,
    partitionsPendingRevocation: new Map(),
    // When it returns, what it has counts as assigned from the start.
    assignedPartitions: new Map(
      [...member.assignedPartitions].map(([topicId, epochs]) => [topicId, new Map([...epochs.keys()].map((partition) => [partition, 0]))]),
    ),
  };
  return resultOf([currentAssignmentRecord(groupId, away)], response);
}

/**
 * Takes members out of their group and raises its epoch; when only members of the classic protocol remain, the group becomes classic.
 * Source: GroupMetadataManager.consumerGroupFenceMembers.
 */
export function fenceMembers(
  op: Operation,
  group: ConsumerGroup,
  members: readonly ConsumerGroupMember[],
  response: ResponseData | null,
): Outcome {
  if (members.length === 0) return resultOf([], response);
  const { groupId } = group;
  const records: CoordinatorRecord[] = [];
  if (canDowngradeWithout(op, group, members)) {
    const leavingIds = new Set(members.map(({ memberId }) => memberId));
    const refused = convertToClassicGroup(op, group, { leavingIds, joining: null, isRebalancing: true }, records);
    return refused ?? appendedResult(records, null, response);
  }
  for (const { memberId } of members) records.push(...memberTombstones(groupId, memberId));
  let topicNames = group.subscribedTopicNames;
  for (const member of members) topicNames = changedSubscriptions(topicNames, member, undefined);
  for (const regex of abandonedRegexes(group, members)) {
    records.push(regexRecord(groupId, regex, null));
    topicNames = changedRegexTopics(topicNames, group.resolvedRegexes.get(regex)?.topics ?? [], -1);
  }
  records.push(groupEpochRecord(groupId, group.groupEpoch + 1, metadataHash(op, topicNames)));
  for (const { memberId } of members) cancelMemberTimers(op, groupId, memberId);
  return resultOf(records, response);
}

/** The regular expressions that nobody uses any more. */
function abandonedRegexes(group: ConsumerGroup, members: readonly ConsumerGroupMember[]): readonly string[] {
  const counts = new JavaHashMap<number>();
  for (const regex of members.flatMap(regexesOf)) counts.set(regex, (counts.get(regex) ?? 0) + 1);
  return counts.keys().filter((regex) => subscriberCount(group, regex) === counts.get(regex));
}

/** Says that a member is out, and why. */
export function tellRemoved(op: Operation, group: ConsumerGroup, member: ConsumerGroupMember, cause: LeaveCause): void {
  const { groupId } = group;
  const sessionTimeoutMs = member.classicMemberMetadata?.sessionTimeoutMs ?? op.state.configOf(groupId).consumerGroupSessionTimeoutMs;
  const timeoutMs = cause === 'left' ? 0 : cause === 'sessionTimeout' ? sessionTimeoutMs : member.rebalanceTimeoutMs;
  op.context.tell({ kind: 'memberRemoved', groupId, memberId: member.memberId, cause, timeoutMs, memberCount: group.members.size - 1 });
}

/** A member's time is over: its session, its join or its sync. Source: consumerGroupFenceMemberOperation. */
export function fenceMemberById(op: Operation, groupId: string, memberId: string): Outcome {
  const group = op.state.group(groupId);
  const member = group instanceof ConsumerGroup ? group.members.get(memberId) : undefined;
  if (!(group instanceof ConsumerGroup) || member === undefined) return emptyResult;
  // The timer that fired is gone: while a session still runs, it was that of a join or a sync.
  const hasSession = op.state.timers.all().some(({ key }) => key === sessionTimeoutKey(groupId, memberId));
  tellRemoved(op, group, member, hasSession ? 'syncTimeout' : 'sessionTimeout');
  return fenceMembers(op, group, [member], null);
}

/** A member has not given up its partitions in time, unless it has left that epoch. Source: scheduleConsumerGroupRebalanceTimeout. */
export function fenceLateMember(op: Operation, groupId: string, memberId: string, memberEpoch: number): Outcome {
  const group = op.state.group(groupId);
  const member = group instanceof ConsumerGroup ? group.members.get(memberId) : undefined;
  if (!(group instanceof ConsumerGroup) || member?.memberEpoch !== memberEpoch) return emptyResult;
  tellRemoved(op, group, member, 'rebalanceTimeout');
  return fenceMembers(op, group, [member], null);
}
