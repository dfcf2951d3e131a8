import { grown } from '../../kernel/grown.ts';
import type { Envelope } from '../../kernel/process.ts';
import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { EventId } from '../../kernel/units.ts';
import type { FetchPartitionResponse, FetchRequest, FetchResponse } from '../apis/Fetch/messages.ts';
import { errors } from '../errors.ts';
import type { CachedPartition } from './cached-partition.ts';
import { DelayedFetch, KnownTerms } from './delayed-fetch.ts';
import type { DelayedFetchParts } from './delayed-fetch.ts';
import type { PartitionLookup } from './delayed-operations.ts';
import { FetchPurgatory } from './fetch-purgatory.ts';
import { FetchSessionCache } from './fetch-session.ts';
import type { FetchSession } from './fetch-session.ts';
import { invalidSessionId, nextSessionEpoch } from './fetch-session-handler.ts';
import type { Partition } from './partition.ts';
import { fetchRecords } from './partition-read.ts';
import type { FetchParams, PartitionRead, ReadOptions } from './partition-read.ts';

/** What fetches need from their broker. An Entity or a Shared object. */
export interface FetchRequestsHost extends PartitionLookup {
  /** fetch.max.bytes of the broker. */
  readonly fetchMaxBytes: number;
  /** Who leads a partition, for a client whose metadata are old (KIP-951); null when unknown. */
  currentLeader(topicPartition: string): { readonly leaderId: number; readonly leaderEpoch: number } | null;
  /** Whether consumers may be sent to other replicas at all: replica.selector.class. */
  readonly sendsConsumersToRacks: boolean;
  /** Another replica that is nearer to this consumer (KIP-392); -1: read here. */
  preferredReadReplica(partition: Partition, rackId: string, fetchOffset: number): number;
}

/** How a fetch stands after it was read. */
export type FetchOutcome =
  | { readonly kind: 'respond'; readonly response: FetchResponse; readonly sizeBytes: number }
  /** Nothing to answer yet: the owner starts a timer of `waitMillis` for `operation.id`, then calls `expire`. */
  | { readonly kind: 'wait'; readonly operation: DelayedFetch; readonly waitMillis: number };

/** What was read of one partition; else, with `read` null, the answer that has nothing to do with the log. */
type PartitionResult =
  | { readonly cached: CachedPartition; readonly read: PartitionRead; readonly answer: null; readonly sizeBytes: number }
  | { readonly cached: CachedPartition; readonly read: null; readonly answer: FetchPartitionResponse; readonly sizeBytes: 0 };

/**
 * Serves fetches of followers and consumers, with sessions and waiting. After a partition has new data, a new high watermark or a new role,
 * the owner calls `checkAndComplete` and answers each operation with `complete`. Source: KafkaApis.handleFetchRequest,
 * ReplicaManager.fetchMessages.
 */
export class FetchRequests extends Entity {
  readonly purgatory: FetchPurgatory;
  readonly sessions: FetchSessionCache;
  private readonly host: FetchRequestsHost;
  private readonly terms = new KnownTerms();

  constructor(registry: EntityRegistry, host: FetchRequestsHost, sessionsMax = 1000) {
    super(registry);
    this.host = host;
    this.purgatory = new FetchPurgatory(registry, host);
    this.sessions = new FetchSessionCache(registry, this.purgatory, sessionsMax);
  }

  /** Reads for a request; answers at once when there is enough, an error or nothing to wait for. `event` is the request's sending. */
  handle(request: FetchRequest, envelope: Envelope | null, event: EventId, nowMillis: number): FetchOutcome {
    const context = this.sessions.newContext(request, nowMillis);
    if (context.kind === 'error') return respond(emptyResponse(context.errorCode, invalidSessionId), 0);
    const params = fetchParams(request, event);
    if (context.kind === 'incremental') context.session.noteFetch(nowMillis, event);
    const partitions = context.kind === 'incremental' ? context.session.activePartitions() : context.partitions;
    if (context.kind === 'incremental' && partitions.length > 0) context.session.touch();
    const maxBytes = Math.min(request.maxBytes, this.host.fetchMaxBytes);
    const results = this.readAll(partitions, { params, maxBytes, rackId: request.rackId }, { updateFetchState: true, nowMillis });
    // Also of what falls asleep now: a later fetch of the session waits for it without reading it again.
    for (const { cached, read } of results) cached.noteRead(read?.data ?? null);
    const minBytes = Math.min(request.minBytes, maxBytes);
    const hasPartitions = context.kind === 'incremental' || partitions.length > 0;
    if (request.maxWaitMs <= 0 || !hasPartitions || isEnough(results, minBytes)) {
      const outcome = respond(this.responseOf(context, results, nowMillis), bytesOf(results));
      if (context.kind === 'incremental') this.letSleep(context.session, results, params, request.rackId);
      return outcome;
    }
    const operation = new DelayedFetch(envelope, { context, params, minBytes, maxBytes, rackId: request.rackId }, this.terms);
    if (this.park(operation, context, partitions)) return respond(this.complete(operation, nowMillis), 0);
    if (context.kind === 'incremental') this.letSleep(context.session, results, params, request.rackId);
    return { kind: 'wait', operation, waitMillis: request.maxWaitMs };
  }

  /** The waiting fetches that can be answered since the partition changed; each is to be completed and answered. */
  checkAndComplete(topicPartition: string): readonly DelayedFetch[] {
    return this.purgatory.checkAndComplete(topicPartition);
  }

  /** The time of a waiting fetch is over; null when it was answered before. */
  expire(operationId: number): DelayedFetch | null {
    return this.purgatory.remove(operationId);
  }

  /** The answer of a fetch that waited: everything is read again as it is now. Source: DelayedFetch.onComplete. */
  complete(operation: DelayedFetch, nowMillis: number): FetchResponse {
    const { parts } = operation;
    const { context } = parts;
    const partitions = context.kind === 'incremental' ? context.session.activePartitions() : context.partitions;
    const results = this.readAll(partitions, parts, { updateFetchState: false, nowMillis });
    return this.responseOf(context, results, nowMillis);
  }

  /** The process ended. */
  clear(): void {
    this.purgatory.clear();
    this.sessions.clear();
  }

  /** Lets a fetch wait; true when it is complete after all. */
  private park(operation: DelayedFetch, context: DelayedFetchParts['context'], partitions: readonly CachedPartition[]): boolean {
    if (context.kind !== 'incremental') return this.purgatory.tryCompleteElseWatch(operation, partitions.map((partition) => partition.key));
    // What sleeps was looked at when it fell asleep.
    if (operation.isSatisfied(this.host, partitions)) return true;
    this.purgatory.park(operation, context.session.watcher);
    return false;
  }

  /** Source: ReplicaManager.readFromLog. */
  private readAll(
    partitions: readonly CachedPartition[],
    how: ReadAll,
    { updateFetchState, nowMillis }: Pick<ReadOptions, 'updateFetchState' | 'nowMillis'>,
  ): readonly PartitionResult[] {
    if (partitions.length === 0) return noResults;
    let remainingBytes = how.maxBytes;
    // One object for all partitions: this is the hottest loop of a broker.
    const options = { maxBytes: 0, minOneMessage: true, updateFetchState, nowMillis };
    let results = noResults;
    for (const cached of partitions) {
      options.maxBytes = Math.min(cached.maxBytes, remainingBytes);
      const result = this.readOne(cached, how, options);
      // From the first partition with data on, the limits hold.
      if (result.sizeBytes > 0) options.minOneMessage = false;
      remainingBytes = Math.max(0, remainingBytes - result.sizeBytes);
      results = grown(results, result);
    }
    return results;
  }

  private readOne(cached: CachedPartition, how: ReadAll, options: ReadOptions): PartitionResult {
    if (cached.topic === '') return this.failed(cached, errors.UNKNOWN_TOPIC_ID);
    const partition = this.host.partitionOrError(cached.key);
    if (typeof partition === 'number') return this.failed(cached, partition);
    // The topic was deleted and created again: the id that the client has is not known any more.
    if (cached.topicId !== '' && cached.topicId !== partition.topicId) return this.failed(cached, errors.UNKNOWN_TOPIC_ID);
    const { params } = how;
    if (params.replicaId < 0 && how.rackId !== '' && partition.isLeader) {
      const preferred = this.host.preferredReadReplica(partition, how.rackId, cached.fetchOffset);
      if (preferred >= 0 && partition.log !== null) return preferredResult(cached, partition, preferred);
    }
    const read = fetchRecords(partition, params, cached, options);
    if (read.kind === 'error') return this.failed(cached, read.errorCode);
    return { cached, read, answer: null, sizeBytes: read.data === null || read.data.firstEntryIncomplete ? 0 : read.data.sizeInBytes };
  }

  private failed(cached: CachedPartition, errorCode: number): PartitionResult {
    const isStale = errorCode === errors.NOT_LEADER_OR_FOLLOWER || errorCode === errors.FENCED_LEADER_EPOCH;
    const currentLeader = isStale ? this.host.currentLeader(cached.key) : null;
    return { cached, read: null, sizeBytes: 0, answer: { ...noAnswer, partitionIndex: cached.partitionIndex, errorCode, currentLeader } };
  }

  /** Source: FetchContext.updateAndGenerateResponseData. */
  private responseOf(context: DelayedFetchParts['context'], results: readonly PartitionResult[], nowMillis: number): FetchResponse {
    switch (context.kind) {
      case 'sessionless':
        return response(invalidSessionId, results);
      case 'full': {
        for (const result of results) noteAnswer(result);
        return response(this.sessions.maybeCreateSession(context.partitions, context.isFollower, nowMillis), results);
      }
      case 'incremental': {
        const { session, requestEpoch } = context;
        if (results.length > 0) session.touch();
        if (session.epoch !== nextSessionEpoch(requestEpoch)) return emptyResponse(errors.INVALID_FETCH_SESSION_EPOCH, session.id);
        let topics = noTopics;
        for (const result of results) {
          if (!noteAnswer(result)) continue;
          topics = withAnswer(topics, result);
          if (hasRecords(result)) session.moveToEnd(result.cached);
        }
        return { throttleTimeMs: 0, errorCode: errors.NONE, sessionId: session.id, responses: topics };
      }
    }
  }

  /** Partitions that have nothing for this fetcher, and have told it all, need not be looked at until they change. Kafka looks at all. */
  protected letSleep(session: FetchSession, results: readonly PartitionResult[], params: FetchParams, rackId: string): void {
    // A follower that has caught up changes nothing that wakes a consumer, and yet may be the one to read from.
    if (rackId !== '' && this.host.sendsConsumersToRacks) return;
    for (const { cached, read } of results) {
      if (read === null) continue;
      const partition = this.host.partitionOrError(cached.key);
      if (typeof partition === 'number' || !isSettled(partition, cached, params)) continue;
      session.sleep(cached);
      partition.wakeAtChange(session);
      if (params.replicaId >= 0) partition.replica(params.replicaId)?.sleep(session);
    }
  }
}

interface ReadAll {
  readonly params: FetchParams;
  readonly maxBytes: number;
  readonly rackId: string;
}

const noResults: readonly PartitionResult[] = [];

/** Another fetch of the same offset would find nothing and change nothing but a follower's times. */
function isSettled(partition: Partition, cached: CachedPartition, params: FetchParams): boolean {
  const { log } = partition;
  if (log === null || cached.fetchOffset !== log.boundOf(params.isolation).messageOffset) return false;
  if (cached.sentHighWatermark !== log.highWatermark || cached.sentLogStartOffset !== log.logStartOffset) return false;
  if (params.replicaId < 0) return true;
  // Outside the confirmed ISR each fetch may make it join.
  const replica = partition.replica(params.replicaId);
  if (replica === null || replica.isBehind || replica.logEndOffset !== log.logEndOffset) return false;
  return partition.partitionState.isr.includes(params.replicaId);
}

function fetchParams(request: FetchRequest, event: EventId): FetchParams {
  const isFollower = request.replicaId >= 0;
  return {
    replicaId: request.replicaId,
    replicaEpoch: request.replicaEpoch,
    isolation: isFollower ? 'LOG_END' : request.isolationLevel === 1 ? 'TXN_COMMITTED' : 'HIGH_WATERMARK',
    // Since Fetch v11 followers serve consumers too (KIP-392).
    fetchOnlyLeader: isFollower,
    event,
  };
}

function isEnough(results: readonly PartitionResult[], minBytes: number): boolean {
  let sizeBytes = 0;
  for (const { read, sizeBytes: size } of results) {
    // An error, or another replica to read from.
    if (read === null || read.divergingEpoch !== null) return true;
    sizeBytes += size;
  }
  return sizeBytes >= minBytes;
}

function bytesOf(results: readonly PartitionResult[]): number {
  let sizeBytes = 0;
  for (const result of results) sizeBytes += result.sizeBytes;
  return sizeBytes;
}

function answerOf(result: PartitionResult): FetchPartitionResponse {
  const { cached, read } = result;
  if (read === null) return result.answer;
  return {
    partitionIndex: cached.partitionIndex,
    errorCode: errors.NONE,
    highWatermark: read.highWatermark,
    lastStableOffset: read.lastStableOffset,
    logStartOffset: read.logStartOffset,
    abortedTransactions: read.data?.abortedTransactions ?? null,
    divergingEpoch: read.divergingEpoch,
    currentLeader: null,
    preferredReadReplica: -1,
    // A batch that was cut is no use to anybody.
    records: read.data === null || read.data.firstEntryIncomplete ? noAnswer.records : read.data.batches,
  };
}

function preferredResult(cached: CachedPartition, partition: Partition, preferredReadReplica: number): PartitionResult {
  const { log } = partition;
  const answer = {
    ...noAnswer,
    partitionIndex: cached.partitionIndex,
    errorCode: errors.NONE,
    highWatermark: log?.highWatermark ?? -1,
    lastStableOffset: log?.lastStableOffset ?? -1,
    logStartOffset: log?.logStartOffset ?? -1,
    preferredReadReplica,
  };
  return { cached, answer, read: null, sizeBytes: 0 };
}

/** Whether an answer says anything new of the partition, which is then noted. Source: CachedPartition.maybeUpdateResponseData. */
function noteAnswer(result: PartitionResult): boolean {
  const { cached, read } = result;
  if (read === null) return cached.maybeUpdateResponse(result.answer);
  const isNew = cached.noteOffsets(read.highWatermark, read.logStartOffset);
  return isNew || read.divergingEpoch !== null || hasRecords(result);
}

function hasRecords({ read }: PartitionResult): boolean {
  return read !== null && read.data !== null && !read.data.firstEntryIncomplete && read.data.batches.length > 0;
}

const noAnswer: Omit<FetchPartitionResponse, 'partitionIndex' | 'errorCode'> = {
  highWatermark: -1,
  lastStableOffset: -1,
  logStartOffset: -1,
  abortedTransactions: null,
  divergingEpoch: null,
  currentLeader: null,
  preferredReadReplica: -1,
  records: [],
};

function respond(response: FetchResponse, sizeBytes: number): FetchOutcome {
  return { kind: 'respond', response, sizeBytes };
}

function emptyResponse(errorCode: number, sessionId: number): FetchResponse {
  return { throttleTimeMs: 0, errorCode, sessionId, responses: noTopics };
}

function response(sessionId: number, results: readonly PartitionResult[]): FetchResponse {
  let topics = noTopics;
  for (const result of results) topics = withAnswer(topics, result);
  return { throttleTimeMs: 0, errorCode: errors.NONE, sessionId, responses: topics };
}

interface TopicAnswers {
  readonly topic: string;
  readonly topicId: string;
  partitions: readonly FetchPartitionResponse[];
}

const noTopics: readonly TopicAnswers[] = [];

/** Groups answers by topic, in the order in which they were read. */
function withAnswer(topics: readonly TopicAnswers[], result: PartitionResult): readonly TopicAnswers[] {
  const { topic, topicId } = result.cached;
  const last = topics.length === 0 ? undefined : topics[topics.length - 1];
  if (last?.topic !== topic || last.topicId !== topicId) return grown(topics, { topic, topicId, partitions: [answerOf(result)] });
  last.partitions = grown(last.partitions, answerOf(result));
  return topics;
}

/** The bytes of an answer's records, for the network. */
export function fetchResponseSizeBytes(answer: FetchResponse): number {
  let sizeBytes = 0;
  for (const topic of answer.responses) {
    for (const partition of topic.partitions) for (const batch of partition.records) sizeBytes += batch.sizeBytes;
  }
  return sizeBytes;
}
