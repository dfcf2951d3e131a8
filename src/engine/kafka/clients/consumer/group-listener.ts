import { Shared } from '../../../kernel/state.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import type { Task } from './task.ts';
import type { PartitionName } from './topic-partition.ts';

/** Offsets to commit, in order: the next record to read, and the leader epoch of the one before it. */
export type CommitOffsets = ReadonlyMap<PartitionName, { readonly offset: number; readonly leaderEpoch: number | null }>;

/** What a rebalance callback of the application does: nothing more, throw, or make calls that may wait. */
export type CallbackOutcome = ClientError | Task | null;

/**
 * The application's side of a group, and whoever watches it. Does nothing by itself.
 * Source: ConsumerRebalanceListener, OffsetCommitCallback.
 */
export class GroupListener extends Shared {
  onPartitionsAssigned(_consumer: ClassicConsumer, _partitions: readonly PartitionName[]): ClientError | null {
    return null;
  }

  /** `isInJoin`: inside poll(), where calls that wait are possible. */
  onPartitionsRevoked(_consumer: ClassicConsumer, _partitions: readonly PartitionName[], _isInJoin: boolean): CallbackOutcome {
    return null;
  }

  /** Others may own them already: nothing can be committed. */
  onPartitionsLost(_consumer: ClassicConsumer, _partitions: readonly PartitionName[]): ClientError | null {
    return null;
  }

  /** The callback of commitAsync number `commit`. */
  onCommitCompleted(_consumer: ClassicConsumer, _commit: number, _offsets: CommitOffsets, _error: ClientError | null): void {
    // Nobody asked to be told.
  }

  /** Offsets are on their way to the coordinator. */
  onCommitSent(_offsets: CommitOffsets, _isAuto: boolean): void {
    // Nobody watches.
  }

  /** An auto-commit failed: Kafka logs it, and no call throws. */
  onAutoCommitFailed(_error: ClientError): void {
    // Nobody watches.
  }

  onJoined(_generationId: number, _memberId: string, _isLeader: boolean): void {
    // Nobody watches.
  }

  /** The member was put out of its group, or left it. */
  onGenerationLost(_reason: string): void {
    // Nobody watches.
  }

  onCoordinatorFound(_brokerId: number): void {
    // Nobody watches.
  }

  onCoordinatorLost(_brokerId: number): void {
    // Nobody watches.
  }
}
