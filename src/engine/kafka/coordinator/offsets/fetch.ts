import { errors } from '../../errors.ts';
import { ClassicGroup } from '../classic/classic-group.ts';
import { validateConsumerFetch } from '../consumer/offset-rules.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { OffsetFetchGroupData } from '../requests.ts';
import type { ResponseData } from '../result.ts';
import type { CoordinatorImage, OffsetAndMetadata } from '../runtime/coordinator-image.ts';

/**
 * The committed offsets of a group as `image` has them: the newest when stable ones are asked for, else the committed view. Source:
 * OffsetMetadataManager.fetchOffsets and fetchAllOffsets.
 */
export function fetchOffsets(
  op: Operation,
  data: OffsetFetchGroupData,
  image: CoordinatorImage,
  requireStable: boolean,
): ResponseData | ApiFailure {
  const refused = validateFetch(op, data, image);
  if (refused !== null && refused.errorCode !== errors.GROUP_ID_NOT_FOUND) return refused;
  const { groupId } = data;
  const offsets = refused === null ? image.offsets.get(groupId) : undefined;
  const open = requireStable ? image.openTransactions.get(groupId) : undefined;
  const isOpen = (topic: string, partition: number): boolean => open?.get(topic)?.has(partition) === true;
  if (data.topics === null) {
    const topics = [...(offsets?.entries() ?? [])].map(([name, byPartition]) => ({
      topicId: null,
      name,
      partitions: [...byPartition.entries()].map(([partition, value]) => partitionResponse(partition, value, isOpen(name, partition))),
    }));
    return { groupId, topics, errorCode: errors.NONE };
  }
  const topics = data.topics.map(({ name, topicId, partitionIndexes }) => ({
    topicId,
    name,
    partitions: partitionIndexes.map((partition) => {
      const value = offsets?.get(name)?.get(partition);
      // An offset of a topic that was deleted and made again under its name is not this topic's.
      const isOther = value !== undefined && value.topicId !== null && topicId !== null && value.topicId !== topicId;
      return partitionResponse(partition, isOther ? undefined : value, isOpen(name, partition));
    }),
  }));
  return { groupId, topics, errorCode: errors.NONE };
}

function partitionResponse(partitionIndex: number, value: OffsetAndMetadata | undefined, isOpen: boolean): ResponseData {
  if (isOpen || value === undefined) {
    const errorCode = isOpen ? errors.UNSTABLE_OFFSET_COMMIT : errors.NONE;
    return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode };
  }
  const { committedOffset, leaderEpoch, metadata } = value;
  return { partitionIndex, committedOffset, committedLeaderEpoch: leaderEpoch, metadata, errorCode: errors.NONE };
}

function validateFetch(op: Operation, data: OffsetFetchGroupData, image: CoordinatorImage): ApiFailure | null {
  const group = op.state.group(data.groupId, image);
  if (group === null) return failure(errors.GROUP_ID_NOT_FOUND, `Group ${data.groupId} not found.`);
  if (group instanceof ClassicGroup) {
    return group.state === 'Dead' ? failure(errors.GROUP_ID_NOT_FOUND, `Group ${data.groupId} is in dead state.`) : null;
  }
  return validateConsumerFetch(group, data.memberId, data.memberEpoch);
}
