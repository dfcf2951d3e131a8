import type { Operation } from '../operation.ts';
import { defaultRetryBackoffMs } from '../runtime/timers.ts';
import type { TimerTask } from '../runtime/timers.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';

/** The key of a member's session. */
export function sessionTimeoutKey(groupId: string, memberId: string): string {
  return `session-timeout-${groupId}-${memberId}`;
}

/** The key of the time that a member has to give up partitions. */
export function rebalanceTimeoutKey(groupId: string, memberId: string): string {
  return `rebalance-timeout-${groupId}-${memberId}`;
}

function joinTimeoutKey(groupId: string, memberId: string): string {
  return `join-${groupId}-${memberId}`;
}

function syncTimeoutKey(groupId: string, memberId: string): string {
  return `sync-${groupId}-${memberId}`;
}

/** Starts a member's session anew; without a timeout of its own it is the group's. */
export function scheduleSessionTimeout(
  op: Operation,
  groupId: string,
  memberId: string,
  timeoutMs = op.state.configOf(groupId).consumerGroupSessionTimeoutMs,
): void {
  schedule(op, sessionTimeoutKey(groupId, memberId), timeoutMs, { kind: 'consumerFence', groupId, memberId });
}

/** A member that has not left its epoch by then is fenced. */
export function scheduleRebalanceTimeout(op: Operation, groupId: string, member: ConsumerGroupMember): void {
  const { memberId, memberEpoch } = member;
  const task = { kind: 'consumerRebalance', groupId, memberId, memberEpoch } as const;
  schedule(op, rebalanceTimeoutKey(groupId, memberId), member.rebalanceTimeoutMs, task);
}

/** The member gave up what it had to. */
export function cancelRebalanceTimeout(op: Operation, groupId: string, memberId: string): void {
  op.state.timers.cancel(rebalanceTimeoutKey(groupId, memberId));
}

/** A member of the classic protocol that was told to rejoin has its rebalance timeout for that, counted from the first telling. */
export function scheduleJoinTimeoutIfAbsent(op: Operation, groupId: string, member: ConsumerGroupMember): void {
  const { memberId, rebalanceTimeoutMs } = member;
  op.state.timers.scheduleIfAbsent(joinTimeoutKey(groupId, memberId), {
    nowMillis: op.context.nowMillis,
    delayMs: rebalanceTimeoutMs,
    retryBackoffMs: defaultRetryBackoffMs,
    task: { kind: 'consumerFence', groupId, memberId },
  });
}

/** The member joined. */
export function cancelJoinTimeout(op: Operation, groupId: string, memberId: string): void {
  op.state.timers.cancel(joinTimeoutKey(groupId, memberId));
}

/** A member of the classic protocol that joined has to ask for its assignment by then. */
export function scheduleSyncTimeout(op: Operation, groupId: string, memberId: string, rebalanceTimeoutMs: number): void {
  schedule(op, syncTimeoutKey(groupId, memberId), rebalanceTimeoutMs, { kind: 'consumerFence', groupId, memberId });
}

/** The member asked for its assignment. */
export function cancelSyncTimeout(op: Operation, groupId: string, memberId: string): void {
  op.state.timers.cancel(syncTimeoutKey(groupId, memberId));
}

/** Every timer of a member that is gone. Source: GroupMetadataManager.cancelTimers. */
export function cancelMemberTimers(op: Operation, groupId: string, memberId: string): void {
  op.state.timers.cancel(sessionTimeoutKey(groupId, memberId));
  cancelRebalanceTimeout(op, groupId, memberId);
  cancelJoinTimeout(op, groupId, memberId);
  cancelSyncTimeout(op, groupId, memberId);
}

function schedule(op: Operation, key: string, delayMs: number, task: TimerTask): void {
  op.state.timers.schedule(key, { nowMillis: op.context.nowMillis, delayMs, retryBackoffMs: defaultRetryBackoffMs, task });
}
