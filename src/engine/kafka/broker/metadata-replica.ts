import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import type { FetchMetadataRequest, FetchMetadataResponse } from '../apis/FetchMetadata/messages.ts';
import { errors } from '../errors.ts';
import { topicChanges } from '../coordinator/service/image-topics.ts';
import { MetadataDelta } from '../metadata/delta.ts';
import { MetadataImage } from '../metadata/image.ts';
import { configResourceTypes } from '../metadata/records.ts';
import type { Broker } from './broker.ts';
import { channels } from './channels.ts';

const fetchMaxWaitMillis = 500;
/** controller.quorum.request.timeout.ms */
const requestTimeoutMillis = 2000;
/** reconnect.backoff.ms and its maximum, as the Raft client's network client has them. */
const backoffMillisMin = 50;
const backoffMillisMax = 1000;

/**
 * Follows the metadata log as an observer: fetches it, applies what is committed, and acts on what changed. What a broker knows is
 * always a prefix of
 * the committed log. Source: KafkaRaftClient (observer), MetadataLoader, BrokerMetadataPublisher.
 */
export class MetadataReplica extends Entity {
  private readonly broker: Broker;
  private isFetching = false;
  private failures = 0;
  private highWatermark = -1;
  private leaderEpoch = -1;

  constructor(registry: EntityRegistry, broker: Broker) {
    super(registry);
    this.broker = broker;
  }

  fetch(): void {
    if (this.isFetching) return;
    this.touch();
    this.isFetching = true;
    const { context, outgoing, controller } = this.broker;
    const body: FetchMetadataRequest = {
      replicaId: context.self,
      fetchOffset: this.broker.image.offset + 1,
      lastFetchedEpoch: this.leaderEpoch,
      maxWaitMs: fetchMaxWaitMillis,
      highWatermark: this.highWatermark,
      currentLeaderEpoch: this.leaderEpoch,
    };
    const to = { peer: controller.active, channel: channels.metadataLog, purpose: 'metadata' };
    outgoing.send(to, 'Fetch', body, requestTimeoutMillis);
  }

  onAnswer(body: object): void {
    const response = body as FetchMetadataResponse;
    this.touch();
    this.isFetching = false;
    if (response.errorCode !== errors.NONE) {
      if (response.leaderId >= 0) this.broker.controller.learnActive(response.leaderId);
      else this.broker.controller.tryNext();
      return this.retry();
    }
    this.failures = 0;
    this.leaderEpoch = response.leaderEpoch;
    this.highWatermark = response.highWatermark;
    this.apply(response);
    this.fetch();
  }

  onFailure(): void {
    this.touch();
    this.isFetching = false;
    this.broker.controller.tryNext();
    this.retry();
  }

  clear(): void {
    this.touch();
    this.isFetching = false;
    this.failures = 0;
    this.highWatermark = -1;
  }

  private retry(): void {
    const doubled = backoffMillisMin * (1 << Math.min(this.failures, 10));
    this.failures++;
    this.broker.after('fetchMetadata', Math.min(doubled, backoffMillisMax));
  }

  private apply(response: FetchMetadataResponse): void {
    // As nearly all answers: the controller had nothing new for half a second.
    if (response.records.length === 0) return;
    const { broker } = this;
    const delta = new MetadataDelta(broker.image);
    response.records.forEach((record, i) => {
      const offset = response.baseOffset + i;
      const isCommitted = offset < response.highWatermark || broker.environment.mutations.has('M18');
      if (offset === delta.image.offset + 1 && isCommitted) delta.apply(record, offset);
    });
    if (delta.image === delta.base) return;
    broker.touch();
    broker.image = delta.image;
    broker.disk.touch();
    broker.disk.metadataImage = delta.image;
    if (!broker.isPublished) return;
    const topics = new Set<string>();
    let isBrokerConfigChanged = false;
    for (const { resourceType, resourceName } of delta.changedConfigs.values()) {
      if (resourceType === configResourceTypes.TOPIC) topics.add(resourceName);
      else isBrokerConfigChanged = true;
    }
    if (isBrokerConfigChanged || topics.size > 0) broker.replicas.applyTopicConfigs(isBrokerConfigChanged ? null : topics);
    const changes = delta.localChanges(broker.context.self);
    broker.replicas.applyChanges(changes, broker.context.nowMillis);
    broker.groups.applyChanges(changes);
    const topicsChanged = topicChanges(delta);
    if (topicsChanged !== null) broker.groups.onTopicsChanged(topicsChanged);
    if (delta.changedBrokers.size > 0) broker.fetchers.brokersChanged();
  }
}

/** All that an image says about a broker's replicas, as if everything had just changed: what a broker that starts has to do. */
export function changesFromNothing(image: MetadataImage, brokerId: number): ReturnType<MetadataDelta['localChanges']> {
  const everything = new MetadataDelta(MetadataImage.empty());
  everything.image = image;
  for (const topic of image.topicsInOrder)
    everything.changedPartitions.set(topic.id, new Set(Array.from(topic.partitions.entries(), ([id]) => id)));
  return everything.localChanges(brokerId);
}
