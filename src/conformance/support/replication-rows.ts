import { Entity } from '../../engine/kernel/state.ts';
import type { EntityRegistry } from '../../engine/kernel/state.ts';
import { noEvent } from '../../engine/kernel/units.ts';
import type { EventId } from '../../engine/kernel/units.ts';
import type { AlterPartitionRequest } from '../../engine/kafka/apis/AlterPartition/messages.ts';
import { AlterPartitionManager } from '../../engine/kafka/broker/alter-partition-manager.ts';
import type { AlterPartitionChannel } from '../../engine/kafka/broker/alter-partition-manager.ts';
import type { PartitionLookup } from '../../engine/kafka/broker/delayed-operations.ts';
import type { PendingPartitionChange } from '../../engine/kafka/broker/isr-state.ts';
import { PartitionNames } from '../../engine/kafka/broker/partition-names.ts';
import type { Partition } from '../../engine/kafka/broker/partition.ts';
import type { BrokerState, PartitionOwner } from '../../engine/kafka/broker/partition-owner.ts';
import { errorName } from '../../engine/kafka/errors.ts';
import { LogConfig } from '../../engine/kafka/log/log-config.ts';
import { PartitionLog } from '../../engine/kafka/log/partition-log.ts';
import {
  noPartitionLeaderEpoch,
  noProducerEpoch,
  noProducerId,
  noSequence,
  RecordBatch,
  TypedRecords,
} from '../../engine/kafka/log/record-batch.ts';
import type { ControlType } from '../../engine/kafka/log/record-batch.ts';
import { noMutations } from '../../engine/kafka/mutations.ts';
import type { Json } from '../registry.ts';

/** Registers entities outside a simulation: rows need no checkpoints. */
export const rowRegistry: EntityRegistry = { register: () => 0, markDirty: () => undefined };

// The rows were recorded without a transaction coordinator to ask.
const rowConfig = new LogConfig({ 'transaction.partition.verification.enable': 'false' });

/** A broker outside a simulation: what a row says of metadata, a clock, and what the partition under test asked for. */
export class RowBroker extends Entity implements PartitionOwner, AlterPartitionChannel {
  readonly brokerId: number;
  readonly replicaLagTimeMaxMs: number;
  readonly mutations = noMutations;
  readonly alterPartitionManager: AlterPartitionManager;
  readonly brokers = new Map<number, BrokerState>();
  readonly sent: AlterPartitionRequest[] = [];
  readonly changed: Partition[] = [];
  checkpointedHighWatermarkOffset = 0;
  nowMillis: number;
  retryMillis: number | null = null;
  private readonly brokerEpoch: number;

  constructor(brokerId: number, brokerEpoch: number, replicaLagTimeMaxMs: number, nowMillis: number) {
    super(rowRegistry);
    this.brokerId = brokerId;
    this.brokerEpoch = brokerEpoch;
    this.replicaLagTimeMaxMs = replicaLagTimeMaxMs;
    this.nowMillis = nowMillis;
    this.alterPartitionManager = new AlterPartitionManager(rowRegistry, this);
  }

  localBrokerEpoch(): number {
    return this.brokerEpoch;
  }

  brokerState(brokerId: number): BrokerState | null {
    return this.brokers.get(brokerId) ?? null;
  }

  getOrCreateLog(partition: Partition, nowMillis: number): PartitionLog {
    return new PartitionLog(rowRegistry, partition.topicPartition, rowConfig, nowMillis);
  }

  checkpointedHighWatermark(): number {
    return this.checkpointedHighWatermarkOffset;
  }

  delayedDeleteRecordsCount(): number {
    return 0;
  }

  submitAlterPartition(partition: Partition, proposed: PendingPartitionChange, nowMillis: number): void {
    this.alterPartitionManager.submit(partition, proposed, nowMillis);
  }

  sendAlterPartition(request: AlterPartitionRequest): void {
    this.sent.push(request);
  }

  scheduleAlterPartitionRetry(delayMillis: number): void {
    this.retryMillis = this.nowMillis + delayMillis;
  }

  /** Time passes; the one timer that a row can see is the retry of AlterPartition. */
  advanceTime(millis: number): void {
    this.nowMillis += millis;
    if (this.retryMillis === null || this.retryMillis > this.nowMillis) return;
    this.retryMillis = null;
    this.alterPartitionManager.onRetryTimer();
  }

  tryCompleteDelayedRequests(partition: Partition): void {
    this.changed.push(partition);
  }

  emit(): EventId {
    return noEvent;
  }

  emitRow(): EventId {
    return noEvent;
  }

  name(): number {
    return 0;
  }
}

/** What a row says of a batch; sizes do not matter to rows of replication. */
export interface RowBatch {
  readonly timestamps: readonly number[];
  readonly baseOffset?: number;
  readonly partitionLeaderEpoch?: number;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly isTransactional?: boolean;
  readonly controlType?: ControlType;
}

/** A batch as a row describes it. */
export function batchOfRow(row: RowBatch): RecordBatch {
  const { timestamps } = row;
  return new RecordBatch({
    baseOffset: row.baseOffset ?? 0,
    lastOffsetDelta: timestamps.length - 1,
    partitionLeaderEpoch: row.partitionLeaderEpoch ?? noPartitionLeaderEpoch,
    sizeBytes: 61 + 8 * timestamps.length,
    baseTimestamp: timestamps[0] ?? -1,
    maxTimestamp: Math.max(...timestamps),
    isLogAppendTime: false,
    producerId: row.producerId ?? noProducerId,
    producerEpoch: row.producerEpoch ?? noProducerEpoch,
    baseSequence: row.baseSequence ?? noSequence,
    isTransactional: row.isTransactional ?? false,
    controlType: row.controlType ?? null,
    coordinatorEpoch: row.controlType === undefined ? -1 : 0,
    records: new TypedRecords(timestamps.map((timestamp) => ({ timestamp, key: null, value: 'v', headers: [], ledgerId: 0 }))),
  });
}

/** Batches as rows of replication list them. */
export function batchesJson(batches: readonly RecordBatch[]): Json {
  return batches.map((batch) => ({
    baseOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
    partitionLeaderEpoch: batch.partitionLeaderEpoch,
    ...(batch.isTransactional ? { isTransactional: true } : {}),
    ...(batch.isControlBatch ? { isControlBatch: true } : {}),
  }));
}

/** An error as rows of replication give it. */
export function errorJson(error: { readonly error: string; readonly message: string; readonly exception?: string }): Json {
  const isUnexpected = error.error === 'UNKNOWN_SERVER_ERROR';
  return { name: error.error, ...(isUnexpected ? { exception: error.exception } : {}), message: error.message };
}

/** An error code's name. */
export function errorNameOf(errorCode: number): string {
  return errorName(errorCode);
}

/** Finds the one partition of a row. */
export class PartitionOf extends Entity implements PartitionLookup {
  readonly partitionNames = new PartitionNames();
  private readonly partition: Partition;

  constructor(partition: Partition) {
    super(rowRegistry);
    this.partition = partition;
  }

  partitionOrError(): Partition {
    return this.partition;
  }
}
