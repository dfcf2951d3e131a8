import type { OffsetCommitRequest } from '../../apis/OffsetCommit/messages.ts';
import type { OffsetFetchRequest } from '../../apis/OffsetFetch/messages.ts';
import type {
  ConsumerGroupHeartbeatData,
  CoordinatorRequest,
  HeartbeatData,
  JoinGroupData,
  LeaveGroupData,
  OffsetDeleteData,
  SyncGroupData,
} from '../requests.ts';
import type { ResponseData } from '../result.ts';

/** A part of a request that goes to the coordinator of one group; group null: to every coordinator here. */
export interface RoutedRequest {
  readonly groupId: string | null;
  readonly request: CoordinatorRequest;
}

/** The newest version of each API, in which simulated clients speak. */
export const groupApiVersions: Readonly<Record<CoordinatorRequest['api'], number>> = {
  JoinGroup: 9,
  SyncGroup: 5,
  Heartbeat: 4,
  LeaveGroup: 5,
  OffsetCommit: 9,
  TxnOffsetCommit: 5,
  OffsetFetch: 9,
  OffsetDelete: 0,
  DeleteGroups: 2,
  ListGroups: 5,
  DescribeGroups: 6,
  ConsumerGroupDescribe: 1,
  ConsumerGroupHeartbeat: 1,
};

/** The parts of a request, each for one coordinator; null: no API of groups. Source: GroupCoordinatorService, KafkaApis. */
export function routedRequests(api: string, body: object): readonly RoutedRequest[] | null {
  switch (api) {
    case 'JoinGroup':
      return ofGroup({ api, data: body as JoinGroupData });
    case 'SyncGroup':
      return ofGroup({ api, data: body as SyncGroupData });
    case 'Heartbeat':
      return ofGroup({ api, data: body as HeartbeatData });
    case 'LeaveGroup':
      return ofGroup({ api, data: body as LeaveGroupData });
    case 'OffsetCommit': {
      const request = body as OffsetCommitRequest;
      const topics = request.topics.map((topic) => ({ ...topic, topicId: null }));
      return ofGroup({ api, data: { retentionTimeMs: -1, ...request, topics } });
    }
    case 'OffsetFetch': {
      const { groups, requireStable } = body as OffsetFetchRequest;
      return groups.map((group) => {
        const topics = group.topics?.map((topic) => ({ ...topic, topicId: null })) ?? null;
        return { groupId: group.groupId, request: { api, requireStable, data: { ...group, topics } } };
      });
    }
    case 'OffsetDelete':
      return ofGroup({ api, data: body as OffsetDeleteData });
    case 'ConsumerGroupHeartbeat':
      return ofGroup({ api, data: body as ConsumerGroupHeartbeatData });
    case 'DeleteGroups':
      return listOf(body, 'groupsNames').map((groupId) => ({ groupId, request: { api, data: { groupsNames: [groupId] } } }));
    case 'DescribeGroups':
      return listOf(body, 'groups').map((groupId) => ({ groupId, request: { api, data: { groups: [groupId] } } }));
    case 'ConsumerGroupDescribe':
      return listOf(body, 'groupIds').map((groupId) => ({ groupId, request: { api, data: { groupIds: [groupId] } } }));
    case 'ListGroups':
      return [{ groupId: null, request: { api, data: { statesFilter: [], typesFilter: [], ...body } } }];
    default:
      return null;
  }
}

/** One answer out of the answers to a request's parts, in their order. */
export function combinedResponse(api: string, parts: readonly ResponseData[]): ResponseData {
  switch (api) {
    case 'OffsetFetch':
      return { throttleTimeMs: 0, groups: parts };
    case 'DeleteGroups':
      return { throttleTimeMs: 0, results: parts.flatMap((part) => part['results'] as readonly object[]) };
    case 'DescribeGroups':
    case 'ConsumerGroupDescribe':
      return { throttleTimeMs: 0, groups: parts.flatMap((part) => part['groups'] as readonly object[]) };
    case 'ListGroups': {
      const failed = parts.find((part) => part['errorCode'] !== 0);
      return {
        throttleTimeMs: 0,
        errorCode: failed?.['errorCode'] ?? 0,
        groups: parts.flatMap((part) => part['groups'] as readonly object[]),
      };
    }
    default:
      return { throttleTimeMs: 0, ...parts[0] };
  }
}

function ofGroup(request: Extract<CoordinatorRequest, { readonly data: { readonly groupId: string } }>): readonly RoutedRequest[] {
  return [{ groupId: request.data.groupId, request }];
}

function listOf(body: object, field: string): readonly string[] {
  return (body as Readonly<Record<string, readonly string[]>>)[field] ?? [];
}
