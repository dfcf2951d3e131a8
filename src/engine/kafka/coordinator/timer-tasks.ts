import { expireHeartbeat, expirePendingSync } from './classic/membership.ts';
import { completeClassicGroupJoin, tryCompleteInitialRebalance } from './classic/rebalance.ts';
import { fenceLateMember, fenceMemberById } from './consumer/fence.ts';
import { cleanupGroupMetadata } from './describe.ts';
import { isFailure } from './failure.ts';
import { scheduleCleanup } from './lifecycle.ts';
import type { Operation } from './operation.ts';
import { emptyResult } from './result.ts';
import type { Outcome } from './result.ts';
import type { TimerTask } from './runtime/timers.ts';

/** Does what a timer was set for. */
export function runTimer(op: Operation, task: TimerTask): Outcome {
  switch (task.kind) {
    case 'classicHeartbeat':
      return expireHeartbeat(op, task.groupId, task.memberId);
    case 'classicSync':
      return expirePendingSync(op, task.groupId, task.generationId);
    case 'classicInitialJoin':
    case 'classicJoin': {
      const group = op.state.classicGroup(task.groupId, false, op.context.nowMillis);
      if (isFailure(group)) return emptyResult;
      if (task.kind === 'classicJoin') return completeClassicGroupJoin(op, group);
      return tryCompleteInitialRebalance(op, group, task.delayMs, task.remainingMs);
    }
    case 'consumerFence':
      return fenceMemberById(op, task.groupId, task.memberId);
    case 'consumerRebalance':
      return fenceLateMember(op, task.groupId, task.memberId, task.memberEpoch);
    case 'cleanupGroupMetadata': {
      const result = cleanupGroupMetadata(op);
      scheduleCleanup(op);
      return result;
    }
  }
}
