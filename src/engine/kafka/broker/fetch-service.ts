import type { Envelope } from '../../kernel/process.ts';
import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { FetchPartition, FetchPartitionResponse, FetchRequest, FetchResponse } from '../apis/Fetch/messages.ts';
import { errors } from '../errors.ts';
import type { FetchIsolation } from '../log/log-types.ts';
import type { Broker } from './broker.ts';
import { DelayedOperation, Purgatory } from './delayed-operations.ts';
import type { PartitionLookup } from './delayed-operations.ts';
import { fetchRecords, localLogWithEpoch } from './partition-read.ts';
import type { FetchParams, PartitionRead } from './partition-read.ts';
import type { PartitionError } from './partition-owner.ts';
import type { ReplicaManager } from './replica-manager.ts';
import { PurgatoryTimer } from './timers.ts';

const epochOrNull = (epoch: number): number | null => (epoch < 0 ? null : epoch);

/** One partition of a fetch, with its name. */
interface FetchItem {
  readonly topic: string;
  readonly topicId: string;
  readonly name: string;
  readonly fetch: FetchPartition;
}

/** A fetch that waits for enough data. Source: DelayedFetch. */
export class DelayedFetch extends DelayedOperation {
  readonly items: readonly FetchItem[];
  readonly params: FetchParams;
  readonly minBytes: number;
  readonly partitionsMaxBytes: number;

  constructor(request: Envelope, items: readonly FetchItem[], params: FetchParams, limits: { readonly minBytes: number; readonly maxBytes: number }) {
    super(request);
    this.items = items;
    this.params = params;
    this.minBytes = limits.minBytes;
    this.partitionsMaxBytes = limits.maxBytes;
  }

  override tryComplete(lookup: PartitionLookup): boolean {
    let accumulatedBytes = 0;
    for (const { name, fetch } of this.items) {
      const partition = lookup.partitionOrError(name);
      if (typeof partition === 'number') return true;
      const log = localLogWithEpoch(partition, epochOrNull(fetch.currentLeaderEpoch), this.params.fetchOnlyLeader);
      if ('kind' in log) return true;
      const end = this.params.isolation === 'LOG_END' ? log.logEndOffset
        : this.params.isolation === 'HIGH_WATERMARK' ? log.highWatermark
        : log.lastStableOffset;
      // The end moved below the fetch offset: the log was truncated.
      if (fetch.fetchOffset > log.logEndOffset) return true;
      if (end <= fetch.fetchOffset) continue;
      const read = log.read(fetch.fetchOffset, fetch.partitionMaxBytes, this.params.isolation, true);
      if (read.kind === 'error') return true;
      accumulatedBytes += Math.min(read.sizeInBytes, fetch.partitionMaxBytes);
    }
    return accumulatedBytes >= this.minBytes;
  }
}

/**
 * Serves fetches of followers and consumers: reads, and waits for data when there is too little. Source: KafkaApis.handleFetchRequest,
 * ReplicaManager.fetchMessages, readFromLog.
 */
export class FetchService extends Entity {
  private readonly broker: Broker;
  private readonly manager: ReplicaManager;
  readonly purgatory: Purgatory<DelayedFetch>;

  constructor(registry: EntityRegistry, broker: Broker, manager: ReplicaManager) {
    super(registry);
    this.broker = broker;
    this.manager = manager;
    this.purgatory = new Purgatory(registry, manager);
  }

  handle(envelope: Envelope): void {
    const request = envelope.message.body as FetchRequest;
    const items = itemsOf(request);
    const isFollower = request.replicaId >= 0;
    const isolation: FetchIsolation = isFollower ? 'LOG_END'
      : this.manager.mutations.has('M12') ? 'LOG_END'
      : request.isolationLevel === 1 ? 'TXN_COMMITTED' : 'HIGH_WATERMARK';
    const params: FetchParams = {
      replicaId: request.replicaId,
      replicaEpoch: request.replicaEpoch,
      isolation,
      fetchOnlyLeader: isFollower,
      event: envelope.sentEvent,
    };
    const reads = this.readAll(items, params, request.maxBytes, true);
    const isEnough = request.maxWaitMs <= 0 || items.length === 0 || reads.some(isDecisive) || bytesOf(reads) >= request.minBytes;
    if (isEnough) return this.answer(envelope, items, reads);
    const operation = new DelayedFetch(envelope, items, params, { minBytes: request.minBytes, maxBytes: request.maxBytes });
    // What the follower told may itself have completed others; what came in meanwhile counts too.
    if (this.purgatory.tryCompleteElseWatch(operation, items.map((item) => item.name))) {
      return this.answer(envelope, items, this.readAll(items, params, request.maxBytes, false));
    }
    operation.timer = this.broker.context.startTimer(request.maxWaitMs * 1000, new PurgatoryTimer('fetch', operation.id));
  }

  /** A partition changed: fetches that wait for it may be complete. */
  completeWaiting(topicPartition: string): void {
    for (const operation of this.purgatory.checkAndComplete(topicPartition)) {
      this.broker.context.cancelTimer(operation.timer);
      this.complete(operation);
    }
  }

  expire(operationId: number): void {
    const operation = this.purgatory.remove(operationId);
    if (operation !== null) this.complete(operation);
  }

  clear(): void {
    this.purgatory.clear();
  }

  private complete(operation: DelayedFetch): void {
    const { request, items, params, partitionsMaxBytes } = operation;
    if (request !== null) this.answer(request, items, this.readAll(items, params, partitionsMaxBytes, false));
  }

  private readAll(items: readonly FetchItem[], params: FetchParams, maxBytes: number, updateFetchState: boolean): readonly (PartitionRead | PartitionError)[] {
    const { nowMillis } = this.broker.context;
    let budget = Math.min(maxBytes, this.broker.settings.fetchMaxBytes);
    let minOneMessage = true;
    return items.map(({ name, fetch }) => {
      const partition = this.manager.partitionOrError(name);
      if (typeof partition === 'number') return { kind: 'error', errorCode: partition, error: '', message: '' } as const;
      const data = {
        fetchOffset: fetch.fetchOffset,
        logStartOffset: fetch.logStartOffset,
        maxBytes: Math.min(budget, fetch.partitionMaxBytes),
        currentLeaderEpoch: epochOrNull(fetch.currentLeaderEpoch),
        lastFetchedEpoch: epochOrNull(fetch.lastFetchedEpoch),
      };
      const read = fetchRecords(partition, params, data, { maxBytes: data.maxBytes, minOneMessage, updateFetchState }, nowMillis);
      if (read.kind === 'read' && read.data !== null && read.data.sizeInBytes > 0) {
        minOneMessage = false;
        budget = Math.max(0, budget - read.data.sizeInBytes);
      }
      return read;
    });
  }

  private answer(envelope: Envelope, items: readonly FetchItem[], reads: readonly (PartitionRead | PartitionError)[]): void {
    const topics = new Map<string, { topic: string; topicId: string; partitions: FetchPartitionResponse[] }>();
    items.forEach((item, i) => {
      const topic = topics.get(item.topicId) ?? { topic: item.topic, topicId: item.topicId, partitions: [] };
      topics.set(item.topicId, topic);
      topic.partitions.push(partitionAnswer(item.fetch.partition, reads[i]!));
    });
    const response: FetchResponse = { throttleTimeMs: 0, errorCode: errors.NONE, sessionId: 0, responses: [...topics.values()] };
    this.broker.respond(envelope, response, 60 + bytesOf(reads));
  }
}

function itemsOf(request: FetchRequest): readonly FetchItem[] {
  return request.topics.flatMap(({ topic, topicId, partitions }) => partitions.map((fetch) => ({
    topic, topicId, name: `${topic}-${String(fetch.partition)}`, fetch,
  })));
}

/** An answer that need not wait for data: an error, or logs that diverge. */
function isDecisive(read: PartitionRead | PartitionError): boolean {
  return read.kind === 'error' || read.divergingEpoch !== null;
}

function bytesOf(reads: readonly (PartitionRead | PartitionError)[]): number {
  let bytes = 0;
  for (const read of reads) if (read.kind === 'read') bytes += read.data?.sizeInBytes ?? 0;
  return bytes;
}

function partitionAnswer(partitionIndex: number, read: PartitionRead | PartitionError): FetchPartitionResponse {
  const isRead = read.kind === 'read';
  return {
    partitionIndex,
    errorCode: isRead ? errors.NONE : read.errorCode,
    highWatermark: isRead ? read.highWatermark : -1,
    lastStableOffset: isRead ? read.lastStableOffset : -1,
    logStartOffset: isRead ? read.logStartOffset : -1,
    abortedTransactions: isRead ? (read.data?.abortedTransactions ?? null) : null,
    divergingEpoch: isRead ? read.divergingEpoch : null,
    currentLeader: null,
    preferredReadReplica: -1,
    records: isRead ? (read.data?.batches ?? []) : [],
  };
}
