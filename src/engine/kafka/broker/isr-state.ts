import { Shared } from '../../kernel/state.ts';

/** Whether the leader was elected uncleanly and has not yet said that it works. Source: LeaderRecoveryState. */
export type LeaderRecoveryState = 'RECOVERED' | 'RECOVERING';

/**
 * A member of an ISR as it is proposed to the controller; epoch -1 when the leader does not know it. Source: BrokerState of
 * AlterPartition.
 */
export interface IsrMember {
  readonly brokerId: number;
  readonly brokerEpoch: number;
}

/** What a leader proposes. Source: LeaderAndIsr. */
export interface ProposedIsr {
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly isrWithBrokerEpoch: readonly IsrMember[];
  readonly leaderRecoveryState: LeaderRecoveryState;
}

/** What the controller answered for a partition. Source: LeaderAndIsr of AlterPartitionResponse. */
export interface AlteredIsr {
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly isr: readonly number[];
  readonly leaderRecoveryState: LeaderRecoveryState;
}

/** The ISR that the controller has confirmed. */
export class CommittedPartitionState extends Shared {
  readonly kind = 'CommittedPartitionState';
  readonly isr: readonly number[];
  readonly maximalIsr: readonly number[];
  readonly leaderRecoveryState: LeaderRecoveryState;

  constructor(isr: readonly number[], leaderRecoveryState: LeaderRecoveryState) {
    super();
    this.isr = isr;
    this.maximalIsr = isr;
    this.leaderRecoveryState = leaderRecoveryState;
  }
}

/**
 * The leader asked the controller to let a replica in. It already counts for the high watermark: were the answer lost,
 * the controller could elect it. It does not yet count for min.insync.replicas. Source: PendingExpandIsr, KIP-497.
 */
export class PendingExpandIsr extends Shared {
  readonly kind = 'PendingExpandIsr';
  readonly isr: readonly number[];
  readonly maximalIsr: readonly number[];
  readonly newInSyncReplicaId: number;
  readonly sent: ProposedIsr;
  readonly lastCommittedState: CommittedPartitionState;
  // Every change that a leader sends says RECOVERED, whatever the state before.
  readonly leaderRecoveryState: LeaderRecoveryState = 'RECOVERED';

  constructor(newInSyncReplicaId: number, sent: ProposedIsr, lastCommittedState: CommittedPartitionState) {
    super();
    this.newInSyncReplicaId = newInSyncReplicaId;
    this.sent = sent;
    this.lastCommittedState = lastCommittedState;
    this.isr = lastCommittedState.isr;
    this.maximalIsr = [...lastCommittedState.isr, newInSyncReplicaId];
  }
}

/**
 * The leader asked the controller to remove replicas. They still count for the high watermark until the controller
 * has agreed: until then it could elect one of them. Source: PendingShrinkIsr, KIP-497.
 */
export class PendingShrinkIsr extends Shared {
  readonly kind = 'PendingShrinkIsr';
  readonly isr: readonly number[];
  readonly maximalIsr: readonly number[];
  readonly outOfSyncReplicaIds: readonly number[];
  readonly sent: ProposedIsr;
  readonly lastCommittedState: CommittedPartitionState;
  readonly leaderRecoveryState: LeaderRecoveryState = 'RECOVERED';

  constructor(outOfSyncReplicaIds: readonly number[], sent: ProposedIsr, lastCommittedState: CommittedPartitionState) {
    super();
    this.outOfSyncReplicaIds = outOfSyncReplicaIds;
    this.sent = sent;
    this.lastCommittedState = lastCommittedState;
    this.isr = lastCommittedState.isr;
    this.maximalIsr = lastCommittedState.isr;
  }
}

/** A change that is on its way to the controller. */
export type PendingPartitionChange = PendingExpandIsr | PendingShrinkIsr;

/** What a leader believes of its ISR. Source: PartitionState and its three classes. */
export type PartitionState = CommittedPartitionState | PendingPartitionChange;

/** Nobody is in sync: what a follower, and a partition before its first metadata, believes. */
export function emptyIsr(leaderRecoveryState: LeaderRecoveryState): CommittedPartitionState {
  return new CommittedPartitionState([], leaderRecoveryState);
}
