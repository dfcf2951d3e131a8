import { errors } from '../../errors.ts';
import { consumerProtocolType } from '../classic/classic-group.ts';
import type { Join } from '../classic/join.ts';
import { joinResponse, syncResponse } from '../classic/responses.ts';
import type { CoordinatorTopics, RequestContext } from '../context.ts';
import type { EmbeddedSubscription } from '../embedded-protocol.ts';
import { failure, isFailure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { HeartbeatData, JoinGroupData, LeaveGroupData, OwnedPartitions, SyncGroupData } from '../requests.ts';
import { appendedResult, emptyResult, resultOf } from '../result.ts';
import type { Outcome } from '../result.ts';
import type { AppendAction } from '../runtime/append-action.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { memberStates } from './consumer-group-member.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import { canDowngradeReplacing, convertToClassicGroup, embeddedAssignment } from './conversion.ts';
import { fenceMembers, tellRemoved } from './fence.ts';
import { fencedInstance, fullGroupFailure, memberOf, subscribedMember, unknownInstance } from './membership.ts';
import { maybeReconcile } from './reconcile.ts';
import { hasMetadataExpired, maybeUpdateRegularExpressions, recordMemberChange, updateSubscriptionMetadata } from './subscriptions.ts';
import type { MemberChange } from './subscriptions.ts';
import { maybeUpdateTarget } from './target-assignment.ts';
import type { NextGroup } from './target-assignment.ts';
import {
  cancelJoinTimeout,
  cancelSyncTimeout,
  scheduleJoinTimeoutIfAbsent,
  scheduleSessionTimeout,
  scheduleSyncTimeout,
} from './timers.ts';

type JoinedAction = Extract<AppendAction, { kind: 'classicMemberJoined' }>;
type SyncedAction = Extract<AppendAction, { kind: 'classicMemberSynced' }>;

const versionWithKnownMemberId = 4;

/**
 * A member of the classic protocol joins a consumer group: the coordinator assigns, so its answer names no leader and comes at once.
 * Source:
 * GroupMetadataManager.classicGroupJoinToConsumerGroup.
 */
export function joinConsumerGroup(join: Join, group: ConsumerGroup): Outcome {
  const { op, request, data } = join;
  const isUnknownMember = data.memberId === '';
  const refused = joinObstacle(op, group, data);
  if (refused !== null) return refused;
  const memberId = isUnknownMember ? op.context.generateMemberId('') : data.memberId;
  if (isUnknownMember && data.groupInstanceId === null && request.apiVersion >= versionWithKnownMemberId) {
    op.state.answer(op.context, request.token, joinResponse({ memberId, errorCode: errors.MEMBER_ID_REQUIRED }));
    return emptyResult;
  }
  const records: CoordinatorRecord[] = [];
  const isCreating = data.groupInstanceId === null || isUnknownMember;
  const from = { memberId, instanceId: data.groupInstanceId, memberEpoch: -1, owned: [], isCreating, isClassic: true };
  const member = subscribedMember(group, from, records);
  if (isFailure(member)) return member;
  const replaced = group.staticMember(data.groupInstanceId);
  const isDowngrade = replaced !== undefined && canDowngradeReplacing(op, group, replaced);
  const subscription = op.context.embedded.readSubscription(data.protocols[0]?.metadata);
  if (subscription === null) return failure(errors.UNKNOWN_SERVER_ERROR);
  const change = { group, member, updated: updatedMember(member, join, subscription) };
  const hasNamesChanged = recordMemberChange(op, change, records);
  const regexChange = maybeUpdateRegularExpressions(op, change, records);
  if (typeof regexChange !== 'string') return regexChange;
  const isBumped = hasNamesChanged || regexChange !== 'none';
  const isRefreshing = isBumped || hasMetadataExpired(op, group);
  const next = isRefreshing ? updateSubscriptionMetadata(op, change, isBumped, records) : group;
  const goal = { hasSubscriptionChanged: isBumped, owned: ownedPartitions(op.context.topics, subscription) };
  const joined = isDowngrade ? downgrade(op, change, { ...goal, next }, records) : assigned(op, change, { ...goal, next }, records);
  if (isFailure(joined)) return joined;
  if (replaced === undefined && !group.members.has(memberId)) {
    const { groupId } = group;
    op.context.tell({ kind: 'memberJoined', groupId, memberId, generationId: next.groupEpoch, memberCount: group.members.size + 1 });
  }
  return { ...appendedResult(records, joinedAction(join, joined, isDowngrade)), isReplayed: !isDowngrade };
}

interface JoinGoal {
  readonly hasSubscriptionChanged: boolean;
  readonly owned: readonly OwnedPartitions[];
  readonly next: NextGroup;
}

function assigned(op: Operation, change: MemberChange, goal: JoinGoal, records: CoordinatorRecord[]): ConsumerGroupMember | ApiFailure {
  const target = maybeUpdateTarget(op, change.group, { ...change, next: goal.next }, records);
  if (isFailure(target)) return target;
  const reconciliation = { ...goal, targetEpoch: target.epoch, target: target.partitions };
  return maybeReconcile(op, { group: change.group, member: change.updated, goal: reconciliation }, records);
}

/** The last member of the new protocol came back with the old one: the group is classic again. */
function downgrade(op: Operation, change: MemberChange, goal: JoinGoal, records: CoordinatorRecord[]): ConsumerGroupMember | ApiFailure {
  const { group, updated } = change;
  const isRebalancing = group.assignmentEpoch < goal.next.groupEpoch;
  const target = group.targetOf(updated.memberId, updated.instanceId);
  const reconciliation = { ...goal, targetEpoch: group.assignmentEpoch, target };
  const joining = isRebalancing ? updated : maybeReconcile(op, { group, member: updated, goal: reconciliation }, records);
  if (isFailure(joining)) return joining;
  return convertToClassicGroup(op, group, { leavingIds: new Set(), joining, isRebalancing }, records) ?? joining;
}

function joinObstacle(op: Operation, group: ConsumerGroup, data: JoinGroupData): ApiFailure | null {
  if (op.state.config.consumerGroupMigrationPolicy === 'disabled') {
    const message = `Cannot join the consumer group ${group.groupId} with the classic protocol because the group migration is disabled.`;
    return failure(errors.INCONSISTENT_GROUP_PROTOCOL, message);
  }
  const full = fullGroupFailure(op, group, data.memberId);
  if (full !== null) return full;
  const isCommon = data.protocols.some(({ name }) => (group.classicProtocols.get(name) ?? 0) === group.classicMemberCount);
  if (data.protocolType === consumerProtocolType && isCommon) return null;
  return failure(errors.INCONSISTENT_GROUP_PROTOCOL, `Member ${data.memberId}'s protocols are not supported.`);
}

function updatedMember(member: ConsumerGroupMember, { request, data }: Join, subscription: EmbeddedSubscription): ConsumerGroupMember {
  return {
    ...member,
    instanceId: data.groupInstanceId ?? member.instanceId,
    rackId: subscription.rackId === null || subscription.rackId === '' ? member.rackId : subscription.rackId,
    rebalanceTimeoutMs: data.rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : data.rebalanceTimeoutMs,
    subscribedTopicNames: [...new Set(subscription.topics)],
    subscribedTopicRegex: '',
    clientId: request.clientId,
    clientHost: request.clientHost,
    classicMemberMetadata: { sessionTimeoutMs: data.sessionTimeoutMs, supportedProtocols: data.protocols },
  };
}

function ownedPartitions(topics: CoordinatorTopics, subscription: EmbeddedSubscription): readonly OwnedPartitions[] {
  return [...subscription.ownedPartitions].flatMap(([name, partitions]) => {
    const topic = topics.byName(name);
    return topic === undefined ? [] : [{ topicId: topic.topicId, partitions }];
  });
}

function joinedAction({ request, data }: Join, member: ConsumerGroupMember, isDowngrade: boolean): AppendAction {
  const { memberId, memberEpoch } = member;
  return {
    kind: 'classicMemberJoined',
    groupId: data.groupId,
    token: request.token,
    memberId,
    isDowngrade,
    sessionTimeoutMs: data.sessionTimeoutMs,
    rebalanceTimeoutMs: data.rebalanceTimeoutMs,
    response: joinResponse({
      memberId,
      generationId: memberEpoch,
      protocolType: consumerProtocolType,
      protocolName: member.classicMemberMetadata?.supportedProtocols[0]?.name ?? null,
    }),
  };
}

/** What follows when a classic member's join is committed: its session starts, and its time to ask for the assignment. */
export function onClassicMemberJoined(op: Operation, action: JoinedAction, errorCode: number): void {
  if (errorCode !== errors.NONE) return;
  const { groupId, memberId } = action;
  cancelJoinTimeout(op, groupId, memberId);
  if (!action.isDowngrade) {
    scheduleSessionTimeout(op, groupId, memberId, action.sessionTimeoutMs);
    scheduleSyncTimeout(op, groupId, memberId, action.rebalanceTimeoutMs);
  }
  op.state.answer(op.context, action.token, action.response);
}

/** A classic member asks for what the coordinator assigned to it. Source: GroupMetadataManager.classicGroupSyncToConsumerGroup. */
export function syncClassicMember(op: Operation, group: ConsumerGroup, request: RequestContext, data: SyncGroupData): Outcome {
  const member = classicMemberAt(group, data);
  if (isFailure(member)) return member;
  const protocol = member.classicMemberMetadata?.supportedProtocols[0];
  const isTypeOther = data.protocolType !== null && data.protocolType !== consumerProtocolType;
  if (isTypeOther || (data.protocolName !== null && data.protocolName !== protocol?.name))
    return failure(errors.INCONSISTENT_GROUP_PROTOCOL);
  // One that is giving up partitions has rejoined already: it first finishes that.
  if (group.assignmentEpoch > member.memberEpoch && member.state !== memberStates.UNREVOKED_PARTITIONS) {
    scheduleJoinTimeoutIfAbsent(op, group.groupId, member);
    return failure(errors.REBALANCE_IN_PROGRESS);
  }
  const partitions = new Map([...member.assignedPartitions].map(([topicId, epochs]) => [topicId, [...epochs.keys()]]));
  const assignment = embeddedAssignment(op, partitions, protocol?.metadata);
  if (isFailure(assignment)) return assignment;
  const { protocolType, protocolName } = data;
  return appendedResult([], {
    kind: 'classicMemberSynced',
    groupId: group.groupId,
    token: request.token,
    memberId: data.memberId,
    sessionTimeoutMs: member.classicMemberMetadata?.sessionTimeoutMs ?? 0,
    response: syncResponse(op.context.embedded.emptyPayload, { protocolType, protocolName, assignment: assignment.payload }),
  });
}

/** What follows when all that a classic member's assignment rests on is committed. */
export function onClassicMemberSynced(op: Operation, action: SyncedAction, errorCode: number): void {
  if (errorCode !== errors.NONE) return;
  cancelSyncTimeout(op, action.groupId, action.memberId);
  scheduleSessionTimeout(op, action.groupId, action.memberId, action.sessionTimeoutMs);
  op.state.answer(op.context, action.token, action.response);
}

/** A classic member hears of everything by the answers to its heartbeats. Source: classicGroupHeartbeatToConsumerGroup. */
export function heartbeatClassicMember(op: Operation, group: ConsumerGroup, data: HeartbeatData): Outcome {
  const member = classicMemberAt(group, data);
  if (isFailure(member)) return member;
  const { groupId } = group;
  scheduleSessionTimeout(op, groupId, data.memberId, member.classicMemberMetadata?.sessionTimeoutMs);
  const mustRejoin =
    member.memberEpoch < group.assignmentEpoch ||
    member.state === memberStates.UNREVOKED_PARTITIONS ||
    (member.state === memberStates.UNRELEASED_PARTITIONS && !isWaitingForOthers(group, member));
  if (mustRejoin) scheduleJoinTimeoutIfAbsent(op, groupId, member);
  return resultOf([], { errorCode: mustRejoin ? errors.REBALANCE_IN_PROGRESS : errors.NONE });
}

/** Whether others still own what the member is to get. Source: ConsumerGroup.waitingOnUnreleasedPartition. */
function isWaitingForOthers(group: ConsumerGroup, member: ConsumerGroupMember): boolean {
  for (const [topicId, partitions] of group.targetOf(member.memberId, null)) {
    const assignedHere = member.assignedPartitions.get(topicId);
    const isAwaited = (partition: number): boolean =>
      assignedHere?.has(partition) !== true && group.currentPartitionEpoch(topicId, partition) !== -1;
    if (partitions.some(isAwaited)) return true;
  }
  return false;
}

/** The member of a request by its id or its instance id, if it speaks the classic protocol and is in the generation that it says. */
function classicMemberAt(
  group: ConsumerGroup,
  data: { readonly memberId: string; readonly groupInstanceId: string | null; readonly generationId: number },
): ConsumerGroupMember | ApiFailure {
  const { memberId, groupInstanceId: instanceId, generationId } = data;
  const member = instanceId === null ? memberOf(group, memberId) : (group.staticMember(instanceId) ?? failure(errors.UNKNOWN_MEMBER_ID));
  if (isFailure(member)) return member;
  const fenced = instanceId === null ? null : fencedInstance(member, memberId, instanceId);
  if (fenced !== null) return fenced;
  if (member.classicMemberMetadata === null) return failure(errors.UNKNOWN_MEMBER_ID);
  return member.memberEpoch === generationId ? member : failure(errors.ILLEGAL_GENERATION);
}

/**
 * Members leave by the classic request: each is judged by itself, then the group changes once. Source: classicGroupLeaveToConsumerGroup.
 */
export function leaveConsumerGroup(op: Operation, group: ConsumerGroup, data: LeaveGroupData): Outcome {
  const leaving = new Map<string, ConsumerGroupMember>();
  const members = data.members.map(({ memberId, groupInstanceId }) => {
    const member = leavingMember(group, memberId, groupInstanceId);
    if (!isFailure(member)) leaving.set(member.memberId, member);
    return { memberId, groupInstanceId, errorCode: isFailure(member) ? member.errorCode : errors.NONE };
  });
  for (const member of leaving.values()) tellRemoved(op, group, member, 'left');
  return fenceMembers(op, group, [...leaving.values()], { errorCode: errors.NONE, members });
}

function leavingMember(group: ConsumerGroup, memberId: string, instanceId: string | null): ConsumerGroupMember | ApiFailure {
  if (instanceId === null) return memberOf(group, memberId);
  const member = group.staticMember(instanceId);
  if (member === undefined) return unknownInstance(instanceId);
  // An administrator names only the instance.
  return (memberId === '' ? null : fencedInstance(member, memberId, instanceId)) ?? member;
}
