import { assert } from '../../../kernel/units.ts';
import { errors } from '../../errors.ts';
import type { Payload } from '../embedded-protocol.ts';
import type { LeaveCause } from '../news.ts';
import type { Operation } from '../operation.ts';
import { appendedResult, emptyResult } from '../result.ts';
import type { CoordinatorResult, ResponseData } from '../result.ts';
import type { TimerTask } from '../runtime/timers.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { ClassicGroupMember } from './classic-group-member.ts';
import { groupMetadataRecord } from './group-record.ts';
import { currentGenerationResponse, syncResponse } from './responses.ts';

/** The key of a member's session timer. */
export function heartbeatKey(groupId: string, memberId: string): string {
  return `heartbeat-${groupId}-${memberId}`;
}

/** The key of a group's join phase. */
export function joinKey(groupId: string): string {
  return `join-${groupId}`;
}

/** The key of a group's sync phase. */
export function syncKey(groupId: string): string {
  return `sync-${groupId}`;
}

/** Sets a timer that is not tried again: the next event of the group sets it anew. */
export function scheduleClassic(op: Operation, key: string, delayMs: number, task: TimerTask): void {
  op.state.timers.schedule(key, { nowMillis: op.context.nowMillis, delayMs, retryBackoffMs: null, task });
}

/** Starts a member's session anew. */
export function rescheduleHeartbeat(
  op: Operation,
  group: ClassicGroup,
  member: ClassicGroupMember,
  timeoutMs = member.sessionTimeoutMs,
): void {
  const { groupId } = group;
  const task: TimerTask = { kind: 'classicHeartbeat', groupId, memberId: member.memberId };
  scheduleClassic(op, heartbeatKey(groupId, member.memberId), timeoutMs, task);
}

/** Answers a member's parked JoinGroup request. */
export function completeJoin(op: Operation, member: ClassicGroupMember, response: ResponseData): void {
  const token = member.awaitingJoin;
  if (token === null) return;
  member.awaitingJoin = null;
  op.state.answer(op.context, token, response);
}

/** Answers a member's parked SyncGroup request; false when there is none. */
export function completeSync(op: Operation, member: ClassicGroupMember, response: ResponseData): boolean {
  const token = member.awaitingSync;
  if (token === null) return false;
  member.awaitingSync = null;
  op.state.answer(op.context, token, response);
  return true;
}

/** Starts a rebalance if the state allows one, else sees whether the running one is complete. */
export function maybePrepareRebalanceOrCompleteJoin(op: Operation, group: ClassicGroup): CoordinatorResult {
  return group.canRebalance ? prepareRebalance(op, group) : maybeCompleteJoinPhase(op, group);
}

/** Ends the join phase when everybody is there; the first one of a group waits for its delay. */
export function maybeCompleteJoinPhase(op: Operation, group: ClassicGroup): CoordinatorResult {
  if (group.state !== 'PreparingRebalance' || group.previousState === 'Empty' || !group.hasAllMembersJoined) return emptyResult;
  return completeClassicGroupJoin(op, group);
}

/** Source: GroupMetadataManager.prepareRebalance. */
export function prepareRebalance(op: Operation, group: ClassicGroup): CoordinatorResult {
  if (group.state === 'CompletingRebalance') resetAndPropagateAssignment(op, group, errors.REBALANCE_IN_PROGRESS);
  group.pendingSyncMembers.clear();
  op.state.timers.cancel(syncKey(group.groupId));
  const isInitial = group.isEmpty;
  if (isInitial) {
    // An empty group waits a while, so that members that start together share their first generation.
    const delayMs = op.state.config.groupInitialRebalanceDelayMs;
    const remainingMs = Math.max(group.rebalanceTimeoutMs - delayMs, 0);
    scheduleClassic(op, joinKey(group.groupId), delayMs, { kind: 'classicInitialJoin', groupId: group.groupId, delayMs, remainingMs });
  }
  group.transitionTo('PreparingRebalance', op.context.nowMillis);
  const timeoutMs = isInitial ? op.state.config.groupInitialRebalanceDelayMs : group.rebalanceTimeoutMs;
  const { groupId, generationId } = group;
  op.context.tell({ kind: 'rebalanceStarted', groupId, generationId, memberCount: group.members.size, timeoutMs });
  return isInitial ? emptyResult : maybeCompleteJoinElseSchedule(op, group);
}

function maybeCompleteJoinElseSchedule(op: Operation, group: ClassicGroup): CoordinatorResult {
  if (group.hasAllMembersJoined) return completeClassicGroupJoin(op, group);
  scheduleClassic(op, joinKey(group.groupId), group.rebalanceTimeoutMs, { kind: 'classicJoin', groupId: group.groupId });
  return emptyResult;
}

/** Extends the first join phase while members still come, else ends it. */
export function tryCompleteInitialRebalance(op: Operation, group: ClassicGroup, delayMs: number, remainingMs: number): CoordinatorResult {
  if (!group.newMemberAdded || remainingMs === 0) return completeClassicGroupJoin(op, group);
  group.newMemberAdded = false;
  const nextDelayMs = Math.min(op.state.config.groupInitialRebalanceDelayMs, remainingMs);
  const nextRemainingMs = Math.max(remainingMs - delayMs, 0);
  const task: TimerTask = { kind: 'classicInitialJoin', groupId: group.groupId, delayMs: nextDelayMs, remainingMs: nextRemainingMs };
  scheduleClassic(op, joinKey(group.groupId), nextDelayMs, task);
  return emptyResult;
}

/** Ends the join phase: who has not come is out (static members stay), and a new generation starts. */
export function completeClassicGroupJoin(op: Operation, group: ClassicGroup): CoordinatorResult {
  const { groupId } = group;
  const { timers } = op.state;
  timers.cancel(joinKey(groupId));
  for (const member of group.members.values()) {
    if (member.awaitingJoin !== null || member.groupInstanceId !== null) continue;
    group.remove(member.memberId);
    timers.cancel(heartbeatKey(groupId, member.memberId));
    tellRemoved(op, group, member, 'rebalanceTimeout');
  }
  if (group.state === 'Dead') return emptyResult;
  if (!group.maybeElectNewJoinedLeader() && group.members.size > 0) {
    scheduleClassic(op, joinKey(groupId), group.rebalanceTimeoutMs, { kind: 'classicJoin', groupId });
    return emptyResult;
  }
  group.initNextGeneration(op.context.nowMillis, op.context.embedded);
  const { generationId } = group;
  if (group.isEmpty) op.context.tell({ kind: 'groupEmptied', groupId, generationId });
  if (group.isEmpty) return appendedResult([groupMetadataRecord(group, new Map(), op.context.embedded)], null);
  for (const member of group.members.values()) {
    completeJoin(op, member, currentGenerationResponse(group, member.memberId));
    rescheduleHeartbeat(op, group, member);
    member.isNew = false;
    group.pendingSyncMembers.set(member.memberId, true);
  }
  scheduleClassic(op, syncKey(groupId), group.rebalanceTimeoutMs, { kind: 'classicSync', groupId, generationId });
  const { leaderId, protocolName } = group;
  const memberCount = group.members.size;
  op.context.tell({
    kind: 'generationStarted',
    groupId,
    generationId,
    memberCount,
    leaderId: leaderId ?? '',
    protocolName: protocolName ?? '',
  });
  return emptyResult;
}

/** Says that a member is out, and why. */
export function tellRemoved(op: Operation, group: ClassicGroup, member: ClassicGroupMember, cause: LeaveCause): void {
  const timeoutMs = cause === 'sessionTimeout' ? member.sessionTimeoutMs : cause === 'left' ? 0 : group.rebalanceTimeoutMs;
  const { memberId } = member;
  op.context.tell({ kind: 'memberRemoved', groupId: group.groupId, memberId, cause, timeoutMs, memberCount: group.members.size });
}

/** Takes the assignments away and tells those who wait why. */
export function resetAndPropagateAssignment(op: Operation, group: ClassicGroup, errorCode: number): void {
  assert(group.state === 'CompletingRebalance', 'assignments are reset while they are awaited');
  for (const member of group.members.values()) member.assignment = op.context.embedded.emptyPayload;
  propagateAssignment(op, group, errorCode);
}

/** Gives every member its assignment, an empty one to those whom the leader forgot. */
export function setAndPropagateAssignment(op: Operation, group: ClassicGroup, assignments: ReadonlyMap<string, Payload>): void {
  assert(group.state === 'CompletingRebalance', 'assignments are given while they are awaited');
  const { emptyPayload } = op.context.embedded;
  for (const member of group.members.values()) member.assignment = assignments.get(member.memberId) ?? emptyPayload;
  propagateAssignment(op, group, errors.NONE);
}

function propagateAssignment(op: Operation, group: ClassicGroup, errorCode: number): void {
  const protocol = errorCode === errors.NONE ? { protocolName: group.protocolName, protocolType: group.protocolType } : {};
  for (const member of group.members.values()) {
    const response = syncResponse(op.context.embedded.emptyPayload, { ...protocol, assignment: member.assignment, errorCode });
    if (completeSync(op, member, response)) rescheduleHeartbeat(op, group, member);
  }
}
