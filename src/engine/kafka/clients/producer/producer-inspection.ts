import type { InFlightRequest } from '../common/in-flight-requests.ts';
import type { KafkaProducer } from './kafka-producer.ts';
import type { ProducerBatch, SendReason } from './producer-batch.ts';
import type { ProducerProcess } from './producer-process.ts';
import { batchesOfPurpose } from './sender.ts';

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
    ...identityView(producer),
    metadata: {
      isUpdateRequested: metadata.updateRequested,
      ageMillis: nowMillis - metadata.lastSuccessfulRefreshMillis,
      topics: [...metadata.topics.keys()],
    },
  };
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
  };
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
