import { errors } from '../errors.ts';
import type { CreatePartitionsRequest, CreatePartitionsResponse } from '../apis/CreatePartitions/messages.ts';
import type { CreateTopicsRequest, CreateTopicsResponse } from '../apis/CreateTopics/messages.ts';
import type { DeletableTopicResult, DeleteTopicsRequest, DeleteTopicsResponse } from '../apis/DeleteTopics/messages.ts';
import type { IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from '../apis/IncrementalAlterConfigs/messages.ts';
import type { UpdateFeaturesRequest, UpdateFeaturesResponse } from '../apis/UpdateFeatures/messages.ts';
import { apiErrorWithText, isFailure, type ApiError, type ControllerResult, type Decision } from '../metadata/decision.ts';
import { configResourceTypes } from '../metadata/records.ts';
import { zeroUuidText } from '../util/uuid.ts';
import { incrementalAlterConfigs, updateFeatures } from './decide/alter-configs.ts';
import { createPartitions } from './decide/create-partitions.ts';
import { createTopics, refusedTopic } from './decide/create-topics.ts';
import { deleteTopics } from './decide/delete-topics.ts';
import type { ControllerParts, DecisionContext } from './parts.ts';

const clusterMetadataTopic = '__cluster_metadata';

/**
 * CreateTopics as a client may send it: names that stand twice, and Kafka's own, are refused first. Source: ControllerApis.createTopics.
 */
export function handleCreateTopics(
  parts: ControllerParts,
  request: CreateTopicsRequest,
  context: DecisionContext,
): ControllerResult<CreateTopicsResponse> {
  const duplicates = duplicatesOf(request.topics.map(({ name }) => name));
  const good = request.topics.filter(({ name }) => !duplicates.has(name) && name !== clusterMetadataTopic);
  const result = createTopics(parts, { ...request, topics: good }, context);
  if (result.kind === 'refused') return result;
  const refusals = [...duplicates].map((name) => refusedTopic(name, invalid('Duplicate topic name.')));
  const isInternalAsked = !duplicates.has(clusterMetadataTopic) && request.topics.some(({ name }) => name === clusterMetadataTopic);
  const prohibited = `Creation of internal topic ${clusterMetadataTopic} is prohibited.`;
  const internal = isInternalAsked ? [refusedTopic(clusterMetadataTopic, invalid(prohibited))] : [];
  return { ...result, response: { throttleTimeMs: 0, topics: [...result.response.topics, ...refusals, ...internal] } };
}

/** CreatePartitions as a client may send it. Source: ControllerApis.createPartitions. */
export function handleCreatePartitions(
  parts: ControllerParts,
  request: CreatePartitionsRequest,
  context: DecisionContext,
): Decision<CreatePartitionsResponse> {
  const duplicates = duplicatesOf(request.topics.map(({ name }) => name));
  const result = createPartitions(parts, { ...request, topics: request.topics.filter(({ name }) => !duplicates.has(name)) }, context);
  const refusals = [...duplicates].map((name) => ({ name, ...invalid('Duplicate topic name.') }));
  return { ...result, response: { throttleTimeMs: 0, results: [...refusals, ...result.response.results] } };
}

/**
 * DeleteTopics as a client may send it, by names or ids. Kafka shuffles the answers so that nobody relies on their order; here they stand
 * in that of
 * the request. Source: ControllerApis.deleteTopics.
 */
export function handleDeleteTopics(parts: ControllerParts, { topics }: DeleteTopicsRequest): Decision<DeleteTopicsResponse> {
  const duplicates = duplicatesOf(topics.map((topic) => topicKeyOf(parts, topic)));
  const found = topics.map((topic) => findTopic(parts, topic, duplicates));
  const result = deleteTopics(parts, found.flatMap(({ error, topicId }) => (error === null ? [topicId] : [])));
  const outcomes = result.response.values();
  const responses = found.map(({ name, topicId, error }): DeletableTopicResult => {
    const outcome = error ?? outcomes.next().value ?? apiErrorWithText(errors.UNKNOWN_SERVER_ERROR);
    return { name, topicId, errorCode: outcome.errorCode, errorMessage: outcome.errorMessage };
  });
  return { ...result, response: { throttleTimeMs: 0, responses } };
}

/** IncrementalAlterConfigs as a client may send it. Source: ControllerApis.handleIncrementalAlterConfigs. */
export function handleAlterConfigs(
  parts: ControllerParts,
  request: IncrementalAlterConfigsRequest,
  isForwarded: boolean,
): Decision<IncrementalAlterConfigsResponse> {
  const knownTypes: readonly number[] = Object.values(configResourceTypes);
  const known = request.resources.filter(({ resourceType }) => knownTypes.includes(resourceType));
  const duplicates = duplicatesOf(known.map(({ resourceType, resourceName }) => `${String(resourceType)}/${resourceName}`));
  const good = known.filter(({ resourceType, resourceName }) => !duplicates.has(`${String(resourceType)}/${resourceName}`));
  const result = incrementalAlterConfigs(parts, { ...request, resources: good }, isForwarded);
  const unknown = request.resources.filter((resource) => !known.includes(resource)).map(({ resourceType, resourceName }) => {
    const errorMessage = `Unknown resource type ${String(resourceType)}.`;
    return { errorCode: errors.UNSUPPORTED_VERSION, errorMessage, resourceType, resourceName };
  });
  const twice = [...duplicates].map((key) => {
    const slash = key.indexOf('/');
    return { ...invalid('Duplicate resource.'), resourceType: Number(key.slice(0, slash)), resourceName: key.slice(slash + 1) };
  });
  return { ...result, response: { throttleTimeMs: 0, responses: [...unknown, ...twice, ...result.response.responses] } };
}

/** UpdateFeatures with the answer that a client gets. Source: QuorumController.updateFeatures. */
export function handleUpdateFeatures(parts: ControllerParts, request: UpdateFeaturesRequest): Decision<UpdateFeaturesResponse> {
  const { response: error, ...decision } = updateFeatures(parts, request);
  const why = 'The update failed for all features since the following feature had an error: ';
  const errorMessage = isFailure(error) ? `${why}${error.errorMessage ?? ''}` : null;
  return { ...decision, response: { throttleTimeMs: 0, errorCode: error.errorCode, errorMessage } };
}

/**
 * The answer to a request that is refused as a whole: requests about topics say it for each of them, others once.
 * Source: AbstractRequest.getErrorResponse of each request.
 */
export function refusedResponse(api: string, body: object, { errorCode, errorMessage }: ApiError): object {
  switch (api) {
    case 'CreateTopics': {
      const { topics } = body as CreateTopicsRequest;
      return { throttleTimeMs: 0, topics: topics.map(({ name }) => refusedTopic(name, { errorCode, errorMessage })) };
    }
    case 'CreatePartitions': {
      const { topics } = body as CreatePartitionsRequest;
      return { throttleTimeMs: 0, results: topics.map(({ name }) => ({ name, errorCode, errorMessage })) };
    }
    case 'DeleteTopics': {
      const { topics } = body as DeleteTopicsRequest;
      const responses = topics.map(({ name, topicId }) => ({ name, topicId: topicId ?? zeroUuidText, errorCode, errorMessage }));
      return { throttleTimeMs: 0, responses };
    }
    default:
      return { throttleTimeMs: 0, errorCode, errorMessage, topics: [], responses: [], replicaElectionResults: [], directories: [] };
  }
}

/** TOPIC_DELETION_DISABLED when delete.topic.enable is off; null when topics may be deleted. */
export function deletionRefusal(parts: ControllerParts): Extract<ControllerResult<never>, { kind: 'refused' }> | null {
  if (parts.settings.isTopicDeletionEnabled) return null;
  return { kind: 'refused', error: apiErrorWithText(errors.TOPIC_DELETION_DISABLED) };
}

/** A decision to answer with nothing but that it went well. */
export function emptyAnswer(result: ControllerResult<null>): ControllerResult<object> {
  return result.kind === 'refused' ? result : { ...result, response: { throttleTimeMs: 0, errorCode: errors.NONE } };
}

interface FoundTopic {
  readonly name: string | null;
  readonly topicId: string;
  readonly error: ApiError | null;
}

function findTopic(parts: ControllerParts, topic: DeleteTopicsRequest['topics'][number], duplicates: ReadonlySet<string>): FoundTopic {
  const { name } = topic;
  const topicId = topic.topicId ?? zeroUuidText;
  const isIdGiven = topicId !== zeroUuidText && topicId !== '';
  if (name !== null && isIdGiven) return { name, topicId, error: invalid('You may not specify both topic name and topic id.') };
  if (name === null && !isIdGiven) return { name, topicId: zeroUuidText, error: invalid('Neither topic name nor id were specified.') };
  if (duplicates.has(topicKeyOf(parts, topic))) {
    return { name, topicId, error: invalid(`Duplicate topic ${name === null ? 'id' : 'name'}.`) };
  }
  if (name === null) {
    const known = parts.replication.topic(topicId)?.name ?? null;
    return { name: known, topicId, error: known === null ? apiErrorWithText(errors.UNKNOWN_TOPIC_ID) : null };
  }
  const id = parts.replication.topicId(name);
  if (id === null) return { name, topicId: zeroUuidText, error: apiErrorWithText(errors.UNKNOWN_TOPIC_OR_PARTITION) };
  return { name, topicId: id, error: null };
}

/** A topic that is named once and identified once is the same topic twice. */
function topicKeyOf(parts: ControllerParts, { name, topicId }: DeleteTopicsRequest['topics'][number]): string {
  return name === null ? (topicId ?? zeroUuidText) : (parts.replication.topicId(name) ?? `name ${name}`);
}

function duplicatesOf(keys: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(keys.filter((key) => seen.size === seen.add(key).size));
}

function invalid(errorMessage: string): ApiError {
  return { errorCode: errors.INVALID_REQUEST, errorMessage };
}
