import { errors } from '../errors.ts';
import type { CoordinatorTopics } from './context.ts';
import type { CoordinatorRequest } from './requests.ts';
import type { ResponseData } from './result.ts';

/** Partitions of a topic that are answered without asking the coordinator. */
export interface RefusedTopic {
  readonly topicId: string | null;
  readonly name: string;
  readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[];
}

/** What is left to ask the coordinator of (null: nothing), and what is refused already. */
export interface KnownRequest {
  readonly request: CoordinatorRequest | null;
  readonly refused: readonly RefusedTopic[];
}

/** From this version topics go by id (KIP-848). */
const versionWithTopicIds = 10;

/**
 * Takes out of a request the partitions that the cluster does not have, and gives topics their names and ids: the part of a broker that
 * stands before the coordinator. Source: KafkaApis.handleOffsetCommitRequest, handleTxnOffsetCommitRequest, handleOffsetDeleteRequest,
 * handleOffsetFetchRequest.
 */
export function forKnownPartitions(request: CoordinatorRequest, apiVersion: number, topics: CoordinatorTopics): KnownRequest {
  switch (request.api) {
    case 'OffsetCommit': {
      const usesIds = apiVersion >= versionWithTopicIds;
      const named = request.data.topics.map((topic) => identified(topic, usesIds, topics));
      const { known, refused } = split(named, usesIds, topics);
      return { request: known.length === 0 ? null : { ...request, data: { ...request.data, topics: known } }, refused };
    }
    case 'TxnOffsetCommit': {
      const { known, refused } = split(request.data.topics, false, topics);
      return { request: known.length === 0 ? null : { ...request, data: { ...request.data, topics: known } }, refused };
    }
    case 'OffsetDelete': {
      const { known, refused } = split(
        request.data.topics.map((topic) => ({ topicId: null, ...topic })),
        false,
        topics,
      );
      return { request: { ...request, data: { ...request.data, topics: known } }, refused };
    }
    default:
      return { request, refused: [] };
  }
}

/** An answer together with what was refused before. Source: OffsetCommitResponse.Builder.merge, OffsetDeleteResponse.Builder.merge. */
export function mergedResponse(refused: readonly RefusedTopic[], response: ResponseData): ResponseData {
  const answered = (response['topics'] ?? []) as readonly RefusedTopic[];
  const failed = response['errorCode'] !== undefined && response['errorCode'] !== errors.NONE;
  if (refused.length === 0 || failed) return response;
  const keyOf = (topic: RefusedTopic): string => (topic.name === '' ? (topic.topicId ?? '') : topic.name);
  const first = refused.map((topic) => {
    const rest = answered.filter((other) => keyOf(other) === keyOf(topic)).flatMap(({ partitions }) => partitions);
    return { ...topic, partitions: [...topic.partitions, ...rest] };
  });
  const firstKeys = new Set(refused.map(keyOf));
  return { ...response, topics: [...first, ...answered.filter((topic) => !firstKeys.has(keyOf(topic)))] };
}

interface NamedTopic {
  readonly name: string;
  readonly topicId: string | null;
  readonly partitions: readonly { readonly partitionIndex: number }[];
}

function identified<T extends NamedTopic>(topic: T, usesIds: boolean, topics: CoordinatorTopics): T {
  if (!usesIds) return { ...topic, topicId: topics.byName(topic.name)?.topicId ?? null };
  const name = topic.topicId === null ? undefined : topics.byId(topic.topicId)?.name;
  return { ...topic, name: name ?? '' };
}

function split<T extends NamedTopic>(
  requested: readonly T[],
  usesIds: boolean,
  topics: CoordinatorTopics,
): { readonly known: readonly T[]; readonly refused: readonly RefusedTopic[] } {
  const known: T[] = [];
  const refused = new Map<string, RefusedTopic>();
  for (const topic of requested) {
    const partitionCount = topics.byName(topic.name)?.partitionCount ?? 0;
    const isKnown = ({ partitionIndex }: { readonly partitionIndex: number }): boolean =>
      partitionIndex >= 0 && partitionIndex < partitionCount;
    const errorCode = usesIds && topic.name === '' ? errors.UNKNOWN_TOPIC_ID : errors.UNKNOWN_TOPIC_OR_PARTITION;
    const unknown = topic.partitions
      .filter((partition) => !isKnown(partition))
      .map(({ partitionIndex }) => ({ partitionIndex, errorCode }));
    const key = usesIds ? (topic.topicId ?? '') : topic.name;
    // A topic that the cluster does not have is answered even when no partition of it was named.
    if (unknown.length > 0 || partitionCount === 0) {
      const { topicId, name } = topic;
      refused.set(key, { topicId, name, partitions: [...(refused.get(key)?.partitions ?? []), ...unknown] });
    }
    const partitions = topic.partitions.filter(isKnown);
    if (partitions.length > 0) known.push({ ...topic, partitions });
  }
  return { known, refused: [...refused.values()] };
}
