import type { EventSpec, RowSpec } from '../../kernel/event.ts';
import type { EventId } from '../../kernel/units.ts';
import type { AppendOptions } from '../log/log-types.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { RecordBatch } from '../log/record-batch.ts';
import type { Mutations } from '../mutations.ts';
import type { LeaderRecoveryState, PendingPartitionChange } from './isr-state.ts';
import type { Partition } from './partition.ts';

/** What the metadata say of a partition. Source: PartitionRegistration. */
export interface PartitionRegistration {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
  /** -1: none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly leaderRecoveryState: LeaderRecoveryState;
}

/** What the metadata say of a broker, as far as a leader asks. Source: BrokerRegistration. */
export interface BrokerState {
  readonly epoch: number;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
}

/**
 * What a partition needs from its broker, and what it tells it. Implemented by an Entity or a Shared object, so that a partition may keep
 * it: the running broker, or a stand-in without a kernel. Source: the collaborators of Partition (MetadataCache, LogManager,
 * DelayedOperations).
 */
export interface PartitionOwner {
  readonly brokerId: number;
  readonly mutations: Mutations;
  /** replica.lag.time.max.ms */
  readonly replicaLagTimeMaxMs: number;
  /** How produced batches are appended: with the codecs of this cluster, when it has some. */
  readonly clientAppend?: AppendOptions;
  /** The epoch that the controller gave this broker at its registration. */
  localBrokerEpoch(): number;
  /** Null when the metadata do not have the broker. */
  brokerState(brokerId: number): BrokerState | null;
  /** The partition's log on disk, created when there is none. */
  getOrCreateLog(partition: Partition, nowMillis: number): PartitionLog;
  /** What replication-offset-checkpoint says; 0 when it says nothing. */
  checkpointedHighWatermark(partition: Partition): number;
  /** How many DeleteRecords wait on this broker: only then does anybody need to know the low watermark. */
  delayedDeleteRecordsCount(): number;
  /** Queues a change of the ISR for the controller; the partition hears of it by completeAlterPartition, perhaps at once. */
  submitAlterPartition(partition: Partition, proposed: PendingPartitionChange, nowMillis: number): void;
  /** Requests that wait for this partition may be complete: its high or low watermark rose. */
  tryCompleteDelayedRequests(partition: Partition): void;
  /** True when the disk has no room for these batches: nothing is written, and the directory is about to go offline. */
  refusesWrite?(partition: Partition, batches: RecordBatch | readonly RecordBatch[]): boolean;
  /** A log began a new segment while it was written to. */
  onRolled?(partition: Partition, log: PartitionLog): void;
  /** A log's end was cut. */
  onTruncated?(log: PartitionLog): void;
  /** Tells the learner. `because` is an earlier event that is the reason, beside what is being handled. */
  emit<F extends string>(spec: EventSpec<F>, args: Readonly<Record<F, number>>, because?: EventId): EventId;
  /** The same for what happens with every batch: four or five arguments in the order of the spec's fields. */

  emitRow(spec: RowSpec, a: number, b: number, c: number, d: number, e?: number): EventId;
  /** The number of a string in events. */
  name(text: string): number;
}

/** A Kafka error of a partition, as a value. A LogError is one too. */
export interface PartitionError {
  readonly kind: 'error';
  readonly errorCode: number;
  /** The error's name in Kafka's Errors table. */
  readonly error: string;
  readonly message: string;
}
