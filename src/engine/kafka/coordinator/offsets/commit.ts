import { errors } from '../../errors.ts';
import { ClassicGroup } from '../classic/classic-group.ts';
import { rescheduleHeartbeat } from '../classic/rebalance.ts';
import type { RequestContext } from '../context.ts';
import type { ConsumerGroup } from '../consumer/consumer-group.ts';
import { validateConsumerCommit } from '../consumer/offset-rules.ts';
import { failure, isFailure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { OffsetCommitData, OffsetCommitPartition, TxnOffsetCommitData } from '../requests.ts';
import { resultOf } from '../result.ts';
import type { Outcome } from '../result.ts';
import { noPartitionCheck } from './partition-check.ts';
import type { Committer, PartitionCheck } from './partition-check.ts';

/**
 * An offset commit. The broker keeps what it is told: it does not look whether offsets go back. Source:
 * OffsetMetadataManager.commitOffset.
 */
export function commitOffsets(op: Operation, request: RequestContext, data: OffsetCommitData): Outcome {
  const check = validateCommit(op, request, data);
  if (typeof check !== 'function') return check;
  const { nowMillis } = op.context;
  const expireTimestamp = data.retentionTimeMs === -1 ? -1 : nowMillis + data.retentionTimeMs;
  const records: CoordinatorRecord[] = [];
  const topics = [];
  for (const topic of data.topics) {
    const partitions = [];
    for (const partition of topic.partitions) {
      const errorCode = metadataError(op, partition);
      partitions.push({ partitionIndex: partition.partitionIndex, errorCode });
      if (errorCode !== errors.NONE) continue;
      // One partition that fails fails the whole request: nothing is stored.
      const refused = check(topic.name, topic.topicId, partition.partitionIndex);
      if (refused !== null) return refused;
      records.push(
        commitRecord(data.groupId, topic.name, partition, { commitTimestamp: nowMillis, expireTimestamp, topicId: topic.topicId }),
      );
    }
    topics.push({ topicId: topic.topicId, name: topic.name, partitions });
  }
  const { groupId, memberId } = data;
  if (records.length > 0) op.context.tell({ kind: 'offsetsCommitted', groupId, memberId, partitionCount: records.length });
  return resultOf(records, { topics });
}

/** An offset commit as part of a transaction. Source: OffsetMetadataManager.commitTransactionalOffset. */
export function commitTransactionalOffsets(op: Operation, request: RequestContext, data: TxnOffsetCommitData): Outcome {
  const check = validateTransactionalCommit(op, request, data);
  if (typeof check !== 'function') return check;
  const records: CoordinatorRecord[] = [];
  const topics = [];
  for (const topic of data.topics) {
    const topicId = op.context.topics.byName(topic.name)?.topicId ?? null;
    if (topicId === null && check !== noPartitionCheck) return failure(errors.ILLEGAL_GENERATION);
    const partitions = [];
    for (const partition of topic.partitions) {
      const errorCode = metadataError(op, partition);
      partitions.push({ partitionIndex: partition.partitionIndex, errorCode });
      if (errorCode !== errors.NONE) continue;
      const refused = check(topic.name, topicId, partition.partitionIndex);
      if (refused !== null) return asIllegalGeneration(refused);
      const times = { commitTimestamp: op.context.nowMillis, expireTimestamp: -1, topicId: null };
      records.push(commitRecord(data.groupId, topic.name, partition, times));
    }
    topics.push({ name: topic.name, partitions });
  }
  return resultOf(records, { topics });
}

function metadataError(op: Operation, partition: OffsetCommitPartition): number {
  const metadata = partition.committedMetadata;
  const isTooLarge = metadata !== null && metadata.length > op.state.config.offsetMetadataMaxBytes;
  return isTooLarge ? errors.OFFSET_METADATA_TOO_LARGE : errors.NONE;
}

function commitRecord(
  group: string,
  topic: string,
  partition: OffsetCommitPartition,
  rest: { readonly commitTimestamp: number; readonly expireTimestamp: number; readonly topicId: string | null },
): CoordinatorRecord {
  return {
    kind: 'OFFSET_COMMIT',
    key: { group, topic, partition: partition.partitionIndex },
    value: {
      offset: partition.committedOffset,
      leaderEpoch: partition.committedLeaderEpoch < 0 ? -1 : partition.committedLeaderEpoch,
      metadata: partition.committedMetadata ?? '',
      ...rest,
    },
  };
}

function validateCommit(op: Operation, request: RequestContext, data: OffsetCommitData): PartitionCheck | ApiFailure {
  let group: ClassicGroup | ConsumerGroup | ApiFailure | null = op.state.group(data.groupId);
  if (group === null) {
    if (data.generationIdOrMemberEpoch >= 0) {
      if (request.apiVersion < 9) return failure(errors.ILLEGAL_GENERATION);
      return failure(errors.GROUP_ID_NOT_FOUND, `Group ${data.groupId} not found.`);
    }
    group = op.state.classicGroup(data.groupId, true, op.context.nowMillis);
    if (isFailure(group)) return group;
  }
  const check = validateOffsetCommit(group, {
    memberId: data.memberId,
    groupInstanceId: data.groupInstanceId,
    generationId: data.generationIdOrMemberEpoch,
    isTransactional: false,
    apiVersion: request.apiVersion,
  });
  if (typeof check !== 'function') return check;
  if (group instanceof ClassicGroup && group.isInState('Stable', 'PreparingRebalance')) {
    const member = group.members.get(data.memberId);
    if (member !== undefined) rescheduleHeartbeat(op, group, member);
  }
  return check;
}

function validateTransactionalCommit(op: Operation, request: RequestContext, data: TxnOffsetCommitData): PartitionCheck | ApiFailure {
  let group: ClassicGroup | ConsumerGroup | ApiFailure | null = op.state.group(data.groupId);
  if (group === null) {
    if (data.generationId >= 0) return failure(errors.ILLEGAL_GENERATION);
    group = op.state.classicGroup(data.groupId, true, op.context.nowMillis);
    if (isFailure(group)) return group;
  }
  const { memberId, groupInstanceId, generationId } = data;
  const check = validateOffsetCommit(group, {
    memberId,
    groupInstanceId,
    generationId,
    isTransactional: true,
    apiVersion: request.apiVersion,
  });
  return typeof check === 'function' ? check : asIllegalGeneration(check);
}

/** A producer knows no epochs of members: it hears of a generation. */
function asIllegalGeneration(refused: ApiFailure): ApiFailure {
  return refused.errorCode === errors.STALE_MEMBER_EPOCH ? failure(errors.ILLEGAL_GENERATION) : refused;
}

function validateOffsetCommit(group: ClassicGroup | ConsumerGroup, committer: Committer): PartitionCheck | ApiFailure {
  return group instanceof ClassicGroup ? validateClassicCommit(group, committer) : validateConsumerCommit(group, committer);
}

/** Source: ClassicGroup.validateOffsetCommit. */
function validateClassicCommit(group: ClassicGroup, committer: Committer): PartitionCheck | ApiFailure {
  const { memberId, groupInstanceId, generationId, isTransactional } = committer;
  if (group.state === 'Dead') return failure(errors.COORDINATOR_NOT_AVAILABLE);
  if (generationId < 0 && group.isEmpty) return noPartitionCheck;
  if (generationId >= 0 || memberId !== '' || groupInstanceId !== null) {
    const invalid = group.validateMember(memberId, groupInstanceId);
    if (invalid !== null) return invalid;
    if (generationId !== group.generationId) return failure(errors.ILLEGAL_GENERATION);
  } else if (!isTransactional && !group.isEmpty) {
    return failure(errors.UNKNOWN_MEMBER_ID);
  }
  if (!isTransactional && group.state === 'CompletingRebalance') return failure(errors.REBALANCE_IN_PROGRESS);
  return noPartitionCheck;
}
