import type { TopicPartitions } from '../assignor/group-spec.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { ConsumerGroup, ResolvedRegularExpression } from './consumer-group.ts';
import { recordPartitions } from './consumer-group-member.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';

/** Source: GroupCoordinatorRecordHelpers.newConsumerGroupMemberSubscriptionRecord. */
export function memberRecord(groupId: string, member: ConsumerGroupMember): CoordinatorRecord {
  const { memberId, instanceId, rackId, clientId, clientHost, subscribedTopicRegex, rebalanceTimeoutMs, classicMemberMetadata } = member;
  return {
    kind: 'CONSUMER_GROUP_MEMBER_METADATA',
    key: { groupId, memberId },
    value: {
      instanceId,
      rackId,
      clientId,
      clientHost,
      subscribedTopicNames: [...member.subscribedTopicNames].sort(),
      subscribedTopicRegex,
      rebalanceTimeoutMs,
      serverAssignor: member.serverAssignorName,
      classicMemberMetadata,
    },
  };
}

/** The group's epoch, and the hash of its topics' metadata. */
export function groupEpochRecord(groupId: string, epoch: number, metadataHash: bigint): CoordinatorRecord {
  return { kind: 'CONSUMER_GROUP_METADATA', key: { groupId }, value: { epoch, metadataHash } };
}

/** What a member is to have. */
export function targetRecord(groupId: string, memberId: string, partitions: TopicPartitions): CoordinatorRecord {
  const topicPartitions = [...partitions].map(([topicId, list]) => ({ topicId, partitions: list }));
  return { kind: 'CONSUMER_GROUP_TARGET_ASSIGNMENT_MEMBER', key: { groupId, memberId }, value: { topicPartitions } };
}

/** The epoch for which the target was computed, and when. */
export function targetEpochRecord(groupId: string, assignmentEpoch: number, assignmentTimestamp: number): CoordinatorRecord {
  return { kind: 'CONSUMER_GROUP_TARGET_ASSIGNMENT_METADATA', key: { groupId }, value: { assignmentEpoch, assignmentTimestamp } };
}

/** What a member has. */
export function currentAssignmentRecord(groupId: string, member: ConsumerGroupMember): CoordinatorRecord {
  const { memberId, memberEpoch, previousMemberEpoch, state } = member;
  return {
    kind: 'CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT',
    key: { groupId, memberId },
    value: {
      memberEpoch,
      previousMemberEpoch,
      state,
      assignedPartitions: recordPartitions(member.assignedPartitions),
      partitionsPendingRevocation: recordPartitions(member.partitionsPendingRevocation),
    },
  };
}

/** The topics of a regular expression. */
export function regexRecord(groupId: string, regularExpression: string, resolved: ResolvedRegularExpression | null): CoordinatorRecord {
  const value = resolved === null ? null : { ...resolved, topics: [...resolved.topics].sort() };
  return { kind: 'CONSUMER_GROUP_REGULAR_EXPRESSION', key: { groupId, regularExpression }, value };
}

/** The three tombstones of a member, in the order that replay needs. Source: GroupMetadataManager.removeMember. */
export function memberTombstones(groupId: string, memberId: string): readonly CoordinatorRecord[] {
  const key = { groupId, memberId };
  return [
    { kind: 'CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT', key, value: null },
    { kind: 'CONSUMER_GROUP_TARGET_ASSIGNMENT_MEMBER', key, value: null },
    { kind: 'CONSUMER_GROUP_MEMBER_METADATA', key, value: null },
  ];
}

/**
 * The tombstones of a group; a static member that was replaced meanwhile goes by its new id. Source:
 * ConsumerGroup.createGroupTombstoneRecords
 * and createGroupTombstoneRecordsWithReplacedMember.
 */
export function consumerGroupTombstones(
  group: ConsumerGroup,
  replaced: { readonly leavingMemberId: string; readonly joiningMemberId: string } | null = null,
): readonly CoordinatorRecord[] {
  const { groupId } = group;
  const keys = group.members.keys().map((memberId) => ({
    groupId,
    memberId: memberId === replaced?.leavingMemberId ? replaced.joiningMemberId : memberId,
  }));
  return [
    ...keys.map((key): CoordinatorRecord => ({ kind: 'CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT', key, value: null })),
    ...keys.map((key): CoordinatorRecord => ({ kind: 'CONSUMER_GROUP_TARGET_ASSIGNMENT_MEMBER', key, value: null })),
    { kind: 'CONSUMER_GROUP_TARGET_ASSIGNMENT_METADATA', key: { groupId }, value: null },
    ...keys.map((key): CoordinatorRecord => ({ kind: 'CONSUMER_GROUP_MEMBER_METADATA', key, value: null })),
    ...group.resolvedRegexes.keys().map((regex) => regexRecord(groupId, regex, null)),
    { kind: 'CONSUMER_GROUP_PARTITION_METADATA', key: { groupId }, value: null },
    { kind: 'CONSUMER_GROUP_METADATA', key: { groupId }, value: null },
  ];
}
