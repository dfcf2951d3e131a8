import { errors } from '../../errors.ts';
import { failure, isFailure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { HeartbeatData, LeaveGroupData } from '../requests.ts';
import { emptyResult, resultOf } from '../result.ts';
import type { CoordinatorResult, Outcome, ResponseData } from '../result.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { ClassicGroupMember } from './classic-group-member.ts';
import {
  completeClassicGroupJoin,
  completeJoin,
  heartbeatKey,
  maybeCompleteJoinPhase,
  maybePrepareRebalanceOrCompleteJoin,
  prepareRebalance,
  rescheduleHeartbeat,
  tellRemoved,
} from './rebalance.ts';
import { joinResponse } from './responses.ts';

/** A Heartbeat request to a classic group. */
export function heartbeatClassicGroup(op: Operation, group: ClassicGroup, data: HeartbeatData): Outcome {
  if (group.state === 'Dead') return failure(errors.COORDINATOR_NOT_AVAILABLE);
  const invalid = group.validateMember(data.memberId, data.groupInstanceId);
  if (invalid !== null) return invalid;
  if (data.generationId !== group.generationId) return failure(errors.ILLEGAL_GENERATION);
  if (group.isEmpty) return resultOf([], { errorCode: errors.UNKNOWN_MEMBER_ID });
  const member = group.members.get(data.memberId);
  if (member !== undefined) rescheduleHeartbeat(op, group, member);
  return resultOf([], { errorCode: group.state === 'PreparingRebalance' ? errors.REBALANCE_IN_PROGRESS : errors.NONE });
}

/** A LeaveGroup request to a classic group: each member is judged by itself, then the rest rebalance once. */
export function leaveClassicGroup(op: Operation, group: ClassicGroup, data: LeaveGroupData): Outcome {
  if (group.state === 'Dead') return resultOf([], { errorCode: errors.COORDINATOR_NOT_AVAILABLE, members: [] });
  const members: ResponseData[] = [];
  let leftCount = 0;
  for (const { memberId, groupInstanceId } of data.members) {
    const invalid = leave(op, group, memberId, groupInstanceId);
    const errorCode = invalid?.errorCode ?? errors.NONE;
    members.push({ memberId, groupInstanceId, errorCode });
    if (errorCode === errors.NONE) leftCount += 1;
  }
  let result: CoordinatorResult = emptyResult;
  if (leftCount > 0 && group.isInState('Stable', 'CompletingRebalance')) result = maybePrepareRebalanceOrCompleteJoin(op, group);
  else if (leftCount > 0 && group.state === 'PreparingRebalance') result = maybeCompleteJoinPhase(op, group);
  return { ...result, response: { errorCode: errors.NONE, members } };
}

function leave(op: Operation, group: ClassicGroup, memberId: string, groupInstanceId: string | null): ApiFailure | null {
  if (memberId === '') {
    const existing = groupInstanceId === null ? undefined : group.staticMembers.get(groupInstanceId);
    if (existing === undefined) return failure(errors.UNKNOWN_MEMBER_ID);
    removeMember(op, group, existing);
    return null;
  }
  if (group.pendingJoinMembers.has(memberId)) {
    group.remove(memberId);
    op.state.timers.cancel(heartbeatKey(group.groupId, memberId));
    return null;
  }
  const invalid = group.validateMember(memberId, groupInstanceId);
  if (invalid === null) removeMember(op, group, memberId);
  return invalid;
}

function removeMember(op: Operation, group: ClassicGroup, memberId: string): void {
  op.state.timers.cancel(heartbeatKey(group.groupId, memberId));
  const member = group.members.get(memberId);
  if (member !== undefined) completeJoin(op, member, joinResponse({ errorCode: errors.UNKNOWN_MEMBER_ID }));
  group.remove(memberId);
  if (member !== undefined) tellRemoved(op, group, member, 'left');
}

/** A member's session ended without a heartbeat. Source: GroupMetadataManager.expireClassicGroupMemberHeartbeat. */
export function expireHeartbeat(op: Operation, groupId: string, memberId: string): CoordinatorResult {
  const group = op.state.classicGroup(groupId, false, op.context.nowMillis);
  if (isFailure(group) || group.state === 'Dead') return emptyResult;
  if (group.pendingJoinMembers.has(memberId)) {
    group.remove(memberId);
    return completeIfAllJoined(op, group);
  }
  const member = group.members.get(memberId);
  if (member === undefined || member.hasSatisfiedHeartbeat) return emptyResult;
  return expireMember(op, group, member);
}

function expireMember(op: Operation, group: ClassicGroup, member: ClassicGroupMember): CoordinatorResult {
  completeJoin(op, member, joinResponse({ errorCode: errors.UNKNOWN_MEMBER_ID }));
  group.remove(member.memberId);
  tellRemoved(op, group, member, 'sessionTimeout');
  if (group.isInState('Stable', 'CompletingRebalance')) return maybePrepareRebalanceOrCompleteJoin(op, group);
  return completeIfAllJoined(op, group);
}

function completeIfAllJoined(op: Operation, group: ClassicGroup): CoordinatorResult {
  return group.state === 'PreparingRebalance' && group.hasAllMembersJoined ? completeClassicGroupJoin(op, group) : emptyResult;
}

/** Members that joined but never asked for their assignment are out. Source: GroupMetadataManager.expirePendingSync. */
export function expirePendingSync(op: Operation, groupId: string, generationId: number): CoordinatorResult {
  const group = op.state.classicGroup(groupId, false, op.context.nowMillis);
  if (isFailure(group) || generationId !== group.generationId) return emptyResult;
  if (!group.isInState('CompletingRebalance', 'Stable') || group.pendingSyncMembers.size === 0) return emptyResult;
  for (const memberId of group.pendingSyncMembers.keys()) {
    const member = group.members.get(memberId);
    group.remove(memberId);
    op.state.timers.cancel(heartbeatKey(groupId, memberId));
    if (member !== undefined) tellRemoved(op, group, member, 'syncTimeout');
  }
  return prepareRebalance(op, group);
}
