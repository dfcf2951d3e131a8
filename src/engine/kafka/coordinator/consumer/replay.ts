import { assert } from '../../../kernel/units.ts';
import { ClassicGroup } from '../classic/classic-group.ts';
import type { TopicPartitions } from '../assignor/group-spec.ts';
import { inTopicHashOrder } from '../assignor/group-spec.ts';
import type { CoordinatorRecord, RecordTopicPartitions } from '../records.ts';
import type { CoordinatorState } from '../runtime/coordinator-state.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { inPartitionHashOrder, newConsumerGroupMember, withCurrentAssignment, withMetadata } from './consumer-group-member.ts';

/** A record of a consumer group. */
export type ConsumerGroupRecord = Exclude<CoordinatorRecord, { kind: 'OFFSET_COMMIT' | 'GROUP_METADATA' }>;

/** Takes over what a record says of a consumer group: the only way it changes. Source: the replay methods of GroupMetadataManager. */
export function replayConsumerGroupRecord(state: CoordinatorState, record: ConsumerGroupRecord): void {
  const { groupId } = record.key;
  const group = persistedGroup(state, groupId, record.value !== null);
  if (group === null) return;
  const changed = changedGroup(group, record);
  if (changed === null) state.removeGroup(groupId);
  else putConsumerGroup(state, changed);
}

/** Puts a consumer group into the map of groups. */
export function putConsumerGroup(state: CoordinatorState, group: ConsumerGroup): void {
  state.image = state.image.with({ groups: state.image.groups.with(group.groupId, { kind: 'consumer', group }) });
}

function persistedGroup(state: CoordinatorState, groupId: string, isCreating: boolean): ConsumerGroup | null {
  const group = state.group(groupId);
  if (group instanceof ConsumerGroup) return group;
  if (group === null) return isCreating ? ConsumerGroup.empty(groupId) : null;
  // A group made by offsets alone has no record of its own: it gives way.
  const isSimple = group instanceof ClassicGroup && group.protocolType === null && group.isEmpty && group.pendingJoinMembers.size === 0;
  assert(isSimple, 'a consumer group record belongs to a consumer group');
  return ConsumerGroup.empty(groupId);
}

function changedGroup(group: ConsumerGroup, record: ConsumerGroupRecord): ConsumerGroup | null {
  switch (record.kind) {
    case 'CONSUMER_GROUP_METADATA':
      if (record.value === null) return null;
      return group.with({ groupEpoch: record.value.epoch, metadataHash: record.value.metadataHash });
    case 'CONSUMER_GROUP_PARTITION_METADATA':
      return group;
    case 'CONSUMER_GROUP_MEMBER_METADATA': {
      const { memberId } = record.key;
      if (record.value === null) return group.members.has(memberId) ? group.withoutMember(memberId) : group;
      return group.withMember(withMetadata(group.members.get(memberId) ?? newConsumerGroupMember(memberId), record.value));
    }
    case 'CONSUMER_GROUP_TARGET_ASSIGNMENT_METADATA': {
      const { assignmentEpoch, assignmentTimestamp } = record.value ?? { assignmentEpoch: -1, assignmentTimestamp: 0 };
      return group.with({ assignmentEpoch, assignmentTimestamp });
    }
    case 'CONSUMER_GROUP_TARGET_ASSIGNMENT_MEMBER': {
      const { memberId } = record.key;
      const { targetAssignment } = group;
      if (record.value === null) return group.with({ targetAssignment: targetAssignment.without(memberId) });
      return group.with({ targetAssignment: targetAssignment.with(memberId, topicPartitionsOf(record.value.topicPartitions)) });
    }
    case 'CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT': {
      const { memberId } = record.key;
      const member = group.members.get(memberId);
      if (record.value !== null) return group.withMember(withCurrentAssignment(member ?? newConsumerGroupMember(memberId), record.value));
      if (member === undefined) return group;
      const nothing = { assignedPartitions: new Map(), partitionsPendingRevocation: new Map() };
      return group.withMember({ ...member, ...nothing, memberEpoch: -1, previousMemberEpoch: -1 });
    }
    case 'CONSUMER_GROUP_REGULAR_EXPRESSION':
      return group.withResolvedRegex(record.key.regularExpression, record.value);
  }
}

function topicPartitionsOf(topics: readonly RecordTopicPartitions[]): TopicPartitions {
  const partitions = new Map(topics.map((topic) => [topic.topicId, inPartitionHashOrder(topic.partitions)]));
  return new Map(inTopicHashOrder([...partitions.keys()]).map((topicId) => [topicId, partitions.get(topicId) ?? []]));
}
