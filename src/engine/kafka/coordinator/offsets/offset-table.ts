import { TimelineMap } from '../runtime/timeline-map.ts';
import type { OffsetAndMetadata, OffsetsByGroup, OpenTransactions } from '../runtime/coordinator-image.ts';

/** Names one partition's offset in a group. */
export interface OffsetKey {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** A three-level map with one value put in. */
export function putOffset(offsets: OffsetsByGroup, key: OffsetKey, value: OffsetAndMetadata): OffsetsByGroup {
  return putNested(offsets, key, value);
}

/** A three-level map with one value taken out, and what is empty then with it. */
export function removeOffset(offsets: OffsetsByGroup, key: OffsetKey): OffsetsByGroup {
  return removeNested(offsets, key);
}

/** One value of a three-level map. */
export function offsetOf(offsets: OffsetsByGroup, key: OffsetKey): OffsetAndMetadata | undefined {
  return offsets.get(key.group)?.get(key.topic)?.get(key.partition);
}

/** The producers whose transactions hold a partition's offset open. */
export function openProducers(open: OpenTransactions, key: OffsetKey): readonly number[] {
  return open.get(key.group)?.get(key.topic)?.get(key.partition) ?? [];
}

/** With a producer's transaction holding the partition open. */
export function openTransaction(open: OpenTransactions, key: OffsetKey, producerId: number): OpenTransactions {
  const producers = openProducers(open, key);
  return producers.includes(producerId) ? open : putNested(open, key, [...producers, producerId]);
}

/** Without a producer's transaction. */
export function closeTransaction(open: OpenTransactions, key: OffsetKey, producerId: number): OpenTransactions {
  const left = openProducers(open, key).filter((each) => each !== producerId);
  return left.length === 0 ? removeNested(open, key) : putNested(open, key, left);
}

/** Without any transaction on the partition. */
export function clearTransactions(open: OpenTransactions, key: OffsetKey): OpenTransactions {
  return removeNested(open, key);
}

type Nested<V> = TimelineMap<string, TimelineMap<string, TimelineMap<number, V>>>;

function putNested<V>(map: Nested<V>, { group, topic, partition }: OffsetKey, value: V): Nested<V> {
  const byTopic = map.get(group) ?? TimelineMap.empty<string, TimelineMap<number, V>>();
  const byPartition = byTopic.get(topic) ?? TimelineMap.empty<number, V>();
  return map.with(group, byTopic.with(topic, byPartition.with(partition, value)));
}

function removeNested<V>(map: Nested<V>, { group, topic, partition }: OffsetKey): Nested<V> {
  const byTopic = map.get(group);
  const byPartition = byTopic?.get(topic);
  if (byTopic === undefined || byPartition === undefined) return map;
  const partitions = byPartition.without(partition);
  const topics = partitions.size === 0 ? byTopic.without(topic) : byTopic.with(topic, partitions);
  return topics.size === 0 ? map.without(group) : map.with(group, topics);
}
