import type { InFlightRequest } from '../common/in-flight-requests.ts';
import type { KafkaProducer } from './kafka-producer.ts';
import { sendReasons } from './producer-batch.ts';
import type { ProducerBatch, SendReason } from './producer-batch.ts';
import type { ProducerProcess } from './producer-process.ts';
import { murmur2, toPositive } from '../../util/murmur2.ts';
import { utf8Bytes } from '../../util/utf8.ts';
import { batchesOfPurpose } from './produce-purpose.ts';

/** One batch as a person looks at it. */
interface BatchView {
  readonly topic: string;
  readonly partition: number;
  readonly recordCount: number;
  readonly sizeBytes: number;
  /** Bytes that the batch may fill. */
  readonly capacityBytes: number;
  readonly ageMillis: number;
  /** Until linger.ms has passed; 0 when it has, or when the batch is not waiting for it. */
  readonly lingerLeftMillis: number;
  /** Until delivery.timeout.ms fails it. */
  readonly deliveryLeftMillis: number;
  readonly isFull: boolean;
  readonly attempts: number;
  /** -1: not given yet, or not idempotent. */
  readonly baseSequence: number;
  readonly producerEpoch: number;
  readonly isSplit: boolean;
  /** Why it left; null while it waits for the first time. */
  readonly sentBecause: SendReason | null;
  readonly firstLedgerId: number;
  readonly createdMillis: number;
  /** Keys of its first records. */
  readonly keys: readonly (string | null)[];
}

/** One request on its way: a slot of max.in.flight.requests.per.connection. */
interface InFlightView {
  readonly nodeId: number;
  readonly api: string;
  readonly correlationId: number;
  readonly ageMillis: number;
  readonly timeoutLeftMillis: number;
  readonly batches: readonly BatchView[];
}

/** A producer from the inside: the x-ray view draws it and computes nothing. */
export interface ProducerView {
  readonly isRunning: boolean;
  /** The application's thread, and how many records it has not come to. */
  readonly caller: {
    readonly state: 'free' | 'waits-for-metadata' | 'waits-for-memory';
    readonly waitedMillis: number;
    readonly queuedCount: number;
  };
  /** Queued batches, oldest first within a partition; records go into a partition's last one. */
  readonly queued: readonly BatchView[];
  readonly inFlight: readonly InFlightView[];
  readonly inFlightMax: number;
  readonly connections: readonly { readonly nodeId: number; readonly state: string; readonly reconnectBackoffMillis: number }[];
  readonly pool: {
    readonly totalBytes: number;
    readonly availableBytes: number;
    readonly freeBufferCount: number;
    readonly batchSizeBytes: number;
    readonly waiterCount: number;
  };
  /** How many batches have left so far for each reason, and how many records those had. */
  readonly drained: { readonly counts: Readonly<Partial<Record<SendReason, number>>>; readonly recordCount: number };
  /** Null without idempotence. */
  readonly identity: { readonly producerId: number; readonly producerEpoch: number; readonly state: string } | null;
  readonly sequences: readonly {
    readonly partition: string;
    readonly nextSequence: number;
    readonly lastAckedSequence: number;
    readonly isUnresolved: boolean;
  }[];
  readonly metadata: { readonly isUpdateRequested: boolean; readonly ageMillis: number; readonly topics: readonly string[] };
}

/** Looks into a producer's process; null while it does not run. Reads only. */
export function inspectProducer(process: ProducerProcess): ProducerView | null {
  const { producer } = process;
  if (producer === null) return null;
  const { nowMillis } = process.context;
  const { accumulator, metadata, client } = producer;
  const { pool } = accumulator;
  return {
    isRunning: producer.sender.isRunning,
    caller: callerView(process, producer, nowMillis),
    queued: accumulator.topicList
      .flatMap(({ ordered }) => ordered)
      .flatMap(({ batches }) => batches.map((batch) => batchView(producer, batch, nowMillis))),
    inFlight: [...client.inFlightRequests.byNode.values()].flat().map((request) => inFlightView(producer, request, nowMillis)),
    inFlightMax: producer.settings.maxInFlightRequestsPerConnection,
    connections: [...client.connectionStates.connections].map(([nodeId, { state, reconnectBackoffMillis }]) => {
      return { nodeId, state, reconnectBackoffMillis };
    }),
    pool: {
      totalBytes: pool.totalMemoryBytes,
      availableBytes: pool.availableMemoryBytes,
      freeBufferCount: pool.freeBufferCount,
      batchSizeBytes: pool.poolableSizeBytes,
      waiterCount: pool.waiters.length,
    },
    drained: { counts: countsByReason(accumulator.drainedCounts), recordCount: accumulator.drainedRecordCount },
    ...identityView(producer),
    metadata: {
      isUpdateRequested: metadata.updateRequested,
      ageMillis: nowMillis - metadata.lastSuccessfulRefreshMillis,
      topics: [...metadata.topics.keys()],
    },
  };
}

function countsByReason(counts: readonly number[]): Partial<Record<SendReason, number>> {
  return Object.fromEntries(sendReasons.map((reason, place) => [reason, counts[place]]));
}

function callerView(process: ProducerProcess, producer: KafkaProducer, nowMillis: number): ProducerView['caller'] {
  const first = producer.blocked[0];
  const queuedCount = process.callerQueue.reduce((sum, run) => sum + run.count, 0);
  if (first === undefined) return { state: 'free', waitedMillis: 0, queuedCount };
  const state = first.stage === 'memory' ? 'waits-for-memory' : 'waits-for-metadata';
  return { state, waitedMillis: nowMillis - first.startedMillis, queuedCount };
}

function batchView({ settings }: KafkaProducer, batch: ProducerBatch, nowMillis: number): BatchView {
  const isFirstWait = batch.sentBecause === null && !batch.isFull;
  return {
    topic: batch.topicPartition.topic,
    partition: batch.topicPartition.partition,
    recordCount: batch.recordCount,
    sizeBytes: batch.sizeBytes,
    capacityBytes: batch.capacityBytes,
    ageMillis: nowMillis - batch.createdMillis,
    lingerLeftMillis: isFirstWait ? Math.max(0, settings.lingerMillis - batch.waitedMillis(nowMillis)) : 0,
    deliveryLeftMillis: Math.max(0, batch.createdMillis + settings.deliveryTimeoutMillis - nowMillis),
    isFull: batch.isFull,
    attempts: batch.attempts,
    baseSequence: batch.baseSequence,
    producerEpoch: batch.producerEpoch,
    isSplit: batch.isSplitBatch,
    sentBecause: batch.sentBecause,
    firstLedgerId: batch.segments[0]?.firstLedgerId ?? 0,
    createdMillis: batch.createdMillis,
    keys: keysOf(batch),
  };
}

const shownKeys = 24;

function keysOf(batch: ProducerBatch): readonly (string | null)[] {
  const keys: (string | null)[] = [];
  for (const { records } of batch.segments) for (let i = 0; i < records.count && keys.length < shownKeys; i++) keys.push(records.at(i).key);
  return keys;
}

/** How a key finds its partition, step by step. */
export interface KeyArithmetic {
  /** The serialized key, as hexadecimal bytes. */
  readonly bytes: readonly string[];
  readonly hash: number;
  readonly positive: number;
  readonly partitionCount: number;
  readonly partition: number;
}

/** The arithmetic of the built-in partitioner on a key: murmur2 & 0x7fffffff % partitions. Source: BuiltInPartitioner.partitionForKey. */
export function keyArithmetic(key: string, partitionCount: number): KeyArithmetic {
  const bytes = utf8Bytes(key);
  const hash = murmur2(bytes);
  const positive = toPositive(hash);
  const partition = partitionCount === 0 ? -1 : positive % partitionCount;
  return { bytes: [...bytes].map((byte) => byte.toString(16).padStart(2, '0')), hash, positive, partitionCount, partition };
}

function inFlightView(producer: KafkaProducer, request: InFlightRequest, nowMillis: number): InFlightView {
  return {
    nodeId: request.nodeId,
    api: request.api,
    correlationId: request.correlationId,
    ageMillis: nowMillis - request.sentMillis,
    timeoutLeftMillis: Math.max(0, request.timeoutMillis - nowMillis),
    batches: batchesOfPurpose(request.purpose).map((batch) => batchView(producer, batch, nowMillis)),
  };
}

function identityView({ transactionManager: manager }: KafkaProducer): Pick<ProducerView, 'identity' | 'sequences'> {
  if (manager === null) return { identity: null, sequences: [] };
  const { producerId, epoch } = manager.producerIdAndEpoch;
  const sequences = [...manager.partitions.entries.values()].map((entry) => ({
    partition: entry.topicPartition.key,
    nextSequence: entry.nextSequence,
    lastAckedSequence: entry.lastAckedSequence,
    isUnresolved: manager.hasUnresolvedSequence(entry.topicPartition),
  }));
  return { identity: { producerId, producerEpoch: epoch, state: manager.state }, sequences };
}

/** A record of the producer's that waits or flies, by the ledger's number; null when it is neither. */
export function inspectKeyOf(
  { producer }: ProducerProcess,
  ledgerId: number,
): { readonly key: string | null; readonly isInFlight: boolean } | null {
  if (producer === null) return null;
  const queued = producer.accumulator.topicList.flatMap(({ ordered }) => ordered).flatMap(({ batches }) => batches);
  const flying = [...producer.client.inFlightRequests.byNode.values()].flat().flatMap((request) => batchesOfPurpose(request.purpose));
  return keyIn(flying, ledgerId, true) ?? keyIn(queued, ledgerId, false);
}

function keyIn(batches: readonly ProducerBatch[], ledgerId: number, isInFlight: boolean): ReturnType<typeof inspectKeyOf> {
  for (const { segments } of batches) {
    for (const { records, firstLedgerId } of segments) {
      const at = ledgerId - firstLedgerId;
      if (at >= 0 && at < records.count) return { key: records.at(at).key, isInFlight };
    }
  }
  return null;
}
