import type { MetadataRequest, MetadataResponse } from '../../apis/Metadata/messages.ts';
import { errors } from '../../errors.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import { ClientError } from '../common/client-error.ts';
import { Metadata } from '../common/metadata.ts';
import type { MetadataSettings } from '../common/metadata.ts';
import { TopicPartition } from '../common/topic-partition.ts';
import { topicAuthorizationError } from './consumer-error.ts';
import { noLeaderOrEpoch } from './fetch-position.ts';
import type { LeaderAndEpoch } from './fetch-position.ts';
import type { SubscriptionState } from './subscription-state.ts';
import { partitionOf, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

/** What a consumer adds: exclude.internal.topics, allow.auto.create.topics. */
export interface ConsumerMetadataSettings extends MetadataSettings {
  readonly includeInternalTopics: boolean;
  readonly allowAutoCreateTopics: boolean;
}

/** What a consumer knows of the cluster: the topics that it subscribed to. Source: ConsumerMetadata. */
export class ConsumerMetadata extends Metadata {
  readonly metadataMaxAgeMillis: number;
  private readonly subscriptions: SubscriptionState;
  private readonly includeInternalTopics: boolean;
  private readonly allowAutoCreateTopics: boolean;
  private brokerRacks: ReadonlyMap<number, string | null> = new Map();

  constructor(settings: ConsumerMetadataSettings, environment: ClientEnvironment, subscriptions: SubscriptionState) {
    super(settings, environment);
    this.metadataMaxAgeMillis = settings.metadataMaxAgeMillis;
    this.includeInternalTopics = settings.includeInternalTopics;
    this.allowAutoCreateTopics = settings.allowAutoCreateTopics;
    this.subscriptions = subscriptions;
  }

  /** Asks for fresh metadata; urgent requests do not wait because earlier answers brought nothing new. */
  requestFreshUpdate(isUrgent: boolean): number {
    if (isUrgent) this.equivalentResponseCount = 0;
    return this.requestUpdate();
  }

  /** The leader, unless a newer epoch was seen than the snapshot has: then only that epoch is known. */
  currentLeader(name: PartitionName): LeaderAndEpoch {
    const epoch = this.lastSeenLeaderEpochs.get(name);
    const known = this.snapshot.partition(topicOf(name), partitionOf(name));
    if (known === undefined || (epoch !== undefined && known.leaderEpoch !== epoch)) {
      return epoch === undefined ? noLeaderOrEpoch : { leaderId: null, epoch };
    }
    const hasLeader = known.leaderId >= 0 && this.snapshot.hasNode(known.leaderId);
    return { leaderId: hasLeader ? known.leaderId : null, epoch: known.leaderEpoch < 0 ? null : known.leaderEpoch };
  }

  /** Remembers that a newer epoch exists, and asks for the metadata that goes with it. */
  updateLastSeenEpochIfNewer(name: PartitionName, leaderEpoch: number): void {
    const known = this.lastSeenLeaderEpochs.get(name);
    if (known === undefined || leaderEpoch <= known) return;
    this.lastSeenLeaderEpochs.set(name, leaderEpoch);
    this.requestUpdate();
  }

  /** Takes a leader that a response named (KIP-951); true when it was news. */
  updateLeadership(name: PartitionName, leaderId: number, leaderEpoch: number): boolean {
    const before = this.snapshot;
    this.updatePartitionLeadership([{ topicPartition: new TopicPartition(topicOf(name), partitionOf(name)), leaderId, leaderEpoch }]);
    return this.snapshot !== before;
  }

  /** Whether the broker holds a replica that is not offline. Source: Cluster.nodeIfOnline. */
  isReplicaOnline(name: PartitionName, nodeId: number): boolean {
    const known = this.snapshot.partition(topicOf(name), partitionOf(name));
    if (known === undefined || !this.snapshot.hasNode(nodeId)) return false;
    return known.replicaIds.includes(nodeId) && !known.offlineReplicaIds.includes(nodeId);
  }

  /** The racks of a partition's replicas, as far as brokers have one. */
  racksOf(name: PartitionName): string[] {
    const racks = new Set<string>();
    for (const id of this.snapshot.partition(topicOf(name), partitionOf(name))?.replicaIds ?? []) {
      const rack = this.brokerRacks.get(id) ?? null;
      if (rack !== null) racks.add(rack);
    }
    return [...racks];
  }

  override update(requestVersion: number, response: MetadataResponse, isPartialUpdate: boolean, nowMillis: number): void {
    this.brokerRacks = new Map(response.brokers.map(({ nodeId, rack }) => [nodeId, rack]));
    super.update(requestVersion, response, isPartialUpdate, nowMillis);
  }

  topicId(topic: string): string {
    return this.snapshot.topicIds.get(topic) ?? '';
  }

  /** An error about topics in the last answer, once. Source: Metadata.maybeThrowAnyException. */
  takeError(): ClientError | null {
    const { unauthorizedTopics, invalidTopics } = this;
    if (unauthorizedTopics.size === 0 && invalidTopics.size === 0) return null;
    this.unauthorizedTopics = new Set();
    this.invalidTopics = new Set();
    if (unauthorizedTopics.size > 0) return topicAuthorizationError([...unauthorizedTopics]);
    return new ClientError('InvalidTopicException', errors.INVALID_TOPIC_EXCEPTION, `Invalid topics: [${[...invalidTopics].join(', ')}]`);
  }

  protected override fullRequest(): MetadataRequest {
    // Simplified: with a pattern that the coordinator matches, Kafka asks for the assigned topics by id; here for all.
    const { subscriptionType, re2Pattern } = this.subscriptions;
    const isAll = subscriptionType === 'AUTO_PATTERN' || re2Pattern !== null;
    const topics = isAll ? null : this.subscriptions.metadataTopics().map((name) => ({ name }));
    return { topics, allowAutoTopicCreation: this.allowAutoCreateTopics };
  }

  protected override newTopicsRequest(): MetadataRequest | null {
    return null;
  }

  protected override retainTopic(topic: string, isInternal: boolean): boolean {
    if (this.subscriptions.needsMetadata(topic)) return true;
    if (isInternal && !this.includeInternalTopics) return false;
    return this.subscriptions.re2Pattern !== null || this.subscriptions.matchesSubscribedPattern(topic);
  }
}
