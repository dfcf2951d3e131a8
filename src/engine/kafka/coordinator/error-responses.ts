import { errorMessage } from '../error-details.ts';
import { errors } from '../errors.ts';
import { joinResponse, syncResponse } from './classic/responses.ts';
import type { ApiFailure } from './failure.ts';
import type { CoordinatorRequest } from './requests.ts';
import type { ResponseData } from './result.ts';

/**
 * How a failed operation is told to the client: the log's errors become errors about the coordinator. Source:
 * CoordinatorOperationExceptionHelper.handleOperationException.
 */
export function clientFailure({ errorCode, message }: ApiFailure): { readonly errorCode: number; readonly message: string | null } {
  switch (errorCode) {
    case errors.NETWORK_EXCEPTION:
      return { errorCode: errors.COORDINATOR_LOAD_IN_PROGRESS, message: null };
    case errors.UNKNOWN_TOPIC_OR_PARTITION:
    case errors.NOT_ENOUGH_REPLICAS:
    case errors.REQUEST_TIMED_OUT:
      return { errorCode: errors.COORDINATOR_NOT_AVAILABLE, message: null };
    case errors.NOT_LEADER_OR_FOLLOWER:
    case errors.KAFKA_STORAGE_ERROR:
      return { errorCode: errors.NOT_COORDINATOR, message: null };
    case errors.MESSAGE_TOO_LARGE:
    case errors.RECORD_LIST_TOO_LARGE:
    case errors.INVALID_FETCH_SIZE:
    case errors.UNKNOWN_SERVER_ERROR:
      return { errorCode: errors.UNKNOWN_SERVER_ERROR, message: null };
    default:
      // A text that only repeats what the code says is left out (ApiError.fromThrowable).
      return { errorCode, message: message === errorMessage(errorCode) ? null : message };
  }
}

/** The answer to a request that failed. Source: GroupCoordinatorService. */
export function errorResponse(request: CoordinatorRequest, failure: ApiFailure, emptyPayload: unknown): ResponseData {
  const { errorCode, message } = clientFailure(failure);
  switch (request.api) {
    case 'JoinGroup':
      return joinResponse({ errorCode });
    case 'SyncGroup':
      return syncResponse(emptyPayload, { errorCode });
    case 'Heartbeat':
      // While the coordinator loads, members are kept from rejoining.
      return { errorCode: errorCode === errors.COORDINATOR_LOAD_IN_PROGRESS ? errors.NONE : errorCode };
    case 'LeaveGroup':
      if (errorCode !== errors.UNKNOWN_MEMBER_ID) return { errorCode, members: [] };
      return {
        errorCode: errors.NONE,
        members: request.data.members.map(({ memberId, groupInstanceId }) => ({ memberId, groupInstanceId, errorCode })),
      };
    case 'OffsetCommit':
    case 'TxnOffsetCommit':
      return { topics: failedTopics(request, errorCode) };
    case 'OffsetFetch':
      return { groupId: request.data.groupId, topics: [], errorCode: fetchErrorCode(failure.errorCode, errorCode) };
    case 'OffsetDelete':
      return { errorCode, topics: [] };
    case 'ConsumerGroupHeartbeat':
      return heartbeatResponse({ errorCode, errorMessage: message });
    case 'ListGroups':
      // Another broker coordinates: it lists the groups.
      return { errorCode: errorCode === errors.NOT_COORDINATOR ? errors.NONE : errorCode, groups: [] };
    case 'DeleteGroups':
      return { results: request.data.groupsNames.map((groupId) => ({ groupId, errorCode })) };
    case 'DescribeGroups':
      return { groups: request.data.groups.map((groupId) => describedGroup({ groupId, errorCode })) };
    case 'ConsumerGroupDescribe':
      return { groups: request.data.groupIds.map((groupId) => describedConsumerGroup({ groupId, errorCode })) };
  }
}

/** A ConsumerGroupHeartbeat response with Kafka's defaults for what is not said. */
export function heartbeatResponse(fields: ResponseData): ResponseData {
  return {
    errorCode: errors.NONE,
    errorMessage: null,
    memberId: null,
    memberEpoch: 0,
    heartbeatIntervalMs: 0,
    assignment: null,
    ...fields,
  };
}

/** Kafka's word for authorized operations that nobody asked for. */
const authorizedOperationsUnknown = -2147483648;

/** A described classic group with Kafka's defaults for what is not said. */
export function describedGroup(fields: ResponseData): ResponseData {
  return {
    errorCode: errors.NONE,
    errorMessage: null,
    groupId: '',
    groupState: '',
    protocolType: '',
    protocolData: '',
    members: [],
    authorizedOperations: authorizedOperationsUnknown,
    ...fields,
  };
}

/** A described consumer group with Kafka's defaults for what is not said. */
export function describedConsumerGroup(fields: ResponseData): ResponseData {
  return {
    errorCode: errors.NONE,
    errorMessage: null,
    groupId: '',
    groupState: '',
    groupEpoch: 0,
    assignmentEpoch: 0,
    assignorName: '',
    members: [],
    authorizedOperations: authorizedOperationsUnknown,
    ...fields,
  };
}

function failedTopics(
  request: Extract<CoordinatorRequest, { api: 'OffsetCommit' | 'TxnOffsetCommit' }>,
  errorCode: number,
): ResponseData[] {
  return request.data.topics.map(({ name, topicId, partitions }) => ({
    topicId,
    name,
    partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
  }));
}

/** A fetch that timed out looks for the coordinator again. Source: GroupCoordinatorService.handleOffsetFetchException. */
function fetchErrorCode(cause: number, errorCode: number): number {
  const causes: readonly number[] = [errors.UNKNOWN_TOPIC_OR_PARTITION, errors.NOT_ENOUGH_REPLICAS, errors.REQUEST_TIMED_OUT];
  return causes.includes(cause) ? errors.NOT_COORDINATOR : errorCode;
}
