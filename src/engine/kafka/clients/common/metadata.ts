import { State } from '../../../kernel/state.ts';
import type { MetadataRequest, MetadataResponse, MetadataResponsePartition } from '../../apis/Metadata/messages.ts';
import { errors, needsMetadataRefresh } from '../../errors.ts';
import type { ClientEnvironment } from './client-environment.ts';
import { RetryBackoff } from './retry-backoff.ts';
import { bootstrapSnapshot, MetadataSnapshot, type PartitionMetadata } from './metadata-snapshot.ts';
import { TopicPartition } from './topic-partition.ts';

/** How often a client asks. Names of the configs: retry.backoff.ms, retry.backoff.max.ms, metadata.max.age.ms. */
export interface MetadataSettings {
  readonly retryBackoffMillis: number;
  readonly retryBackoffMaxMillis: number;
  readonly metadataMaxAgeMillis: number;
  readonly bootstrapAddressCount: number;
  readonly jitterPercent?: number;
}

/** A metadata request and what its answer will mean. */
export interface MetadataAsk {
  readonly request: MetadataRequest;
  readonly requestVersion: number;
  readonly isPartialUpdate: boolean;
}

/** A leader that a response named beside its error (KIP-951). */
export interface LeaderHint {
  readonly topicPartition: TopicPartition;
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

/**
 * What a client knows of the cluster and when it asks again. Base of the producer's and the consumer's.
 * Source: org.apache.kafka.clients.Metadata. The jitter of a backoff is drawn once per answer or failure, not at every look at the clock.
 */
export abstract class Metadata extends State {
  snapshot: MetadataSnapshot;
  needFullUpdate = true;
  needPartialUpdate = false;
  /** Counts answers. */
  updateVersion = 0;
  /** Counts additions of topics: an answer to an older request does not satisfy newer ones. */
  requestVersion = 0;
  lastRefreshMillis = 0;
  lastSuccessfulRefreshMillis = 0;
  attempts = 0;
  equivalentResponseCount = 0;
  invalidTopics: ReadonlySet<string> = new Set();
  unauthorizedTopics: ReadonlySet<string> = new Set();
  isClosed = false;
  protected readonly environment: ClientEnvironment;
  private readonly settings: MetadataSettings;
  private readonly refreshBackoff: RetryBackoff;
  private attemptBackoffMillis: number;
  private equivalentBackoffMillis = 0;
  protected readonly lastSeenLeaderEpochs = new Map<string, number>();
  /** Until then no request should go out, unless something changes before; 0: not known. A client asks at each of its turns. */
  private quietUntilMillis = 0;

  constructor(settings: MetadataSettings, environment: ClientEnvironment) {
    super();
    this.settings = settings;
    this.environment = environment;
    this.snapshot = bootstrapSnapshot(settings.bootstrapAddressCount);
    this.refreshBackoff = new RetryBackoff(settings.retryBackoffMillis, settings.retryBackoffMaxMillis, settings.jitterPercent ?? 20);
    this.attemptBackoffMillis = settings.retryBackoffMillis;
  }

  /** What to ask for when everything is refreshed. */
  protected abstract fullRequest(): MetadataRequest;
  /** What to ask for when only new topics are wanted; null when this client always asks for all. */
  protected abstract newTopicsRequest(): MetadataRequest | null;
  /** Whether a topic of an answer is still wanted. */
  protected abstract retainTopic(topic: string, isInternal: boolean, nowMillis: number): boolean;

  get updateRequested(): boolean {
    return this.needFullUpdate || this.needPartialUpdate;
  }

  /** Whether a request may and should go out now. */
  isUpdateDue(nowMillis: number): boolean {
    return nowMillis >= this.quietUntilMillis && this.timeToNextUpdate(nowMillis) === 0;
  }

  /** Milliseconds until the next request may and should go out. */
  timeToNextUpdate(nowMillis: number): number {
    if (nowMillis < this.quietUntilMillis) return this.quietUntilMillis - nowMillis;
    const expiryMillis = this.lastSuccessfulRefreshMillis + this.settings.metadataMaxAgeMillis;
    const timeToExpire = this.updateRequested ? 0 : Math.max(expiryMillis - nowMillis, 0);
    const timeToUpdate = Math.max(timeToExpire, this.timeToAllowUpdate(nowMillis));
    // Once what is known has expired, less backoff is asked for: only what comes to an end by then is known now.
    if (nowMillis + timeToUpdate <= expiryMillis) this.quietUntilMillis = nowMillis + timeToUpdate;
    return timeToUpdate;
  }

  /** Milliseconds until a request may go out: the backoff after failures, and after answers that brought nothing new. */
  timeToAllowUpdate(nowMillis: number): number {
    if (this.lastSuccessfulRefreshMillis + this.settings.metadataMaxAgeMillis <= nowMillis) this.equivalentResponseCount = 0;
    const equivalent = this.equivalentResponseCount > 0 ? this.equivalentBackoffMillis : 0;
    return Math.max(this.lastRefreshMillis + Math.max(this.attemptBackoffMillis, equivalent) - nowMillis, 0);
  }

  /** Asks for everything at the next chance; returns the version that the next answer will exceed. */
  requestUpdate(): number {
    this.quietUntilMillis = 0;
    this.needFullUpdate = true;
    return this.updateVersion;
  }

  /** Asks for new topics without waiting for the backoff. */
  requestUpdateForNewTopics(): number {
    this.quietUntilMillis = 0;
    this.lastRefreshMillis = 0;
    this.needPartialUpdate = true;
    this.equivalentResponseCount = 0;
    this.requestVersion++;
    return this.updateVersion;
  }

  /** The request to send now. */
  newRequest(nowMillis: number): MetadataAsk {
    const isFresh = this.lastSuccessfulRefreshMillis + this.settings.metadataMaxAgeMillis > nowMillis;
    const partial = !this.needFullUpdate && isFresh ? this.newTopicsRequest() : null;
    return { request: partial ?? this.fullRequest(), requestVersion: this.requestVersion, isPartialUpdate: partial !== null };
  }

  /** Takes an answer in. Source: Metadata.update. */
  update(requestVersion: number, response: MetadataResponse, isPartialUpdate: boolean, nowMillis: number): void {
    this.quietUntilMillis = 0;
    this.needPartialUpdate = requestVersion < this.requestVersion;
    this.lastRefreshMillis = nowMillis;
    this.attempts = 0;
    this.attemptBackoffMillis = this.refreshBackoff.backoff(0, this.environment);
    this.updateVersion++;
    if (!isPartialUpdate) {
      this.needFullUpdate = false;
      this.lastSuccessfulRefreshMillis = nowMillis;
    }
    this.equivalentResponseCount++;
    this.snapshot = this.merge(response, isPartialUpdate, nowMillis);
    this.invalidTopics = this.snapshot.invalidTopics;
    this.unauthorizedTopics = this.snapshot.unauthorizedTopics;
    for (const partition of [...this.lastSeenLeaderEpochs.keys()]) {
      if (!this.retainTopic(partition.slice(0, partition.lastIndexOf('-')), false, nowMillis)) this.lastSeenLeaderEpochs.delete(partition);
    }
    const attempts = Math.max(this.equivalentResponseCount - 1, 0);
    this.equivalentBackoffMillis = this.equivalentResponseCount > 0 ? this.refreshBackoff.backoff(attempts, this.environment) : 0;
  }

  /** A request brought nothing: try again after the backoff. */
  failedUpdate(nowMillis: number): void {
    this.quietUntilMillis = 0;
    this.lastRefreshMillis = nowMillis;
    this.attempts++;
    this.equivalentResponseCount = 0;
    this.attemptBackoffMillis = this.refreshBackoff.backoff(this.attempts - 1, this.environment);
  }

  /** Forgets everything but the bootstrap addresses (KIP-1102). */
  rebootstrap(): void {
    this.requestUpdate();
    this.updateVersion++;
    this.snapshot = bootstrapSnapshot(this.settings.bootstrapAddressCount);
  }

  /** Takes leaders that responses named, where they are newer than what is known. Source: Metadata.updatePartitionLeadership (KIP-951). */
  updatePartitionLeadership(hints: readonly LeaderHint[]): void {
    const old = this.snapshot;
    const updated = new Map<string, PartitionMetadata>();
    for (const { topicPartition, leaderId, leaderEpoch } of hints) {
      const known = old.partition(topicPartition.topic, topicPartition.partition);
      const currentEpoch = this.lastSeenLeaderEpochs.get(topicPartition.key);
      if (known === undefined || !old.hasNode(leaderId)) continue;
      if (currentEpoch !== undefined && leaderEpoch <= currentEpoch) continue;
      updated.set(topicPartition.key, { ...known, leaderId, leaderEpoch });
      this.lastSeenLeaderEpochs.set(topicPartition.key, leaderEpoch);
    }
    if (updated.size === 0) return;
    const rest = old.partitions.filter((partition) => !updated.has(partition.topicPartition.key));
    this.snapshot = new MetadataSnapshot({ ...old, partitions: [...updated.values(), ...rest] });
  }

  private merge(response: MetadataResponse, isPartialUpdate: boolean, nowMillis: number): MetadataSnapshot {
    const old = this.snapshot;
    const partitions: PartitionMetadata[] = [];
    const topicIds = new Map<string, string>();
    const invalidTopics = new Set<string>();
    const unauthorizedTopics = new Set<string>();
    const topics = new Set<string>();
    for (const topic of response.topics) {
      topics.add(topic.name);
      topicIds.set(topic.name, topic.topicId);
      if (!this.retainTopic(topic.name, topic.isInternal, nowMillis)) continue;
      if (topic.errorCode === errors.NONE) {
        const hasNewId = old.topicIds.get(topic.name) !== topic.topicId;
        for (const partition of topic.partitions) this.takePartition(topic.name, partition, hasNewId, partitions);
        continue;
      }
      if (needsMetadataRefresh(topic.errorCode)) this.requestUpdate();
      if (topic.errorCode === errors.INVALID_TOPIC_EXCEPTION) invalidTopics.add(topic.name);
      else if (topic.errorCode === errors.TOPIC_AUTHORIZATION_FAILED) unauthorizedTopics.add(topic.name);
    }
    if (isPartialUpdate) {
      const keeps = (topic: string) => !topics.has(topic) && this.retainTopic(topic, false, nowMillis);
      for (const partition of old.partitions) if (keeps(partition.topicPartition.topic)) partitions.push(partition);
      for (const [topic, id] of old.topicIds) if (keeps(topic)) topicIds.set(topic, id);
      for (const topic of old.invalidTopics) if (keeps(topic)) invalidTopics.add(topic);
      for (const topic of old.unauthorizedTopics) if (keeps(topic)) unauthorizedTopics.add(topic);
    }
    const nodeIds = response.brokers.map((broker) => broker.nodeId);
    return new MetadataSnapshot({ nodeIds, isBootstrap: false, partitions, topicIds, invalidTopics, unauthorizedTopics });
  }

  /** Keeps the newer of two epochs: an answer of a broker that lags does not take a leader back. Source: Metadata.updateLatestMetadata. */
  private takePartition(topic: string, partition: MetadataResponsePartition, hasNewId: boolean, into: PartitionMetadata[]): void {
    const known = this.snapshot.partition(topic, partition.partitionIndex);
    const topicPartition = known?.topicPartition ?? new TopicPartition(topic, partition.partitionIndex);
    if (needsMetadataRefresh(partition.errorCode)) this.requestUpdate();
    const fresh: PartitionMetadata = {
      topicPartition,
      errorCode: partition.errorCode,
      leaderId: partition.leaderId,
      leaderEpoch: partition.leaderEpoch,
      replicaIds: partition.replicaNodes,
      inSyncReplicaIds: partition.isrNodes,
      offlineReplicaIds: partition.offlineReplicas,
    };
    const currentEpoch = this.lastSeenLeaderEpochs.get(topicPartition.key);
    if (partition.leaderEpoch < 0) {
      this.lastSeenLeaderEpochs.delete(topicPartition.key);
      this.equivalentResponseCount = 0;
    } else if (currentEpoch === undefined || hasNewId || partition.leaderEpoch >= currentEpoch) {
      if (currentEpoch === undefined || hasNewId || partition.leaderEpoch > currentEpoch) this.equivalentResponseCount = 0;
      this.lastSeenLeaderEpochs.set(topicPartition.key, partition.leaderEpoch);
    } else {
      if (known !== undefined) into.push(known);
      return;
    }
    into.push(fresh);
  }
}
