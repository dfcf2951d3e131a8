import { errors } from '../../errors.ts';
import type { ResponseData } from '../result.ts';
import type { ClassicGroup } from './classic-group.ts';

/** A JoinGroup response with Kafka's defaults for what is not said. Source: JoinGroupResponseData. */
export function joinResponse(fields: ResponseData): ResponseData {
  return {
    errorCode: errors.NONE,
    generationId: -1,
    protocolType: null,
    protocolName: '',
    leader: '',
    skipAssignment: false,
    memberId: '',
    members: [],
    ...fields,
  };
}

/** The answer to a member of the present generation. */
export function currentGenerationResponse(group: ClassicGroup, memberId: string): ResponseData {
  return joinResponse({
    members: group.isLeader(memberId) ? group.joinedMembers() : [],
    memberId,
    generationId: group.generationId,
    protocolName: group.protocolName,
    protocolType: group.protocolType,
    leader: group.leaderId,
  });
}

/** A SyncGroup response with Kafka's defaults for what is not said. */
export function syncResponse(emptyAssignment: unknown, fields: ResponseData): ResponseData {
  return { errorCode: errors.NONE, protocolType: null, protocolName: null, assignment: emptyAssignment, ...fields };
}

/** What clients are told when the records could not be written. Source: GroupMetadataManager.appendGroupMetadataErrorToResponseError. */
export function appendErrorForClients(errorCode: number): number {
  switch (errorCode) {
    case errors.UNKNOWN_TOPIC_OR_PARTITION:
    case errors.NOT_ENOUGH_REPLICAS:
    case errors.REQUEST_TIMED_OUT:
      return errors.COORDINATOR_NOT_AVAILABLE;
    case errors.NOT_LEADER_OR_FOLLOWER:
    case errors.KAFKA_STORAGE_ERROR:
      return errors.NOT_COORDINATOR;
    case errors.MESSAGE_TOO_LARGE:
    case errors.RECORD_LIST_TOO_LARGE:
    case errors.INVALID_FETCH_SIZE:
      return errors.UNKNOWN_SERVER_ERROR;
    default:
      return errorCode;
  }
}
