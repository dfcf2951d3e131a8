import { javaHashMapOrder, javaListHash, javaStringHash } from '../../util/java-hash-order.ts';

/** A partition by the name that Kafka prints: `orders-0`. Equal names are equal partitions, so maps are keyed by it. */
export type PartitionName = string;

/** The name of a partition. Source: TopicPartition.toString. */
export function partitionName(topic: string, partition: number): PartitionName {
  let ofTopic = names.get(topic);
  if (ofTopic === undefined) names.set(topic, (ofTopic = []));
  // An answer may name any number; only what may be a partition is kept.
  if (partition < 0 || partition >= partitionsMax) return `${topic}-${String(partition)}`;
  while (ofTopic.length <= partition) ofTopic.push(`${topic}-${String(ofTopic.length)}`);
  return ofTopic[partition] ?? '';
}

const partitionsMax = 10_000;

/** The names of each topic's partitions, made once: a string that is made anew must be hashed anew. They do not change: no state. */
const names = new Map<string, PartitionName[]>();

/** The topic of a partition: everything before the last dash. */
export function topicOf(name: PartitionName): string {
  return partsOf(name)[0];
}

/** The number of a partition within its topic. */
export function partitionOf(name: PartitionName): number {
  return partsOf(name)[1];
}

/** The parts of names, cut once: a string that is cut anew must be hashed anew. They do not change: no state. */
const parts = new Map<PartitionName, readonly [string, number]>();

function partsOf(name: PartitionName): readonly [string, number] {
  const known = parts.get(name);
  if (known !== undefined) return known;
  const dash = name.lastIndexOf('-');
  const made = [name.slice(0, dash), Number(name.slice(dash + 1))] as const;
  parts.set(name, made);
  return made;
}

/** Partitions in the order in which a Java HashMap or HashSet of TopicPartition iterates: it decides the order of fetches. */
export function inPartitionHashOrder(names: readonly PartitionName[]): PartitionName[] {
  if (names.length < 2) return [...names];
  return javaHashMapOrder(names, (name) => javaListHash([partitionOf(name), javaStringHash(topicOf(name))]));
}

const port = 9092;
const nullHash = 0;
const booleanFalseHash = 1237;

const connectionIdMax = 2147483647;
const coordinatorIdMin = 1073741824;

/** The host name of a broker, which Java's hash of a node includes; a coordinator's connection has a number of its own. */
function hostOf(nodeId: number): string {
  return `b${String(nodeId >= coordinatorIdMin ? connectionIdMax - nodeId : nodeId)}`;
}

/** Node.toString. */
export function nodeText(nodeId: number): string {
  return `${hostOf(nodeId)}:${String(port)} (id: ${String(nodeId)} rack: null isFenced: false)`;
}

/** Brokers in the order in which a Java HashMap keyed by Node iterates: the order in which requests to several brokers leave. */
export function inNodeHashOrder(nodeIds: readonly number[]): readonly number[] {
  if (nodeIds.length < 2) return nodeIds;
  return javaHashMapOrder(nodeIds, (nodeId) => javaListHash([javaStringHash(hostOf(nodeId)), nodeId, port, nullHash, booleanFalseHash]));
}

/** By topic, then by number. */
export function comparePartitions(a: PartitionName, b: PartitionName): number {
  const topicA = topicOf(a);
  const topicB = topicOf(b);
  if (topicA !== topicB) return topicA < topicB ? -1 : 1;
  return partitionOf(a) - partitionOf(b);
}
