import { errors } from '../../errors.ts';
import type { CreatableTopic, CreatableTopicResult, CreateTopicsRequest, CreateTopicsResponse } from '../../apis/CreateTopics/messages.ts';
import { apiError, decidedAtomically, isFailure, noError, refused, type ApiError, type ControllerResult } from '../../metadata/decision.ts';
import { migratingDirectory } from '../../metadata/directory-id.ts';
import type { PartitionRegistration } from '../../metadata/partition-registration.ts';
import { configResourceTypes, metadataRecord, type MetadataRecord } from '../../metadata/records.ts';
import { ascending } from '../../metadata/replicas.ts';
import { topicNameProblem } from '../../util/topic-name.ts';
import { configOperations } from '../configuration.ts';
import type { ControllerParts, DecisionContext } from '../parts.ts';
import { placeReplicas } from '../replica-placer.ts';
import { manualPartition, newPartition } from './new-partitions.ts';

/** The most partitions that one request may create. Source: ReplicationControlManager.MAX_PARTITIONS_PER_BATCH. */
const partitionsPerRequestMax = 10_000;

/** What one topic comes to. */
type TopicOutcome =
  | { readonly kind: 'created'; readonly records: readonly MetadataRecord[]; readonly result: CreatableTopicResult }
  | { readonly kind: 'refused'; readonly error: ApiError };

/** The partitions of a new topic, by id. */
type NewPartitions =
  | { readonly kind: 'partitions'; readonly partitions: readonly PartitionRegistration[] }
  | { readonly kind: 'refused'; readonly error: ApiError };

/**
 * Creates topics; each succeeds or fails alone, the records of all stand in one batch. `isForwarded` as in AlterConfigOrigin.
 * Errors of the whole request: POLICY_VIOLATION. Source: ReplicationControlManager.createTopics.
 */
export function createTopics(
  parts: ControllerParts,
  request: CreateTopicsRequest,
  context: DecisionContext,
): ControllerResult<CreateTopicsResponse> {
  const { topics, validateOnly } = request;
  const total = topics.reduce((sum, topic) => sum + partitionCountAsked(topic, parts.settings.defaultNumPartitions), 0);
  if (total > partitionsPerRequestMax) return refused(errors.POLICY_VIOLATION, 'Excessively large number of partitions per request.');
  const records: MetadataRecord[] = [];
  const results = topics.map((topic) => {
    const problem = nameError(parts, topic.name) ?? nullConfigError(topic);
    const outcome: TopicOutcome = problem === null ? createTopic(parts, topic, context) : { kind: 'refused', error: problem };
    if (outcome.kind === 'refused') return refusedTopic(topic.name, outcome.error);
    records.push(...outcome.records);
    return outcome.result;
  });
  return decidedAtomically(validateOnly ? [] : records, { throttleTimeMs: 0, topics: results });
}

/** The answer about a topic that is not created. */
export function refusedTopic(name: string, error: ApiError): CreatableTopicResult {
  return { name, topicId: migratingDirectory, ...error, numPartitions: -1, replicationFactor: -1, configs: [] };
}

function createTopic(parts: ControllerParts, topic: CreatableTopic, { random }: DecisionContext): TopicOutcome {
  const configs = topicConfigRecords(parts, topic);
  if (isFailure(configs.error)) return { kind: 'refused', error: configs.error };
  const made = topic.assignments.length > 0 ? manualPartitions(parts, topic) : placedPartitions(parts, topic, random);
  if (made.kind === 'refused') return made;
  const { partitions } = made;
  const topicId = random.nextTopicId();
  const level = parts.features.metadataVersion;
  const records = [
    metadataRecord('TopicRecord', { name: topic.name, topicId }),
    ...configs.records,
    ...partitions.map((partition, partitionId) => partition.toRecord({ topicId, partitionId }, level)),
  ];
  const creationConfigs = new Map(topic.configs.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])));
  const effective = parts.configuration.effectiveTopicConfigs(creationConfigs);
  const result = {
    ...{ name: topic.name, topicId, ...noError, numPartitions: partitions.length },
    replicationFactor: partitions[0]?.replicas.length ?? -1,
    configs: effective.map(({ name, value, source }) => ({ name, value, readOnly: false, configSource: source, isSensitive: false })),
  };
  return { kind: 'created', records, result };
}

function manualPartitions(parts: ControllerParts, topic: CreatableTopic): NewPartitions {
  const invalid = (errorCode: number, message: string): NewPartitions => ({ kind: 'refused', error: { errorCode, errorMessage: message } });
  if (topic.replicationFactor !== -1) {
    return invalid(errors.INVALID_REQUEST, 'A manual partition assignment was specified, but replication factor was not set to -1.');
  }
  if (topic.numPartitions !== -1) {
    return invalid(errors.INVALID_REQUEST, 'A manual partition assignment was specified, but numPartitions was not set to -1.');
  }
  const byId = new Map<number, PartitionRegistration>();
  let replicationFactor: number | null = null;
  for (const { partitionIndex, brokerIds } of topic.assignments) {
    if (byId.has(partitionIndex)) {
      const message = `Found multiple manual partition assignments for partition ${String(partitionIndex)}`;
      return invalid(errors.INVALID_REPLICA_ASSIGNMENT, message);
    }
    const made = manualPartition(parts, brokerIds, { partitionId: partitionIndex, replicationFactor });
    if (made.kind === 'refused') return made;
    replicationFactor = brokerIds.length;
    byId.set(partitionIndex, made.partition);
  }
  const ids = [...byId.keys()].sort(ascending);
  if (ids.some((id, index) => id !== index)) {
    return invalid(errors.INVALID_REPLICA_ASSIGNMENT, 'partitions should be a consecutive 0-based integer sequence');
  }
  return { kind: 'partitions', partitions: ids.flatMap((id) => byId.get(id) ?? []) };
}

function placedPartitions(parts: ControllerParts, topic: CreatableTopic, random: DecisionContext['random']): NewPartitions {
  const { defaultNumPartitions, defaultReplicationFactor } = parts.settings;
  const invalid = (errorCode: number, message: string): NewPartitions => ({ kind: 'refused', error: { errorCode, errorMessage: message } });
  if (topic.replicationFactor < -1 || topic.replicationFactor === 0) {
    return invalid(errors.INVALID_REPLICATION_FACTOR, 'Replication factor must be larger than 0, or -1 to use the default value.');
  }
  if (topic.numPartitions < -1 || topic.numPartitions === 0) {
    return invalid(errors.INVALID_PARTITIONS, 'Number of partitions was set to an invalid non-positive value.');
  }
  const partitionCount = topic.numPartitions === -1 ? defaultNumPartitions : topic.numPartitions;
  const replicationFactor = topic.replicationFactor === -1 ? defaultReplicationFactor : topic.replicationFactor;
  const unable = `Unable to replicate the partition ${String(replicationFactor)} time(s): `;
  const placement = placeReplicas({ partitionCount, replicationFactor }, parts.cluster.usableBrokers(), random);
  if (placement.kind === 'refused') return invalid(placement.errorCode, unable + placement.message);
  const partitions: PartitionRegistration[] = [];
  for (const replicas of placement.replicas) {
    const partition = newPartition(parts, replicas);
    if (partition === null) {
      return invalid(errors.INVALID_REPLICATION_FACTOR, `${unable}All brokers are currently fenced or in controlled shutdown.`);
    }
    partitions.push(partition);
  }
  return { kind: 'partitions', partitions };
}

function topicConfigRecords(
  parts: ControllerParts,
  topic: CreatableTopic,
): { readonly error: ApiError; readonly records: readonly MetadataRecord[] } {
  if (topic.configs.length === 0) return { error: noError, records: [] };
  const changes = topic.configs.map(({ name, value }) => ({ name, operation: configOperations.SET, value }));
  const resource = { resourceType: configResourceTypes.TOPIC, resourceName: topic.name, changes };
  const origin = { isNewResource: true, isForwarded: true };
  const { records, response } = parts.configuration.incrementalAlterConfigs([resource], origin, () => null);
  return { error: response[0] ?? noError, records };
}

function nameError(parts: ControllerParts, name: string): ApiError | null {
  const isKnown = parts.replication.topicId(name) !== null;
  if (isKnown) return { errorCode: errors.TOPIC_ALREADY_EXISTS, errorMessage: `Topic '${name}' already exists.` };
  const colliding = parts.replication.collidingTopic(name);
  if (colliding !== null) return apiError(errors.INVALID_TOPIC_EXCEPTION, `Topic '${name}' collides with existing topic: ${colliding}`);
  const problem = topicNameProblem(name);
  return problem === null ? null : apiError(errors.INVALID_TOPIC_EXCEPTION, problem);
}

function nullConfigError({ configs }: CreatableTopic): ApiError | null {
  const names = configs.filter(({ value }) => value === null).map(({ name }) => name);
  if (names.length === 0) return null;
  return { errorCode: errors.INVALID_CONFIG, errorMessage: `Null value not supported for topic configs: ${names.join(',')}` };
}

function partitionCountAsked(topic: CreatableTopic, defaultNumPartitions: number): number {
  if (topic.assignments.length > 0) return topic.assignments.length;
  return topic.numPartitions === -1 ? defaultNumPartitions : Math.max(0, topic.numPartitions);
}
