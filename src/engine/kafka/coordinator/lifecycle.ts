import { errors } from '../errors.ts';
import { ClassicGroup } from './classic/classic-group.ts';
import { completeJoin, completeSync, prepareRebalance, rescheduleHeartbeat } from './classic/rebalance.ts';
import { joinResponse, syncResponse } from './classic/responses.ts';
import { memberStates } from './consumer/consumer-group-member.ts';
import { scheduleRebalanceTimeout, scheduleSessionTimeout } from './consumer/timers.ts';
import type { Operation } from './operation.ts';

/** The key of the timer that looks for expired offsets. */
export const cleanupKey = 'expire-group-metadata';

/** Sets the timer that looks for expired offsets. Source: GroupCoordinatorShard.scheduleGroupMetadataExpiration. */
export function scheduleCleanup(op: Operation): void {
  const delayMs = op.state.config.offsetsRetentionCheckIntervalMs;
  const task = { kind: 'cleanupGroupMetadata' } as const;
  op.state.timers.schedule(cleanupKey, { nowMillis: op.context.nowMillis, delayMs, retryBackoffMs: delayMs, task });
}

/** Sessions start anew on a new coordinator: a failover alone makes nobody rejoin. Source: GroupMetadataManager.onLoaded. */
export function afterLoading(op: Operation): void {
  const { state, context } = op;
  if (state.lastVersionWithNewTopics === -1) state.lastVersionWithNewTopics = context.topics.version;
  for (const groupId of state.image.groups.keys()) {
    const group = state.group(groupId);
    if (group === null) continue;
    if (group instanceof ClassicGroup) {
      for (const member of group.members.values()) rescheduleHeartbeat(op, group, member);
      if (group.members.size > state.config.groupMaxSize) prepareRebalance(op, group);
      continue;
    }
    for (const member of group.members.values()) {
      scheduleSessionTimeout(op, groupId, member.memberId);
      if (member.state === memberStates.UNREVOKED_PARTITIONS) scheduleRebalanceTimeout(op, groupId, member);
    }
  }
  scheduleCleanup(op);
}

/** Members that wait are told to look for the coordinator elsewhere. Source: GroupMetadataManager.onUnloaded. */
export function afterUnloading(op: Operation): void {
  const { state, context } = op;
  const errorCode = errors.NOT_COORDINATOR;
  for (const groupId of state.image.groups.keys()) {
    const group = state.group(groupId);
    if (!(group instanceof ClassicGroup)) continue;
    group.transitionTo('Dead', context.nowMillis);
    const isPreparing = group.previousState === 'PreparingRebalance';
    for (const member of group.members.values()) {
      if (isPreparing) completeJoin(op, member, joinResponse({ memberId: member.memberId, errorCode }));
      else completeSync(op, member, syncResponse(context.embedded.emptyPayload, { errorCode }));
    }
  }
}
