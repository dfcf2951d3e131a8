import { errors } from '../../errors.ts';
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
  ReassignablePartition,
} from '../../apis/AlterPartitionReassignments/messages.ts';
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
  OngoingPartitionReassignment,
} from '../../apis/ListPartitionReassignments/messages.ts';
import { apiError, decided, decidedAtomically, noError, type ApiError, type Decision } from '../../metadata/decision.ts';
import type { PartitionRegistration } from '../../metadata/partition-registration.ts';
import type { MetadataRecord, TypedMetadataRecord } from '../../metadata/records.ts';
import { ascending, isSameList } from '../../metadata/replicas.ts';
import { changePartition, electionFor, type ControllerParts, type PartitionInTopic } from '../parts.ts';
import { planReassignment, revertReassignment } from '../reassignment.ts';
import type { TopicControlInfo } from '../replication.ts';
import { manualAssignmentProblem } from './new-partitions.ts';

type Outcome =
  | { readonly kind: 'changed'; readonly record: TypedMetadataRecord<'PartitionChangeRecord'> | null }
  | { readonly kind: 'refused'; readonly error: ApiError };

/**
 * Starts, changes or cancels reassignments; each partition succeeds or fails alone. Data moves afterwards: the new replicas fetch, and
 * when the
 * leader has taken them into the ISR, the controller completes the move. Source: ReplicationControlManager.alterPartitionReassignments.
 */
export function alterPartitionReassignments(
  parts: ControllerParts,
  request: AlterPartitionReassignmentsRequest,
): Decision<AlterPartitionReassignmentsResponse> {
  const { allowReplicationFactorChange } = request;
  const records: MetadataRecord[] = [];
  const responses = request.topics.map(({ name, partitions }) => {
    const answers = partitions.map((wish) => {
      const outcome = alterOne(parts, name, wish, allowReplicationFactorChange);
      if (outcome.kind === 'changed' && outcome.record !== null) records.push(outcome.record);
      return { partitionIndex: wish.partitionIndex, ...(outcome.kind === 'refused' ? outcome.error : noError) };
    });
    return { name, partitions: answers };
  });
  return decidedAtomically(records, { throttleTimeMs: 0, allowReplicationFactorChange, ...noError, responses });
}

/** Running reassignments: all, or those of the partitions asked for. */
export function listPartitionReassignments(
  parts: ControllerParts,
  request: ListPartitionReassignmentsRequest,
): Decision<ListPartitionReassignmentsResponse> {
  const topics: { name: string; partitions: readonly OngoingPartitionReassignment[] }[] = [];
  for (const { topic, partitionIds } of reassignmentsAsked(parts, request)) {
    const partitions = partitionIds.flatMap((partitionIndex) => {
      const partition = topic.parts[partitionIndex];
      if (partition?.isReassigning !== true) return [];
      const { replicas, addingReplicas, removingReplicas } = partition;
      return [{ partitionIndex, replicas, addingReplicas, removingReplicas }];
    });
    if (partitions.length > 0) topics.push({ name: topic.name, partitions });
  }
  return decided([], { throttleTimeMs: 0, ...noError, topics });
}

function reassignmentsAsked(
  parts: ControllerParts,
  request: ListPartitionReassignmentsRequest,
): readonly { readonly topic: TopicControlInfo; readonly partitionIds: readonly number[] }[] {
  if (request.topics !== null) {
    return request.topics.flatMap(({ name, partitionIndexes }) => {
      const topic = parts.replication.topicByName(name);
      return topic === undefined ? [] : [{ topic, partitionIds: partitionIndexes }];
    });
  }
  const all = [...parts.replication.reassigningTopics].flatMap(([topicId, partitionIds]) => {
    const topic = parts.replication.topic(topicId);
    return topic === undefined ? [] : [{ topic, partitionIds: [...partitionIds].sort(ascending) }];
  });
  return all.sort((a, b) => (a.topic.name < b.topic.name ? -1 : 1));
}

function alterOne(parts: ControllerParts, topicName: string, wish: ReassignablePartition, mayChangeFactor: boolean): Outcome {
  const topic = parts.replication.topicByName(topicName);
  if (topic === undefined) return unknown(`Unable to find a topic named ${topicName}.`);
  const partition = topic.parts[wish.partitionIndex];
  if (partition === undefined) return unknown(`Unable to find partition ${topicName}:${String(wish.partitionIndex)}.`);
  const found = { topic, partitionId: wish.partitionIndex, partition };
  return wish.replicas === null ? cancel(parts, found) : change(parts, found, wish.replicas, mayChangeFactor);
}

function cancel(parts: ControllerParts, found: PartitionInTopic): Outcome {
  const { topic, partitionId, partition } = found;
  if (!partition.isReassigning) return { kind: 'refused', error: apiError(errors.NO_REASSIGNMENT_IN_PROGRESS, null) };
  const revert = revertReassignment(partition);
  if (revert.kind === 'impossible') return invalid('Invalid replica assignment: addingReplicas contains all replicas.');
  if (revert.isUnclean && !parts.configuration.isUncleanElectionEnabled(topic.name)) {
    const what = `Unable to revert partition assignment for ${topic.name}:${String(partitionId)}`;
    return invalid(`${what} because it would require an unclean leader election.`);
  }
  const { isr, replicas } = revert;
  const targets = { election: electionFor(parts, topic.name), isr, replicas, removing: [], adding: [] };
  return { kind: 'changed', record: changePartition(parts, found, targets) };
}

function change(parts: ControllerParts, found: PartitionInTopic, target: readonly number[], mayChangeFactor: boolean): Outcome {
  const { partition } = found;
  const problem = manualAssignmentProblem(parts, target, null);
  if (problem !== null) return invalid(problem);
  const factor = replicationFactorAfterMove(partition);
  if (!mayChangeFactor && factor !== target.length) {
    const message = `The replication factor is changed from ${String(factor)} to ${String(target.length)}`;
    return { kind: 'refused', error: apiError(errors.INVALID_REPLICATION_FACTOR, message) };
  }
  const plan = planReassignment(partition.replicas, target);
  const targets = {
    ...(isSameList(plan.replicas, partition.replicas) ? {} : { replicas: plan.replicas }),
    ...(plan.removing.length === 0 ? {} : { removing: plan.removing }),
    ...(plan.adding.length === 0 ? {} : { adding: plan.adding }),
  };
  return { kind: 'changed', record: changePartition(parts, found, targets) };
}

/** How many replicas there are when what is running has ended. Source: validatePartitionReplicationFactorUnchanged. */
function replicationFactorAfterMove(partition: PartitionRegistration): number {
  const { replicas, addingReplicas, removingReplicas } = partition;
  const remaining = new Set([...replicas, ...addingReplicas]);
  for (const replica of removingReplicas) remaining.delete(replica);
  return remaining.size;
}

function invalid(message: string): Outcome {
  return { kind: 'refused', error: apiError(errors.INVALID_REPLICA_ASSIGNMENT, message) };
}

function unknown(message: string): Outcome {
  return { kind: 'refused', error: apiError(errors.UNKNOWN_TOPIC_OR_PARTITION, message) };
}
