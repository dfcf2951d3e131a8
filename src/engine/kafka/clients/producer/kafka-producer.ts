import { State } from '../../../kernel/state.ts';
import { errors } from '../../errors.ts';
import { murmur2, toPositive } from '../../util/murmur2.ts';
import { utf8Bytes } from '../../util/utf8.ts';
import { neverMillis, type ClientEnvironment } from '../common/client-environment.ts';
import { ClientError, illegalState, kafkaException, timeoutError } from '../common/client-error.ts';
import { NetworkClient } from '../common/network-client.ts';
import { TopicPartition } from '../common/topic-partition.ts';
import { partitionerOf } from '../partitioners/by-class.ts';
import type { Partitioner, PartitionQuestion } from '../partitioners/partitioner.ts';
import type { MemoryWaiter } from './buffer-pool.ts';
import type { ProducerSettings } from './producer-config.ts';
import { BatchCompression } from '../../log/batch-compressor.ts';
import type { BatchCompressor } from '../../log/batch-compressor.ts';
import { compressionNames } from '../../log/codecs.ts';
import { ProducerMetadata } from './producer-metadata.ts';
import type { ProducerObserver } from './producer-observer.ts';
import { RecordAccumulator, type AppendOutcome } from './record-accumulator.ts';
import { unknownPartition, type RecordRun } from './record-run.ts';
import { Sender } from './sender.ts';
import { TransactionManager } from './transaction-manager.ts';

/**
 * What send() did. `failed`: the future and the callback have the exception; `thrown`: the caller got it. Either may come after an append
 * (a producer that has failed for good). `blocked`: the caller waits for metadata or memory and goes on by itself.
 */
export interface SendResult {
  readonly kind: 'appended' | 'failed' | 'thrown' | 'blocked';
  readonly topicPartition: TopicPartition;
  readonly error: ClientError | null;
  /** Null when no record was appended. */
  readonly appended: Appended | null;
}

/** What the appends of a send() did. */
interface Appended {
  readonly batchIsFull: boolean;
  readonly newBatchCreated: boolean;
}

/** A caller that waits inside send(). */
export class BlockedSend extends State {
  readonly run: RecordRun;
  readonly stage: 'metadata' | 'memory';
  readonly startedMillis: number;
  readonly deadlineMillis: number;
  /** The version of the metadata that the caller has seen. */
  readonly metadataVersion: number;

  constructor(fields: Omit<BlockedSend, keyof State>) {
    super();
    this.run = fields.run;
    this.stage = fields.stage;
    this.startedMillis = fields.startedMillis;
    this.deadlineMillis = fields.deadlineMillis;
    this.metadataVersion = fields.metadataVersion;
  }
}

/** What differs between a simulated network and a scripted one. */
export interface ProducerSurroundings {
  readonly bootstrapAddressCount: number;
  readonly discoverBrokerVersions: boolean;
  readonly metadataUpdates: 'automatic' | 'manual';
  /** 20 as in Kafka, 0 where chance is not wanted. */
  readonly jitterPercent: number;
  /** How compression.type is carried out; absent where nobody has codecs. */
  readonly compressor?: BatchCompressor | null;
}

const keyHashesMax = 4096;

/** A producer: the caller's side (send, flush, close) and its sender. Source: KafkaProducer. */
export class KafkaProducer extends State {
  readonly settings: ProducerSettings;
  readonly environment: ClientEnvironment;
  readonly observer: ProducerObserver;
  readonly metadata: ProducerMetadata;
  readonly client: NetworkClient;
  readonly transactionManager: TransactionManager | null;
  readonly accumulator: RecordAccumulator;
  readonly sender: Sender;
  /** Callers inside send(), first come first. */
  blocked: BlockedSend[] = [];
  private readonly partitioner: Partitioner | null;
  private readonly keyHashes = new Map<string, number>();

  constructor(settings: ProducerSettings, environment: ClientEnvironment, observer: ProducerObserver, surroundings: ProducerSurroundings) {
    super();
    const { jitterPercent, bootstrapAddressCount, discoverBrokerVersions } = surroundings;
    this.settings = settings;
    this.environment = environment;
    this.observer = observer;
    this.metadata = new ProducerMetadata({ ...settings, bootstrapAddressCount, jitterPercent }, environment);
    const networkSettings = { ...settings, discoverBrokerVersions, jitterPercent };
    this.client = new NetworkClient(networkSettings, environment, this.metadata, surroundings.metadataUpdates);
    const { isIdempotenceEnabled, transactionalId, retryBackoffMillis } = settings;
    this.transactionManager = isIdempotenceEnabled ? new TransactionManager(transactionalId, retryBackoffMillis) : null;
    const batchSizeBytes = Math.max(1, settings.batchSizeBytes);
    const accumulatorSettings = { ...settings, batchSizeBytes, retryJitterPercent: jitterPercent };
    this.accumulator = new RecordAccumulator(
      accumulatorSettings,
      environment,
      this.transactionManager,
      compressionOf(settings, surroundings.compressor ?? null),
    );
    this.sender = new Sender({
      settings,
      client: this.client,
      metadata: this.metadata,
      accumulator: this.accumulator,
      transactionManager: this.transactionManager,
      observer,
      interceptors: settings.interceptors,
    });
    this.partitioner = partitionerOf(settings.partitionerClass);
  }

  /** Hands a run of records to the producer. Source: KafkaProducer.send, doSend. */
  send(run: RecordRun, nowMillis: number): SendResult {
    for (const interceptor of this.settings.interceptors) {
      for (let i = 0; i < run.count; i++) this.observer.onInterceptor({ call: 'onSend', interceptor, ledgerId: run.firstLedgerId + i });
    }
    if (!this.sender.isRunning) return this.refuse(run, illegalState('Cannot perform operation after producer has been closed'));
    run.timestamp = nowMillis;
    return this.afterMetadata(run, nowMillis, nowMillis);
  }

  /** `startedMillis`: when the caller came into send(). */
  private afterMetadata(run: RecordRun, startedMillis: number, nowMillis: number): SendResult {
    const { metadata } = this;
    const { maxBlockMillis } = this.settings;
    const { invalidTopics } = metadata.snapshot;
    if (invalidTopics.size > 0 && invalidTopics.has(run.topic)) {
      return this.refuse(run, new ClientError('InvalidTopicException', errors.INVALID_TOPIC_EXCEPTION, run.topic));
    }
    metadata.add(run.topic, nowMillis);
    const partitionCount = metadata.snapshot.partitionCount(run.topic);
    const isKnown = partitionCount !== null && run.requestedPartition < partitionCount;
    if (isKnown) return this.appendAll(run, startedMillis, nowMillis);
    const deadlineMillis = startedMillis + maxBlockMillis;
    const metadataVersion = metadata.requestUpdateForTopic(run.topic);
    if (nowMillis >= deadlineMillis) return this.refuse(run, this.metadataTimeout(run, partitionCount));
    this.blocked.push(new BlockedSend({ run, stage: 'metadata', startedMillis, deadlineMillis, metadataVersion }));
    return this.result('blocked', run, null, null);
  }

  private metadataTimeout(run: RecordRun, partitionCount: number | null): ClientError {
    const after = `present in metadata after ${String(this.settings.maxBlockMillis)} ms.`;
    if (partitionCount === null) return timeoutError(`Topic ${run.topic} not ${after}`);
    const which = `Partition ${String(run.requestedPartition)} of topic ${run.topic} with partition count ${String(partitionCount)}`;
    return timeoutError(`${which} is not ${after}`);
  }

  private appendAll(run: RecordRun, startedMillis: number, nowMillis: number): SendResult {
    run.timestamp = nowMillis;
    if (run.serializationError !== null) return this.refuse(run, run.serializationError);
    run.partition = this.partitionOf(run);
    const tooLarge = this.sizeError(run);
    if (tooLarge !== null) return this.refuse(run, tooLarge);
    return this.appendRest(run, startedMillis, nowMillis, 0);
  }

  /** Appends batch by batch until the run is used up, blocks, or fails. `heldBytes`: memory that the caller has waited for. */
  private appendRest(run: RecordRun, startedMillis: number, nowMillis: number, heldBytes: number): SendResult {
    run.maxTimeToBlockMillis = Math.max(0, this.settings.maxBlockMillis - (nowMillis - startedMillis));
    let held = heldBytes;
    let appended: SendResult['appended'] = nothingAppended;
    while (run.remainingCount > 0) {
      const firstLedgerId = run.nextLedgerId;
      const outcome: AppendOutcome = this.accumulator.append(run, this.metadata.snapshot, nowMillis, held);
      held = 0;
      if (outcome.kind === 'failed') return this.refuse(run, outcome.error);
      if (outcome.kind === 'blocked') {
        const deadlineMillis = outcome.waiter.deadlineMillis;
        this.blocked.push(
          new BlockedSend({ run, stage: 'memory', startedMillis, deadlineMillis, metadataVersion: 0 }),
        );
        return this.result('blocked', run, null, appended);
      }
      const topicPartition = this.topicPartitionOf(run);
      this.observer.onAppended({ firstLedgerId, count: outcome.count, topicPartition, key: run.key });
      appended = appended === null ? outcome : bothAppended(appended, outcome);
      const error = this.transactionManager?.maybeAddPartition(topicPartition) ?? null;
      if (error !== null) return this.reportRefused(run, { firstLedgerId, count: outcome.count }, error, appended);
    }
    return this.result('appended', run, null, appended);
  }

  /** Lets callers go on for whom metadata or memory has come, and fails those who waited max.block.ms. Call after each turn. */
  resumeBlocked(nowMillis: number): void {
    if (this.accumulator.finishedFlushCount > 0) this.reportFlushes();
    if (this.blocked.length > 0) this.resumeSome(nowMillis);
  }

  private resumeSome(nowMillis: number): void {
    if (this.blocked.some(isForMetadata)) {
      for (const blocked of this.blocked.filter(isForMetadata)) this.resumeAfterMetadata(blocked, nowMillis);
    }
    const { pool } = this.accumulator;
    for (let served = pool.takeServed(); served.length > 0; served = pool.takeServed()) {
      for (const waiter of served) this.resumeWithMemory(waiter, nowMillis);
    }
    if (!pool.isClosed && nowMillis < pool.firstDeadlineMillis) return;
    for (const waiter of [...pool.waiters]) {
      if (pool.isClosed) this.failWaiter(waiter, kafkaException('Producer closed while allocating memory'));
      else if (waiter.deadlineMillis <= nowMillis) {
        this.failWaiter(waiter, this.accumulator.exhausted(waiter.sizeBytes, waiter.maxTimeToBlockMillis));
      }
    }
  }

  private resumeAfterMetadata(blocked: BlockedSend, nowMillis: number): void {
    const { run, startedMillis } = blocked;
    const isTimedOut = nowMillis >= blocked.deadlineMillis;
    if (!isTimedOut && this.sender.isRunning && this.metadata.updateVersion <= blocked.metadataVersion) return;
    this.blocked.splice(this.blocked.indexOf(blocked), 1);
    if (!this.sender.isRunning) {
      this.refuse(run, kafkaException('Producer closed while send in progress'));
      return;
    }
    const error = isTimedOut ? null : this.metadata.takeErrorForTopic(run.topic);
    if (error !== null) this.refuse(run, error);
    else if (this.afterMetadata(run, startedMillis, nowMillis).kind === 'appended') this.reportUnblocked(run);
  }

  private resumeWithMemory(waiter: MemoryWaiter, nowMillis: number): void {
    const blocked = this.takeBlocked(waiter);
    const startedMillis = blocked?.startedMillis ?? nowMillis;
    if (this.appendRest(waiter.run, startedMillis, nowMillis, waiter.sizeBytes).kind === 'appended') this.reportUnblocked(waiter.run);
  }

  private failWaiter(waiter: MemoryWaiter, error: ClientError): void {
    this.takeBlocked(waiter);
    this.accumulator.pool.remove(waiter);
    this.refuse(waiter.run, error);
  }

  private takeBlocked(waiter: MemoryWaiter): BlockedSend | undefined {
    const index = this.blocked.findIndex(({ run }) => run === waiter.run);
    return index < 0 ? undefined : this.blocked.splice(index, 1)[0];
  }

  private reportUnblocked(run: RecordRun): void {
    this.observer.onSendUnblocked({ firstLedgerId: run.firstLedgerId, count: run.count, topicPartition: this.topicPartitionOf(run) });
  }

  private reportFlushes(): void {
    const count = this.accumulator.finishedFlushCount;
    this.accumulator.finishedFlushCount = 0;
    for (let i = 0; i < count; i++) this.observer.onFlushed();
  }

  /** One turn of the I/O thread, and of the callers that it lets go on. Returns the time-out of its poll. */
  runOnce(nowMillis: number): number {
    const timeoutMillis = this.sender.runOnce(nowMillis);
    this.resumeBlocked(nowMillis);
    return timeoutMillis;
  }

  /** Makes everything sendable at once; the observer is told when all that is there now has its result. */
  flush(): void {
    if (this.accumulator.beginFlush()) this.observer.onFlushed();
  }

  /** Accepts nothing more; what is there is sent. */
  close(): void {
    this.sender.initiateClose();
  }

  /** Ends at once: records without a result fail. */
  forceClose(nowMillis: number): void {
    this.sender.forceClose(kafkaException('Producer is closed forcefully.'));
    this.resumeBlocked(nowMillis);
  }

  /** How long until a caller inside send() gives up. */
  nextBlockedDelayMillis(nowMillis: number): number {
    let next = neverMillis;
    for (const { deadlineMillis } of this.blocked) if (deadlineMillis - nowMillis < next) next = deadlineMillis - nowMillis;
    return next;
  }

  /** The partition of a run: asked for, by key, by the configured partitioner, or -1 for the built-in choice. */
  private partitionOf(run: RecordRun): number {
    if (run.requestedPartition !== unknownPartition) return run.requestedPartition;
    const { snapshot } = this.metadata;
    const partitionCount = snapshot.partitionCount(run.topic) ?? 1;
    if (this.partitioner !== null) return this.askPartitioner(this.partitioner, run, partitionCount);
    if (run.key === null || this.settings.arePartitionerKeysIgnored) return unknownPartition;
    return toPositive(this.keyHash(run.key)) % partitionCount;
  }

  /** Up to 3.x a partitioner is asked once more when the record would begin another batch. Source: KafkaProducer.doSend of 2.4 to 3.9. */
  private askPartitioner(partitioner: Partitioner, run: RecordRun, partitionCount: number): number {
    const { environment } = this;
    const availablePartitions = this.metadata.snapshot.availablePartitionsForTopic(run.topic);
    const topic = { partitionCount, availablePartitions };
    const question: PartitionQuestion = { topicName: run.topic, topic, key: run.key, nowMillis: run.timestamp };
    const partition = partitioner.partition(question, environment);
    if (this.accumulator.hasRoom(run, partition) || !partitioner.onNewBatch(question, partition, environment)) return partition;
    return partitioner.partition(question, environment);
  }

  private keyHash(key: string): number {
    const known = this.keyHashes.get(key);
    if (known !== undefined) return known;
    const hash = murmur2(utf8Bytes(key));
    if (this.keyHashes.size >= keyHashesMax) this.keyHashes.clear();
    this.keyHashes.set(key, hash);
    return hash;
  }

  private sizeError(run: RecordRun): ClientError | null {
    const sizeBytes = run.upperBoundBytes;
    const { maxRequestSizeBytes, bufferMemoryBytes } = this.settings;
    if (sizeBytes <= maxRequestSizeBytes && sizeBytes <= bufferMemoryBytes) return null;
    const what = `The message is ${String(sizeBytes)} bytes when serialized which is larger than`;
    const why =
      sizeBytes > maxRequestSizeBytes
        ? `${String(maxRequestSizeBytes)}, which is the value of the max.request.size configuration.`
        : 'the total memory buffer you have configured with the buffer.memory configuration.';
    return new ClientError('RecordTooLargeException', errors.MESSAGE_TOO_LARGE, `${what} ${why}`);
  }

  private topicPartitionOf(run: RecordRun): TopicPartition {
    return run.topicPartition ?? new TopicPartition(run.topic, run.requestedPartition);
  }

  /** The rest of the run gets no place: the callback runs on the caller's thread, or the exception is thrown. */
  private refuse(run: RecordRun, error: ClientError): SendResult {
    const range = { firstLedgerId: run.nextLedgerId, count: run.remainingCount };
    return this.reportRefused(run, range, error, null);
  }

  private reportRefused(
    run: RecordRun,
    range: { readonly firstLedgerId: number; readonly count: number },
    error: ClientError,
    appended: SendResult['appended'],
  ): SendResult {
    const topicPartition = this.topicPartitionOf(run);
    if (error.isApiException) this.transactionManager?.maybeTransitionToErrorState(error);
    const how = appended === null ? 'refused' : 'result';
    if (error.isApiException) this.observer.onFailed({ ...range, topicPartition, error }, how);
    else this.observer.onThrown({ ...range, topicPartition, error }, how);
    for (const interceptor of this.settings.interceptors) {
      const call = { call: 'onAcknowledgement', interceptor, topicPartition, offset: -1, error } as const;
      for (let i = 0; i < range.count; i++) this.observer.onInterceptor(call);
    }
    return this.result(error.isApiException ? 'failed' : 'thrown', run, error, appended);
  }

  private result(kind: SendResult['kind'], run: RecordRun, error: ClientError | null, appended: SendResult['appended']): SendResult {
    return { kind, topicPartition: this.topicPartitionOf(run), error, appended };
  }
}

const isForMetadata = ({ stage }: BlockedSend): boolean => stage === 'metadata';

const nothingAppended = null;

/** What two appends of one send() did together. */
function bothAppended(a: Appended, b: Appended): Appended {
  return { batchIsFull: a.batchIsFull || b.batchIsFull, newBatchCreated: a.newBatchCreated || b.newBatchCreated };
}

function compressionOf({ compressionType }: ProducerSettings, compressor: BatchCompressor | null): BatchCompression | null {
  const compressionId = compressionNames.findIndex((name) => name === compressionType);
  return compressor === null || compressionId <= 0 ? null : new BatchCompression(compressor, compressionId);
}
