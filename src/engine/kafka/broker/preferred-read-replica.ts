import type { Partition } from './partition.ts';

/** Nobody is nearer: read here. */
export const noPreferredReadReplica = -1;

/**
 * Which in-sync follower a consumer should read from instead of this leader, by racks: the one in the consumer's rack that has the most,
 * if it has the offset; none when the leader is in that rack itself. `rackOf` is null for a broker without rack or that is not alive.
 * Source: ReplicaManager.findPreferredReadReplica, RackAwareReplicaSelector (KIP-392).
 */
export function rackAwareReadReplica(
  partition: Partition,
  rackId: string,
  fetchOffset: number,
  rackOf: (brokerId: number) => string | null,
): number {
  if (!partition.isLeader || rackId === '' || rackOf(partition.owner.brokerId) === rackId) return noPreferredReadReplica;
  let best = null;
  for (const replica of partition.remoteReplicas) {
    // A follower outside the ISR may lag for ever, and its reader with it.
    if (rackOf(replica.brokerId) !== rackId || !partition.partitionState.isr.includes(replica.brokerId)) continue;
    if (replica.logEndOffset < fetchOffset || replica.logStartOffset > fetchOffset) continue;
    if (best === null || isBetter(replica, best)) best = replica;
  }
  return best === null ? noPreferredReadReplica : best.brokerId;
}

interface ReplicaView {
  readonly brokerId: number;
  readonly logEndOffset: number;
  readonly lastCaughtUpTimeMs: number;
}

/** The most records, then the latest to be caught up, then the highest id. Source: ReplicaView.comparator. */
function isBetter(a: ReplicaView, b: ReplicaView): boolean {
  if (a.logEndOffset !== b.logEndOffset) return a.logEndOffset > b.logEndOffset;
  if (a.lastCaughtUpTimeMs !== b.lastCaughtUpTimeMs) return a.lastCaughtUpTimeMs > b.lastCaughtUpTimeMs;
  return a.brokerId > b.brokerId;
}
