import type { Partition } from '../../engine/kafka/broker/partition.ts';
import type { Json } from '../registry.ts';
import { member } from './log-rows.ts';

/** What the rows tell of a partition. */
export function partitionJson(partition: Partition): Record<string, Json> {
  const { partitionState, log } = partition;
  const replicas: Record<string, Json> = {};
  for (const replica of partition.remoteReplicas) {
    replicas[String(replica.brokerId)] = {
      logEndOffset: replica.logEndOffset,
      logStartOffset: replica.logStartOffset,
      lastFetchLeaderLogEndOffset: replica.lastFetchLeaderLogEndOffset,
      lastFetchTimeMs: replica.lastFetchTimeMs,
      lastCaughtUpTimeMs: replica.lastCaughtUpTimeMs,
      brokerEpoch: replica.brokerEpoch,
    };
  }
  const offsets = log === null ? {} : {
    logStartOffset: log.logStartOffset,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logEndOffset: log.logEndOffset,
    leaderEpochCache: log.leaderEpochCache.epochEntries().map(({ epoch, startOffset }) => [epoch, startOffset]),
  };
  return {
    isLeader: partition.isLeader,
    leaderEpoch: partition.leaderEpoch,
    partitionEpoch: partition.partitionEpoch,
    leaderEpochStartOffset: partition.leaderEpochStartOffset,
    partitionState: {
      kind: partitionState.kind,
      isr: ascending(partitionState.isr),
      maximalIsr: ascending(partitionState.maximalIsr),
      ...(partitionState.kind === 'PendingExpandIsr' ? { newInSyncReplicaId: partitionState.newInSyncReplicaId } : {}),
      ...(partitionState.kind === 'PendingShrinkIsr' ? { outOfSyncReplicaIds: partitionState.outOfSyncReplicaIds } : {}),
      leaderRecoveryState: partitionState.leaderRecoveryState,
    },
    underMinIsr: partition.isUnderMinIsr,
    ...offsets,
    replicas,
  };
}

/** The followers that changed, and null for those that are gone. */
export function changedReplicas(before: Json, now: Json): Record<string, Json> {
  const changes: Record<string, Json> = {};
  for (const key of Object.keys(now ?? {})) {
    const value = member(now, key) ?? null;
    if (JSON.stringify(member(before, key)) !== JSON.stringify(value)) changes[key] = value;
  }
  for (const key of Object.keys(before ?? {})) if (member(now, key) === undefined) changes[key] = null;
  return changes;
}

function ascending(ids: readonly number[]): readonly number[] {
  return [...ids].sort((a, b) => a - b);
}
