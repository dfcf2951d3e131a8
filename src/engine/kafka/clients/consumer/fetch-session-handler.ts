import { grown } from '../../../kernel/grown.ts';
import { State } from '../../../kernel/state.ts';
import type { FetchRequest, FetchResponse } from '../../apis/Fetch/messages.ts';
import { errors } from '../../errors.ts';
import { partitionName, partitionOf, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

/** What a fetch asks of one partition. */
export interface FetchPartitionData {
  readonly partition: PartitionName;
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

/** One fetch to send. */
export interface FetchRequestData {
  /** What is named in the request: new or changed since the last. */
  readonly toSend: readonly FetchPartitionData[];
  /** What the broker knows and is not wanted any more; then what it knows under another topic id, for the topic was made anew. */
  readonly gone: readonly FetchPartitionData[];
  readonly metadata: FetchMetadata;
}

// What nearly every request says is new or gone. Shared by all, and never written to.
const noPartitions: readonly FetchPartitionData[] = [];
const noTopics: readonly FetchTopic[] = [];
const noForgottenTopics: readonly ForgottenTopic[] = [];

/**
 * The client's side of an incremental fetch session with one broker: only what changed travels (KIP-227).
 * Source: FetchSessionHandler, FetchMetadata.
 */
export class FetchSessionHandler extends State {
  private nextMetadata: FetchMetadata = initial;
  /** As the broker knows them: what the last request left of the session. */
  private readonly sessionPartitions = new Map<PartitionName, FetchPartitionData>();

  /** Partitions of the session as the broker knows them. */
  partitions(): Iterable<PartitionName> {
    return this.sessionPartitions.keys();
  }

  /** What the last request asked of a partition; undefined when the session does not have it. */
  partition(name: PartitionName): FetchPartitionData | undefined {
    return this.sessionPartitions.get(name);
  }

  /** Builds the next request for these partitions, in their order. */
  build(wanted: readonly FetchPartitionData[]): FetchRequestData {
    const { nextMetadata: metadata, sessionPartitions } = this;
    if (metadata.epoch === initial.epoch || metadata.epoch === finalEpoch) {
      sessionPartitions.clear();
      for (const data of wanted) sessionPartitions.set(data.partition, data);
      return { toSend: wanted, gone: noPartitions, metadata };
    }
    let added = noPartitions;
    let changed = noPartitions;
    for (const data of wanted) {
      const previous = sessionPartitions.get(data.partition);
      if (previous === undefined) added = grown(added, data);
      else if (!isSameData(previous, data)) changed = grown(changed, data);
    }
    const isComplete = wanted.length - added.length === sessionPartitions.size;
    const forgotten = isComplete ? noPartitions : this.takeForgotten(wanted);
    changed = this.inSessionOrder(changed);
    const replaced = changed.length === 0 ? noPartitions : this.replacedBy(changed);
    for (const data of changed) sessionPartitions.set(data.partition, data);
    for (const data of added) sessionPartitions.set(data.partition, data);
    // Changed partitions go behind the new ones, in the order of the session.
    return { toSend: joined(added, changed), gone: joined(forgotten, replaced), metadata };
  }

  /** Takes out of the session what is not wanted any more. */
  private takeForgotten(wanted: readonly FetchPartitionData[]): readonly FetchPartitionData[] {
    const names = new Set(wanted.map(({ partition }) => partition));
    const forgotten = [...this.sessionPartitions.values()].filter(({ partition }) => !names.has(partition));
    for (const { partition } of forgotten) this.sessionPartitions.delete(partition);
    return forgotten;
  }

  private inSessionOrder(changed: readonly FetchPartitionData[]): readonly FetchPartitionData[] {
    if (changed.length < 2) return changed;
    const byName = new Map(changed.map((data) => [data.partition, data]));
    return [...this.sessionPartitions.keys()].flatMap((name) => byName.get(name) ?? []);
  }

  /** What the broker knows of these partitions under another topic id. */
  private replacedBy(changed: readonly FetchPartitionData[]): readonly FetchPartitionData[] {
    let replaced = noPartitions;
    for (const { partition, topicId } of changed) {
      const previous = this.sessionPartitions.get(partition);
      if (previous !== undefined && previous.topicId !== topicId) replaced = grown(replaced, previous);
    }
    return replaced;
  }

  /** Takes note of an answer; false when its partitions must not be looked at. */
  handleResponse(response: FetchResponse): boolean {
    if (response.errorCode !== errors.NONE) {
      const isGone = response.errorCode === errors.FETCH_SESSION_ID_NOT_FOUND;
      this.nextMetadata = isGone ? initial : { sessionId: this.nextMetadata.sessionId, epoch: 0 };
      return false;
    }
    if (this.nextMetadata.epoch === initial.epoch || this.nextMetadata.epoch === finalEpoch) return this.handleFullResponse(response);
    if (!this.hasAll(response)) {
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

  private handleFullResponse(response: FetchResponse): boolean {
    const namedCount = response.responses.reduce((count, { partitions }) => count + partitions.length, 0);
    const isThrottled = namedCount === 0 && response.throttleTimeMs > 0;
    if (isThrottled || namedCount !== this.sessionPartitions.size || !this.hasAll(response)) {
      this.nextMetadata = initial;
      return false;
    }
    this.nextMetadata = response.sessionId === 0 ? initial : { sessionId: response.sessionId, epoch: 1 };
    return true;
  }

  /** Whether the session has every partition that the answer names. */
  private hasAll(response: FetchResponse): boolean {
    for (const { topic, partitions } of response.responses) {
      for (const { partitionIndex } of partitions) if (!this.sessionPartitions.has(partitionName(topic, partitionIndex))) return false;
    }
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
    forgottenTopicsData: forgottenOf(data.gone),
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

interface GrowingTopic extends FetchTopic {
  partitions: FetchTopic['partitions'];
}

/** Neighbours of one topic share an entry; the same topic may come again further on. */
function topicsOf(toSend: readonly FetchPartitionData[]): readonly FetchTopic[] {
  if (toSend.length === 0) return noTopics;
  let topics: readonly GrowingTopic[] = [];
  for (const data of toSend) {
    const topic = topicOf(data.partition);
    let last = topics.at(-1);
    if (last?.topic !== topic) topics = grown(topics, (last = { topic, topicId: data.topicId, partitions: [] }));
    last.partitions = grown(last.partitions, {
      partition: partitionOf(data.partition),
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

function forgottenOf(gone: readonly FetchPartitionData[]): readonly ForgottenTopic[] {
  if (gone.length === 0) return noForgottenTopics;
  const topics = new Map<string, { topic: string; topicId: string; partitions: number[] }>();
  for (const { partition, topicId } of gone) {
    const topic = topicOf(partition);
    const key = `${topic} ${topicId}`;
    const known = topics.get(key) ?? { topic, topicId, partitions: [] };
    known.partitions.push(partitionOf(partition));
    topics.set(key, known);
  }
  return [...topics.values()];
}

function joined(first: readonly FetchPartitionData[], second: readonly FetchPartitionData[]): readonly FetchPartitionData[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

function isSameData(a: FetchPartitionData, b: FetchPartitionData): boolean {
  return (
    a.topicId === b.topicId && a.fetchOffset === b.fetchOffset && a.maxBytes === b.maxBytes && a.currentLeaderEpoch === b.currentLeaderEpoch
  );
}

function nextEpoch(epoch: number): number {
  return epoch === epochMax ? 1 : epoch + 1;
}
