import { assert } from '../../kernel/units.ts';
import { BrokerRegistration } from './broker-registration.ts';
import { configKey, TopicImage, type MetadataImage } from './image.ts';
import { PartitionRegistration } from './partition-registration.ts';
import { configResourceTypes, type MetadataRecord, type RecordFields } from './records.ts';
import { SharedMap } from './shared-map.ts';

/** A partition and where it belongs. */
export interface PartitionOfTopic {
  readonly topicName: string;
  readonly topicId: string;
  readonly partitionId: number;
  readonly partition: PartitionRegistration;
}

/** What one broker has to do about the replicas on it. Source: LocalReplicaChanges. */
export interface LocalReplicaChanges {
  /** Replicas to delete: unassigned, or of a deleted topic. `partition` is the state before. */
  readonly deletes: readonly PartitionOfTopic[];
  /** Partitions to lead (again): new leader epoch, or same epoch with a changed ISR or replica list. */
  readonly leaders: readonly PartitionOfTopic[];
  /** Those of `leaders` whose leader epoch is new. */
  readonly electedLeaders: readonly PartitionOfTopic[];
  readonly followers: readonly PartitionOfTopic[];
}

type MutableChanges = { readonly [K in keyof LocalReplicaChanges]: PartitionOfTopic[] };

/** Whose settings changed. */
export interface ConfigResource {
  readonly resourceType: number;
  readonly resourceName: string;
}

/**
 * Applies records to an image, in the order of their offsets, and remembers what changed. Lives within one step: it is no state.
 * Source: MetadataDelta, TopicsDelta, TopicDelta.
 */
export class MetadataDelta {
  /** The image before the first record. */
  readonly base: MetadataImage;
  /** The image after the last record so far. */
  image: MetadataImage;
  readonly changedBrokers = new Set<number>();
  readonly changedFeatures = new Set<string>();
  readonly createdTopicIds = new Set<string>();
  /** Topics of the base image that are gone. */
  readonly deletedTopicIds = new Set<string>();
  /** Partition ids by topic id, for topics that still exist. */
  readonly changedPartitions = new Map<string, Set<number>>();
  readonly changedConfigs = new Map<string, ConfigResource>();

  constructor(base: MetadataImage) {
    this.base = base;
    this.image = base;
  }

  /** Applies the record at an offset. */
  apply(record: MetadataRecord, offset: number): void {
    this.applyFields(record);
    this.image = this.image.with({ offset });
  }

  /** What a broker has to do about its replicas. Source: TopicsDelta.localChanges. */
  localChanges(brokerId: number): LocalReplicaChanges {
    const changes: MutableChanges = { deletes: [], leaders: [], electedLeaders: [], followers: [] };
    for (const [topicId, partitionIds] of this.changedPartitions) {
      const topic = this.image.topic(topicId);
      if (topic === undefined) continue;
      for (const partitionId of partitionIds) this.localChange(brokerId, topic, partitionId, changes);
    }
    for (const topicId of this.deletedTopicIds) {
      const topic = this.base.topic(topicId);
      if (topic === undefined) continue;
      for (const [partitionId, partition] of topic.partitions.entries()) {
        if (partition.replicas.includes(brokerId)) changes.deletes.push({ topicName: topic.name, topicId, partitionId, partition });
      }
    }
    return changes;
  }

  private localChange(brokerId: number, topic: TopicImage, partitionId: number, changes: MutableChanges): void {
    const partition = topic.partitions.get(partitionId);
    if (partition === undefined) return;
    const before = this.base.partition(topic.id, partitionId);
    const found = { topicName: topic.name, topicId: topic.id, partitionId, partition };
    if (!partition.replicas.includes(brokerId)) {
      if (before?.replicas.includes(brokerId) === true) changes.deletes.push({ ...found, partition: before });
      return;
    }
    if (before !== undefined && before.partitionEpoch === partition.partitionEpoch) return;
    if (partition.leader !== brokerId) {
      changes.followers.push(found);
      return;
    }
    changes.leaders.push(found);
    if (before?.leaderEpoch !== partition.leaderEpoch) changes.electedLeaders.push(found);
  }

  private applyFields(record: MetadataRecord): void {
    switch (record.type) {
      case 'TopicRecord': return this.createTopic(record.data);
      case 'PartitionRecord': {
        const { topicId, partitionId } = record.data;
        return this.setPartition(topicId, partitionId, PartitionRegistration.fromRecord(record.data));
      }
      case 'PartitionChangeRecord': return this.changePartition(record.data);
      case 'RemoveTopicRecord': return this.removeTopic(record.data.topicId);
      case 'ClearElrRecord': return this.clearElr(record.data.topicName);
      case 'ConfigRecord': return this.changeConfig(record.data);
      case 'RegisterBrokerRecord': return this.setBroker(BrokerRegistration.fromRecord(record.data));
      case 'BrokerRegistrationChangeRecord': return this.changeBroker(record.data);
      case 'UnregisterBrokerRecord': return this.removeBroker(record.data.brokerId);
      case 'FeatureLevelRecord': return this.setFeature(record.data.name, record.data.featureLevel);
      case 'ProducerIdsRecord':
        this.image = this.image.with({ nextProducerId: record.data.nextProducerId });
        return;
      default: // Transactions and no-ops say nothing about the cluster.
    }
  }

  private createTopic({ name, topicId }: RecordFields['TopicRecord']): void {
    const { topicsById, topicIdsByName } = this.image;
    this.image = this.image.with({
      topicsById: topicsById.with(topicId, new TopicImage(name, topicId)),
      topicIdsByName: topicIdsByName.with(name, topicId),
    });
    this.createdTopicIds.add(topicId);
  }

  private changePartition(change: RecordFields['PartitionChangeRecord']): void {
    const before = this.image.partition(change.topicId, change.partitionId);
    assert(before !== undefined, 'a changed partition exists');
    this.setPartition(change.topicId, change.partitionId, before.merge(change));
  }

  private setPartition(topicId: string, partitionId: number, partition: PartitionRegistration): void {
    const topic = this.image.topic(topicId);
    assert(topic !== undefined, 'a partition belongs to a topic');
    this.image = this.image.with({ topicsById: this.image.topicsById.with(topicId, topic.withPartition(partitionId, partition)) });
    const changed = this.changedPartitions.get(topicId);
    if (changed === undefined) this.changedPartitions.set(topicId, new Set([partitionId]));
    else changed.add(partitionId);
  }

  private removeTopic(topicId: string): void {
    const topic = this.image.topic(topicId);
    assert(topic !== undefined, 'a removed topic exists');
    this.image = this.image.with({
      topicsById: this.image.topicsById.without(topicId),
      topicIdsByName: this.image.topicIdsByName.without(topic.name),
      configs: this.image.configs.without(configKey(configResourceTypes.TOPIC, topic.name)),
    });
    this.changedPartitions.delete(topicId);
    this.createdTopicIds.delete(topicId);
    if (this.base.topic(topicId) !== undefined) this.deletedTopicIds.add(topicId);
  }

  private clearElr(topicName: string): void {
    const topics = topicName === '' ? [...this.image.topicsById.values()] : [this.image.topicByName(topicName)];
    for (const topic of topics) {
      if (topic === undefined) continue;
      for (const [partitionId, partition] of topic.partitions.entries()) {
        if (partition.elr.length === 0 && partition.lastKnownElr.length === 0) continue;
        this.setPartition(topic.id, partitionId, partition.merge({ eligibleLeaderReplicas: [], lastKnownElr: [] }));
      }
    }
  }

  private changeConfig({ resourceType, resourceName, name, value }: RecordFields['ConfigRecord']): void {
    const key = configKey(resourceType, resourceName);
    const before = this.image.configs.get(key) ?? SharedMap.empty<string>();
    const after = value === null ? before.without(name) : before.with(name, value);
    const { configs } = this.image;
    this.image = this.image.with({ configs: after.size === 0 ? configs.without(key) : configs.with(key, after) });
    this.changedConfigs.set(key, { resourceType, resourceName });
  }

  private setBroker(broker: BrokerRegistration): void {
    this.image = this.image.with({ brokers: this.image.brokers.with(String(broker.id), broker) });
    this.changedBrokers.add(broker.id);
  }

  private changeBroker(change: RecordFields['BrokerRegistrationChangeRecord']): void {
    const broker = this.image.broker(change.brokerId);
    assert(broker !== undefined, 'a changed broker is registered');
    this.setBroker(broker.merge(change));
  }

  private removeBroker(brokerId: number): void {
    this.image = this.image.with({ brokers: this.image.brokers.without(String(brokerId)) });
    this.changedBrokers.add(brokerId);
  }

  private setFeature(name: string, level: number): void {
    const { features } = this.image;
    this.image = this.image.with({ features: level === 0 ? features.without(name) : features.with(name, level) });
    this.changedFeatures.add(name);
  }
}
