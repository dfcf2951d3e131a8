import type { GroupAssignment, GroupSpec, ServerAssignor, TopicPartitions } from './group-spec.ts';

interface TopicRange {
  readonly partitionCount: number;
  memberCount: number;
  extraCount: number;
  nextPartition: number;
}

/**
 * The server's range assignor: of each topic, every subscriber gets the next consecutive partitions, the first ones one more. Members go by
 * instance id, then member id, so equal subscriptions give co-partitioning. Source: assignor.RangeAssignor.
 */
export const rangeAssignor: ServerAssignor = {
  name: 'range',
  assign(spec: GroupSpec): GroupAssignment {
    const memberIds = sortMemberIds(spec);
    const topics = new Map<string, TopicRange>();
    for (const memberId of memberIds) {
      for (const topicId of spec.members.get(memberId)?.subscribedTopicIds ?? []) {
        const known = topics.get(topicId);
        if (known !== undefined) {
          known.memberCount += 1;
          continue;
        }
        const partitionCount = spec.numPartitions(topicId);
        if (partitionCount === -1) return { kind: 'failed', message: 'Member is subscribed to a non-existent topic' };
        topics.set(topicId, { partitionCount, memberCount: 1, extraCount: 0, nextPartition: 0 });
      }
    }
    for (const topic of topics.values()) topic.extraCount = topic.partitionCount % topic.memberCount;
    const members = new Map(
      memberIds.map((memberId) => [memberId, nextRanges(topics, spec.members.get(memberId)?.subscribedTopicIds ?? [])]),
    );
    return { kind: 'assigned', members };
  },
};

function nextRanges(topics: ReadonlyMap<string, TopicRange>, topicIds: readonly string[]): TopicPartitions {
  const assignment = new Map<string, number[]>();
  for (const topicId of topicIds) {
    const topic = topics.get(topicId);
    if (topic === undefined) continue;
    const start = topic.nextPartition;
    let quota = Math.floor(topic.partitionCount / topic.memberCount);
    if (topic.extraCount > 0) {
      quota += 1;
      topic.extraCount -= 1;
    }
    topic.nextPartition = Math.min(start + quota, topic.partitionCount);
    if (start >= topic.nextPartition) continue;
    assignment.set(
      topicId,
      Array.from({ length: topic.nextPartition - start }, (_, index) => start + index),
    );
  }
  return assignment;
}

function sortMemberIds(spec: GroupSpec): string[] {
  return [...spec.members.keys()].sort((a, b) => {
    const instanceA = spec.members.get(a)?.instanceId ?? null;
    const instanceB = spec.members.get(b)?.instanceId ?? null;
    if (instanceA !== null && instanceB !== null && instanceA !== instanceB) return instanceA < instanceB ? -1 : 1;
    if ((instanceA === null) !== (instanceB === null)) return instanceA === null ? 1 : -1;
    if (a === b) return 0;
    return a < b ? -1 : 1;
  });
}
