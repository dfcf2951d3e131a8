import { errors } from '../../errors.ts';
import type { CreatePartitionsRequest, CreatePartitionsResponse, CreatePartitionsTopic } from '../../apis/CreatePartitions/messages.ts';
import { apiError, decidedAtomically, noError, type ApiError, type Decision } from '../../metadata/decision.ts';
import type { PartitionRegistration } from '../../metadata/partition-registration.ts';
import type { MetadataRecord } from '../../metadata/records.ts';
import type { ControllerParts, DecisionContext } from '../parts.ts';
import { placeReplicas } from '../replica-placer.ts';
import type { TopicControlInfo } from '../replication.ts';
import { manualPartition, newPartition } from './new-partitions.ts';

type Outcome =
  | { readonly kind: 'made'; readonly partitions: readonly PartitionRegistration[] }
  | { readonly kind: 'refused'; readonly error: ApiError };

/** Adds partitions to topics; each topic succeeds or fails alone. Source: ReplicationControlManager.createPartitions. */
export function createPartitions(
  parts: ControllerParts,
  request: CreatePartitionsRequest,
  { random }: DecisionContext,
): Decision<CreatePartitionsResponse> {
  const records: MetadataRecord[] = [];
  const results = request.topics.map((wish) => {
    const topic = parts.replication.topicByName(wish.name);
    if (topic === undefined) return { name: wish.name, ...apiError(errors.UNKNOWN_TOPIC_OR_PARTITION, null) };
    const problem = countProblem(wish, topic.parts.length);
    if (problem !== null) return { name: wish.name, ...problem };
    const made = wish.assignments === null ? placed(parts, wish, topic, random) : assigned(parts, wish, topic);
    if (made.kind === 'refused') return { name: wish.name, ...made.error };
    const first = topic.parts.length;
    const level = parts.features.metadataVersion;
    for (const [index, partition] of made.partitions.entries()) {
      records.push(partition.toRecord({ topicId: topic.id, partitionId: first + index }, level));
    }
    return { name: wish.name, ...noError };
  });
  return decidedAtomically(request.validateOnly ? [] : records, { throttleTimeMs: 0, results });
}

function countProblem({ name, count, assignments }: CreatePartitionsTopic, current: number): ApiError | null {
  if (count === current) return apiError(errors.INVALID_PARTITIONS, `Topic already has ${String(current)} partition(s).`);
  if (count < current) {
    const has = `The topic ${name} currently has ${String(current)} partition(s)`;
    return apiError(errors.INVALID_PARTITIONS, `${has}; ${String(count)} would not be an increase.`);
  }
  if (assignments === null || assignments.length === count - current) return null;
  const attempted = `Attempted to add ${String(count - current)} additional partition(s)`;
  const specified = `but only ${String(assignments.length)} assignment(s) were specified.`;
  return apiError(errors.INVALID_REPLICA_ASSIGNMENT, `${attempted}, ${specified}`);
}

/** New partitions get as many replicas as one of the others has: which one is seen only where a reassignment has made them differ. */
function assigned(parts: ControllerParts, { assignments }: CreatePartitionsTopic, topic: TopicControlInfo): Outcome {
  const replicationFactor = topic.replicationFactorOfNewPartitions;
  const partitions: PartitionRegistration[] = [];
  for (const { brokerIds } of assignments ?? []) {
    const made = manualPartition(parts, brokerIds, { partitionId: topic.parts.length + partitions.length, replicationFactor });
    if (made.kind === 'refused') return made;
    partitions.push(made.partition);
  }
  return { kind: 'made', partitions };
}

function placed(
  parts: ControllerParts,
  { count }: CreatePartitionsTopic,
  topic: TopicControlInfo,
  random: DecisionContext['random'],
): Outcome {
  const replicationFactor = topic.replicationFactorOfNewPartitions;
  const spec = { partitionCount: count - topic.parts.length, replicationFactor };
  const placement = placeReplicas(spec, parts.cluster.usableBrokers(), random);
  if (placement.kind === 'refused') return { kind: 'refused', error: apiError(placement.errorCode, placement.message) };
  const partitions: PartitionRegistration[] = [];
  for (const replicas of placement.replicas) {
    const partition = newPartition(parts, replicas);
    if (partition === null) {
      const unable = `Unable to replicate the partition ${String(replicationFactor)} time(s)`;
      const message = `${unable}: All brokers are currently fenced or in controlled shutdown.`;
      return { kind: 'refused', error: apiError(errors.INVALID_REPLICATION_FACTOR, message) };
    }
    partitions.push(partition);
  }
  return { kind: 'made', partitions };
}
