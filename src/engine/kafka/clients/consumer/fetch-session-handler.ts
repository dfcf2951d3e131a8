import { Shared, State } from '../../../kernel/state.ts';
import type { FetchRequest, FetchResponse } from '../../apis/Fetch/messages.ts';
import { errors } from '../../errors.ts';
import { partitionName, partitionOf, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

/** What a fetch asks of one partition. */
export interface FetchPartitionData {
  readonly topicId: string;
  readonly fetchOffset: number;
  readonly maxBytes: number;
  /** -1: unknown. */
  readonly currentLeaderEpoch: number;
}

/** The session that a request belongs to. Source: FetchMetadata. */
export interface FetchMetadata {
  readonly sessionId: number;
  /** 0 begins a session, -1 ends one without beginning another. */
  readonly epoch: number;
}

const initial: FetchMetadata = { sessionId: 0, epoch: 0 };
const finalEpoch = -1;
const epochMax = 2147483647;

/** One fetch to send, and what its answer will be compared with. */
export class FetchRequestData extends Shared {
  /** What is named in the request: new or changed since the last. */
  readonly toSend: ReadonlyMap<PartitionName, FetchPartitionData>;
  readonly toForget: readonly PartitionName[];
  /** Known under another topic id before: the topic was made anew. */
  readonly toReplace: readonly { readonly partition: PartitionName; readonly topicId: string }[];
  /** All that the broker will look at. */
  readonly sessionPartitions: ReadonlyMap<PartitionName, FetchPartitionData>;
  readonly forgottenTopicIds: ReadonlyMap<PartitionName, string>;
  readonly metadata: FetchMetadata;

  constructor(fields: Omit<FetchRequestData, keyof Shared>) {
    super();
    this.toSend = fields.toSend;
    this.toForget = fields.toForget;
    this.toReplace = fields.toReplace;
    this.sessionPartitions = fields.sessionPartitions;
    this.forgottenTopicIds = fields.forgottenTopicIds;
    this.metadata = fields.metadata;
  }
}

// What nearly every request has: nothing new. Shared by all, and never written to.
const noPartitions: ReadonlyMap<PartitionName, FetchPartitionData> = new Map();
const noTopicIds: ReadonlyMap<PartitionName, string> = new Map();
const nothingToForget: FetchRequestData['toForget'] = [];
const nothingToReplace: FetchRequestData['toReplace'] = [];
const noTopics: readonly FetchTopic[] = [];
const noForgottenTopics: readonly ForgottenTopic[] = [];

/**
 * The client's side of an incremental fetch session with one broker: only what changed travels (KIP-227).
 * Source: FetchSessionHandler, FetchMetadata.
 */
export class FetchSessionHandler extends State {
  private nextMetadata: FetchMetadata = initial;
  /** Requests on their way share it: a change makes another one. */
  private sessionPartitions: ReadonlyMap<PartitionName, FetchPartitionData> = noPartitions;

  /** Partitions of the session as the broker knows them. */
  partitions(): Iterable<PartitionName> {
    return this.sessionPartitions.keys();
  }

  /** Builds the next request for these partitions, in their order. */
  build(wanted: ReadonlyMap<PartitionName, FetchPartitionData>): FetchRequestData {
    if (this.nextMetadata.epoch === initial.epoch || this.nextMetadata.epoch === finalEpoch) return this.buildFull(wanted);
    if (this.isUnchanged(wanted)) return this.requestOf(noPartitions, noTopicIds, nothingToReplace);
    const next = new Map(wanted);
    const session = new Map(this.sessionPartitions);
    const forgottenTopicIds = new Map<PartitionName, string>();
    const toReplace: { partition: PartitionName; topicId: string }[] = [];
    for (const [partition, previous] of this.sessionPartitions) {
      const data = next.get(partition);
      next.delete(partition);
      if (data === undefined) {
        session.delete(partition);
        forgottenTopicIds.set(partition, previous.topicId);
      } else if (!isSameData(previous, data)) {
        // Changed partitions go behind the new ones, in the order of the session.
        next.set(partition, data);
        session.set(partition, data);
        if (previous.topicId !== data.topicId) toReplace.push({ partition, topicId: previous.topicId });
      }
    }
    for (const [partition, data] of next) {
      if (session.has(partition)) break;
      session.set(partition, data);
    }
    this.sessionPartitions = session;
    return this.requestOf(next, forgottenTopicIds, toReplace);
  }

  private isUnchanged(wanted: ReadonlyMap<PartitionName, FetchPartitionData>): boolean {
    if (wanted.size !== this.sessionPartitions.size) return false;
    for (const [partition, data] of wanted) {
      const previous = this.sessionPartitions.get(partition);
      if (previous === undefined || !isSameData(previous, data)) return false;
    }
    return true;
  }

  private requestOf(
    toSend: ReadonlyMap<PartitionName, FetchPartitionData>,
    forgottenTopicIds: ReadonlyMap<PartitionName, string>,
    toReplace: FetchRequestData['toReplace'],
  ): FetchRequestData {
    const toForget = forgottenTopicIds.size === 0 ? nothingToForget : [...forgottenTopicIds.keys()];
    const { sessionPartitions, nextMetadata: metadata } = this;
    return new FetchRequestData({ toSend, toForget, toReplace, sessionPartitions, forgottenTopicIds, metadata });
  }

  /** Takes note of an answer; false when its partitions must not be looked at. */
  handleResponse(response: FetchResponse): boolean {
    if (response.errorCode !== errors.NONE) {
      const isGone = response.errorCode === errors.FETCH_SESSION_ID_NOT_FOUND;
      this.nextMetadata = isGone ? initial : { sessionId: this.nextMetadata.sessionId, epoch: 0 };
      return false;
    }
    const names = namesOf(response);
    if (this.nextMetadata.epoch === initial.epoch || this.nextMetadata.epoch === finalEpoch)
      return this.handleFullResponse(response, names);
    if (names.some((name) => !this.sessionPartitions.has(name))) {
      this.nextMetadata = { sessionId: this.nextMetadata.sessionId, epoch: 0 };
      return false;
    }
    this.nextMetadata =
      response.sessionId === 0 ? initial : { sessionId: this.nextMetadata.sessionId, epoch: nextEpoch(this.nextMetadata.epoch) };
    return true;
  }

  /** No answer came: the broker may or may not have seen the request, so the session is begun anew. */
  handleError(): void {
    this.nextMetadata = { sessionId: this.nextMetadata.sessionId, epoch: 0 };
  }

  /** The next request ends the session. */
  notifyClose(): void {
    this.nextMetadata = { sessionId: this.nextMetadata.sessionId, epoch: finalEpoch };
  }

  private buildFull(wanted: ReadonlyMap<PartitionName, FetchPartitionData>): FetchRequestData {
    this.sessionPartitions = new Map(wanted);
    return this.requestOf(wanted, noTopicIds, nothingToReplace);
  }

  private handleFullResponse(response: FetchResponse, names: readonly PartitionName[]): boolean {
    const isThrottled = names.length === 0 && response.throttleTimeMs > 0;
    const isComplete = names.length === this.sessionPartitions.size && names.every((name) => this.sessionPartitions.has(name));
    if (isThrottled || !isComplete) {
      this.nextMetadata = initial;
      return false;
    }
    this.nextMetadata = response.sessionId === 0 ? initial : { sessionId: response.sessionId, epoch: 1 };
    return true;
  }
}

/** The request's body as Kafka's message has it. Source: FetchRequest.Builder. */
export function fetchRequestBody(data: FetchRequestData, settings: FetchRequestSettings): FetchRequest {
  return {
    replicaId: -1,
    replicaEpoch: -1,
    maxWaitMs: settings.fetchMaxWaitMillis,
    minBytes: settings.fetchMinBytes,
    maxBytes: settings.fetchMaxBytes,
    isolationLevel: settings.isolationLevel,
    sessionId: data.metadata.sessionId,
    sessionEpoch: data.metadata.epoch,
    topics: topicsOf(data.toSend),
    forgottenTopicsData: forgottenOf(data),
    rackId: settings.clientRack,
  };
}

/** What every fetch of a consumer says beside its partitions. */
export interface FetchRequestSettings {
  readonly fetchMaxWaitMillis: number;
  readonly fetchMinBytes: number;
  readonly fetchMaxBytes: number;
  readonly isolationLevel: number;
  readonly clientRack: string;
}

type FetchTopic = FetchRequest['topics'][number];
type ForgottenTopic = FetchRequest['forgottenTopicsData'][number];

/** Neighbours of one topic share an entry; the same topic may come again further on. */
function topicsOf(toSend: ReadonlyMap<PartitionName, FetchPartitionData>): readonly FetchTopic[] {
  if (toSend.size === 0) return noTopics;
  const topics: { topic: string; topicId: string; partitions: FetchTopic['partitions'][number][] }[] = [];
  for (const [name, data] of toSend) {
    const topic = topicOf(name);
    let last = topics.at(-1);
    if (last?.topic !== topic) topics.push((last = { topic, topicId: data.topicId, partitions: [] }));
    last.partitions.push({
      partition: partitionOf(name),
      currentLeaderEpoch: data.currentLeaderEpoch,
      fetchOffset: data.fetchOffset,
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: data.maxBytes,
      highWatermark: -1,
    });
  }
  return topics;
}

function forgottenOf(data: FetchRequestData): readonly ForgottenTopic[] {
  if (data.toForget.length === 0 && data.toReplace.length === 0) return noForgottenTopics;
  const topics = new Map<string, { topic: string; topicId: string; partitions: number[] }>();
  const gone = [
    ...data.toForget.map((partition) => ({ partition, topicId: data.forgottenTopicIds.get(partition) ?? '' })),
    ...data.toReplace,
  ];
  for (const { partition, topicId } of gone) {
    const topic = topicOf(partition);
    const key = `${topic} ${topicId}`;
    const known = topics.get(key) ?? { topic, topicId, partitions: [] };
    known.partitions.push(partitionOf(partition));
    topics.set(key, known);
  }
  return [...topics.values()];
}

function namesOf(response: FetchResponse): PartitionName[] {
  return response.responses.flatMap((topic) => topic.partitions.map((partition) => partitionName(topic.topic, partition.partitionIndex)));
}

function isSameData(a: FetchPartitionData, b: FetchPartitionData): boolean {
  return (
    a.topicId === b.topicId && a.fetchOffset === b.fetchOffset && a.maxBytes === b.maxBytes && a.currentLeaderEpoch === b.currentLeaderEpoch
  );
}

function nextEpoch(epoch: number): number {
  return epoch === epochMax ? 1 : epoch + 1;
}
