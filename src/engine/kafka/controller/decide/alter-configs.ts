import { errors } from '../../errors.ts';
import type { IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from '../../apis/IncrementalAlterConfigs/messages.ts';
import type { UpdateFeaturesRequest } from '../../apis/UpdateFeatures/messages.ts';
import { decidedAtomically, isFailure, type ApiError, type Decision } from '../../metadata/decision.ts';
import { configResourceTypes } from '../../metadata/records.ts';
import type { ControllerParts } from '../parts.ts';
import { featureNames } from '../settings.ts';

/** Changes dynamic settings. Source: ConfigurationControlManager.incrementalAlterConfigs. */
export function incrementalAlterConfigs(
  parts: ControllerParts,
  request: IncrementalAlterConfigsRequest,
  isForwarded: boolean,
): Decision<IncrementalAlterConfigsResponse> {
  const resources = request.resources.map(({ resourceType, resourceName, configs }) => {
    const changes = configs.map(({ name, configOperation, value }) => ({ name, operation: configOperation, value }));
    return { resourceType, resourceName, changes };
  });
  const exists = (type: number, name: string): ApiError | null => existenceProblem(parts, type, name);
  const outcome = parts.configuration.incrementalAlterConfigs(resources, { isNewResource: false, isForwarded }, exists);
  const responses = resources.map(({ resourceType, resourceName }, index) => {
    const { errorCode = errors.NONE, errorMessage = null } = outcome.response[index] ?? {};
    return { errorCode, errorMessage, resourceType, resourceName };
  });
  return decidedAtomically(request.validateOnly ? [] : outcome.records, { throttleTimeMs: 0, responses });
}

/**
 * Changes feature levels; switching ELR on first makes min.insync.replicas the same for all brokers. Source:
 * ConfigurationControlManager.updateFeatures.
 */
export function updateFeatures(parts: ControllerParts, { featureUpdates, validateOnly }: UpdateFeaturesRequest): Decision<ApiError> {
  const outcome = parts.features.updateFeatures(featureUpdates, [...parts.cluster.brokers], validateOnly);
  const elr = featureUpdates.find(({ feature }) => feature === featureNames.eligibleLeaderReplicas);
  if (isFailure(outcome.response) || validateOnly || elr === undefined || elr.maxVersionLevel <= 0) return outcome;
  return decidedAtomically([...parts.configuration.elrSafetyRecords(), ...outcome.records], outcome.response);
}

/** Source: QuorumController.ConfigResourceExistenceChecker. */
function existenceProblem(parts: ControllerParts, resourceType: number, name: string): ApiError | null {
  if (resourceType === configResourceTypes.TOPIC && parts.replication.topicId(name) === null) {
    return { errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: `The topic '${name}' does not exist.` };
  }
  if (resourceType !== configResourceTypes.BROKER || name === '') return null;
  const nodeId = Number(name);
  if (parts.cluster.registration(nodeId) !== undefined || parts.settings.quorumNodeIds.includes(nodeId)) return null;
  return { errorCode: errors.BROKER_ID_NOT_REGISTERED, errorMessage: `No node with id ${name} found.` };
}
