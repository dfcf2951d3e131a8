import { grown } from '../../../kernel/grown.ts';
import { State } from '../../../kernel/state.ts';
import { errors } from '../../errors.ts';
import { kafkaException } from '../common/client-error.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import type { CompletedFetch } from './completed-fetch.ts';
import { plainError, topicAuthorizationError } from './consumer-error.ts';
import type { DeliveredRange, DeliveredRecords } from './consumer-listener.ts';
import { positionText } from './fetch-position.ts';
import { inPartitionHashOrder, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

/** What one collection brought: records, a position that moved without any, or an error. Source: Fetch. */
export interface Fetch {
  /** In the order in which ConsumerRecords lists its partitions. */
  readonly records: readonly DeliveredRecords[];
  readonly recordCount: number;
  readonly hasPositionAdvanced: boolean;
  readonly error: ClientError | null;
}

/** What a poll gives when nothing came. */
export const emptyFetch: Fetch = { records: [], recordCount: 0, hasPositionAdvanced: false, error: null };

/** Whether there is nothing to tell the application. */
export function isEmptyFetch(fetch: Fetch): boolean {
  return fetch.recordCount === 0 && !fetch.hasPositionAdvanced;
}

const noNames: ReadonlySet<PartitionName> = new Set();

/** Fetches that came in and were not handed out yet. Source: FetchBuffer. */
export class FetchBuffer extends State {
  completedFetches: CompletedFetch[] = [];
  nextInLine: CompletedFetch | null = null;

  get isEmpty(): boolean {
    return this.completedFetches.length === 0;
  }

  /** Nothing waits, and nothing is being handed out. */
  get hasNothing(): boolean {
    return this.completedFetches.length === 0 && (this.nextInLine === null || this.nextInLine.isConsumed);
  }

  add(fetch: CompletedFetch): void {
    this.completedFetches = grown(this.completedFetches, fetch);
  }

  /** Partitions of which data waits: they are not fetched again. */
  bufferedPartitions(): ReadonlySet<PartitionName> {
    if (this.hasNothing) return noNames;
    const names = new Set<PartitionName>();
    if (this.nextInLine !== null && !this.nextInLine.isConsumed) names.add(this.nextInLine.partition);
    for (const fetch of this.completedFetches) names.add(fetch.partition);
    return names;
  }

  /** Drops the data of all other partitions. */
  retainAll(partitions: ReadonlySet<PartitionName>, consumer: ClassicConsumer): void {
    for (const fetch of this.completedFetches.splice(0)) {
      if (partitions.has(fetch.partition)) this.completedFetches.push(fetch);
      else drain(fetch, consumer);
    }
    if (this.nextInLine !== null && !partitions.has(this.nextInLine.partition)) {
      drain(this.nextInLine, consumer);
      this.nextInLine = null;
    }
  }
}

/**
 * Hands out up to max.poll.records buffered records and moves the positions past them, before the application has seen one.
 * An error is told only when there is nothing else to tell. Source: FetchCollector.collectFetch.
 */
export function collectFetch(consumer: ClassicConsumer, buffer: FetchBuffer): Fetch {
  if (buffer.hasNothing) return emptyFetch;
  let collected = emptyFetch.records;
  let paused: readonly CompletedFetch[] = [];
  let recordCount = 0;
  let hasPositionAdvanced = false;
  let error: ClientError | null = null;
  while (recordCount < consumer.settings.maxPollRecords) {
    const next = buffer.nextInLine;
    if (next === null || next.isConsumed) {
      const completed = buffer.completedFetches[0];
      if (completed === undefined) break;
      const outcome: Initialized = completed.isInitialized ? { fetch: completed, error: null } : initialize(consumer, completed);
      if (outcome.error !== null) {
        error = outcome.error;
        // With data in hand the failed one stays, so that the next poll tells the error; a response without bytes cannot do harm later.
        if (recordCount === 0 && !hasPositionAdvanced && completed.fetched.data.records.length === 0) buffer.completedFetches.shift();
        break;
      }
      buffer.nextInLine = outcome.fetch;
      buffer.completedFetches.shift();
    } else if (consumer.subscriptions.stateOf(next.partition)?.isPaused === true) {
      paused = grown(paused, next);
      buffer.nextInLine = null;
    } else {
      const taken = fetchRecords(consumer, next, consumer.settings.maxPollRecords - recordCount);
      error = taken.error;
      if (error !== null) break;
      recordCount += taken.count;
      hasPositionAdvanced ||= taken.hasPositionAdvanced;
      collected = withRanges(collected, next.partition, taken.ranges, taken.count);
    }
  }
  for (const fetch of paused) buffer.add(fetch);
  if (recordCount === 0 && !hasPositionAdvanced && error === null) return emptyFetch;
  // Kafka holds back only its own exceptions while there are records; an IllegalStateException loses what was collected.
  const isTold = (recordCount === 0 && !hasPositionAdvanced) || error?.exception === 'IllegalStateException';
  return { records: inHashOrder(collected), recordCount, hasPositionAdvanced, error: isTold ? error : null };
}

function inHashOrder(collected: readonly DeliveredRecords[]): readonly DeliveredRecords[] {
  if (collected.length < 2) return collected;
  return inPartitionHashOrder(collected.map(({ partition }) => partition)).flatMap((name) => {
    return collected.find(({ partition }) => partition === name) ?? [];
  });
}

interface Taken {
  readonly ranges: readonly DeliveredRange[];
  readonly count: number;
  readonly hasPositionAdvanced: boolean;
  readonly error: ClientError | null;
}

const nothingTaken: Taken = { ranges: [], count: 0, hasPositionAdvanced: false, error: null };

function fetchRecords(consumer: ClassicConsumer, fetch: CompletedFetch, maxRecords: number): Taken {
  const { subscriptions } = consumer;
  const state = subscriptions.stateOf(fetch.partition);
  // Taken away, paused or without position since it was asked for; or seeked away from: what was fetched is not wanted any more.
  if (state === null || !subscriptions.isFetchable(fetch.partition) || state.position?.offset !== fetch.nextFetchOffset) {
    drain(fetch, consumer);
    return nothingTaken;
  }
  const position = state.position;
  const { ranges, count, error, isDrained } = fetch.fetchRecords(consumer.readOptions, maxRecords);
  if (isDrained) subscriptions.movePartitionToEnd(fetch.partition);
  if (error !== null) return { ...nothingTaken, error };
  const hasPositionAdvanced = fetch.nextFetchOffset > position.offset;
  if (hasPositionAdvanced) {
    state.advance({ offset: fetch.nextFetchOffset, offsetEpoch: fetch.lastEpoch, currentLeader: position.currentLeader });
  }
  return { ranges, count, hasPositionAdvanced, error: null };
}

interface Initialized {
  readonly fetch: CompletedFetch | null;
  readonly error: ClientError | null;
}

const discarded: Initialized = { fetch: null, error: null };

function initialize(consumer: ClassicConsumer, completed: CompletedFetch): Initialized {
  const { subscriptions } = consumer;
  const { partition } = completed;
  const { errorCode } = completed.fetched.data;
  const state = subscriptions.stateOf(partition);
  let outcome = discarded;
  if (state?.hasValidPosition === true) {
    outcome =
      errorCode === errors.NONE
        ? initializeSuccess(consumer, completed)
        : { fetch: null, error: handleError(consumer, completed, errorCode) };
  }
  if (errorCode !== errors.NONE) subscriptions.movePartitionToEnd(partition);
  return outcome;
}

function initializeSuccess(consumer: ClassicConsumer, completed: CompletedFetch): Initialized {
  const state = consumer.subscriptions.assignedState(completed.partition);
  if (state.position?.offset !== completed.nextFetchOffset) return discarded;
  const { highWatermark, logStartOffset, lastStableOffset, preferredReadReplica } = completed.fetched.data;
  if (highWatermark >= 0) state.highWatermark = highWatermark;
  if (logStartOffset >= 0) state.logStartOffset = logStartOffset;
  if (lastStableOffset >= 0) state.lastStableOffset = lastStableOffset;
  if (preferredReadReplica >= 0 && preferredReadReplica !== state.preferredReadReplica) {
    state.preferredReadReplica = preferredReadReplica;
    consumer.listener.onReadReplicaChosen(completed.partition, preferredReadReplica);
    state.preferredReadReplicaExpireTimeMillis = consumer.nowMillis + consumer.metadata.metadataMaxAgeMillis;
  }
  completed.isInitialized = true;
  return { fetch: completed, error: null };
}

/** Errors after which fresh metadata is all that is needed. */
const refreshErrors: ReadonlySet<number> = new Set([
  errors.NOT_LEADER_OR_FOLLOWER,
  errors.REPLICA_NOT_AVAILABLE,
  errors.KAFKA_STORAGE_ERROR,
  errors.FENCED_LEADER_EPOCH,
  errors.OFFSET_NOT_AVAILABLE,
  errors.UNKNOWN_TOPIC_OR_PARTITION,
  errors.UNKNOWN_TOPIC_ID,
  errors.INCONSISTENT_TOPIC_ID,
]);

function handleError(consumer: ClassicConsumer, completed: CompletedFetch, errorCode: number): ClientError | null {
  const { partition, nextFetchOffset } = completed;
  consumer.listener.onFetchFailed(partition, nextFetchOffset, errorCode);
  if (refreshErrors.has(errorCode)) {
    consumer.requestMetadataUpdateFor(partition);
    return null;
  }
  const where = `fetching offset ${String(nextFetchOffset)} for topic-partition ${partition}`;
  switch (errorCode) {
    case errors.OFFSET_OUT_OF_RANGE:
      return handleOutOfRange(consumer, completed);
    case errors.TOPIC_AUTHORIZATION_FAILED:
      return topicAuthorizationError([topicOf(partition)]);
    case errors.UNKNOWN_LEADER_EPOCH:
    case errors.UNKNOWN_SERVER_ERROR:
      // The broker does not know the epoch yet, or does not know what is wrong: fetch again.
      return null;
    case errors.CORRUPT_MESSAGE:
      return kafkaException(`Encountered corrupt message when ${where}`);
    default:
      return plainError(
        'IllegalStateException',
        `Unexpected error code ${String(errorCode)} while fetching at offset ${String(nextFetchOffset)} from topic-partition ${partition}`,
      );
  }
}

function handleOutOfRange(consumer: ClassicConsumer, completed: CompletedFetch): ClientError | null {
  const { subscriptions } = consumer;
  const state = subscriptions.assignedState(completed.partition);
  // A follower may simply not have the offset yet: ask the leader before believing it.
  if (state.clearPreferredReadReplica() !== null) return null;
  const { position } = state;
  if (position === null || position.offset !== completed.nextFetchOffset) return null;
  if (!subscriptions.hasDefaultOffsetResetPolicy) {
    const message = `Fetch position ${positionText(position)} is out of range for partition ${completed.partition}`;
    return plainError('OffsetOutOfRangeException', message);
  }
  state.reset(subscriptions.defaultResetStrategy);
  return null;
}

/** One partition may come from two answers. */
function withRanges(
  collected: readonly DeliveredRecords[],
  partition: PartitionName,
  ranges: readonly DeliveredRange[],
  count: number,
): readonly DeliveredRecords[] {
  if (count === 0) return collected;
  const known = collected.find((records) => records.partition === partition);
  if (known === undefined) return grown(collected, { partition, ranges, count });
  const more = { partition, ranges: [...known.ranges, ...ranges], count: known.count + count };
  return collected.map((records) => (records === known ? more : records));
}

function drain(fetch: CompletedFetch, consumer: ClassicConsumer): void {
  if (fetch.drain()) consumer.subscriptions.movePartitionToEnd(fetch.partition);
}
