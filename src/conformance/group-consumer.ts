import { playGroups } from './groups/player.ts';
import type { Adapter, Json } from './registry.ts';
import { isList, isObject } from './rows.ts';

/**
 * Groups of the consumer protocol (KIP-848): heartbeats, targets, reconciliation, expressions, and passages from and to the classic
 * protocol.
 * Topics in a list of partitions are in the order of some hash map, which has no meaning.
 */
export const adapter: Adapter = {
  kind: 'group-consumer',
  answer: (input) => playGroups(withRetention(input)),
  normalise: (answer) => withSortedTopics(answer),
};

/** The recorder kept offsets for twenty minutes, which the rows' settings do not say. */
function withRetention(input: Json): Json {
  if (!isObject(input)) return input;
  const config = isObject(input['config']) ? input['config'] : {};
  return { ...input, config: { 'offsets.retention.minutes': 20, ...config } };
}

const listsByTopic: readonly string[] = ['topicPartitions', 'assignedPartitions', 'partitionsPendingRevocation'];

function withSortedTopics(value: Json): Json {
  if (isList(value)) return value.map(withSortedTopics);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const inner = item === undefined ? null : withSortedTopics(item);
      return [key, listsByTopic.includes(key) && isList(inner) ? sortedByTopic(inner) : inner];
    }),
  );
}

function sortedByTopic(topics: readonly Json[]): readonly Json[] {
  const idOf = (topic: Json): string => (isObject(topic) ? String(topic['topicId']) : '');
  return [...topics].sort((a, b) => (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0));
}
