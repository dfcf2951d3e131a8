import { errors } from '../errors.ts';
import { scalaAppendedSetOrder, scalaFilledSetOrder } from '../util/scala-hash-order.ts';
import {
  isrChangeRefused, isrExpanded, isrExpandRequested, isrShrinkRequested, isrShrinkRequestedNeverFetched, isrShrunk,
} from './events.ts';
import { CommittedPartitionState, PendingExpandIsr, PendingShrinkIsr } from './isr-state.ts';
import type { AlteredIsr, IsrMember, PartitionState, PendingPartitionChange, ProposedIsr } from './isr-state.ts';
import type { Partition } from './partition.ts';
import type { Replica } from './replica.ts';

/**
 * Asks the controller to let a follower in, if it has reached the high watermark and the start of our epoch and is fit to join. One at a
 * time. The start of the epoch counts because our high watermark may lag behind what was committed before us: a follower that has not all
 * of that must not be able to lead. Comes with every fetch of a follower. Source: Partition.maybeExpandIsr.
 */
export function maybeExpandIsr(partition: Partition, replica: Replica, nowMillis: number): void {
  const state = partition.partitionState;
  if (state.kind !== 'CommittedPartitionState' || state.isr.includes(replica.brokerId)) return;
  if (!isReplicaIsrEligible(partition, replica) || !isFollowerInSync(partition, replica)) return;
  // The request lists the ISR in the order of Scala's set, and the controller writes it down as it comes (prepareIsrExpand).
  const newIsr = scalaAppendedSetOrder([...state.isr, replica.brokerId]);
  const proposed = new PendingExpandIsr(replica.brokerId, propose(partition, state, newIsr), state);
  partition.changing();
  partition.partitionState = proposed;
  partition.owner.emit(
    isrExpandRequested,
    {
      partition: partition.nameNumber,
      follower: replica.brokerId,
      followerEndOffset: replica.logEndOffset,
      highWatermark: partition.log?.highWatermark ?? 0,
      leaderEpochStartOffset: partition.leaderEpochStartOffset ?? 0,
    },
    replica.lastFetchEvent,
  );
  partition.owner.submitAlterPartition(partition, proposed, nowMillis);
}

/**
 * Asks the controller to remove all followers from the ISR that have not been caught up for replica.lag.time.max.ms. Called every half of
 * it. min.insync.replicas does not limit it. Source: Partition.maybeShrinkIsr.
 */
export function maybeShrinkIsr(partition: Partition, nowMillis: number): void {
  const state = partition.partitionState;
  // Two changes on their way could be applied in either order.
  if (state.kind !== 'CommittedPartitionState') return;
  const outOfSync = getOutOfSyncReplicas(partition, nowMillis, partition.owner.replicaLagTimeMaxMs);
  if (outOfSync.length === 0) return;
  const newIsr = scalaFilledSetOrder(state.isr.filter((id) => !outOfSync.includes(id)));
  const proposed = new PendingShrinkIsr(outOfSync, propose(partition, state, newIsr), state);
  partition.changing();
  partition.partitionState = proposed;
  for (const id of outOfSync) explainShrink(partition, id, newIsr, nowMillis);
  partition.owner.submitAlterPartition(partition, proposed, nowMillis);
}

/**
 * The members of the ISR that have not been caught up for `lagMillis`; none while a change is on its way. A follower with the leader's
 * own end is caught up however long ago it fetched: an idle partition never shrinks. Source: Partition.getOutOfSyncReplicas.
 */
export function getOutOfSyncReplicas(partition: Partition, nowMillis: number, lagMillis: number): number[] {
  const log = partition.leaderLog;
  const state = partition.partitionState;
  if (log === null || state.kind !== 'CommittedPartitionState') return [];
  return state.isr.filter((id) => {
    if (id === partition.owner.brokerId) return false;
    const replica = partition.replica(id);
    return replica === null || !replica.isCaughtUp(log.logEndOffset, nowMillis, lagMillis);
  });
}

/**
 * The controller answered a change of the ISR, or it could not even be queued (OPERATION_NOT_ATTEMPTED). Answers to what is no longer our
 * state are dropped: metadata came first. Source: Partition.submitAlterPartition, handleAlterPartitionUpdate, handleAlterPartitionError.
 */
export function completeAlterPartition(
  partition: Partition,
  proposed: PendingPartitionChange,
  answer: AlteredIsr | { readonly errorCode: number },
  nowMillis: number,
): void {
  if (partition.partitionState !== proposed) return;
  if (!('errorCode' in answer)) {
    if (applyAlteredIsr(partition, answer, nowMillis)) partition.owner.tryCompleteDelayedRequests(partition);
    return;
  }
  partition.owner.emit(isrChangeRefused, {
    partition: partition.nameNumber,
    error: answer.errorCode,
    isr: partition.nodeSet(proposed.sent.isrWithBrokerEpoch.map((member) => member.brokerId)),
  });
  switch (answer.errorCode) {
    case errors.OPERATION_NOT_ATTEMPTED:
    case errors.INELIGIBLE_REPLICA:
      // The only two that say both that our partition epoch is right and that nothing was applied.
      partition.changing();
      partition.partitionState = proposed.lastCommittedState;
      return;
    case errors.UNKNOWN_TOPIC_OR_PARTITION:
    case errors.UNKNOWN_TOPIC_ID:
    case errors.FENCED_LEADER_EPOCH:
    case errors.INVALID_UPDATE_VERSION:
    case errors.INVALID_REQUEST:
    case errors.NEW_LEADER_ELECTED:
      // What the controller has is not what we think: the pending state holds until metadata tell.
      return;
    default:
      partition.owner.submitAlterPartition(partition, proposed, nowMillis);
  }
}

/**
 * Whether a follower is fit to join the ISR: known to us, not fenced, not shutting down, and of the incarnation that fetched (KIP-903).
 * Source: Partition.isReplicaIsrEligible with KRaftMetadataCache.
 */
export function isReplicaIsrEligible(partition: Partition, replica: Replica): boolean {
  const broker = partition.owner.brokerState(replica.brokerId);
  if (broker === null || broker.fenced || broker.inControlledShutdown || replica.brokerEpoch === null) return false;
  return replica.brokerEpoch === -1 || replica.brokerEpoch === broker.epoch;
}

/** The ISR that a pending change would lead to. */
export function proposedIsr(change: PendingPartitionChange): readonly number[] {
  return change.sent.isrWithBrokerEpoch.map((member) => member.brokerId);
}

/** Tells the learner how the confirmed ISR changed, if it did. */
export function announceIsr(partition: Partition, previous: PartitionState, partitionEpoch: number): void {
  const previousIsr = previous.isr;
  const isr = partition.partitionState.isr;
  if (isr.length === previousIsr.length && isr.every((id) => previousIsr.includes(id))) return;
  const args = {
    partition: partition.nameNumber,
    isr: partition.nodeSet(isr),
    previousIsr: partition.nodeSet(previousIsr),
    partitionEpoch,
  };
  if (isr.every((id) => previousIsr.includes(id))) {
    partition.owner.emit(isrShrunk, { ...args, minInsyncReplicas: partition.effectiveMinIsr });
  } else {
    partition.owner.emit(isrExpanded, args);
  }
}

function applyAlteredIsr(partition: Partition, answer: AlteredIsr, nowMillis: number): boolean {
  // An equal partition epoch means that the ISR was so already: that too ends the pending state.
  if (answer.leaderEpoch !== partition.leaderEpoch || answer.partitionEpoch < partition.partitionEpoch) return false;
  partition.changing();
  const previous = partition.partitionState;
  partition.partitionState = new CommittedPartitionState(answer.isr, answer.leaderRecoveryState);
  partition.partitionEpoch = answer.partitionEpoch;
  announceIsr(partition, previous, answer.partitionEpoch);
  return partition.maybeIncrementLeaderHighWatermark(nowMillis);
}

function isFollowerInSync(partition: Partition, replica: Replica): boolean {
  const log = partition.leaderLog;
  if (log === null || replica.logEndOffset < log.highWatermark) return false;
  if (partition.owner.mutations.has('M2')) return true;
  return partition.leaderEpochStartOffset !== null && replica.logEndOffset >= partition.leaderEpochStartOffset;
}

function propose(partition: Partition, state: CommittedPartitionState, isr: readonly number[]): ProposedIsr {
  return {
    leaderEpoch: partition.leaderEpoch,
    partitionEpoch: partition.partitionEpoch,
    isrWithBrokerEpoch: isr.map((brokerId) => isrMember(partition, brokerId)),
    leaderRecoveryState: state.leaderRecoveryState,
  };
}

function isrMember(partition: Partition, brokerId: number): IsrMember {
  if (brokerId === partition.owner.brokerId) return { brokerId, brokerEpoch: partition.owner.localBrokerEpoch() };
  // A member that has not fetched from us yet: the controller checks it by other means, so -1 is safe.
  return { brokerId, brokerEpoch: partition.replica(brokerId)?.brokerEpoch ?? -1 };
}

function explainShrink(partition: Partition, follower: number, newIsr: readonly number[], nowMillis: number): void {
  const replica = partition.replica(follower);
  const args = {
    partition: partition.nameNumber,
    follower,
    replicaLagTimeMaxMillis: partition.owner.replicaLagTimeMaxMs,
    newIsr: partition.nodeSet(newIsr),
  };
  if (replica === null || replica.lastFetchTimeMs === 0) {
    partition.owner.emit(isrShrinkRequestedNeverFetched, args);
  } else {
    partition.owner.emit(isrShrinkRequested, { ...args, behindMillis: nowMillis - replica.lastCaughtUpTimeMs }, replica.lastFetchEvent);
  }
}
