import type { Operation } from '../operation.ts';
import { isFailure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { isReconciledTo, isSameMember, memberStates } from './consumer-group-member.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import { nextAssignment } from './current-assignment.ts';
import type { ReconciliationGoal } from './current-assignment.ts';
import { currentAssignmentRecord } from './records.ts';
import { cancelRebalanceTimeout, scheduleRebalanceTimeout } from './timers.ts';

/**
 * Brings a member one step nearer to its target and records the step. While a member has to give up partitions, its rebalance timeout runs.
 * Source: GroupMetadataManager.maybeReconcile.
 */
export function maybeReconcile(
  op: Operation,
  { group, member, goal }: { readonly group: ConsumerGroup; readonly member: ConsumerGroupMember; readonly goal: ReconciliationGoal },
  records: CoordinatorRecord[],
): ConsumerGroupMember | ApiFailure {
  if (!goal.hasSubscriptionChanged && isReconciledTo(member, goal.targetEpoch)) return member;
  const updated = nextAssignment(group, member, goal, op.context.topics);
  if (isFailure(updated) || isSameMember(member, updated, (a, b) => op.context.embedded.isEqual(a, b))) return updated;
  records.push(currentAssignmentRecord(group.groupId, updated));
  // Members of the classic protocol are watched by the timers of their joins and syncs.
  if (updated.classicMemberMetadata !== null) return updated;
  if (updated.state === memberStates.UNREVOKED_PARTITIONS) scheduleRebalanceTimeout(op, group.groupId, updated);
  else cancelRebalanceTimeout(op, group.groupId, updated.memberId);
  return updated;
}
