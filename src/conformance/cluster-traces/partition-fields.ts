import type { PartitionRegistration } from '../../engine/kafka/metadata/partition-registration.ts';
import { leaderRecoveryStates } from '../../engine/kafka/metadata/records.ts';
import type { JsonObject } from '../rows.ts';

/** A partition's state of the metadata log, as traces write it. */
export function partitionFields(registration: PartitionRegistration): JsonObject {
  const { leader, leaderEpoch, partitionEpoch, replicas, isr, elr, lastKnownElr, addingReplicas, removingReplicas } = registration;
  const leaderRecoveryState = registration.leaderRecoveryState === leaderRecoveryStates.RECOVERED ? 'RECOVERED' : 'RECOVERING';
  return { leader, leaderEpoch, partitionEpoch, replicas, isr, elr, lastKnownElr, addingReplicas, removingReplicas, leaderRecoveryState };
}

/** The topic of a `topic-partition`. */
export function topicOf(partition: string): string {
  return partition.slice(0, partition.lastIndexOf('-'));
}

/** Kafka's own topics are not what a scenario is about. */
export function isTestTopic(topic: string): boolean {
  return !topic.startsWith('__');
}
