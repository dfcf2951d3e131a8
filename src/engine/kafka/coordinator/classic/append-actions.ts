import { errors } from '../../errors.ts';
import type { Operation } from '../operation.ts';
import type { AppendAction } from '../runtime/append-action.ts';
import { takeStaticMembersPlace } from './join.ts';
import {
  completeJoin,
  maybePrepareRebalanceOrCompleteJoin,
  rescheduleHeartbeat,
  resetAndPropagateAssignment,
  setAndPropagateAssignment,
} from './rebalance.ts';
import { appendErrorForClients, currentGenerationResponse, joinResponse } from './responses.ts';

type ReplacedAction = Extract<AppendAction, { kind: 'staticMemberReplaced' }>;
type StoredAction = Extract<AppendAction, { kind: 'assignmentStored' }>;

/** From this version a returning static leader can be told to keep its assignment (KIP-814). */
const versionWithSkippedAssignment = 9;

/** What follows when the first record of a new group could not be written. */
export function onGroupCreated(op: Operation, token: number, errorCode: number): void {
  if (errorCode === errors.NONE) return;
  op.state.answer(op.context, token, joinResponse({ errorCode: appendErrorForClients(errorCode) }));
}

/** What follows when the leader's assignment is committed or has failed. */
export function onAssignmentStored(op: Operation, action: StoredAction, errorCode: number): void {
  const group = op.state.classicGroups.get(action.slot);
  // Another rebalance may have begun since.
  if (group === undefined || group.state !== 'CompletingRebalance' || group.generationId !== action.generationId) return;
  if (errorCode === errors.NONE) {
    setAndPropagateAssignment(op, group, new Map(action.assignments));
    group.transitionTo('Stable', op.context.nowMillis);
    const { groupId, generationId } = group;
    op.context.tell({ kind: 'groupStable', groupId, generationId, memberCount: group.members.size });
    return;
  }
  resetAndPropagateAssignment(op, group, appendErrorForClients(errorCode));
  maybePrepareRebalanceOrCompleteJoin(op, group);
}

/** What follows when a static member's new id is committed or has failed. */
export function onStaticMemberReplaced(op: Operation, action: ReplacedAction, errorCode: number): void {
  const group = op.state.classicGroups.get(action.slot);
  const member = group?.members.get(action.newMemberId);
  if (group === undefined || member === undefined) return;
  const { generationId, protocolName, protocolType } = group;
  if (errorCode !== errors.NONE) {
    group.updateMember(member, action.old, null);
    rescheduleHeartbeat(op, group, takeStaticMembersPlace(op, group, member, action.oldMemberId));
    const response = { generationId, protocolName, protocolType, leader: action.leader, errorCode: appendErrorForClients(errorCode) };
    op.state.answer(op.context, action.token, joinResponse(response));
  } else if (action.apiVersion >= versionWithSkippedAssignment) {
    const isLeader = group.isLeader(action.newMemberId);
    completeJoin(op, member, { ...currentGenerationResponse(group, action.newMemberId), skipAssignment: isLeader });
  } else {
    // An old client that hears it leads would assign again: it is told the id that led before.
    completeJoin(
      op,
      member,
      joinResponse({ memberId: action.newMemberId, generationId, protocolName, protocolType, leader: action.leader }),
    );
  }
}
