import { assert } from '../../../kernel/units.ts';
import { errors } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import type { Operation } from '../operation.ts';
import type { SyncGroupData } from '../requests.ts';
import { appendedResult, emptyResult } from '../result.ts';
import type { CoordinatorResult } from '../result.ts';
import type { ClassicGroup } from './classic-group.ts';
import { groupMetadataRecord } from './group-record.ts';
import { syncKey } from './rebalance.ts';
import { syncResponse } from './responses.ts';

/** A SyncGroup request to a classic group. Source: GroupMetadataManager.classicGroupSyncToClassicGroup. */
export function syncClassicGroup(op: Operation, group: ClassicGroup, request: RequestContext, data: SyncGroupData): CoordinatorResult {
  const { emptyPayload } = op.context.embedded;
  const errorCode = validateSync(group, data);
  if (errorCode !== errors.NONE || group.state === 'PreparingRebalance') {
    const code = errorCode === errors.NONE ? errors.REBALANCE_IN_PROGRESS : errorCode;
    op.state.answer(op.context, request.token, syncResponse(emptyPayload, { errorCode: code }));
    return emptyResult;
  }
  const member = group.members.get(data.memberId);
  assert(member !== undefined, 'a validated member is in the group');
  if (group.state === 'CompletingRebalance') {
    member.awaitingSync = request.token;
    removePendingSyncMember(op, group, data.memberId);
    return group.isLeader(data.memberId) ? storeAssignment(op, group, data) : emptyResult;
  }
  removePendingSyncMember(op, group, data.memberId);
  const { protocolType, protocolName } = group;
  op.state.answer(op.context, request.token, syncResponse(emptyPayload, { protocolType, protocolName, assignment: member.assignment }));
  return emptyResult;
}

/** The leader's assignment is written first; members get it, and the group is stable, once that is committed. */
function storeAssignment(op: Operation, group: ClassicGroup, data: SyncGroupData): CoordinatorResult {
  const assignments = new Map(data.assignments.map(({ memberId, assignment }) => [memberId, assignment]));
  return appendedResult([groupMetadataRecord(group, assignments, op.context.embedded)], {
    kind: 'assignmentStored',
    slot: group.slot,
    memberId: data.memberId,
    generationId: data.generationId,
    assignments: [...assignments],
  });
}

function validateSync(group: ClassicGroup, data: SyncGroupData): number {
  if (group.state === 'Dead') return errors.COORDINATOR_NOT_AVAILABLE;
  const invalid = group.validateMember(data.memberId, data.groupInstanceId);
  if (invalid !== null) return invalid.errorCode;
  if (data.generationId !== group.generationId) return errors.ILLEGAL_GENERATION;
  const isTypeOther = data.protocolType !== null && group.protocolType !== null && data.protocolType !== group.protocolType;
  const isNameOther = data.protocolName !== null && group.protocolName !== null && data.protocolName !== group.protocolName;
  return isTypeOther || isNameOther ? errors.INCONSISTENT_GROUP_PROTOCOL : errors.NONE;
}

function removePendingSyncMember(op: Operation, group: ClassicGroup, memberId: string): void {
  group.pendingSyncMembers.delete(memberId);
  if (group.pendingSyncMembers.size === 0) op.state.timers.cancel(syncKey(group.groupId));
}
