import type { BeatBlock } from '../../kernel/beats.ts';
import { grown } from '../../kernel/grown.ts';
import { State } from '../../kernel/state.ts';
import type { FetchPartition, FetchRequest, FetchResponse } from '../apis/Fetch/messages.ts';
import { errors } from '../errors.ts';
import type { PartitionFetchState } from './fetcher-state.ts';
import type { PartitionNames } from './partition-names.ts';

/** No session. Source: FetchMetadata.INVALID_SESSION_ID. */
export const invalidSessionId = 0;
/** The first request of a session, or one that closes the old session and asks for a new one. */
export const initialSessionEpoch = 0;
/** A request outside any session; with a session id it closes that. */
export const finalSessionEpoch = -1;

/** What every fetch of a fetcher changes, and what it must know when there is nothing new: zeros at first, which name no session. */
export const fetcherBeat = { sessionId: 0, sessionEpoch: 1, awaiting: 2, isQuiet: 3, lastOrder: 4 } as const;
export const fetcherBeatColumns = 5;

/** The epoch of the next request of a session. Source: FetchMetadata.nextEpoch. */
export function nextSessionEpoch(epoch: number): number {
  if (epoch < 0) return finalSessionEpoch;
  return epoch === 2147483647 ? 1 : epoch + 1;
}

/** What a fetch says of one partition. */
export interface SessionPartition {
  readonly state: PartitionFetchState;
  readonly fetch: FetchPartition;
}

/** Whoever knows what is to be fetched of a partition; null says that it is not fetched for now. */
export interface WantedPartitions {
  wanted(key: string, nowMillis: number): SessionPartition | null;
}

/** What goes into the next request. Source: FetchSessionHandler.FetchRequestData. */
export interface FetchRequestData {
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly topics: FetchRequest['topics'];
  readonly forgottenTopicsData: FetchRequest['forgottenTopicsData'];
}

/**
 * The fetching side of incremental fetch sessions (KIP-227): only partitions that changed are sent. One per fetcher and broker. Unlike
 * Kafka's, it is told what may have changed, and does not look at everything. Source: FetchSessionHandler.
 */
export class FetchSessionHandler extends State {
  /** The partitions that the other side knows, by `topic-partition`; each remembers what was sent of it last. */
  readonly partitions = new Map<string, PartitionFetchState>();
  private readonly beats: BeatBlock;
  private readonly beatRow: number;

  constructor(beats: BeatBlock, beatRow: number) {
    super();
    this.beats = beats;
    this.beatRow = beatRow;
  }

  get sessionId(): number {
    return this.beats.get(this.beatRow, fetcherBeat.sessionId);
  }

  private set sessionId(id: number) {
    this.beats.set(this.beatRow, fetcherBeat.sessionId, id);
  }

  get sessionEpoch(): number {
    return this.beats.get(this.beatRow, fetcherBeat.sessionEpoch);
  }

  private set sessionEpoch(epoch: number) {
    this.beats.set(this.beatRow, fetcherBeat.sessionEpoch, epoch);
  }

  /** An answer that says nothing new: it changes nothing but the epoch. */
  isBeat(response: FetchResponse): boolean {
    return response.errorCode === errors.NONE && response.responses.length === 0 && response.sessionId === this.sessionId && !this.isFull;
  }

  /** The next request names all partitions. */
  get isFull(): boolean {
    return this.sessionEpoch === initialSessionEpoch || this.sessionEpoch === finalSessionEpoch;
  }

  /** Builds a request that names all partitions, in this order. Null when there is none. */
  buildFull(all: readonly SessionPartition[]): FetchRequestData | null {
    this.partitions.clear();
    for (const partition of all) this.send(partition);
    return all.length === 0 ? null : this.requestData(all, nothing);
  }

  /** Builds a request of a session with partitions in which nothing is new. */
  buildUnchanged(): FetchRequestData {
    return this.requestData(nothing, nothing);
  }

  /** Builds a request of the session from what may have changed. Null when the session has no partition and there is nothing to forget. */
  buildIncremental(changed: readonly string[], wanted: WantedPartitions, nowMillis: number): FetchRequestData | null {
    let added = nothing as readonly SessionPartition[];
    let altered = added;
    let forgotten = nothing as readonly PartitionFetchState[];
    for (const key of changed) {
      const previous = this.partitions.get(key)?.fresh();
      const next = wanted.wanted(key, nowMillis);
      if (next === null) {
        if (previous === undefined) continue;
        this.partitions.delete(key);
        forgotten = grown(forgotten, previous);
      } else if (previous === undefined) {
        this.send(next);
        added = grown(added, next);
      } else if (previous.topicId !== next.state.topicId || !previous.hasSent(next.fetch)) {
        if (previous.topicId !== next.state.topicId) forgotten = grown(forgotten, previous);
        this.send(next);
        altered = grown(altered, next);
      }
    }
    if (this.partitions.size === 0 && forgotten.length === 0) return null;
    // Kafka sends what is new before what is changed.
    return this.requestData(added.length === 0 ? altered : [...added, ...altered], forgotten);
  }

  /**
   * Takes the session's side of an answer; false when its partitions must not be looked at: the session is lost, or the answer does not
   * fit.
   * Source: FetchSessionHandler.handleResponse.
   */
  handleResponse(response: FetchResponse, names: PartitionNames): boolean {
    if (response.errorCode !== errors.NONE) {
      if (response.errorCode === errors.FETCH_SESSION_ID_NOT_FOUND) this.restart();
      else this.sessionEpoch = initialSessionEpoch;
      return false;
    }
    const hasUnknown = this.hasUnknown(response, names);
    if (this.isFull) {
      if (hasUnknown || namedCount(response) !== this.partitions.size) {
        this.restart();
        return false;
      }
      this.sessionId = response.sessionId;
      this.sessionEpoch = response.sessionId === invalidSessionId ? initialSessionEpoch : nextSessionEpoch(initialSessionEpoch);
      return true;
    }
    if (hasUnknown) {
      this.sessionEpoch = initialSessionEpoch;
      return false;
    }
    if (response.sessionId === invalidSessionId) this.restart();
    else this.sessionEpoch = nextSessionEpoch(this.sessionEpoch);
    return true;
  }

  /** The request was lost: whether the other side has seen it is unknown, so the session ends. Source: FetchSessionHandler.handleError. */
  handleError(): void {
    this.sessionEpoch = initialSessionEpoch;
  }

  private send({ state, fetch }: SessionPartition): void {
    state.noteSent(fetch);
    this.partitions.set(state.topicPartition, state);
  }

  private restart(): void {
    this.sessionId = invalidSessionId;
    this.sessionEpoch = initialSessionEpoch;
  }

  private hasUnknown(response: FetchResponse, names: PartitionNames): boolean {
    for (const { topic, partitions } of response.responses) {
      for (const { partitionIndex } of partitions) if (!this.partitions.has(names.of(topic, partitionIndex))) return true;
    }
    return false;
  }

  private requestData(send: readonly SessionPartition[], forget: readonly PartitionFetchState[]): FetchRequestData {
    return {
      sessionId: this.sessionId,
      sessionEpoch: this.sessionEpoch,
      topics: fetchTopics(send),
      forgottenTopicsData: forgottenTopics(forget),
    };
  }
}

function namedCount(response: FetchResponse): number {
  return response.responses.reduce((count, { partitions }) => count + partitions.length, 0);
}

/** What nearly every request of a session says is new or gone. */
const nothing: readonly never[] = [];

interface TopicGroup<T> {
  readonly topic: string;
  readonly topicId: string;
  partitions: readonly T[];
}

/** Runs of partitions of one topic together, as Kafka's requests have them. */
function fetchTopics(list: readonly SessionPartition[]): FetchRequest['topics'] {
  let groups = nothing as readonly TopicGroup<FetchPartition>[];
  for (const item of list) groups = grouped(groups, item.state, item.fetch);
  return groups;
}

function forgottenTopics(list: readonly PartitionFetchState[]): FetchRequest['forgottenTopicsData'] {
  let groups = nothing as readonly TopicGroup<number>[];
  for (const item of list) groups = grouped(groups, item, item.partitionIndex);
  return groups;
}

function grouped<T>(groups: readonly TopicGroup<T>[], { topic, topicId }: PartitionFetchState, partition: T): readonly TopicGroup<T>[] {
  const last = groups.length === 0 ? undefined : groups[groups.length - 1];
  if (last?.topic !== topic || last.topicId !== topicId) return grown(groups, { topic, topicId, partitions: [partition] });
  last.partitions = grown(last.partitions, partition);
  return groups;
}
