import { assert } from '../../../kernel/units.ts';
import { errors } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import { isFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { JoinGroupData } from '../requests.ts';
import { appendedResult, emptyResult } from '../result.ts';
import type { CoordinatorResult } from '../result.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { ClassicGroup } from './classic-group.ts';
import { ClassicGroupMember } from './classic-group-member.ts';
import { emptyGroupMetadataRecord, groupMetadataRecord } from './group-record.ts';
import {
  completeJoin,
  completeSync,
  heartbeatKey,
  maybeCompleteJoinPhase,
  maybePrepareRebalanceOrCompleteJoin,
  prepareRebalance,
  rescheduleHeartbeat,
  scheduleClassic,
} from './rebalance.ts';
import { currentGenerationResponse, joinResponse, syncResponse } from './responses.ts';

/** From this version a new member must come again with the id that it was given (KIP-394). */
const versionWithKnownMemberId = 4;

/** A JoinGroup request and who sent it. */
export interface Join {
  readonly op: Operation;
  readonly request: RequestContext;
  readonly data: JoinGroupData;
}

/** A JoinGroup request to a classic group, made when there is none yet. `records` are what had to go before. */
export function joinClassicGroup(join: Join, records: readonly CoordinatorRecord[]): CoordinatorResult {
  const { op, request, data } = join;
  const { state, context } = op;
  const isUnknownMember = data.memberId === '';
  const isNewGroup = state.group(data.groupId) === null;
  const group = state.classicGroup(data.groupId, isUnknownMember, context.nowMillis);
  if (isFailure(group)) return answered(join, { memberId: data.memberId, errorCode: errors.UNKNOWN_MEMBER_ID });
  const result = joinGroup(join, group, isUnknownMember);
  if (!isNewGroup || result !== emptyResult) return result;
  return appendedResult([...records, emptyGroupMetadataRecord(group)], { kind: 'groupCreated', token: request.token });
}

function joinGroup(join: Join, group: ClassicGroup, isUnknownMember: boolean): CoordinatorResult {
  const { op, data } = join;
  if (!acceptsJoiningMember(op, group, data.memberId)) {
    group.remove(data.memberId);
    return answered(join, { errorCode: errors.GROUP_MAX_SIZE_REACHED });
  }
  return isUnknownMember ? joinNewMember(join, group) : joinExistingMember(join, group);
}

function answered(join: Join, fields: Readonly<Record<string, unknown>>): CoordinatorResult {
  join.op.state.answer(join.op.context, join.request.token, joinResponse(fields));
  return emptyResult;
}

function acceptsJoiningMember(op: Operation, group: ClassicGroup, memberId: string): boolean {
  const { groupMaxSize } = op.state.config;
  switch (group.state) {
    case 'Empty':
    case 'Dead':
      return true;
    case 'PreparingRebalance':
      return (group.members.get(memberId)?.awaitingJoin ?? null) !== null || group.awaitingJoinCount < groupMaxSize;
    case 'CompletingRebalance':
    case 'Stable':
      return group.members.has(memberId) || group.members.size < groupMaxSize;
  }
}

function joinNewMember(join: Join, group: ClassicGroup): CoordinatorResult {
  const { op, request, data } = join;
  if (group.state === 'Dead') return answered(join, { errorCode: errors.COORDINATOR_NOT_AVAILABLE });
  if (!group.supportsProtocols(data.protocolType, data.protocols)) {
    return answered(join, { errorCode: errors.INCONSISTENT_GROUP_PROTOCOL });
  }
  const { groupInstanceId } = data;
  const memberId = op.context.generateMemberId(`${groupInstanceId ?? request.clientId}-`);
  if (groupInstanceId !== null) {
    const existing = group.staticMembers.get(groupInstanceId);
    const member = existing === undefined ? undefined : group.members.get(existing);
    return member === undefined ? addMember(join, group, memberId) : replaceStaticMember(join, group, member, memberId);
  }
  if (request.apiVersion < versionWithKnownMemberId) return addMember(join, group, memberId);
  group.pendingJoinMembers.set(memberId, true);
  const task = { kind: 'classicHeartbeat', groupId: group.groupId, memberId } as const;
  scheduleClassic(op, heartbeatKey(group.groupId, memberId), data.sessionTimeoutMs, task);
  return answered(join, { memberId, errorCode: errors.MEMBER_ID_REQUIRED });
}

function joinExistingMember(join: Join, group: ClassicGroup): CoordinatorResult {
  const { op, data } = join;
  const { memberId } = data;
  if (group.state === 'Dead') return answered(join, { memberId, errorCode: errors.COORDINATOR_NOT_AVAILABLE });
  if (!group.supportsProtocols(data.protocolType, data.protocols)) {
    return answered(join, { memberId, errorCode: errors.INCONSISTENT_GROUP_PROTOCOL });
  }
  if (group.pendingJoinMembers.has(memberId)) {
    // Kafka throws here for a static member, which its clients never are while pending; the client sees a server error.
    if (data.groupInstanceId !== null) return answered(join, { errorCode: errors.UNKNOWN_SERVER_ERROR });
    return addMember(join, group, memberId);
  }
  const invalid = group.validateMember(memberId, data.groupInstanceId);
  if (invalid !== null) return answered(join, { memberId, errorCode: invalid.errorCode, protocolType: null, protocolName: null });
  const member = group.members.get(memberId);
  assert(member !== undefined, 'a validated member is in the group');
  switch (group.state) {
    case 'PreparingRebalance':
      return updateMember(join, group, member);
    case 'CompletingRebalance':
      // The same metadata again: the answer was lost on its way.
      if (!member.matches(data.protocols, op.context.embedded)) return updateMember(join, group, member);
      op.state.answer(op.context, join.request.token, currentGenerationResponse(group, memberId));
      return emptyResult;
    case 'Stable':
      // A leader that joins again wants a new assignment; a follower only when it says something new.
      if (group.isLeader(memberId) || !member.matches(data.protocols, op.context.embedded)) return updateMember(join, group, member);
      op.state.answer(op.context, join.request.token, currentGenerationResponse(group, memberId));
      return emptyResult;
    case 'Empty':
      return answered(join, { memberId, errorCode: errors.UNKNOWN_MEMBER_ID });
  }
}

function updateMember(join: Join, group: ClassicGroup, member: ClassicGroupMember): CoordinatorResult {
  group.updateMember(member, join.data, join.request.token);
  return maybePrepareRebalanceOrCompleteJoin(join.op, group);
}

function addMember(join: Join, group: ClassicGroup, memberId: string): CoordinatorResult {
  const { op, request, data } = join;
  const member = new ClassicGroupMember({
    memberId,
    groupInstanceId: data.groupInstanceId,
    clientId: request.clientId,
    clientHost: request.clientHost,
    rebalanceTimeoutMs: data.rebalanceTimeoutMs,
    sessionTimeoutMs: data.sessionTimeoutMs,
    protocolType: data.protocolType,
    supportedProtocols: data.protocols,
    assignment: op.context.embedded.emptyPayload,
  });
  member.isNew = true;
  if (group.state === 'PreparingRebalance' && group.previousState === 'Empty') group.newMemberAdded = true;
  group.add(member, request.token);
  const { groupId, generationId } = group;
  op.context.tell({ kind: 'memberJoined', groupId, memberId, generationId, memberCount: group.members.size });
  rescheduleHeartbeat(op, group, member, op.state.config.newMemberJoinTimeoutMs);
  return maybePrepareRebalanceOrCompleteJoin(op, group);
}

/** A static member came back under a new id. Source: GroupMetadataManager.updateStaticMemberThenRebalanceOrCompleteJoin. */
function replaceStaticMember(join: Join, group: ClassicGroup, oldMember: ClassicGroupMember, newMemberId: string): CoordinatorResult {
  const { op, request, data } = join;
  const groupInstanceId = data.groupInstanceId ?? '';
  const leader = group.leaderId;
  const member = takeStaticMembersPlace(op, group, oldMember, newMemberId);
  rescheduleHeartbeat(op, group, member);
  const { rebalanceTimeoutMs, sessionTimeoutMs, supportedProtocols } = member;
  group.updateMember(member, data, request.token);
  if (group.state === 'Stable') {
    if ((group.protocolName ?? '') !== group.selectProtocol()) return maybePrepareRebalanceOrCompleteJoin(op, group);
    const assignments = new Map(group.members.values().map((each) => [each.memberId, each.assignment]));
    return appendedResult([groupMetadataRecord(group, assignments, op.context.embedded)], {
      kind: 'staticMemberReplaced',
      slot: group.slot,
      token: request.token,
      apiVersion: request.apiVersion,
      groupInstanceId,
      oldMemberId: oldMember.memberId,
      newMemberId,
      leader,
      old: { protocols: supportedProtocols, rebalanceTimeoutMs, sessionTimeoutMs },
    });
  }
  if (group.state === 'CompletingRebalance') return prepareRebalance(op, group);
  return maybeCompleteJoinPhase(op, group);
}

/** Replaces a static member and tells whoever still uses the old id that it is fenced. Source: ClassicGroup.replaceStaticMember. */
export function takeStaticMembersPlace(
  op: Operation,
  group: ClassicGroup,
  old: ClassicGroupMember,
  newMemberId: string,
): ClassicGroupMember {
  const errorCode = errors.FENCED_INSTANCE_ID;
  completeJoin(op, old, joinResponse({ memberId: old.memberId, protocolName: null, errorCode }));
  completeSync(op, old, syncResponse(op.context.embedded.emptyPayload, { errorCode }));
  return group.replaceStaticMember(old.groupInstanceId ?? '', old, newMemberId);
}
