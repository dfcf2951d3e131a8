import { LazyEntity, Shared } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { EventSpec } from '../../kernel/event.ts';
import type { EventId } from '../../kernel/units.ts';
import type { FetchPartition } from '../apis/Fetch/messages.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { Mutations } from '../mutations.ts';
import type { Partition } from './partition.ts';
import type { PartitionNames } from './partition-names.ts';

/**
 * How a new follower finds where its log parts from the leader's: by the fetch itself (now), by asking for the end of its last epoch before
 * the first fetch (0.11 to 2.6), or not at all: it cuts at its high watermark (up to 0.10.2).
 */
export type TruncationMode = 'onFetch' | 'leaderEpoch' | 'highWatermark';

/** A broker's settings for its fetchers. */
export class FetcherConfig extends Shared {
  /** replica.fetch.backoff.ms */
  readonly backoffMs: number;
  /** replica.fetch.wait.max.ms */
  readonly waitMaxMs: number;
  /** replica.fetch.min.bytes */
  readonly minBytes: number;
  /** replica.fetch.response.max.bytes */
  readonly responseMaxBytes: number;
  /** replica.fetch.max.bytes */
  readonly maxBytes: number;
  readonly truncation: TruncationMode;

  constructor(values: Partial<Omit<FetcherConfig, keyof Shared>> = {}) {
    super();
    this.backoffMs = values.backoffMs ?? 1000;
    this.waitMaxMs = values.waitMaxMs ?? 500;
    this.minBytes = values.minBytes ?? 1;
    this.responseMaxBytes = values.responseMaxBytes ?? 10485760;
    this.maxBytes = values.maxBytes ?? 1048576;
    this.truncation = values.truncation ?? 'onFetch';
  }
}

/** What a fetcher needs from its broker. An Entity or a Shared object. */
export interface FetcherHost {
  readonly brokerId: number;
  readonly mutations: Mutations;
  readonly partitionNames: PartitionNames;
  localBrokerEpoch(): number;
  /** The partition that this broker hosts; null when it does not any more. */
  hostedPartition(topicPartition: string): Partition | null;
  /** A follower's high watermark changed: consumers may wait for it. */
  completeDelayedFetches(partition: Partition): void;
  emit<F extends string>(spec: EventSpec<F>, args: Readonly<Record<F, number>>, because?: EventId): EventId;
}

/** Where a fetcher begins with a partition. */
export type InitialFetchState = Pick<PartitionFetchState, 'currentLeaderEpoch' | 'fetchOffset' | 'state' | 'lastFetchedEpoch' | 'order'>;

/**
 * Where a fetcher is with a partition, and what it told the leader of it last. By itself, for of a fetcher's partitions few change from one
 * checkpoint to the next. Source: PartitionFetchState.
 */
export class PartitionFetchState extends LazyEntity {
  readonly topicPartition: string;
  readonly topic: string;
  readonly topicId: string;
  readonly partitionIndex: number;
  currentLeaderEpoch = 0;
  fetchOffset = 0;
  /** Null until the first answer. */
  lag: number | null = null;
  /** No fetch before this time; 0: at once. */
  dueMillis = 0;
  state: 'FETCHING' | 'TRUNCATING' = 'FETCHING';
  lastFetchedEpoch: number | null = null;
  /** Its turn: partitions that had data go to the end. */
  order = 0;
  /** The next request of the session looks at it. */
  isChanged = false;

  sentLeaderEpoch = -1;
  sentFetchOffset = -1;
  sentLastFetchedEpoch = -1;
  sentLogStartOffset = -1;

  constructor(registry: EntityRegistry, { topicPartition, topic, topicId, partitionIndex }: Partition) {
    super(registry);
    this.topicPartition = topicPartition;
    this.topic = topic;
    this.topicId = topicId;
    this.partitionIndex = partitionIndex;
  }

  /** Begins to be fetched, perhaps again. */
  begin(values: InitialFetchState): void {
    this.touch();
    this.currentLeaderEpoch = values.currentLeaderEpoch;
    this.fetchOffset = values.fetchOffset;
    this.lag = null;
    this.dueMillis = 0;
    this.state = values.state;
    this.lastFetchedEpoch = values.lastFetchedEpoch;
    this.order = values.order;
    this.isChanged = false;
  }

  /** The leader hears this. */
  noteSent(fetch: FetchPartition): void {
    this.touch();
    this.sentLeaderEpoch = fetch.currentLeaderEpoch;
    this.sentFetchOffset = fetch.fetchOffset;
    this.sentLastFetchedEpoch = fetch.lastFetchedEpoch;
    this.sentLogStartOffset = fetch.logStartOffset;
  }

  /** Whether the leader heard just this. */
  hasSent(fetch: FetchPartition): boolean {
    return (
      this.sentFetchOffset === fetch.fetchOffset &&
      this.sentLogStartOffset === fetch.logStartOffset &&
      this.sentLeaderEpoch === fetch.currentLeaderEpoch &&
      this.sentLastFetchedEpoch === fetch.lastFetchedEpoch
    );
  }

  isDelayed(nowMillis: number): boolean {
    return this.dueMillis > nowMillis;
  }

  isReadyForFetch(nowMillis: number): boolean {
    return this.state === 'FETCHING' && this.dueMillis <= nowMillis;
  }
}

/** Where a new follower begins. Source: ReplicaManager.initialFetchOffset. */
export function initialFetchOffset(log: PartitionLog, truncation: TruncationMode): number {
  return truncation === 'onFetch' && log.latestEpoch() !== null ? log.logEndOffset : log.highWatermark;
}

/** Where to cut, and whether the question is settled with it. Source: OffsetTruncationState. */
export interface OffsetTruncation {
  readonly offset: number;
  readonly truncationCompleted: boolean;
}

/**
 * Where a follower cuts its log, by the leader's answer about an epoch. When the follower does not have that epoch, it cuts where its
 * largest smaller one ends, and asks again from there. Source: AbstractFetcherThread.getOffsetTruncationState.
 */
export function offsetTruncation(
  log: PartitionLog,
  fetchOffset: number,
  leader: { readonly epoch: number; readonly endOffset: number },
): OffsetTruncation {
  if (leader.endOffset === -1) return { offset: fetchOffset, truncationCompleted: true };
  const logEndOffset = log.logEndOffset;
  if (leader.epoch === -1) return { offset: Math.min(leader.endOffset, logEndOffset), truncationCompleted: true };
  const own = log.endOffsetForEpoch(leader.epoch);
  if (own === null) return { offset: Math.min(leader.endOffset, logEndOffset), truncationCompleted: true };
  if (own.epoch !== leader.epoch) return { offset: Math.min(own.endOffset, logEndOffset), truncationCompleted: false };
  return { offset: Math.min(own.endOffset, leader.endOffset, logEndOffset), truncationCompleted: true };
}
