import type { CoordinatorRequest } from '../../engine/kafka/coordinator/requests.ts';
import type { Json } from '../registry.ts';
import { isList, isObject } from '../rows.ts';
import type { JsonObject } from '../rows.ts';

/** The defaults of fields that the rows leave out, by API. Source: the request schemas. */
const defaults: Readonly<Record<string, JsonObject>> = {
  JoinGroup: { groupInstanceId: null, rebalanceTimeoutMs: -1 },
  SyncGroup: { groupInstanceId: null, protocolType: null, protocolName: null },
  Heartbeat: { groupInstanceId: null },
  OffsetCommit: { groupInstanceId: null, retentionTimeMs: -1, generationIdOrMemberEpoch: -1, memberId: '' },
  TxnOffsetCommit: { groupInstanceId: null, generationId: -1, memberId: '' },
  ConsumerGroupHeartbeat: {
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: null,
    subscribedTopicRegex: null,
    serverAssignor: null,
    topicPartitions: null,
  },
  ListGroups: { statesFilter: [], typesFilter: [] },
};

const memberDefaults = { memberId: '', groupInstanceId: null };
const topicDefaults = { name: '', topicId: null };
const partitionDefaults = { committedLeaderEpoch: -1, committedMetadata: null };

/** The coordinator's requests that a step stands for: one, or one a group for an OffsetFetch. */
export function requestsOf(api: string, given: Json | undefined): readonly CoordinatorRequest[] {
  const data: JsonObject = { ...defaults[api], ...(isObject(given) ? given : {}) };
  switch (api) {
    case 'LeaveGroup':
      return [typed(api, { ...data, members: objects(data['members']).map((member) => ({ ...memberDefaults, ...member })) })];
    case 'OffsetCommit':
    case 'TxnOffsetCommit':
      return [typed(api, { ...data, topics: objects(data['topics']).map(commitTopic) })];
    case 'OffsetFetch':
      return objects(data['groups']).map((group) => {
        const topics = isList(group['topics']) ? objects(group['topics']).map((topic) => ({ ...topicDefaults, ...topic })) : null;
        const fetched = { memberId: null, memberEpoch: -1, ...group, topics };
        return typed(api, fetched, { requireStable: data['requireStable'] === true });
      });
    default:
      return [typed(api, data)];
  }
}

function commitTopic(topic: JsonObject): JsonObject {
  const partitions = objects(topic['partitions']).map((partition) => ({ ...partitionDefaults, ...partition }));
  return { ...topicDefaults, ...topic, partitions };
}

function objects(list: Json | undefined): readonly JsonObject[] {
  return (isList(list) ? list : []).filter(isObject);
}

/** The rows have Kafka's own field names, and so have the requests. */
function typed(api: string, data: JsonObject, rest: JsonObject = {}): CoordinatorRequest {
  return { api, data, ...rest } as unknown as CoordinatorRequest;
}
