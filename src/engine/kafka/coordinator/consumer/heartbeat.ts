import { errors } from '../../errors.ts';
import { ClassicGroup } from '../classic/classic-group.ts';
import type { RequestContext } from '../context.ts';
import { heartbeatResponse } from '../error-responses.ts';
import { failure, isFailure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { ConsumerGroupHeartbeatData } from '../requests.ts';
import { resultOf } from '../result.ts';
import type { Outcome } from '../result.ts';
import { groupTombstones } from '../tombstones.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { isSamePartitions, recordPartitions } from './consumer-group-member.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import { convertToConsumerGroup } from './conversion.ts';
import { fullGroupFailure, subscribedMember } from './membership.ts';
import { maybeReconcile } from './reconcile.ts';
import { hasMetadataExpired, maybeUpdateRegularExpressions, recordMemberChange, updateSubscriptionMetadata } from './subscriptions.ts';
import { maybeUpdateTarget } from './target-assignment.ts';
import { scheduleSessionTimeout } from './timers.ts';

/**
 * A heartbeat of a member of the new protocol: takes over what it says, raises the group's epoch and computes a new target when that
 * calls for
 * it, brings the member one step nearer to its target. Source: GroupMetadataManager.consumerGroupHeartbeat.
 */
export function heartbeat(op: Operation, request: RequestContext, data: ConsumerGroupHeartbeatData): Outcome {
  const records: CoordinatorRecord[] = [];
  const { groupId } = data;
  const group = groupFor(op, data, records);
  if (isFailure(group)) return group;
  const full = fullGroupFailure(op, group, data.memberId);
  if (full !== null) return full;
  const memberId = data.memberId === '' ? op.context.generateMemberId('') : data.memberId;
  const { instanceId, memberEpoch, topicPartitions: owned } = data;
  const from = { memberId, instanceId, memberEpoch, owned, isCreating: memberEpoch === 0, isClassic: false };
  const member = subscribedMember(group, from, records);
  if (isFailure(member)) return member;
  const change = { group, member, updated: updatedMember(member, request, data) };
  const hasNamesChanged = recordMemberChange(op, change, records);
  const regexChange = maybeUpdateRegularExpressions(op, change, records);
  if (typeof regexChange !== 'string') return regexChange;
  // An expression that is not resolved yet will raise the epoch by itself.
  const isBumped = hasNamesChanged || regexChange === 'resolved';
  const isRefreshing = isBumped || hasMetadataExpired(op, group);
  const next = isRefreshing ? updateSubscriptionMetadata(op, change, isBumped, records) : group;
  const target = maybeUpdateTarget(op, group, { ...change, next }, records);
  if (isFailure(target)) return target;
  const goal = {
    targetEpoch: target.epoch,
    target: target.partitions,
    hasSubscriptionChanged: hasNamesChanged || regexChange !== 'none',
    owned,
  };
  const reconciled = maybeReconcile(op, { group, member: change.updated, goal }, records);
  if (isFailure(reconciled)) return reconciled;
  scheduleSessionTimeout(op, groupId, memberId);
  if (from.isCreating && !group.members.has(memberId)) {
    const memberCount = group.members.size + (group.staticMember(instanceId) === undefined ? 1 : 0);
    op.context.tell({ kind: 'memberJoined', groupId, memberId, generationId: next.groupEpoch, memberCount });
  }
  return resultOf(records, responseTo(op, data, member, reconciled));
}

/** The assignment stands in the answer only when the member asks for it by saying everything, or when it has changed. */
function responseTo(op: Operation, data: ConsumerGroupHeartbeatData, member: ConsumerGroupMember, reconciled: ConsumerGroupMember) {
  const hasSubscription = data.subscribedTopicNames !== null || data.subscribedTopicRegex !== null;
  const isFullRequest = data.rebalanceTimeoutMs !== -1 && hasSubscription && data.topicPartitions !== null;
  const isChanged = !isSamePartitions(member.assignedPartitions, reconciled.assignedPartitions);
  const assignment = {
    topicPartitions: recordPartitions(reconciled.assignedPartitions).map(({ topicId, partitions }) => ({ topicId, partitions })),
  };
  return heartbeatResponse({
    memberId: reconciled.memberId,
    memberEpoch: reconciled.memberEpoch,
    heartbeatIntervalMs: op.state.configOf(data.groupId).consumerGroupHeartbeatIntervalMs,
    assignment: data.memberEpoch === 0 || isFullRequest || isChanged ? assignment : null,
  });
}

function updatedMember(member: ConsumerGroupMember, request: RequestContext, data: ConsumerGroupHeartbeatData): ConsumerGroupMember {
  return {
    ...member,
    instanceId: data.instanceId ?? member.instanceId,
    rackId: data.rackId ?? member.rackId,
    rebalanceTimeoutMs: data.rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : data.rebalanceTimeoutMs,
    serverAssignorName: data.serverAssignor ?? member.serverAssignorName,
    subscribedTopicNames: data.subscribedTopicNames === null ? member.subscribedTopicNames : [...new Set(data.subscribedTopicNames)],
    subscribedTopicRegex: data.subscribedTopicRegex ?? member.subscribedTopicRegex,
    clientId: request.clientId,
    clientHost: request.clientHost,
    classicMemberMetadata: null,
  };
}

/**
 * The group to join or to be in; a classic one is converted when a member of the new protocol joins. Source:
 * getOrMaybeCreateConsumerGroup.
 */
function groupFor(op: Operation, data: ConsumerGroupHeartbeatData, records: CoordinatorRecord[]): ConsumerGroup | ApiFailure {
  const { groupId } = data;
  const isCreating = data.memberEpoch === 0;
  const group = op.state.group(groupId);
  if (group === null) {
    return isCreating ? ConsumerGroup.empty(groupId) : failure(errors.GROUP_ID_NOT_FOUND, `Consumer group ${groupId} not found.`);
  }
  if (!(group instanceof ClassicGroup)) return group;
  if (!isCreating) return failure(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a consumer group.`);
  if (!group.isEmpty) return convertToConsumerGroup(op, group, records);
  records.push(...groupTombstones(op, groupId));
  return ConsumerGroup.empty(groupId);
}
