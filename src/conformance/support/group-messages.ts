import type { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from '../../engine/kafka/apis/ConsumerProtocol/messages.ts';
import type { FindCoordinatorRequest, FindCoordinatorResponse } from '../../engine/kafka/apis/FindCoordinator/messages.ts';
import type { HeartbeatRequest } from '../../engine/kafka/apis/Heartbeat/messages.ts';
import type { JoinGroupRequest, JoinGroupResponse } from '../../engine/kafka/apis/JoinGroup/messages.ts';
import type { LeaveGroupRequest } from '../../engine/kafka/apis/LeaveGroup/messages.ts';
import type { OffsetCommitRequest, OffsetCommitResponse } from '../../engine/kafka/apis/OffsetCommit/messages.ts';
import type { OffsetFetchRequest, OffsetFetchResponse } from '../../engine/kafka/apis/OffsetFetch/messages.ts';
import type { SyncGroupRequest, SyncGroupResponse } from '../../engine/kafka/apis/SyncGroup/messages.ts';
import { partitionName } from '../../engine/kafka/clients/consumer/topic-partition.ts';
import { errorByName } from '../../engine/kafka/error-details.ts';
import { errors } from '../../engine/kafka/errors.ts';
import type { Json } from '../registry.ts';
import { isList, isObject } from '../rows.ts';
import type { JsonObject } from '../rows.ts';

/** The code of an error's name; NONE when the row names none. */
export function codeOf(value: Json | undefined): number {
  return typeof value === 'string' ? (errorByName(value)?.code ?? errors.UNKNOWN_SERVER_ERROR) : errors.NONE;
}

/** A number of a row, or another one when the row has none there. */
export function numberOr(value: Json | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

/** A request of the group protocol as the rows show it. */
export function groupRequestEvent(api: string, body: object): JsonObject {
  switch (api) {
    case 'FindCoordinator': {
      const { coordinatorKeys, keyType } = body as FindCoordinatorRequest;
      return { api: 'FIND_COORDINATOR', keys: coordinatorKeys, keyType };
    }
    case 'JoinGroup':
      return { api: 'JOIN_GROUP', ...joinEvent(body as JoinGroupRequest) };
    case 'SyncGroup': {
      const { memberId, generationId, protocolName, assignments } = body as SyncGroupRequest;
      // The recorder listed each member's partitions sorted.
      const parts = assignments.map(({ memberId: member, assignment }) => [
        member,
        [...(assignment as ConsumerProtocolAssignment).assignedPartitions].sort(),
      ]);
      return { api: 'SYNC_GROUP', memberId, generationId, protocolName, assignments: Object.fromEntries(parts) as JsonObject };
    }
    case 'Heartbeat': {
      const { memberId, generationId } = body as HeartbeatRequest;
      return { api: 'HEARTBEAT', memberId, generationId };
    }
    case 'LeaveGroup':
      return { api: 'LEAVE_GROUP', members: (body as LeaveGroupRequest).members.map((member) => ({ ...member })) };
    case 'OffsetCommit':
      return { api: 'OFFSET_COMMIT', ...commitEvent(body as OffsetCommitRequest) };
    default:
      return { api: 'OFFSET_FETCH', ...offsetFetchEvent(body as OffsetFetchRequest) };
  }
}

function joinEvent(body: JoinGroupRequest): JsonObject {
  const { memberId, groupInstanceId, sessionTimeoutMs, rebalanceTimeoutMs, reason } = body;
  const protocols = body.protocols.map(({ name, metadata }) => {
    const { topics, ownedPartitions, generationId } = metadata as ConsumerProtocolSubscription;
    return { name, topics, ownedPartitions, generationId };
  });
  return { memberId, groupInstanceId, sessionTimeoutMs, rebalanceTimeoutMs, reason, protocols };
}

function commitEvent(body: OffsetCommitRequest): JsonObject {
  const offsets: Record<string, number> = {};
  for (const { name, partitions } of body.topics) {
    for (const { partitionIndex, committedOffset } of partitions) offsets[partitionName(name, partitionIndex)] = committedOffset;
  }
  return { memberId: body.memberId, generationId: body.generationIdOrMemberEpoch, offsets };
}

/** Partitions are listed sorted: they come from a hash map. */
function offsetFetchEvent(body: OffsetFetchRequest): JsonObject {
  const topics = body.groups.flatMap((group) => group.topics ?? []);
  const partitions = topics.flatMap(({ name, partitionIndexes }) => partitionIndexes.map((index) => partitionName(name, index)));
  return { requireStable: body.requireStable, partitions: partitions.sort() };
}

/** The body that a scripted answer of the coordinator stands for. */
export function groupAnswer(api: string, answer: JsonObject, request: object): object {
  const errorCode = codeOf(answer['error']);
  switch (api) {
    case 'FindCoordinator': {
      const key = (request as FindCoordinatorRequest).coordinatorKeys[0] ?? '';
      const nodeId = numberOr(answer['node'], -1);
      const response: FindCoordinatorResponse = { throttleTimeMs: 0, coordinators: [{ key, nodeId, errorCode, errorMessage: null }] };
      return response;
    }
    case 'JoinGroup':
      return joinAnswer(answer, errorCode, request as JoinGroupRequest);
    case 'SyncGroup': {
      const assignedPartitions = (isList(answer['assignment']) ? answer['assignment'] : []).map(String);
      const assignment: ConsumerProtocolAssignment = { assignedPartitions, userData: null };
      const response: SyncGroupResponse = { throttleTimeMs: 0, errorCode, protocolType: null, protocolName: null, assignment };
      return response;
    }
    case 'OffsetCommit': {
      const { topics } = request as OffsetCommitRequest;
      const response: OffsetCommitResponse = {
        throttleTimeMs: 0,
        topics: topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
        })),
      };
      return response;
    }
    case 'OffsetFetch':
      return offsetFetchAnswer(answer, errorCode, request as OffsetFetchRequest);
    default:
      return { throttleTimeMs: 0, errorCode, members: [] };
  }
}

function joinAnswer(answer: JsonObject, errorCode: number, request: JoinGroupRequest): JoinGroupResponse {
  const memberId = typeof answer['memberId'] === 'string' ? answer['memberId'] : '';
  const leader = typeof answer['leader'] === 'string' ? answer['leader'] : '';
  const protocolName = typeof answer['protocolName'] === 'string' ? answer['protocolName'] : null;
  const own = request.protocols.find(({ name }) => name === protocolName)?.metadata ?? {};
  const others = (isList(answer['otherMembers']) ? answer['otherMembers'].filter(isObject) : []).map((member) => {
    const metadata: ConsumerProtocolSubscription = {
      topics: (isList(member['topics']) ? member['topics'] : []).map(String),
      userData: null,
      ownedPartitions: (isList(member['ownedPartitions']) ? member['ownedPartitions'] : []).map(String),
      generationId: numberOr(member['generationId'], -1),
      rackId: null,
    };
    return { memberId: String(member['memberId']), groupInstanceId: null, metadata };
  });
  const members = [{ memberId, groupInstanceId: request.groupInstanceId, metadata: own }, ...others];
  return {
    throttleTimeMs: 0,
    errorCode,
    generationId: numberOr(answer['generationId'], -1),
    protocolType: null,
    protocolName,
    leader,
    skipAssignment: false,
    memberId,
    members: leader === memberId ? members : [],
  };
}

/** Errors that a coordinator gives for a partition; all others are the group's. */
const partitionErrors: ReadonlySet<number> = new Set([
  errors.UNSTABLE_OFFSET_COMMIT,
  errors.UNKNOWN_TOPIC_OR_PARTITION,
  errors.TOPIC_AUTHORIZATION_FAILED,
]);

function offsetFetchAnswer(answer: JsonObject, errorCode: number, request: OffsetFetchRequest): OffsetFetchResponse {
  const offsets = isObject(answer['offsets']) ? answer['offsets'] : {};
  const isOfPartition = partitionErrors.has(errorCode);
  const groups = request.groups.map(({ groupId, topics }) => ({
    groupId,
    errorCode: isOfPartition ? errors.NONE : errorCode,
    topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({
        partitionIndex,
        committedOffset: numberOr(offsets[partitionName(name, partitionIndex)], -1),
        committedLeaderEpoch: -1,
        metadata: '',
        errorCode: isOfPartition ? errorCode : errors.NONE,
      })),
    })),
  }));
  return { throttleTimeMs: 0, groups };
}
