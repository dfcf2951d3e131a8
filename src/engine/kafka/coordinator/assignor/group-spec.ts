import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import { uuidTextHash } from '../../util/uuid.ts';

/** Partitions of each topic, by topic id. */
export type TopicPartitions = ReadonlyMap<string, readonly number[]>;

/** What a server assignor sees of one member. */
export interface MemberSpec {
  readonly instanceId: string | null;
  readonly subscribedTopicIds: readonly string[];
  /** The member's present target assignment. */
  readonly assignment: TopicPartitions;
}

/** What a server assignor is asked. Source: GroupSpec and SubscribedTopicDescriber. */
export interface GroupSpec {
  /** Every member, in the order in which Kafka's map yields them: that order decides who gets the extra partition. */
  readonly members: ReadonlyMap<string, MemberSpec>;
  /** Whether all members are subscribed to the same topics. */
  readonly isHomogeneous: boolean;
  /** How many partitions a topic has, or -1 when there is no such topic. */
  numPartitions(topicId: string): number;
}

/** The new target, or why the assignor refused (in Kafka: a PartitionAssignorException). */
export type GroupAssignment =
  | { readonly kind: 'assigned'; readonly members: ReadonlyMap<string, TopicPartitions> }
  | { readonly kind: 'failed'; readonly message: string };

/** An assignor that the coordinator runs. Source: ConsumerGroupPartitionAssignor. */
export interface ServerAssignor {
  readonly name: string;
  assign(spec: GroupSpec): GroupAssignment;
}

/** A target under construction. */
export type MutableTopicPartitions = Map<string, number[]>;

/** Topic ids in the order of a HashSet of them. */
export function inTopicHashOrder(topicIds: readonly string[]): string[] {
  return javaHashMapOrder([...new Set(topicIds)], uuidTextHash);
}

/** A copy that may be changed. Source: AssignorHelpers.deepCopyAssignment. */
export function copyAssignment(assignment: TopicPartitions): MutableTopicPartitions {
  return new Map([...assignment].map(([topicId, partitions]) => [topicId, [...partitions]]));
}

/** Adds one partition. */
export function addPartition(assignment: MutableTopicPartitions, topicId: string, partition: number): void {
  const partitions = assignment.get(topicId);
  if (partitions === undefined) assignment.set(topicId, [partition]);
  else partitions.push(partition);
}

/** Takes one partition away, and its topic with the last of them. */
export function removePartition(assignment: MutableTopicPartitions, topicId: string, partition: number): void {
  const left = (assignment.get(topicId) ?? []).filter((each) => each !== partition);
  if (left.length === 0) assignment.delete(topicId);
  else assignment.set(topicId, left);
}

/** What the uniform assignor says of an unknown topic. */
export function unknownTopicFailure(topicId: string): GroupAssignment {
  return { kind: 'failed', message: `Members are subscribed to topic ${topicId} which doesn't exist in the topic metadata.` };
}

/** The ids of a member's topics in the order of its set of names: two ids in one hash bucket stay in it. Source: TopicIds. */
export function topicIdsOf(names: readonly string[], idOf: (name: string) => string | undefined): string[] {
  return javaHashMapOrder([...new Set(names)], javaStringHash).flatMap((name) => idOf(name) ?? []);
}
