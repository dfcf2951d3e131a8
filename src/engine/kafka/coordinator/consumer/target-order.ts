import { javaComputedOrder, javaHashMapOrder, javaIntegerHash, javaTableLengthFor } from '../../util/java-hash-order.ts';
import { uuidTextHash } from '../../util/uuid.ts';
import type { MemberSpec, TopicPartitions } from '../assignor/group-spec.ts';
import type { Operation } from '../operation.ts';

const defaultTableLength = 16;

/** How an assignor's maps and sets are made, which decides the order of their lists in the records. */
export interface AssignorsOrder {
  readonly isRange: boolean;
  /** The table length of a new set of a topic's partitions. */
  setLength(topicId: string): number;
}

/** The table lengths with which the uniform assignor makes sets: with different subscriptions, for as many partitions as it expects. */
export function setLengths(op: Operation, members: ReadonlyMap<string, MemberSpec>, isHomogeneous: boolean): AssignorsOrder['setLength'] {
  if (isHomogeneous) return () => defaultTableLength;
  const subscriberCounts = new Map<string, number>();
  for (const { subscribedTopicIds } of members.values()) {
    for (const topicId of subscribedTopicIds) subscriberCounts.set(topicId, (subscriberCounts.get(topicId) ?? 0) + 1);
  }
  return (topicId) => {
    const expected = Math.ceil((op.context.topics.byId(topicId)?.partitionCount ?? 0) / (subscriberCounts.get(topicId) ?? 1));
    return javaTableLengthFor(Math.floor(expected / 0.75 + 1));
  };
}

/** A member's new target in the order of the assignor's maps: copies of the member's old ones, or maps made for its topics. */
export function inAssignorsOrder(partitions: TopicPartitions, spec: MemberSpec | undefined, order: AssignorsOrder): TopicPartitions {
  const topicIds = order.isRange ? rangeTopics(partitions, spec) : uniformTopics(partitions, spec);
  return new Map(
    topicIds.map((topicId) => {
      const list = partitions.get(topicId) ?? [];
      // The range assignor's sets are ranges.
      if (order.isRange) return [topicId, list];
      const isKept = spec?.assignment.get(topicId)?.some((partition) => list.includes(partition)) === true;
      return [topicId, javaHashMapOrder(list, javaIntegerHash, isKept ? defaultTableLength : order.setLength(topicId))];
    }),
  );
}

function rangeTopics(partitions: TopicPartitions, spec: MemberSpec | undefined): readonly string[] {
  const tableLength = javaTableLengthFor(Math.floor((spec?.subscribedTopicIds.length ?? 0) / 0.75 + 1));
  return javaHashMapOrder([...partitions.keys()], uuidTextHash, tableLength);
}

/** A map made for as many topics as there were, which is one step too short for them. */
function uniformTopics(partitions: TopicPartitions, spec: MemberSpec | undefined): readonly string[] {
  const old: TopicPartitions = spec?.assignment ?? new Map();
  const madeLength = javaTableLengthFor(old.size);
  const tableLength = old.size > madeLength * 0.75 ? madeLength * 2 : madeLength;
  const kept = [...old.keys()].filter((topicId) => partitions.has(topicId));
  const added = [...partitions.keys()].filter((topicId) => !old.has(topicId));
  return javaComputedOrder(kept, added, uuidTextHash, tableLength);
}
