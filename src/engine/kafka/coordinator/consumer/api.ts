import { errors } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { ConsumerGroupHeartbeatData } from '../requests.ts';
import type { Outcome } from '../result.ts';
import { leave } from './fence.ts';
import { heartbeat } from './heartbeat.ts';
import { leaveGroupMemberEpoch, leaveGroupStaticMemberEpoch } from './membership.ts';

/** From this version a client makes its own member id (KIP-1082). */
const versionWithClientsMemberId = 1;

/** A ConsumerGroupHeartbeat request: the one request by which a member of the new protocol joins, stays and leaves. */
export function consumerGroupHeartbeat(op: Operation, request: RequestContext, data: ConsumerGroupHeartbeatData): Outcome {
  const isLeaving = data.memberEpoch === leaveGroupMemberEpoch || data.memberEpoch === leaveGroupStaticMemberEpoch;
  return isLeaving ? leave(op, data) : heartbeat(op, request, data);
}

/** Why a heartbeat is refused before its group is looked at; null: it is not. Source: throwIfConsumerGroupHeartbeatRequestIsInvalid. */
export function validateHeartbeat(data: ConsumerGroupHeartbeatData, apiVersion: number, assignors: readonly string[]): ApiFailure | null {
  const invalid = obstacle(data, apiVersion);
  if (invalid !== null) return failure(errors.INVALID_REQUEST, invalid);
  if (data.serverAssignor === null || assignors.includes(data.serverAssignor)) return null;
  const message = `ServerAssignor ${data.serverAssignor} is not supported. Supported assignors: ${assignors.join(', ')}.`;
  return failure(errors.UNSUPPORTED_ASSIGNOR, message);
}

function obstacle(data: ConsumerGroupHeartbeatData, apiVersion: number): string | null {
  const { memberEpoch } = data;
  const needsMemberId = apiVersion >= versionWithClientsMemberId || memberEpoch > 0 || memberEpoch === leaveGroupMemberEpoch;
  if (needsMemberId && isBlank(data.memberId)) return "MemberId can't be empty.";
  if (isBlank(data.groupId)) return "GroupId can't be empty.";
  if (isBlank(data.instanceId)) return "InstanceId can't be empty.";
  if (isBlank(data.rackId)) return "RackId can't be empty.";
  if (memberEpoch === leaveGroupStaticMemberEpoch) return data.instanceId === null ? "InstanceId can't be null." : null;
  if (memberEpoch < leaveGroupStaticMemberEpoch) return 'MemberEpoch is invalid.';
  return memberEpoch === 0 ? joinObstacle(data) : null;
}

function joinObstacle(data: ConsumerGroupHeartbeatData): string | null {
  if (data.rebalanceTimeoutMs === -1) return 'RebalanceTimeoutMs must be provided in first request.';
  if (data.topicPartitions === null || data.topicPartitions.length > 0) return 'TopicPartitions must be empty when (re-)joining.';
  // An empty list or expression is fine: a member without topics.
  if (data.subscribedTopicNames !== null || data.subscribedTopicRegex !== null) return null;
  return 'Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.';
}

/** As String.trim: whatever is not above a space. */
function isBlank(text: string | null): boolean {
  if (text === null) return false;
  for (const character of text) if (character > ' ') return false;
  return true;
}
