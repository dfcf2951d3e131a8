import type { Operation } from '../operation.ts';
import type { OffsetCommitKey, OffsetCommitValue } from '../records.ts';
import type { OffsetAndMetadata, OffsetsByGroup } from '../runtime/coordinator-image.ts';
import { TimelineMap } from '../runtime/timeline-map.ts';
import { clearTransactions, closeTransaction, offsetOf, openProducers, openTransaction, putOffset, removeOffset } from './offset-table.ts';

/** Takes a committed offset over; a producer's stays pending until its transaction ends. Source: OffsetMetadataManager.replay. */
export function replayOffsetCommit(
  op: Operation,
  record: {
    readonly offset: number;
    readonly producerId: number | null;
    readonly key: OffsetCommitKey;
    readonly value: OffsetCommitValue | null;
  },
): void {
  const { state } = op;
  const { key, value, producerId } = record;
  if (value === null) {
    removeEverywhere(op, key);
    return;
  }
  // A commit alone makes a group: a consumer without group management has no other record.
  if (state.group(key.group) === null) state.classicGroup(key.group, true, op.context.nowMillis);
  const committed: OffsetAndMetadata = {
    recordOffset: record.offset,
    committedOffset: value.offset,
    leaderEpoch: value.leaderEpoch,
    metadata: value.metadata,
    commitTimestampMs: value.commitTimestamp,
    expireTimestampMs: value.expireTimestamp === -1 ? null : value.expireTimestamp,
    topicId: value.topicId,
  };
  const { image } = state;
  if (producerId === null) {
    state.image = image.with({ offsets: putOffset(image.offsets, key, committed) });
    return;
  }
  const pending = putOffset(image.pendingOffsets.get(producerId) ?? emptyOffsets(), key, committed);
  state.image = image.with({
    pendingOffsets: image.pendingOffsets.with(producerId, pending),
    openTransactions: openTransaction(image.openTransactions, key, producerId),
  });
}

function emptyOffsets(): OffsetsByGroup {
  return TimelineMap.empty();
}

function removeEverywhere(op: Operation, key: OffsetCommitKey): void {
  const { image } = op.state;
  let { pendingOffsets } = image;
  for (const producerId of openProducers(image.openTransactions, key)) {
    const pending = pendingOffsets.get(producerId);
    if (pending !== undefined) pendingOffsets = pendingOffsets.with(producerId, removeOffset(pending, key));
  }
  op.state.image = image.with({
    offsets: removeOffset(image.offsets, key),
    pendingOffsets,
    openTransactions: clearTransactions(image.openTransactions, key),
  });
}

/**
 * Ends a producer's transaction: its pending offsets count if it committed, unless a later record has committed the partition since.
 * Source: OffsetMetadataManager.replayEndTransactionMarker.
 */
export function replayEndTransaction(op: Operation, producerId: number, isCommit: boolean): void {
  const { image } = op.state;
  const pending = image.pendingOffsets.get(producerId);
  if (pending === undefined) return;
  let { offsets, openTransactions } = image;
  for (const [group, byTopic] of pending.entries()) {
    for (const [topic, byPartition] of byTopic.entries()) {
      for (const [partition, value] of byPartition.entries()) {
        const key = { group, topic, partition };
        openTransactions = closeTransaction(openTransactions, key, producerId);
        const existing = offsetOf(offsets, key);
        if (isCommit && (existing === undefined || value.recordOffset > existing.recordOffset)) offsets = putOffset(offsets, key, value);
      }
    }
  }
  op.state.image = image.with({ offsets, openTransactions, pendingOffsets: image.pendingOffsets.without(producerId) });
}
