import { errors } from '../../errors.ts';
import { ClassicGroup } from '../classic/classic-group.ts';
import type { ConsumerGroup } from '../consumer/consumer-group.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import { offsetTombstone } from '../records.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { OffsetDeleteData } from '../requests.ts';
import { resultOf } from '../result.ts';
import type { Outcome } from '../result.ts';
import type { OffsetAndMetadata, OffsetsByGroup } from '../runtime/coordinator-image.ts';
import { offsetOf, openProducers } from './offset-table.ts';

/** Deletes offsets of topics that the group does not read any more. Source: OffsetMetadataManager.deleteOffsets. */
export function deleteOffsets(op: Operation, data: OffsetDeleteData): Outcome {
  const group = op.state.group(data.groupId);
  if (group === null) return failure(errors.GROUP_ID_NOT_FOUND, `Group ${data.groupId} not found.`);
  const refused = validateOffsetDelete(group);
  if (refused !== null) return refused;
  const records: CoordinatorRecord[] = [];
  const { image } = op.state;
  const topics = data.topics.map(({ name, partitions }) => {
    const isSubscribed = group.isSubscribedToTopic(name);
    const errorCode = isSubscribed ? errors.GROUP_SUBSCRIBED_TO_TOPIC : errors.NONE;
    for (const { partitionIndex } of partitions) {
      const key = { group: data.groupId, topic: name, partition: partitionIndex };
      const isKnown = offsetOf(image.offsets, key) !== undefined || openProducers(image.openTransactions, key).length > 0;
      if (!isSubscribed && isKnown) records.push(offsetTombstone(data.groupId, name, partitionIndex));
    }
    return { name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) };
  });
  return resultOf(records, { errorCode: errors.NONE, topics });
}

function validateOffsetDelete(group: ClassicGroup | ConsumerGroup): ApiFailure | null {
  if (!(group instanceof ClassicGroup) || group.isEmpty) return null;
  if (group.state === 'Dead') return failure(errors.GROUP_ID_NOT_FOUND, `Group ${group.groupId} is in dead state.`);
  return group.usesConsumerProtocol ? null : failure(errors.NON_EMPTY_GROUP);
}

/** Tombstones for every offset of a group, pending ones too. Source: OffsetMetadataManager.deleteAllOffsets. */
export function deleteAllOffsets(op: Operation, groupId: string): CoordinatorRecord[] {
  const { image } = op.state;
  const records: CoordinatorRecord[] = [];
  for (const [topic, byPartition] of image.offsets.get(groupId)?.entries() ?? []) {
    for (const [partition] of byPartition.entries()) records.push(offsetTombstone(groupId, topic, partition));
  }
  for (const [topic, byPartition] of image.openTransactions.get(groupId)?.entries() ?? []) {
    for (const [partition] of byPartition.entries()) {
      if (offsetOf(image.offsets, { group: groupId, topic, partition }) === undefined)
        records.push(offsetTombstone(groupId, topic, partition));
    }
  }
  return records;
}

/**
 * Tombstones for the offsets of deleted topics: those of their ids, and those that name none. Source:
 * OffsetMetadataManager.onTopicsDeleted.
 */
export function deleteOffsetsOfTopics(
  op: Operation,
  topics: readonly { readonly name: string; readonly topicId: string }[],
): CoordinatorRecord[] {
  const { image } = op.state;
  const records: CoordinatorRecord[] = [];
  const collect = (offsets: OffsetsByGroup): void => {
    for (const [groupId, byTopic] of offsets.entries()) {
      for (const { name, topicId } of topics) {
        for (const [partition, value] of byTopic.get(name)?.entries() ?? []) {
          if (value.topicId === null || value.topicId === topicId) records.push(offsetTombstone(groupId, name, partition));
        }
      }
    }
  };
  collect(image.offsets);
  for (const [, pending] of image.pendingOffsets.entries()) collect(pending);
  return records;
}

/**
 * Adds tombstones for a group's offsets whose time has passed; true when none is left, so that the group itself may go. Source:
 * OffsetMetadataManager.cleanupExpiredOffsets (KIP-211).
 */
export function cleanupExpiredOffsets(op: Operation, groupId: string, records: CoordinatorRecord[]): boolean {
  const { image } = op.state;
  const offsets = image.offsets.get(groupId);
  const hasOpenTransactions = image.openTransactions.has(groupId);
  if (offsets === undefined) return !hasOpenTransactions;
  const group = op.state.group(groupId);
  const baseOf = group === null ? null : expirationBase(group);
  if (group === null || baseOf === null) return false;
  let isAllExpired = true;
  for (const [topic, byPartition] of offsets.entries()) {
    if (group.isSubscribedToTopic(topic)) {
      isAllExpired = false;
      continue;
    }
    for (const [partition, value] of byPartition.entries()) {
      const isOpen = openProducers(image.openTransactions, { group: groupId, topic, partition }).length > 0;
      if (isExpired(op, value, baseOf) && !isOpen) records.push(offsetTombstone(groupId, topic, partition));
      else isAllExpired = false;
    }
  }
  return isAllExpired && !hasOpenTransactions;
}

function isExpired(op: Operation, value: OffsetAndMetadata, baseOf: (value: OffsetAndMetadata) => number): boolean {
  const { nowMillis } = op.context;
  // A commit with a time of its own (before version 5) expires then, whatever the group does.
  if (value.expireTimestampMs !== null) return nowMillis >= value.expireTimestampMs;
  return nowMillis - baseOf(value) >= op.state.config.offsetsRetentionMs;
}

/** From when on an offset's retention counts; null: not while the group is as it is. */
function expirationBase(group: ClassicGroup | ConsumerGroup): ((value: OffsetAndMetadata) => number) | null {
  if (!(group instanceof ClassicGroup) || group.protocolType === null) return (value) => value.commitTimestampMs;
  if (group.isEmpty) return (value) => group.currentStateTimestamp ?? value.commitTimestampMs;
  if (group.usesConsumerProtocol && group.subscribedTopics !== null && group.state === 'Stable') return (value) => value.commitTimestampMs;
  return null;
}
