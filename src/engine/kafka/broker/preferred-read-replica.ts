import type { Partition } from './partition.ts';

/** Nobody is nearer: read here. */
export const noPreferredReadReplica = -1;

/**
 * Which in-sync follower a consumer should read from instead of this leader, by racks: the one in the consumer's rack that has the most,
 * if it has the
 * offset; none when the leader is in that rack itself. `rackOf` is null for a broker without rack or that is not alive. Only with
 * replica.selector.class = RackAwareReplicaSelector. Source: ReplicaManager.findPreferredReadReplica, RackAwareReplicaSelector (KIP-392).
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
    if (best === null || replica.logEndOffset > best.logEndOffset ||
      (replica.logEndOffset === best.logEndOffset && isMoreRecent(replica, best))) best = replica;
  }
  return best === null ? noPreferredReadReplica : best.brokerId;
}

interface CaughtUp {
  readonly brokerId: number;
  readonly lastCaughtUpTimeMs: number;
}

function isMoreRecent(a: CaughtUp, b: CaughtUp): boolean {
  return a.lastCaughtUpTimeMs > b.lastCaughtUpTimeMs || (a.lastCaughtUpTimeMs === b.lastCaughtUpTimeMs && a.brokerId > b.brokerId);
}
