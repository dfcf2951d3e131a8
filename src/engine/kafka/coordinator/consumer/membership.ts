import { errors } from '../../errors.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { OwnedPartitions } from '../requests.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { newConsumerGroupMember } from './consumer-group-member.ts';
import type { ConsumerGroupMember, PartitionEpochs } from './consumer-group-member.ts';
import { unknownMember } from './offset-rules.ts';
import { currentAssignmentRecord, memberRecord, memberTombstones, targetRecord } from './records.ts';

/** The epoch of a static member that left for a while. */
export const leaveGroupStaticMemberEpoch = -2;
/** The epoch of a member that leaves. */
export const leaveGroupMemberEpoch = -1;

/** Who sends a request to a group, and how. */
export interface Subscriber {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly memberEpoch: number;
  readonly owned: readonly OwnedPartitions[] | null;
  readonly isCreating: boolean;
  readonly isClassic: boolean;
}

/** A member of the group; null when there is none. */
export function memberOf(group: ConsumerGroup, memberId: string): ConsumerGroupMember | ApiFailure {
  return group.members.get(memberId) ?? unknownMember(group, memberId);
}

/** The group takes nobody beyond its largest size. Source: throwIfConsumerGroupIsFull. */
export function fullGroupFailure(op: Operation, group: ConsumerGroup, memberId: string): ApiFailure | null {
  const { consumerGroupMaxSize } = op.state.config;
  if (group.members.size < consumerGroupMaxSize || (memberId !== '' && group.members.has(memberId))) return null;
  const message = `The consumer group has reached its maximum capacity of ${String(consumerGroupMaxSize)} members.`;
  return failure(errors.GROUP_MAX_SIZE_REACHED, message);
}

/** The member that a request speaks for, a new one when it joins. Source: getOrMaybeSubscribeDynamicConsumerGroupMember and …Static…. */
export function subscribedMember(group: ConsumerGroup, from: Subscriber, records: CoordinatorRecord[]): ConsumerGroupMember | ApiFailure {
  if (from.instanceId !== null) return staticMember(group, from, from.instanceId, records);
  const member = group.members.get(from.memberId) ?? (from.isCreating ? newConsumerGroupMember(from.memberId) : null);
  if (member === null) return unknownMember(group, from.memberId);
  return (from.isClassic ? null : epochFailure(member, from)) ?? member;
}

function staticMember(
  group: ConsumerGroup,
  from: Subscriber,
  instanceId: string,
  records: CoordinatorRecord[],
): ConsumerGroupMember | ApiFailure {
  const existing = group.staticMember(instanceId);
  if (!from.isCreating) {
    if (existing === undefined) return unknownInstance(instanceId);
    return fencedInstance(existing, from.memberId, instanceId) ?? (from.isClassic ? null : epochFailure(existing, from)) ?? existing;
  }
  if (existing === undefined) return group.members.get(from.memberId) ?? newConsumerGroupMember(from.memberId);
  // Of two that speak the new protocol, the second takes over only after the first has left for a while.
  const isContested = !from.isClassic && existing.classicMemberMetadata === null;
  if (isContested && existing.memberEpoch !== leaveGroupStaticMemberEpoch) {
    const message =
      `Static member ${from.memberId} with instance id ${instanceId} cannot join the group because the instance id is owned by ` +
      `${existing.memberId} member.`;
    return failure(errors.UNRELEASED_INSTANCE_ID, message);
  }
  const member = { ...existing, memberId: from.memberId, memberEpoch: 0, previousMemberEpoch: 0 };
  const { groupId } = group;
  records.push(
    ...memberTombstones(groupId, existing.memberId),
    memberRecord(groupId, member),
    targetRecord(groupId, member.memberId, group.targetAssignment.get(existing.memberId) ?? new Map<string, number[]>()),
    currentAssignmentRecord(groupId, member),
  );
  return member;
}

/** The refusal of an instance id that no member has. */
export function unknownInstance(instanceId: string): ApiFailure {
  return failure(errors.UNKNOWN_MEMBER_ID, `Instance id ${instanceId} is unknown.`);
}

/** The refusal of one who bears another's instance id. Source: throwIfInstanceIdIsFenced. */
export function fencedInstance(existing: ConsumerGroupMember, memberId: string, instanceId: string): ApiFailure | null {
  if (existing.memberId === memberId) return null;
  const message = `Static member ${memberId} with instance id ${instanceId} was fenced by member ${existing.memberId}.`;
  return failure(errors.FENCED_INSTANCE_ID, message);
}

/** A member has to be at the coordinator's epoch, or at the one before when the answer with the new one may be lost. */
function epochFailure(member: ConsumerGroupMember, { memberEpoch, owned }: Subscriber): ApiFailure | null {
  if (memberEpoch === 0 || memberEpoch === member.memberEpoch) return null;
  const isAhead = memberEpoch > member.memberEpoch;
  if (!isAhead && memberEpoch === member.previousMemberEpoch && isSubset(owned, member.assignedPartitions)) return null;
  const message =
    `The consumer group member has a ${isAhead ? 'greater' : 'smaller'} member epoch (${String(memberEpoch)}) than the one known by the ` +
    `group coordinator (${String(member.memberEpoch)}). The member must abandon all its partitions and rejoin.`;
  return failure(errors.FENCED_MEMBER_EPOCH, message);
}

function isSubset(owned: readonly OwnedPartitions[] | null, assigned: PartitionEpochs): boolean {
  return (
    owned?.every(({ topicId, partitions }) => {
      const epochs = assigned.get(topicId);
      return epochs !== undefined && partitions.every((partition) => epochs.has(partition));
    }) === true
  );
}
