import type { FetchPartitionResponse } from '../apis/Fetch/messages.ts';
import type { LogAppendInfo } from '../log/log-types.ts';
import type { RecordBatch } from '../log/record-batch.ts';
import { highWatermarkLearned, logStartedOver, logTruncated, recordsReplicated } from './events.ts';
import type { Partition } from './partition.ts';
import { partitionError, writeRefused } from './partition-error.ts';
import type { PartitionError } from './partition-owner.ts';

/** What the leader answered to a follower, as far as the log takes it over. */
export type FetchedData = Pick<FetchPartitionResponse, 'records' | 'highWatermark' | 'logStartOffset'>;

/** What a follower did with it. */
export interface FollowerAppend {
  readonly kind: 'appended';
  readonly info: LogAppendInfo;
  /** Consumers may wait for it: followers serve them too. */
  readonly isHighWatermarkChanged: boolean;
}

/**
 * A follower takes over what its leader sent: records, then the high watermark (never above its own end), then the log start.
 * Batches of an epoch above `partitionLeaderEpoch` are not written. Source: ReplicaFetcherThread.processPartitionData.
 */
export function processFetchedData(
  partition: Partition,
  partitionLeaderEpoch: number,
  fetched: FetchedData,
  nowMillis: number,
): FollowerAppend | PartitionError {
  const { log } = partition;
  if (log === null) return partitionError('NOT_LEADER_OR_FOLLOWER', `Log for partition ${partition.topicPartition} is not available`);
  partition.changing();
  const previousHighWatermark = log.highWatermark;
  const activeBaseOffset = log.localLog.activeSegment.baseOffset;
  const info = appendRecordsToFollower(partition, fetched.records, partitionLeaderEpoch, nowMillis);
  if (log.localLog.activeSegment.baseOffset !== activeBaseOffset) partition.owner.onRolled?.(partition, log);
  if (info.kind === 'error') return info;
  const leader = partition.leaderReplicaId ?? -1;
  if (info.firstOffset >= 0 && info.validBytes > 0) {
    const recordCount = info.lastOffset - info.firstOffset + 1;
    partition.owner.emitRow(recordsReplicated, partition.nameNumber, leader, info.firstOffset, recordCount, log.logEndOffset);
  }
  log.maybeUpdateHighWatermark(fetched.highWatermark);
  if (partition.owner.mutations.has('M24')) log.setHighWatermarkUnchecked(fetched.highWatermark);
  const started = log.maybeIncrementLogStartOffset(fetched.logStartOffset);
  if (typeof started !== 'boolean') return started;
  const isHighWatermarkChanged = log.highWatermark !== previousHighWatermark;
  if (isHighWatermarkChanged) {
    partition.owner.emitRow(highWatermarkLearned, partition.nameNumber, leader, log.highWatermark, log.logEndOffset);
  }
  return { kind: 'appended', info, isHighWatermarkChanged };
}

/**
 * Writes what the leader sent. A first batch that begins below an empty log starts the log there: the leader's log start can lie inside it.
 * Source: Partition.appendRecordsToFollowerOrFutureReplica.
 */
export function appendRecordsToFollower(
  partition: Partition,
  batches: readonly RecordBatch[],
  partitionLeaderEpoch: number,
  nowMillis: number,
): LogAppendInfo | PartitionError {
  const { log } = partition;
  if (log === null) return partitionError('NOT_LEADER_OR_FOLLOWER', `Log for partition ${partition.topicPartition} is not available`);
  if (partition.owner.refusesWrite?.(partition, batches) === true) return writeRefused(partition.topicPartition);
  const info = log.appendAsFollower(batches, partitionLeaderEpoch, nowMillis);
  if (info.kind !== 'error' || info.offsets === null) return info;
  const isEmpty = log.logEndOffset === log.logStartOffset;
  if (!isEmpty || info.offsets.firstOffset >= log.logEndOffset || info.offsets.lastOffset < log.logEndOffset) return info;
  truncateFullyAndStartAt(partition, info.offsets.firstOffset, nowMillis);
  return log.appendAsFollower(batches, partitionLeaderEpoch, nowMillis);
}

/** Cuts the log's end. Source: Partition.truncateTo. */
export function truncateTo(partition: Partition, offset: number, nowMillis: number): void {
  const { log } = partition;
  if (log === null) return;
  partition.changing();
  const previousLogEndOffset = log.logEndOffset;
  if (log.truncateTo(offset, nowMillis)) partition.owner.onTruncated?.(log);
  if (log.logEndOffset === previousLogEndOffset) return;
  partition.owner.emit(logTruncated, {
    partition: partition.nameNumber,
    offset: log.logEndOffset,
    previousLogEndOffset,
    lostCount: previousLogEndOffset - log.logEndOffset,
    highWatermark: log.highWatermark,
  });
}

/** Drops the whole log and begins anew. Source: Partition.truncateFullyAndStartAt. */
export function truncateFullyAndStartAt(partition: Partition, offset: number, nowMillis: number): void {
  const { log } = partition;
  if (log === null) return;
  partition.changing();
  const previousLogEndOffset = log.logEndOffset;
  log.truncateFullyAndStartAt(offset, nowMillis);
  partition.owner.emit(logStartedOver, { partition: partition.nameNumber, offset, previousLogEndOffset });
}

/** DeleteRecords' special offset: all that is committed. */
export const highWatermarkOffset = -1;

/**
 * Moves the log start up for DeleteRecords, and answers the offset that was meant and the low watermark: the request is done when that
 * has reached it.
 * Errors: NOT_LEADER_OR_FOLLOWER, OFFSET_OUT_OF_RANGE above the high watermark, POLICY_VIOLATION on a topic that is only compacted.
 * Source: Partition.deleteRecordsOnLeader.
 */
export function deleteRecordsOnLeader(
  partition: Partition,
  offset: number,
): { readonly kind: 'deleted'; readonly requestedOffset: number; readonly lowWatermark: number } | PartitionError {
  const log = partition.leaderLog;
  if (log === null) return partition.notLeader();
  if (!log.config.delete && log.config.compact) {
    const message = `Records of partition ${partition.topicPartition} can not be deleted due to the configured policy`;
    return partitionError('POLICY_VIOLATION', message);
  }
  const requestedOffset = offset === highWatermarkOffset ? log.highWatermark : offset;
  if (requestedOffset < 0) {
    const message = `The offset ${String(requestedOffset)} for partition ${partition.topicPartition} is not valid`;
    return partitionError('OFFSET_OUT_OF_RANGE', message);
  }
  partition.changing();
  const moved = log.maybeIncrementLogStartOffset(requestedOffset);
  if (typeof moved !== 'boolean') return moved;
  return { kind: 'deleted', requestedOffset, lowWatermark: partition.lowWatermark };
}

/** The low watermark, which only a leader knows. Source: Partition.lowWatermarkIfLeader. */
export function lowWatermarkIfLeader(partition: Partition): number | PartitionError {
  return partition.isLeader ? partition.lowWatermark : partition.notLeader();
}
