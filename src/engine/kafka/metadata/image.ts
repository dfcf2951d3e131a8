import { Shared } from '../../kernel/state.ts';
import type { BrokerRegistration } from './broker-registration.ts';
import type { PartitionRegistration } from './partition-registration.ts';
import { configResourceTypes, noLeader } from './records.ts';
import { SharedList, SharedMap } from './shared-map.ts';

/** A topic and its partitions, by partition id. Source: TopicImage. */
export class TopicImage extends Shared {
  readonly name: string;
  readonly id: string;
  readonly partitions: SharedList<PartitionRegistration>;

  constructor(name: string, id: string, partitions: SharedList<PartitionRegistration> = SharedList.empty()) {
    super();
    this.name = name;
    this.id = id;
    this.partitions = partitions;
  }

  /** The topic with one partition added or changed. */
  withPartition(partitionId: number, partition: PartitionRegistration): TopicImage {
    return new TopicImage(this.name, this.id, this.partitions.with(partitionId, partition));
  }
}

/** The fields of an image. */
export interface ImageFields {
  /** The offset of the last record that is in it; -1 before the first. */
  readonly offset: number;
  readonly topicsById: SharedMap<TopicImage>;
  readonly topicIdsByName: SharedMap<string>;
  /** By broker id as text. */
  readonly brokers: SharedMap<BrokerRegistration>;
  /** Settings by resource, "type/name"; see `configsOf`. */
  readonly configs: SharedMap<SharedMap<string>>;
  /** Finalised features, metadata.version among them. */
  readonly features: SharedMap<number>;
  readonly nextProducerId: number;
}

/**
 * What a node knows of the cluster at one offset of the metadata log. Immutable; a later image shares all that did not change. Brokers
 * answer Metadata
 * from it and derive from the delta between two images what to lead, follow and delete. Source: MetadataImage.
 */
export class MetadataImage extends Shared implements ImageFields {
  readonly offset: number;
  readonly topicsById: SharedMap<TopicImage>;
  readonly topicIdsByName: SharedMap<string>;
  readonly brokers: SharedMap<BrokerRegistration>;
  readonly configs: SharedMap<SharedMap<string>>;
  readonly features: SharedMap<number>;
  readonly nextProducerId: number;

  constructor(fields: ImageFields) {
    super();
    this.offset = fields.offset;
    this.topicsById = fields.topicsById;
    this.topicIdsByName = fields.topicIdsByName;
    this.brokers = fields.brokers;
    this.configs = fields.configs;
    this.features = fields.features;
    this.nextProducerId = fields.nextProducerId;
  }

  /** Before the first record. */
  static empty(): MetadataImage {
    return new MetadataImage({
      offset: -1,
      topicsById: SharedMap.empty(),
      topicIdsByName: SharedMap.empty(),
      brokers: SharedMap.empty(),
      configs: SharedMap.empty(),
      features: SharedMap.empty(),
      nextProducerId: 0,
    });
  }

  /** The image with some fields changed. */
  with(changes: Partial<ImageFields>): MetadataImage {
    return new MetadataImage({ ...this, ...changes });
  }

  topic(id: string): TopicImage | undefined {
    return this.topicsById.get(id);
  }

  topicByName(name: string): TopicImage | undefined {
    const id = this.topicIdsByName.get(name);
    return id === undefined ? undefined : this.topicsById.get(id);
  }

  partition(topicId: string, partitionId: number): PartitionRegistration | undefined {
    return this.topicsById.get(topicId)?.partitions.get(partitionId);
  }

  partitionByName(topicName: string, partitionId: number): PartitionRegistration | undefined {
    return this.topicByName(topicName)?.partitions.get(partitionId);
  }

  broker(id: number): BrokerRegistration | undefined {
    return this.brokers.get(String(id));
  }

  /** Whether clients may be sent to the broker: registered and not fenced. Source: KRaftMetadataCache.hasAliveBroker. */
  isAlive(brokerId: number): boolean {
    return this.broker(brokerId)?.fenced === false;
  }

  /** Whether the broker may be in an ISR as far as this node knows. */
  isActive(brokerId: number): boolean {
    return this.broker(brokerId)?.isActive === true;
  }

  /** Topics in order of their names. */
  get topicsInOrder(): readonly TopicImage[] {
    return [...this.topicsById.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** Brokers in order of their ids. */
  get brokersInOrder(): readonly BrokerRegistration[] {
    return [...this.brokers.values()].sort((a, b) => a.id - b.id);
  }

  /** The dynamic settings of one topic, without what it inherits. */
  topicConfig(topicName: string): SharedMap<string> | undefined {
    return this.configs.get(configKey(configResourceTypes.TOPIC, topicName));
  }

  /** The dynamic settings of one broker; the empty name holds the cluster-wide defaults. */
  brokerConfig(brokerId: number | ''): SharedMap<string> | undefined {
    return this.configs.get(configKey(configResourceTypes.BROKER, String(brokerId)));
  }

  /** The finalised level of a feature; 0 when it is off. */
  featureLevel(name: string): number {
    return this.features.get(name) ?? 0;
  }

  /** The leader of a partition: -1 when it has none or does not exist. */
  leaderOf(topicName: string, partitionId: number): number {
    return this.partitionByName(topicName, partitionId)?.leader ?? noLeader;
  }
}

/** The key of a resource in `configs`. */
export function configKey(resourceType: number, resourceName: string): string {
  return `${String(resourceType)}/${resourceName}`;
}
