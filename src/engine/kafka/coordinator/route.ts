import { errors } from '../errors.ts';
import { ClassicGroup } from './classic/classic-group.ts';
import { joinClassicGroup } from './classic/join.ts';
import { heartbeatClassicGroup, leaveClassicGroup } from './classic/membership.ts';
import { joinResponse, syncResponse } from './classic/responses.ts';
import { syncClassicGroup } from './classic/sync.ts';
import { consumerGroupHeartbeat, validateHeartbeat } from './consumer/api.ts';
import { heartbeatClassicMember, joinConsumerGroup, leaveConsumerGroup, syncClassicMember } from './consumer/classic-members.ts';
import { describeConsumerGroups } from './consumer/describe.ts';
import type { RequestContext } from './context.ts';
import { deleteGroups, describeGroups, listGroups } from './describe.ts';
import { errorResponse } from './error-responses.ts';
import { failure } from './failure.ts';
import type { ApiFailure } from './failure.ts';
import { commitOffsets, commitTransactionalOffsets } from './offsets/commit.ts';
import { deleteOffsets } from './offsets/delete.ts';
import { fetchOffsets } from './offsets/fetch.ts';
import type { Operation } from './operation.ts';
import type { CoordinatorRequest, HeartbeatData, JoinGroupData, LeaveGroupData, SyncGroupData } from './requests.ts';
import { emptyResult, resultOf } from './result.ts';
import type { Outcome, ResponseData } from './result.ts';
import type { CoordinatorImage } from './runtime/coordinator-image.ts';
import { groupTombstones } from './tombstones.ts';

/** What is refused before any partition is asked; null: nothing. Source: GroupCoordinatorService. */
export function refusalAtTheDoor(op: Operation, request: CoordinatorRequest, from: RequestContext): ResponseData | null {
  const { emptyPayload } = op.context.embedded;
  switch (request.api) {
    case 'JoinGroup': {
      const { groupId, memberId, sessionTimeoutMs } = request.data;
      const { groupMinSessionTimeoutMs, groupMaxSessionTimeoutMs } = op.state.config;
      if (groupId === '') return joinResponse({ memberId, errorCode: errors.INVALID_GROUP_ID });
      if (sessionTimeoutMs >= groupMinSessionTimeoutMs && sessionTimeoutMs <= groupMaxSessionTimeoutMs) return null;
      return joinResponse({ memberId, errorCode: errors.INVALID_SESSION_TIMEOUT });
    }
    case 'SyncGroup': {
      // From version 5 a member says which protocol it believes in (KIP-559).
      const { groupId, protocolType, protocolName } = request.data;
      const isIncomplete = from.apiVersion >= 5 && (protocolType === null || protocolName === null);
      if (isIncomplete) return errorResponse(request, failure(errors.INCONSISTENT_GROUP_PROTOCOL), emptyPayload);
      return groupId === '' ? errorResponse(request, failure(errors.INVALID_GROUP_ID), emptyPayload) : null;
    }
    case 'Heartbeat':
    case 'LeaveGroup':
    case 'TxnOffsetCommit':
    case 'OffsetDelete':
      return request.data.groupId === '' ? errorResponse(request, failure(errors.INVALID_GROUP_ID), emptyPayload) : null;
    case 'ConsumerGroupHeartbeat': {
      const invalid = validateHeartbeat(request.data, from.apiVersion, op.state.config.consumerGroupAssignors);
      return invalid === null ? null : errorResponse(request, invalid, emptyPayload);
    }
    default:
      return null;
  }
}

/** Answers what only reads, from what is committed; null: the request writes, or must wait for what is being written. */
export function readOperation(
  op: Operation,
  request: CoordinatorRequest,
  from: RequestContext,
  committed: CoordinatorImage,
): ResponseData | ApiFailure | null {
  switch (request.api) {
    case 'OffsetFetch':
      return request.requireStable ? null : fetchOffsets(op, request.data, committed, false);
    case 'ListGroups':
      return listGroups(op, request.data, committed);
    case 'DescribeGroups':
      return describeGroups(op, request.data.groups, from.apiVersion, committed);
    case 'ConsumerGroupDescribe':
      return describeConsumerGroups(op, request.data.groupIds, committed);
    default:
      return null;
  }
}

/** Decides a request that writes. */
export function writeOperation(op: Operation, request: CoordinatorRequest, from: RequestContext): Outcome {
  switch (request.api) {
    case 'JoinGroup':
      return join(op, from, request.data);
    case 'SyncGroup':
      return sync(op, from, request.data);
    case 'Heartbeat':
      return heartbeat(op, request.data);
    case 'LeaveGroup':
      return leave(op, request.data);
    case 'OffsetCommit':
      return commitOffsets(op, from, request.data);
    case 'TxnOffsetCommit':
      return commitTransactionalOffsets(op, from, request.data);
    case 'OffsetFetch': {
      const response = fetchOffsets(op, request.data, op.state.image, true);
      return 'kind' in response ? (response as ApiFailure) : resultOf([], response);
    }
    case 'OffsetDelete':
      return deleteOffsets(op, request.data);
    case 'DeleteGroups':
      return deleteGroups(op, request.data.groupsNames);
    case 'ConsumerGroupHeartbeat':
      return consumerGroupHeartbeat(op, from, request.data);
    default:
      return failure(errors.UNKNOWN_SERVER_ERROR);
  }
}

/** An empty consumer group becomes a classic one; in one with members the newcomer speaks the old protocol. */
function join(op: Operation, request: RequestContext, asked: JoinGroupData): Outcome {
  // Version 0 knew one timeout for both.
  const data = asked.rebalanceTimeoutMs === -1 ? { ...asked, rebalanceTimeoutMs: asked.sessionTimeoutMs } : asked;
  const group = op.state.group(data.groupId);
  if (group === null || group instanceof ClassicGroup) return joinClassicGroup({ op, request, data }, []);
  if (!group.isEmpty) return joinConsumerGroup({ op, request, data }, group);
  const tombstones = groupTombstones(op, data.groupId);
  op.state.removeGroup(data.groupId);
  return joinClassicGroup({ op, request, data }, tombstones);
}

function sync(op: Operation, request: RequestContext, data: SyncGroupData): Outcome {
  const group = op.state.group(data.groupId);
  if (group === null || group.isEmpty) {
    const response = syncResponse(op.context.embedded.emptyPayload, { errorCode: errors.UNKNOWN_MEMBER_ID });
    op.state.answer(op.context, request.token, response);
    return emptyResult;
  }
  return group instanceof ClassicGroup ? syncClassicGroup(op, group, request, data) : syncClassicMember(op, group, request, data);
}

function heartbeat(op: Operation, data: HeartbeatData): Outcome {
  const group = op.state.group(data.groupId);
  if (group === null) return failure(errors.UNKNOWN_MEMBER_ID, `Group ${data.groupId} not found.`);
  return group instanceof ClassicGroup ? heartbeatClassicGroup(op, group, data) : heartbeatClassicMember(op, group, data);
}

function leave(op: Operation, data: LeaveGroupData): Outcome {
  const group = op.state.group(data.groupId);
  if (group === null) return failure(errors.UNKNOWN_MEMBER_ID, `Group ${data.groupId} not found.`);
  return group instanceof ClassicGroup ? leaveClassicGroup(op, group, data) : leaveConsumerGroup(op, group, data);
}
