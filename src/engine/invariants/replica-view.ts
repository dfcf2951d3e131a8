import type { Partition } from '../kafka/broker/partition.ts';
import type { PartitionState } from '../kafka/broker/isr-state.ts';
import type { EpochEntry } from '../kafka/log/leader-epoch-cache.ts';
import type { PartitionLog } from '../kafka/log/partition-log.ts';
import type { RecordBatch } from '../kafka/log/record-batch.ts';
import type { NodeId } from '../kernel/units.ts';
import { lastBatch } from './record-history.ts';

/** What was seen of a replica at one moment. */
export interface ReplicaSight {
  readonly logStartOffset: number;
  /** The log's start while nobody runs the replica: a high watermark is memory. */
  readonly highWatermark: number;
  /** The broker is up and has taken the partition up. */
  readonly isHosted: boolean;
  readonly logEndOffset: number;
  readonly lastBatch: RecordBatch | null;
  readonly epochs: readonly EpochEntry[];
  /** The broker's role as it believes; -1 while it runs no such partition. */
  readonly leaderEpoch: number;
  readonly isLeader: boolean;
  readonly partitionState: PartitionState | null;
}

function look(log: PartitionLog, partition: Partition | null): ReplicaSight {
  return {
    logStartOffset: log.logStartOffset,
    highWatermark: partition === null ? log.logStartOffset : log.highWatermark,
    isHosted: partition !== null,
    logEndOffset: log.logEndOffset,
    lastBatch: lastBatch(log),
    epochs: log.leaderEpochCache.epochEntries(),
    leaderEpoch: partition?.leaderEpoch ?? -1,
    isLeader: partition?.isLeader ?? false,
    partitionState: partition?.partitionState ?? null,
  };
}

/** One replica of a partition: its log as it is on the broker's disk, what its broker believes, and what was seen at the last look. */
export class ReplicaView {
  readonly broker: NodeId;
  private readonly ownLog: PartitionLog;
  private ownPartition: Partition | null;
  before: ReplicaSight;
  now: ReplicaSight;
  /** What happened to it since the last look. */
  wasTruncated = false;
  wasRestarted = false;
  /** The high watermark that its leader told it, or -1. */
  learnedHighWatermark = -1;

  constructor(broker: NodeId, log: PartitionLog, partition: Partition | null) {
    this.broker = broker;
    this.ownLog = log;
    this.ownPartition = partition;
    this.now = look(log, partition);
    this.before = this.now;
  }

  get log(): PartitionLog {
    return this.ownLog.fresh();
  }

  /** Null while the broker is down or has not taken the partition up. */
  get partition(): Partition | null {
    return this.ownPartition === null ? null : this.ownPartition.fresh();
  }

  /** Looks again; false when nothing that concerns an invariant has changed. */
  refresh(partition: Partition | null): boolean {
    const { now, log } = this;
    const isSame =
      log.logEndOffset === now.logEndOffset &&
      log.logStartOffset === now.logStartOffset &&
      partition === this.ownPartition &&
      (partition === null || (log.highWatermark === now.highWatermark && isSameRole(partition, now))) &&
      log.leaderEpochCache.epochEntries() === now.epochs &&
      !this.wasTruncated;
    if (isSame) {
      this.settle();
      return false;
    }
    this.ownPartition = partition;
    this.before = now;
    this.now = look(log, partition);
    return true;
  }

  /** The change has been judged. */
  settle(): void {
    this.before = this.now;
    this.wasTruncated = false;
    this.wasRestarted = false;
    this.learnedHighWatermark = -1;
  }

  /** The partition as this broker leads it, or thinks that it does. */
  get leading(): Partition | null {
    return this.now.isLeader ? this.partition : null;
  }
}

function isSameRole(partition: Partition, now: ReplicaSight): boolean {
  return (
    partition.leaderEpoch === now.leaderEpoch && partition.isLeader === now.isLeader && partition.partitionState === now.partitionState
  );
}
