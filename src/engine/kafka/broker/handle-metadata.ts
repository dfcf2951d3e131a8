import type { MetadataRequest, MetadataResponse, MetadataResponsePartition, MetadataResponseTopic } from '../apis/Metadata/messages.ts';
import { errors } from '../errors.ts';
import type { MetadataImage, TopicImage } from '../metadata/image.ts';
import type { PartitionRegistration } from '../metadata/partition-registration.ts';
import { isInternalTopic } from '../util/topic-name.ts';

/** What this broker knows of the cluster: perhaps not the newest. Source: KafkaApis.handleTopicMetadataRequest, KRaftMetadataCache. */
export function handleMetadata(image: MetadataImage, request: MetadataRequest, clusterId: string): MetadataResponse {
  const names = request.topics === null ? image.topicsInOrder.map((topic) => topic.name) : request.topics.map((topic) => topic.name);
  const alive = image.brokersInOrder.filter((broker) => !broker.fenced);
  return {
    throttleTimeMs: 0,
    brokers: alive.map((broker) => ({ nodeId: broker.id, rack: broker.rack })),
    clusterId,
    // Clients must not depend on who the controller is: any live broker stands in for it.
    controllerId: alive[0]?.id ?? -1,
    topics: names.map((name) => topicMetadata(image, name)),
  };
}

function topicMetadata(image: MetadataImage, name: string): MetadataResponseTopic {
  const topic = image.topicByName(name);
  if (topic === undefined) return { errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION, name, topicId: '', isInternal: false, partitions: [] };
  return {
    errorCode: errors.NONE,
    name,
    topicId: topic.id,
    isInternal: isInternalTopic(name),
    partitions: partitionsOf(image, topic),
  };
}

function partitionsOf(image: MetadataImage, topic: TopicImage): readonly MetadataResponsePartition[] {
  const partitions: MetadataResponsePartition[] = [];
  for (const [partitionIndex, partition] of topic.partitions.entries())
    partitions.push(partitionMetadata(image, partitionIndex, partition));
  return partitions;
}

function partitionMetadata(image: MetadataImage, partitionIndex: number, partition: PartitionRegistration): MetadataResponsePartition {
  const hasLiveLeader = image.isAlive(partition.leader);
  return {
    errorCode: hasLiveLeader ? errors.NONE : errors.LEADER_NOT_AVAILABLE,
    partitionIndex,
    leaderId: hasLiveLeader ? partition.leader : -1,
    leaderEpoch: partition.leaderEpoch,
    replicaNodes: partition.replicas,
    isrNodes: partition.isr,
    offlineReplicas: partition.replicas.filter((id) => !image.isAlive(id)),
  };
}
