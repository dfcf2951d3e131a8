import type { EventSpec, RowSpec } from '../../kernel/event.ts';
import type { Context } from '../../kernel/process.ts';
import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { EventId } from '../../kernel/units.ts';
import type { AlterPartitionRequest } from '../apis/AlterPartition/messages.ts';
import { errors } from '../errors.ts';
import { recordsLost } from '../ledger/events.ts';
import { witnessOf } from '../ledger/log-witness.ts';
import { Leadership } from '../ledger/partition-ledger.ts';
import { clientAppend } from '../log/log-types.ts';
import type { AppendOptions } from '../log/log-types.ts';
import { PartitionLog } from '../log/partition-log.ts';
import type { RecordBatch } from '../log/record-batch.ts';
import { LogConfig } from '../log/log-config.ts';
import type { LocalReplicaChanges, PartitionOfTopic } from '../metadata/delta.ts';
import type { MetadataImage } from '../metadata/image.ts';
import type { Mutations } from '../mutations.ts';
import { AlterPartitionManager } from './alter-partition-manager.ts';
import type { AlterPartitionChannel } from './alter-partition-manager.ts';
import { LogDirectory } from './broker-disk.ts';
import type { BrokerDisk } from './broker-disk.ts';
import type { BrokerEnvironment } from './broker-environment.ts';
import { effectiveTopicConfigs } from './broker-settings.ts';
import type { BrokerSettings } from './broker-settings.ts';
import { Purgatory } from './delayed-operations.ts';
import type { DelayedDeleteRecords, DelayedProduce, PartitionLookup } from './delayed-operations.ts';
import type { PendingPartitionChange } from './isr-state.ts';
import { Partition } from './partition.ts';
import { maybeShrinkIsr } from './partition-isr.ts';
import type { PartitionNames } from './partition-names.ts';
import type { BrokerState, PartitionOwner, PartitionRegistration } from './partition-owner.ts';
import { logDirFailed } from './events.ts';
import { segmentRolled } from './storage-events.ts';
import { TaskTimer } from './timers.ts';

/** What the replica manager needs from its broker's process: connections, timers, identity. */
export interface ReplicaHost {
  readonly context: Context;
  readonly image: MetadataImage;
  readonly brokerEpoch: number;
  sendAlterPartition(request: AlterPartitionRequest): void;
  scheduleAlterPartitionRetry(delayMillis: number): void;
  /** A waiting produce is complete now. */
  completeProduce(operation: DelayedProduce): void;
  /** A waiting DeleteRecords is complete now. */
  completeDeleteRecords(operation: DelayedDeleteRecords): void;
  /** Fetches that wait for this partition may have enough now. */
  completeFetches(topicPartition: string): void;
  /** Hears when a partition's high watermark may have risen, or it may lead no more. */
  readonly groups: { onProgress(partition: Partition): void };
  startFetching(partition: Partition, registration: PartitionRegistration): void;
  stopFetching(topicPartition: string): void;
  /** A log was rolled and wants to be flushed soon. */
  scheduleFlush(): void;
}

/** The parts of a replica manager that are given once. */
export interface ReplicaManagerParts {
  readonly brokerId: number;
  readonly settings: BrokerSettings;
  readonly environment: BrokerEnvironment;
  readonly disk: BrokerDisk;
  readonly host: ReplicaHost;
}

/** All replicas of a broker: makes leaders and followers of them as metadata say, and finds them for requests. Source: ReplicaManager. */
export class ReplicaManager extends Entity implements PartitionOwner, PartitionLookup, AlterPartitionChannel {
  readonly brokerId: number;
  settings: BrokerSettings;
  readonly mutations: Mutations;
  readonly clientAppend: AppendOptions;
  readonly alterPartitions: AlterPartitionManager;
  readonly producePurgatory: Purgatory<DelayedProduce>;
  readonly deleteRecordsPurgatory: Purgatory<DelayedDeleteRecords>;
  readonly disk: BrokerDisk;
  private readonly environment: BrokerEnvironment;
  private readonly host: ReplicaHost;
  private hosted = new Map<string, Partition>();
  /** Partitions whose directory cannot be read. */
  private offline = new Set<string>();
  /** The only log directory has failed: the broker is about to halt. */
  private isDirFailing = false;
  /** Where each log ended at the operating system's last write-back. */
  private writebackMarks = new Map<string, number>();

  constructor(registry: EntityRegistry, parts: ReplicaManagerParts) {
    super(registry);
    this.brokerId = parts.brokerId;
    this.settings = parts.settings;
    this.environment = parts.environment;
    this.mutations = parts.environment.mutations;
    const { compressor } = parts.environment;
    this.clientAppend = compressor === null ? clientAppend : { ...clientAppend, compressor };
    this.disk = parts.disk;
    this.host = parts.host;
    this.producePurgatory = new Purgatory(registry, this);
    this.deleteRecordsPurgatory = new Purgatory(registry, this);
    this.alterPartitions = new AlterPartitionManager(registry, this);
  }

  get partitionNames(): PartitionNames {
    return this.environment.partitionNames;
  }

  get replicaLagTimeMaxMs(): number {
    return this.settings.replicaLagTimeMaxMs;
  }

  localBrokerEpoch(): number {
    return this.host.brokerEpoch;
  }

  brokerState(brokerId: number): BrokerState | null {
    return this.host.image.broker(brokerId) ?? null;
  }

  delayedDeleteRecordsCount(): number {
    return this.deleteRecordsPurgatory.delayedCount;
  }

  emit<F extends string>(spec: EventSpec<F>, args: Readonly<Record<F, number>>, because: EventId = -1): EventId {
    return this.host.context.emit(spec, args, because);
  }

  // eslint-disable-next-line no-restricted-syntax -- The hot path: no object for each event.
  emitRow(spec: RowSpec, a: number, b: number, c: number, d: number, e = 0): EventId {
    return this.host.context.emitRow(spec, a, b, c, d, e);
  }

  name(text: string): number {
    return this.host.context.name(text);
  }

  /** A partition that metadata have assigned to this broker. */
  partition(topicPartition: string): Partition | undefined {
    return this.hosted.get(topicPartition)?.fresh();
  }

  /** All of them, in the order in which they came. */
  get allPartitions(): readonly Partition[] {
    return [...this.hosted.values()].map((partition) => partition.fresh());
  }

  /** The hosted partition, or the error that a request for it gets. Source: ReplicaManager.getPartitionOrError. */
  partitionOrError(topicPartition: string): Partition | number {
    const partition = this.partition(topicPartition);
    if (partition !== undefined) return partition;
    if (this.offline.has(topicPartition)) return errors.KAFKA_STORAGE_ERROR;
    const dash = topicPartition.lastIndexOf('-');
    const known = this.host.image.partitionByName(topicPartition.slice(0, dash), Number(topicPartition.slice(dash + 1)));
    // Metadata know it, but not here: the client's metadata are old.
    return known === undefined ? errors.UNKNOWN_TOPIC_OR_PARTITION : errors.NOT_LEADER_OR_FOLLOWER;
  }

  sendAlterPartition(request: AlterPartitionRequest): void {
    this.host.sendAlterPartition(request);
  }

  scheduleAlterPartitionRetry(delayMillis: number): void {
    this.host.scheduleAlterPartitionRetry(delayMillis);
  }

  submitAlterPartition(partition: Partition, proposed: PendingPartitionChange, nowMillis: number): void {
    this.alterPartitions.submit(partition, proposed, nowMillis);
  }

  tryCompleteDelayedRequests(partition: Partition): void {
    for (const operation of this.producePurgatory.checkAndComplete(partition.topicPartition)) this.host.completeProduce(operation);
    this.tryCompleteFetches(partition.topicPartition);
    for (const operation of this.deleteRecordsPurgatory.checkAndComplete(partition.topicPartition))
      this.host.completeDeleteRecords(operation);
    this.host.groups.onProgress(partition);
  }

  /** Fetches that wait for this partition may have enough now. */
  tryCompleteFetches(topicPartition: string): void {
    this.host.completeFetches(topicPartition);
  }

  getOrCreateLog(partition: Partition, nowMillis: number): PartitionLog {
    const known = this.disk.logs.get(partition.topicPartition);
    if (known !== undefined) return known.log;
    this.disk.touch();
    const log = new PartitionLog(this.registry, partition.topicPartition, this.logConfig(partition.topic), nowMillis);
    this.disk.logs.set(partition.topicPartition, new LogDirectory(log, partition));
    return log;
  }

  checkpointedHighWatermark(partition: Partition): number {
    return this.disk.highWatermarkCheckpoint.get(partition.topicPartition) ?? 0;
  }

  /** A topic's settings with all that it inherits: dynamic broker settings first, then the broker's file, then defaults. */
  topicConfigs(topic: string): Readonly<Record<string, string>> {
    const { image } = this.host;
    const broker: Record<string, string> = { ...this.settings.overrides };
    for (const source of [image.brokerConfig(''), image.brokerConfig(this.brokerId)]) {
      for (const [key, value] of source?.entries() ?? []) broker[key] = value;
    }
    return effectiveTopicConfigs(broker, image.topicConfig(topic)?.entries() ?? []);
  }

  logConfig(topic: string): LogConfig {
    return new LogConfig(this.topicConfigs(topic), this.environment.then);
  }

  /**
   * Does what metadata say about the replicas here: deletes, leads, follows. Source: ReplicaManager.applyDelta.
   */
  applyChanges(changes: LocalReplicaChanges, nowMillis: number): void {
    this.touch();
    for (const { topicName, partitionId } of changes.deletes) this.deleteReplica(`${topicName}-${String(partitionId)}`);
    for (const change of changes.leaders) this.makeLeader(change, nowMillis);
    for (const change of changes.followers) this.makeFollower(change, nowMillis);
  }

  /** New settings of topics take effect. */
  applyTopicConfigs(topics: ReadonlySet<string> | null): void {
    for (const partition of this.allPartitions) {
      if (topics !== null && !topics.has(partition.topic)) continue;
      const configs = this.topicConfigs(partition.topic);
      partition.setMinInSyncReplicas(Number(configs['min.insync.replicas'] ?? '1'));
      partition.log?.updateConfig(new LogConfig(configs, this.environment.then));
    }
  }

  /** Looks at every partition that it leads for followers that fell behind. Source: ReplicaManager.maybeShrinkIsr. */
  shrinkIsrs(nowMillis: number): void {
    for (const partition of this.allPartitions) maybeShrinkIsr(partition, nowMillis);
  }

  /** Writes replication-offset-checkpoint. Source: ReplicaManager.checkpointHighWatermarks. */
  checkpointHighWatermarks(): void {
    this.disk.touch();
    for (const [name, { log }] of this.disk.logs) this.disk.highWatermarkCheckpoint.set(name, log.highWatermark);
  }

  /** The operating system writes what has been in memory since its last round: until then a loss of power would take it. */
  writeBack(): void {
    if (this.disk.isFailed) return;
    this.touch();
    for (const [name, { log }] of this.disk.logs) {
      const until = this.writebackMarks.get(name);
      // Unasked: Kafka does not know of it, and its recovery point stays.
      if (until !== undefined) log.writeBack(until);
      this.writebackMarks.set(name, log.logEndOffset);
    }
  }

  /** Source: LocalLog.append (maybeHandleIOException), ReplicaManager.handleLogDirFailure. */
  refusesWrite(partition: Partition, batches: RecordBatch | readonly RecordBatch[]): boolean {
    const { disk } = this;
    if (disk.capacityBytes === Infinity) return false;
    let sizeBytes = 0;
    for (const batch of [batches].flat()) sizeBytes += batch.sizeBytes;
    if (disk.hasRoomFor(sizeBytes)) return false;
    if (this.isDirFailing) return true;
    this.touch();
    this.isDirFailing = true;
    this.emit(logDirFailed, { partition: partition.nameNumber, error: errors.KAFKA_STORAGE_ERROR });
    this.host.context.startTimer(0, new TaskTimer('logDirFailure'));
    return true;
  }

  /** A log of this broker began a new segment: what lies before it is flushed in the background. Source: UnifiedLog.roll. */
  onRolled(partition: Partition, log: PartitionLog): void {
    const { segments } = log;
    const active = log.localLog.activeSegment;
    const previous = segments[segments.length - 2];
    this.emit(segmentRolled, {
      partition: partition.nameNumber,
      baseOffset: active.baseOffset,
      previousBaseOffset: previous?.baseOffset ?? active.baseOffset,
      previousSizeBytes: previous?.sizeBytes ?? 0,
      segmentCount: segments.length,
    });
    this.host.scheduleFlush();
  }

  /** A log was cut: what the cleaner checkpointed above it does not hold any more. Source: LogManager.truncateTo. */
  onTruncated(log: PartitionLog): void {
    this.disk.touch();
    this.disk.cleaner.maybeTruncateCheckpoint(log, log.localLog.activeSegment.baseOffset);
  }

  /** Does the flushes that rolls asked for. */
  flushRolled(nowMillis: number): void {
    if (this.disk.isFailed) return;
    for (const { log } of this.disk.logs.values()) log.flushPending(nowMillis);
  }

  /** The process ended: what was in memory is gone. Fetch sessions and waiting requests with it. */
  forget(): void {
    this.touch();
    this.hosted = new Map();
    this.offline = new Set();
    this.isDirFailing = false;
    this.writebackMarks = new Map();
    this.producePurgatory.clear();
    this.deleteRecordsPurgatory.clear();
    this.alterPartitions.clear();
  }

  private partitionFor(change: PartitionOfTopic): Partition {
    const name = this.partitionNames.of(change.topicName, change.partitionId);
    const known = this.partition(name);
    // A topic of the same name that was deleted and created again is another one.
    if (known !== undefined && known.topicId === change.topicId) return known;
    if (known !== undefined) this.deleteReplica(name);
    const stray = this.disk.logs.get(name);
    if (stray !== undefined && stray.topicId !== change.topicId) this.deleteLog(name);
    const key = { topic: change.topicName, partitionIndex: change.partitionId, topicId: change.topicId };
    const partition = new Partition(this.registry, this, key);
    partition.setMinInSyncReplicas(Number(this.topicConfigs(change.topicName)['min.insync.replicas'] ?? '1'));
    this.hosted.set(name, partition);
    return partition;
  }

  private makeLeader(change: PartitionOfTopic, nowMillis: number): void {
    if (this.disk.isFailed) return;
    const partition = this.partitionFor(change);
    const wasEpoch = partition.leaderEpoch;
    this.host.stopFetching(partition.topicPartition);
    partition.makeLeader(registrationOf(change, this.mutations), nowMillis);
    if (partition.leaderEpoch === wasEpoch || partition.log === null) return;
    this.tryCompleteDelayedRequests(partition);
    this.compareWithLedger(partition, partition.log);
  }

  private makeFollower(change: PartitionOfTopic, nowMillis: number): void {
    if (this.disk.isFailed) return;
    const partition = this.partitionFor(change);
    const registration = registrationOf(change, this.mutations);
    const isNewLeaderEpoch = partition.makeFollower(registration, nowMillis);
    // Within an epoch the fetcher goes on as it was; a partition that it gave up as fenced stays given up.
    if (!isNewLeaderEpoch) return;
    this.host.stopFetching(partition.topicPartition);
    // What waited for us as leader is answered with NOT_LEADER_OR_FOLLOWER.
    this.tryCompleteDelayedRequests(partition);
    this.host.startFetching(partition, registration);
  }

  private deleteReplica(name: string): void {
    const partition = this.partition(name);
    this.host.stopFetching(name);
    this.hosted.delete(name);
    if (partition !== undefined) {
      partition.clear();
      this.tryCompleteDelayedRequests(partition);
    }
    this.deleteLog(name);
  }

  private deleteLog(name: string): void {
    this.disk.touch();
    this.disk.logs.delete(name);
    this.disk.highWatermarkCheckpoint.delete(name);
    this.disk.recoveryPointCheckpoint.delete(name);
    this.disk.logStartOffsetCheckpoint.delete(name);
    this.disk.cleaner.removeCheckpoint(name);
  }

  /** Ground truth: which acknowledged records does the new leader lack? Nothing that a node does depends on it. */
  private compareWithLedger(partition: Partition, log: PartitionLog): void {
    const { topicId, leaderEpoch } = partition;
    const leadership = new Leadership({ topicId, leader: this.brokerId, leaderEpoch, logEndOffset: log.logEndOffset });
    const lostCount = this.environment.ledger.compare(partition.topicPartition, witnessOf(log), leadership);
    if (lostCount === 0) return;
    this.emit(recordsLost, { partition: partition.nameNumber, lostCount, leader: this.brokerId, logEndOffset: log.logEndOffset });
  }
}

/** The metadata's registration in the words of a partition. */
function registrationOf({ partition }: PartitionOfTopic, mutations: Mutations): PartitionRegistration {
  const leaderRecoveryState = partition.leaderRecoveryState === 0 ? 'RECOVERED' : 'RECOVERING';
  const leaderEpoch = mutations.has('M15') ? 0 : partition.leaderEpoch;
  return { ...partition, leaderEpoch, leaderRecoveryState };
}
