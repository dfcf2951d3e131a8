import { Shared } from '../../../kernel/state.ts';
import { javaHashMapOrder, javaTableLengthFor } from '../../util/java-hash-order.ts';
import { topicPartitionHash, type TopicPartition } from './topic-partition.ts';

/** What a client knows of one partition. -1: unknown leader or epoch. Source: MetadataResponse.PartitionMetadata. */
export interface PartitionMetadata {
  readonly topicPartition: TopicPartition;
  readonly errorCode: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicaIds: readonly number[];
  readonly inSyncReplicaIds: readonly number[];
  readonly offlineReplicaIds: readonly number[];
}

/** What a metadata answer says. */
export interface SnapshotFields {
  /** Brokers, or bootstrap addresses as -1, -2, … before the first answer. */
  readonly nodeIds: readonly number[];
  readonly isBootstrap: boolean;
  readonly partitions: readonly PartitionMetadata[];
  readonly topicIds: ReadonlyMap<string, string>;
  readonly invalidTopics: ReadonlySet<string>;
  readonly unauthorizedTopics: ReadonlySet<string>;
}

const noTopicPartitions: readonly TopicPartition[] = [];
const noPartitions: readonly number[] = [];

/**
 * The cluster as one metadata answer left it, never changed afterwards.
 * Lists have the order of Kafka's own: that of a Java hash map of partitions, which decides who is drained first and which partition
 * a random number means. Source: MetadataSnapshot, Cluster.
 */
export class MetadataSnapshot extends Shared {
  readonly nodeIds: readonly number[];
  readonly isBootstrap: boolean;
  readonly topicIds: ReadonlyMap<string, string>;
  readonly invalidTopics: ReadonlySet<string>;
  readonly unauthorizedTopics: ReadonlySet<string>;
  /** All partitions in the order of Java's map. */
  readonly partitions: readonly PartitionMetadata[];
  private readonly byTopic: ReadonlyMap<string, readonly (PartitionMetadata | undefined)[]>;
  private readonly countByTopic: ReadonlyMap<string, number>;
  private readonly availableByTopic: ReadonlyMap<string, readonly number[]>;
  private readonly byNode: ReadonlyMap<number, readonly TopicPartition[]>;

  constructor(fields: SnapshotFields) {
    super();
    this.nodeIds = fields.nodeIds;
    this.isBootstrap = fields.isBootstrap;
    this.topicIds = fields.topicIds;
    this.invalidTopics = fields.invalidTopics;
    this.unauthorizedTopics = fields.unauthorizedTopics;
    const tableLength = javaTableLengthFor(fields.partitions.length);
    this.partitions = javaHashMapOrder(fields.partitions, (partition) => topicPartitionHash(partition.topicPartition), tableLength);
    const byTopic = new Map<string, (PartitionMetadata | undefined)[]>();
    const countByTopic = new Map<string, number>();
    const availableByTopic = new Map<string, number[]>();
    const byNode = new Map<number, TopicPartition[]>(fields.nodeIds.map((nodeId) => [nodeId, []]));
    for (const partition of this.partitions) {
      const { topic, partition: index } = partition.topicPartition;
      listOf(byTopic, topic)[index] = partition;
      countByTopic.set(topic, (countByTopic.get(topic) ?? 0) + 1);
      const ofNode = byNode.get(partition.leaderId);
      if (ofNode === undefined) continue;
      ofNode.push(partition.topicPartition);
      listOf(availableByTopic, topic).push(index);
    }
    this.byTopic = byTopic;
    this.countByTopic = countByTopic;
    this.availableByTopic = availableByTopic;
    this.byNode = byNode;
  }

  /** What is known of a partition. */
  partition(topic: string, partition: number): PartitionMetadata | undefined {
    return this.byTopic.get(topic)?.[partition];
  }

  /** How many partitions a topic has; null when the topic is unknown. */
  partitionCount(topic: string): number | null {
    return this.countByTopic.get(topic) ?? null;
  }

  /** The broker that leads a partition; -1 when it is unknown or not among the brokers. */
  leaderFor(topicPartition: TopicPartition): number {
    const partition = this.partition(topicPartition.topic, topicPartition.partition);
    return partition !== undefined && this.byNode.has(partition.leaderId) ? partition.leaderId : -1;
  }

  /** The epoch of a partition's leader; -1 when unknown. */
  leaderEpochFor(topicPartition: TopicPartition): number {
    return this.partition(topicPartition.topic, topicPartition.partition)?.leaderEpoch ?? -1;
  }

  /** Partitions of a topic whose leader is known, in Kafka's order. */
  availablePartitionsForTopic(topic: string): readonly number[] {
    return this.availableByTopic.get(topic) ?? noPartitions;
  }

  /** Partitions that a broker leads, in Kafka's order. */
  partitionsForNode(nodeId: number): readonly TopicPartition[] {
    return this.byNode.get(nodeId) ?? noTopicPartitions;
  }

  hasNode(nodeId: number): boolean {
    return this.byNode.has(nodeId);
  }
}

/** Before the first answer a client knows only addresses, numbered -1, -2, … */
export function bootstrapSnapshot(addressCount: number): MetadataSnapshot {
  return new MetadataSnapshot({
    nodeIds: Array.from({ length: addressCount }, (_, index) => -1 - index),
    isBootstrap: true,
    partitions: [],
    topicIds: new Map(),
    invalidTopics: new Set(),
    unauthorizedTopics: new Set(),
  });
}

function listOf<K, V>(map: Map<K, V[]>, key: K): V[] {
  const known = map.get(key);
  if (known !== undefined) return known;
  const list: V[] = [];
  map.set(key, list);
  return list;
}
