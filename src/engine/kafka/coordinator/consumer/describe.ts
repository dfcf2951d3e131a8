import { errors } from '../../errors.ts';
import { javaHashMapOrder, javaHashSetCopyTableLength, javaStringHash } from '../../util/java-hash-order.ts';
import { inTopicHashOrder } from '../assignor/group-spec.ts';
import type { TopicPartitions } from '../assignor/group-spec.ts';
import { describedConsumerGroup } from '../error-responses.ts';
import type { Operation } from '../operation.ts';
import type { ResponseData } from '../result.ts';
import type { CoordinatorImage } from '../runtime/coordinator-image.ts';
import { TimelineMap } from '../runtime/timeline-map.ts';
import { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerGroupMember, PartitionEpochs } from './consumer-group-member.ts';
import { mostWanted } from './target-assignment.ts';

/** Consumer groups in full, as `image` has them. Source: GroupMetadataManager.consumerGroupDescribe. */
export function describeConsumerGroups(op: Operation, groupIds: readonly string[], image: CoordinatorImage): ResponseData {
  const groups = groupIds.map((groupId) => {
    if (groupId === '') return describedConsumerGroup({ groupId, errorCode: errors.INVALID_GROUP_ID });
    const group = op.state.group(groupId, image);
    if (group instanceof ConsumerGroup) return describeGroup(op, group);
    const errorMessage = group === null ? `Group ${groupId} not found.` : `Group ${groupId} is not a consumer group.`;
    return describedConsumerGroup({ groupId, errorCode: errors.GROUP_ID_NOT_FOUND, errorMessage });
  });
  return { groups };
}

function describeGroup(op: Operation, group: ConsumerGroup): ResponseData {
  let assignors = TimelineMap.empty<string, number>();
  for (const [name, count] of group.serverAssignors) assignors = assignors.with(name, count);
  return describedConsumerGroup({
    groupId: group.groupId,
    assignorName: mostWanted(assignors.keys(), group.serverAssignors) ?? op.state.config.consumerGroupAssignors[0] ?? '',
    groupEpoch: group.groupEpoch,
    groupState: group.state,
    assignmentEpoch: group.assignmentEpoch,
    members: group.members.values().map((member) => describeMember(op, member, group.targetAssignment.get(member.memberId))),
  });
}

function describeMember(op: Operation, member: ConsumerGroupMember, target: TopicPartitions | undefined): ResponseData {
  const names = member.subscribedTopicNames;
  return {
    memberId: member.memberId,
    memberEpoch: member.memberEpoch,
    instanceId: member.instanceId,
    rackId: member.rackId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: javaHashMapOrder(names, javaStringHash, javaHashSetCopyTableLength(names.length)),
    subscribedTopicRegex: member.subscribedTopicRegex,
    assignment: { topicPartitions: named(op, responsibleFor(member.assignedPartitions, member.partitionsPendingRevocation)) },
    targetAssignment: { topicPartitions: named(op, target ?? new Map<string, number[]>()) },
    memberType: member.classicMemberMetadata === null ? 1 : 0,
  };
}

/** What a member is giving up is still its own until that is done. */
function responsibleFor(assigned: PartitionEpochs, pending: PartitionEpochs): TopicPartitions {
  const topicIds = inTopicHashOrder([...assigned.keys(), ...pending.keys()]);
  return new Map(topicIds.map((topicId) => [topicId, [...(assigned.get(topicId)?.keys() ?? []), ...(pending.get(topicId)?.keys() ?? [])]]));
}

function named(op: Operation, partitions: TopicPartitions): readonly ResponseData[] {
  return [...partitions].flatMap(([topicId, list]) => {
    const topic = op.context.topics.byId(topicId);
    return topic === undefined ? [] : [{ topicId, topicName: topic.name, partitions: list }];
  });
}
