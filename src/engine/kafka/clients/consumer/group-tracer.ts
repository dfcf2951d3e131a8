import type { EventSpec } from '../../../kernel/event.ts';
import type { Context } from '../../../kernel/process.ts';
import { zooKeeperNode } from '../../node-ids.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import {
  autoCommitFailed,
  coordinatorFound,
  coordinatorLost,
  memberJoined,
  membershipLost,
  offsetCommitSent,
  partitionsAssigned,
  partitionsLost,
  partitionsRevoked,
} from './events.ts';
import { GroupListener } from './group-listener.ts';
import type { CallbackOutcome, CommitOffsets } from './group-listener.ts';
import type { PartitionName } from './topic-partition.ts';

/** Turns what happens to a group's member into events of its node. */
export class GroupTracer extends GroupListener {
  private readonly context: Context;

  constructor(context: Context) {
    super();
    this.context = context;
  }

  override onPartitionsAssigned(_consumer: ClassicConsumer, partitions: readonly PartitionName[]): null {
    return this.emitPartitions(partitionsAssigned, partitions);
  }

  override onPartitionsRevoked(_consumer: ClassicConsumer, partitions: readonly PartitionName[], _isInJoin: boolean): CallbackOutcome {
    return this.emitPartitions(partitionsRevoked, partitions);
  }

  override onPartitionsLost(_consumer: ClassicConsumer, partitions: readonly PartitionName[]): null {
    return this.emitPartitions(partitionsLost, partitions);
  }

  override onCommitSent(offsets: CommitOffsets, isAuto: boolean): void {
    this.context.emit(offsetCommitSent, { partitionCount: offsets.size, isAuto: isAuto ? 1 : 0 });
  }

  override onAutoCommitFailed({ exception, message }: ClientError): void {
    this.context.emit(autoCommitFailed, { exception: this.context.name(exception), message: this.context.name(message) });
  }

  override onJoined(generationId: number, memberId: string, isLeader: boolean): void {
    this.context.emit(memberJoined, { member: this.context.name(memberId), generation: generationId, isLeader: isLeader ? 1 : 0 });
  }

  override onGenerationLost(reason: string): void {
    this.context.emit(membershipLost, { reason: this.context.name(reason) });
  }

  override onCoordinatorFound(brokerId: number): void {
    this.context.emit(coordinatorFound, { coordinator: brokerId });
  }

  override onCoordinatorLost(brokerId: number): void {
    // ZooKeeper coordinates nobody.
    if (brokerId === zooKeeperNode) return;
    this.context.emit(coordinatorLost, { coordinator: brokerId });
  }

  private emitPartitions(spec: EventSpec<'partitions' | 'partitionCount'>, partitions: readonly PartitionName[]): null {
    if (partitions.length > 0) {
      this.context.emit(spec, { partitions: this.context.name(partitions.join(', ')), partitionCount: partitions.length });
    }
    return null;
  }
}
