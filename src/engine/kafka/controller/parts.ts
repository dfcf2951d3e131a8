import type { Micros } from '../../kernel/units.ts';
import type { IntegerRandom } from '../util/java-random.ts';
import type { ClusterControl } from './cluster.ts';
import type { ConfigurationControl } from './configuration.ts';
import type { FeatureControl } from './features.ts';
import type { BrokerHeartbeats } from './heartbeats.ts';
import { PartitionChangeBuilder, type ChangeTargets } from './partition-change-builder.ts';
import type { TopicIdPartition } from './partition-index.ts';
import type { ProducerIdControl } from './producer-ids.ts';
import type { ReplicationControl, TopicControlInfo } from './replication.ts';
import type { ControllerSettings } from './settings.ts';
import type { PartitionRegistration } from '../metadata/partition-registration.ts';
import type { TypedMetadataRecord } from '../metadata/records.ts';

/** All that the controller's decisions look at. */
export interface ControllerParts {
  readonly settings: ControllerSettings;
  readonly features: FeatureControl;
  readonly configuration: ConfigurationControl;
  readonly cluster: ClusterControl;
  readonly heartbeats: BrokerHeartbeats;
  readonly replication: ReplicationControl;
  readonly producerIds: ProducerIdControl;
}

/** What a decision is given from outside: time and chance. */
export interface DecisionContext {
  readonly nowMicros: Micros;
  /** The version of the request: older ones mean other things. */
  readonly requestVersion: number;
  readonly random: ControllerRandom;
}

/** The controller's chance: where replicas go, and ids of new topics. */
export interface ControllerRandom extends IntegerRandom {
  nextTopicId(): string;
}

/** Where a partition is and what it is now. */
export interface PartitionInTopic {
  readonly topic: TopicControlInfo;
  readonly partitionId: number;
  readonly partition: PartitionRegistration;
}

/** A partition by its id; null when it does not exist (any more). */
export function findPartition(parts: ControllerParts, { topicId, partitionId }: TopicIdPartition): PartitionInTopic | null {
  const topic = parts.replication.topic(topicId);
  const partition = topic?.parts[partitionId];
  return topic === undefined || partition === undefined ? null : { topic, partitionId, partition };
}

/**
 * The record that brings a partition to a new state; null when there is nothing to do. `isAcceptable` narrows who may lead: by default
 * every active
 * broker; in any case the replica's directory must be online. Source: the uses of PartitionChangeBuilder and LeaderAcceptor.
 */
export function changePartition(
  parts: ControllerParts,
  { topic, partitionId, partition }: PartitionInTopic,
  targets: ChangeTargets,
  isAcceptable: (brokerId: number) => boolean = (brokerId) => parts.cluster.isActive(brokerId),
): TypedMetadataRecord<'PartitionChangeRecord'> | null {
  const isAcceptableLeader = (brokerId: number): boolean => {
    if (!isAcceptable(brokerId)) return false;
    const directory = partition.directoryOf(brokerId);
    return directory !== null && parts.cluster.hasOnlineDirectory(brokerId, directory);
  };
  const settings = {
    isAcceptableLeader,
    defaultDirectory: (brokerId: number) => parts.cluster.defaultDirectory(brokerId),
    metadataVersion: parts.features.metadataVersion,
    effectiveMinIsr: parts.replication.effectiveMinIsr(topic),
    isElrEnabled: parts.features.isElrEnabled,
  };
  return new PartitionChangeBuilder(partition, settings, targets).build({ topicId: topic.id, partitionId });
}

/** UNCLEAN where the topic allows unclean election, ONLINE elsewhere. */
export function electionFor(parts: ControllerParts, topicName: string): 'UNCLEAN' | 'ONLINE' {
  return parts.configuration.isUncleanElectionEnabled(topicName) ? 'UNCLEAN' : 'ONLINE';
}

