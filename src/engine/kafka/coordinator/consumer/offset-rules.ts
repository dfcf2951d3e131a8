import { errors } from '../../errors.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import { noPartitionCheck } from '../offsets/partition-check.ts';
import type { Committer, PartitionCheck } from '../offsets/partition-check.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';

/**
 * Whether a member of a consumer group may commit; an older epoch only what it was assigned by then. Source:
 * ConsumerGroup.validateOffsetCommit.
 */
export function validateConsumerCommit(group: ConsumerGroup, committer: Committer): PartitionCheck | ApiFailure {
  const { memberId, groupInstanceId, generationId: memberEpoch, isTransactional, apiVersion } = committer;
  if (memberEpoch < 0 && group.members.size === 0) return noPartitionCheck;
  if (isTransactional && memberEpoch === -1 && memberId === '' && groupInstanceId === null) return noPartitionCheck;
  const member = group.members.get(memberId);
  if (member === undefined) return unknownMember(group, memberId);
  const isClassic = member.classicMemberMetadata !== null;
  if (!isTransactional && !isClassic && apiVersion < 9) {
    return failure(errors.UNSUPPORTED_VERSION, 'OffsetCommit version 9 or above must be used by members using the consumer group protocol');
  }
  if (memberEpoch === member.memberEpoch) return noPartitionCheck;
  if (memberEpoch > member.memberEpoch) return failure(staleCode(member));
  return (_topicName, topicId, partition) => {
    const epoch =
      topicId === null
        ? undefined
        : (member.assignedPartitions.get(topicId)?.get(partition) ?? member.partitionsPendingRevocation.get(topicId)?.get(partition));
    return epoch === undefined || memberEpoch < epoch ? failure(staleCode(member)) : null;
  };
}

/** Whether a member may fetch offsets. null: it may. Source: ConsumerGroup.validateOffsetFetch. */
export function validateConsumerFetch(group: ConsumerGroup, memberId: string | null, memberEpoch: number): ApiFailure | null {
  if (memberId === null && memberEpoch < 0) return null;
  const member = memberId === null ? undefined : group.members.get(memberId);
  if (member === undefined) return unknownMember(group, memberId ?? 'null');
  return memberEpoch === member.memberEpoch ? null : failure(staleCode(member));
}

/** The refusal of a member that the group does not have. */
export function unknownMember(group: ConsumerGroup, memberId: string): ApiFailure {
  return failure(errors.UNKNOWN_MEMBER_ID, `Member ${memberId} is not a member of group ${group.groupId}.`);
}

function staleCode(member: ConsumerGroupMember): number {
  return member.classicMemberMetadata === null ? errors.STALE_MEMBER_EPOCH : errors.ILLEGAL_GENERATION;
}
