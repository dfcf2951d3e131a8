import { onAssignmentStored, onGroupCreated, onStaticMemberReplaced } from './classic/append-actions.ts';
import { onClassicMemberJoined, onClassicMemberSynced } from './consumer/classic-members.ts';
import type { Operation } from './operation.ts';
import type { AppendAction } from './runtime/append-action.ts';

/** Does what waited for records: they are committed (errorCode NONE) or have failed. */
export function completeAction(op: Operation, action: AppendAction, errorCode: number): void {
  switch (action.kind) {
    case 'groupCreated':
      onGroupCreated(op, action.token, errorCode);
      return;
    case 'assignmentStored':
      onAssignmentStored(op, action, errorCode);
      return;
    case 'staticMemberReplaced':
      onStaticMemberReplaced(op, action, errorCode);
      return;
    case 'classicMemberJoined':
      onClassicMemberJoined(op, action, errorCode);
      return;
    case 'classicMemberSynced':
      onClassicMemberSynced(op, action, errorCode);
  }
}
