import type { EventId } from '../../kernel/units.ts';
import { errors } from '../errors.ts';
import { earliestLocalTimestamp, earliestTimestamp, latestTimestamp } from '../log/log-types.ts';
import type { FetchIsolation, LogReadInfo, TimestampAndOffset } from '../log/log-types.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import { followerFellBehind } from './events.ts';
import type { Partition } from './partition.ts';
import { optionalText, partitionError } from './partition-error.ts';
import { maybeExpandIsr } from './partition-isr.ts';
import type { PartitionError } from './partition-owner.ts';
import type { Replica } from './replica.ts';

/** What a fetch says for all its partitions. Source: FetchParams. */
export interface FetchParams {
  /** The follower; -1 for a consumer. */
  readonly replicaId: number;
  /** The follower's broker epoch; -1 when not sent. */
  readonly replicaEpoch: number;
  readonly isolation: FetchIsolation;
  /** Followers and old consumers are served by the leader only; consumers since Fetch v11 by any replica. */
  readonly fetchOnlyLeader: boolean;
  /** The event of the request's sending. */
  readonly event: EventId;
}

/** What a fetch says of one partition. Source: FetchRequest.PartitionData. */
export interface FetchPartitionData {
  readonly fetchOffset: number;
  readonly logStartOffset: number;
  readonly maxBytes: number;
  readonly currentLeaderEpoch: number | null;
  readonly lastFetchedEpoch: number | null;
}

/** How a partition is read. */
export interface ReadOptions {
  readonly maxBytes: number;
  /** The first batch comes even when it is larger. */
  readonly minOneMessage: boolean;
  /** A read that repeats an earlier one (from purgatory) does not count as a fetch of the follower. */
  readonly updateFetchState: boolean;
  readonly nowMillis: number;
}

/** What a partition answered to a fetch; the offsets are those from before the fetch took effect. Source: LogReadInfo. */
export interface PartitionRead {
  readonly kind: 'read';
  /** Null when the logs diverge: nothing was read. */
  readonly data: LogReadInfo | null;
  readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number } | null;
  readonly highWatermark: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly lastStableOffset: number;
}

/** What a ListOffsets says beside the timestamp; `isolationLevel` is null for followers, who see up to the log end. */
export interface OffsetQuestion {
  readonly isolationLevel: 'READ_UNCOMMITTED' | 'READ_COMMITTED' | null;
  readonly currentLeaderEpoch: number | null;
  readonly fetchOnlyFromLeader: boolean;
}

/** The answer to ListOffsets. `error` says that what is beyond `lastFetchableOffset` is not known yet. Source: OffsetResultHolder. */
export interface OffsetResult {
  readonly kind: 'offset';
  readonly timestampAndOffset: TimestampAndOffset | null;
  readonly lastFetchableOffset: number | null;
  readonly error: PartitionError | null;
}

/** The answer to OffsetForLeaderEpoch; -1 when undefined. */
export interface LeaderEpochEnd {
  readonly errorCode: number;
  readonly leaderEpoch: number;
  readonly endOffset: number;
}

/**
 * Serves a fetch. For a follower, in this order: epochs, high watermark and ends as they are now, read, what the leader knows of the
 * follower, ISR, high watermark: so the answer carries the high watermark from before the fetch.
 * Errors: FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH, NOT_LEADER_OR_FOLLOWER, OFFSET_OUT_OF_RANGE. Source: Partition.fetchRecords.
 */
export function fetchRecords(
  partition: Partition,
  params: FetchParams,
  data: FetchPartitionData,
  options: ReadOptions,
): PartitionRead | PartitionError {
  const log = localLogWithEpoch(partition, data.currentLeaderEpoch, params.fetchOnlyLeader);
  if ('kind' in log) return log;
  const fetch = { params, data, options };
  if (params.replicaId < 0) return readRecords(partition, log, fetch);
  const replica = partition.replica(params.replicaId);
  if (replica === null) return unknownReplica(partition, params.replicaId, data.currentLeaderEpoch);
  const read = readRecords(partition, log, fetch);
  if (read.kind === 'error' || (!options.updateFetchState && !partition.owner.mutations.has('M16'))) return read;
  if (read.divergingEpoch !== null && !partition.owner.mutations.has('M17')) return read;
  return updateFollowerFetchState(partition, replica, fetch, read) ?? read;
}

/**
 * Answers ListOffsets. While a new leader's high watermark has not reached the start of its epoch, clients get OFFSET_NOT_AVAILABLE where
 * the answer could go back in time.
 * Source: Partition.fetchOffsetForTimestamp.
 */
export function fetchOffsetForTimestamp(
  partition: Partition,
  timestamp: number,
  asked: OffsetQuestion,
): OffsetResult | PartitionError {
  const { isolationLevel, currentLeaderEpoch, fetchOnlyFromLeader } = asked;
  const log = localLogWithEpoch(partition, currentLeaderEpoch, fetchOnlyFromLeader);
  if ('kind' in log) return log;
  const lastFetchableOffset = isolationLevel === null ? log.logEndOffset
    : isolationLevel === 'READ_COMMITTED' ? log.lastStableOffset
    : log.highWatermark;
  const notAvailable = isolationLevel === null ? null : offsetNotAvailable(partition, log, currentLeaderEpoch);
  if (timestamp === latestTimestamp) {
    if (notAvailable !== null) return notAvailable;
    const latest = { timestamp: -1, offset: lastFetchableOffset, leaderEpoch: partition.leaderEpoch };
    return { kind: 'offset', timestampAndOffset: latest, lastFetchableOffset: null, error: null };
  }
  const timestampAndOffset = log.fetchOffsetByTimestamp(timestamp);
  if (timestamp === earliestTimestamp || timestamp === earliestLocalTimestamp) {
    return { kind: 'offset', timestampAndOffset, lastFetchableOffset: null, error: null };
  }
  return { kind: 'offset', timestampAndOffset, lastFetchableOffset, error: notAvailable };
}

/** Where the records of an epoch end, for OffsetForLeaderEpoch. Source: Partition.lastOffsetForLeaderEpoch. */
export function lastOffsetForLeaderEpoch(
  partition: Partition,
  currentLeaderEpoch: number | null,
  leaderEpoch: number,
  fetchOnlyFromLeader: boolean,
): LeaderEpochEnd {
  const log = localLogWithEpoch(partition, currentLeaderEpoch, fetchOnlyFromLeader);
  if ('kind' in log) return { errorCode: log.errorCode, leaderEpoch: -1, endOffset: -1 };
  const end = log.endOffsetForEpoch(leaderEpoch);
  return { errorCode: errors.NONE, leaderEpoch: end?.epoch ?? -1, endOffset: end?.endOffset ?? -1 };
}

/** The log, if the epoch and the role are right. Source: Partition.localLogWithEpochOrThrow. */
export function localLogWithEpoch(
  partition: Partition,
  currentLeaderEpoch: number | null,
  requireLeader: boolean,
): PartitionLog | PartitionError {
  if (currentLeaderEpoch !== null && currentLeaderEpoch !== partition.leaderEpoch && !partition.owner.mutations.has('M14')) {
    const isFenced = partition.leaderEpoch > currentLeaderEpoch;
    return wrongEpochOrRole(partition, isFenced ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH', currentLeaderEpoch, requireLeader);
  }
  if (partition.log === null || (requireLeader && !partition.isLeader)) {
    return wrongEpochOrRole(partition, 'NOT_LEADER_OR_FOLLOWER', currentLeaderEpoch, requireLeader);
  }
  return partition.log;
}

function wrongEpochOrRole(
  partition: Partition,
  error: 'FENCED_LEADER_EPOCH' | 'UNKNOWN_LEADER_EPOCH' | 'NOT_LEADER_OR_FOLLOWER',
  currentLeaderEpoch: number | null,
  requireLeader: boolean,
): PartitionError {
  const leader = partition.leaderReplicaId === null ? 'None' : `Some(${String(partition.leaderReplicaId)})`;
  return partitionError(
    error,
    `Failed to find ${requireLeader ? 'leader' : ''} log for partition ${partition.topicPartition} with leader epoch ` +
      `${optionalText(currentLeaderEpoch)}. The current leader is ${leader} and the current epoch ${String(partition.leaderEpoch)}`,
  );
}

/** One fetch of one partition. */
interface PartitionFetch {
  readonly params: FetchParams;
  readonly data: FetchPartitionData;
  readonly options: ReadOptions;
}

function readRecords(partition: Partition, log: PartitionLog, fetch: PartitionFetch): PartitionRead | PartitionError {
  const { params, data, options } = fetch;
  const { highWatermark, logStartOffset, logEndOffset, lastStableOffset } = log;
  if (data.lastFetchedEpoch !== null) {
    const divergence = isWithinLatestEpoch(log, data) && data.fetchOffset >= logStartOffset
      ? null
      : findDivergence(partition, log, data, data.lastFetchedEpoch);
    if (divergence !== null) {
      if ('kind' in divergence) return divergence;
      return { kind: 'read', data: null, divergingEpoch: divergence, highWatermark, logStartOffset, logEndOffset, lastStableOffset };
    }
  }
  const isolation = params.replicaId < 0 && partition.owner.mutations.has('M12') ? 'LOG_END' : params.isolation;
  const read = log.read(data.fetchOffset, options.maxBytes, isolation, options.minOneMessage);
  if (read.kind === 'error') return read;
  return { kind: 'read', data: read, divergingEpoch: null, highWatermark, logStartOffset, logEndOffset, lastStableOffset };
}

/** The usual case: the epoch fetched last is our latest, which ends at our log end, and the follower is not beyond that. */
export function isWithinLatestEpoch(log: PartitionLog, data: Pick<FetchPartitionData, 'fetchOffset' | 'lastFetchedEpoch'>): boolean {
  const { lastFetchedEpoch } = data;
  if (lastFetchedEpoch === null || lastFetchedEpoch < 0 || lastFetchedEpoch !== log.latestEpoch()) return false;
  return data.fetchOffset <= log.logEndOffset;
}

/** Where the follower's log parts from ours; null when it does not (KIP-595). */
function findDivergence(
  partition: Partition,
  log: PartitionLog,
  data: FetchPartitionData,
  lastFetchedEpoch: number,
): { readonly epoch: number; readonly endOffset: number } | PartitionError | null {
  const end = log.endOffsetForEpoch(lastFetchedEpoch);
  if (end === null || end.endOffset === -1 || end.epoch === -1) {
    const message = `Could not determine the end offset of the last fetched epoch ${optionalText(lastFetchedEpoch)} from the request`;
    return partitionError('OFFSET_OUT_OF_RANGE', message);
  }
  if (data.fetchOffset < log.logStartOffset) {
    return partitionError(
      'OFFSET_OUT_OF_RANGE',
      `Received request for offset ${String(data.fetchOffset)} for partition ${partition.topicPartition}, but we only have log segments ` +
        `in the range ${String(log.logStartOffset)} to ${String(log.logEndOffset)}.`,
    );
  }
  return end.epoch < lastFetchedEpoch || end.endOffset < data.fetchOffset ? { epoch: end.epoch, endOffset: end.endOffset } : null;
}

/** Source: Partition.updateFollowerFetchState. */
function updateFollowerFetchState(
  partition: Partition,
  replica: Replica,
  fetch: PartitionFetch,
  read: PartitionRead,
): PartitionError | null {
  const { owner } = partition;
  const { params, data } = fetch;
  const { nowMillis } = fetch.options;
  const broker = owner.brokerState(replica.brokerId);
  if (params.replicaEpoch !== -1 && broker !== null && !broker.fenced && broker.epoch > params.replicaEpoch) {
    // An earlier incarnation of the follower: what it had may be gone.
    const epochs = `broker epoch=${String(params.replicaEpoch)} vs expected=${optionalText(replica.brokerEpoch)}`;
    const message = `Received stale fetch state update. ${epochs}`;
    return partitionError('NOT_LEADER_OR_FOLLOWER', message);
  }
  partition.touch();
  const watchesLowWatermark = owner.delayedDeleteRecordsCount() > 0;
  const previousLowWatermark = watchesLowWatermark ? partition.lowWatermark : -1;
  const previousEndOffset = replica.logEndOffset;
  const wasBehind = replica.isBehind;
  replica.updateFetchState({
    logEndOffset: followerEndOffset(partition, data, read),
    logStartOffset: data.logStartOffset,
    fetchTimeMs: nowMillis,
    leaderEndOffset: read.logEndOffset,
    brokerEpoch: params.replicaEpoch,
    event: params.event,
  });
  const fellBehind = replica.isBehind && !wasBehind;
  if (fellBehind && partition.partitionState.isr.includes(replica.brokerId)) tellBehind(partition, replica, read);
  maybeExpandIsr(partition, replica, nowMillis);
  // The replica may be in the ISR already, and its end has moved.
  const hasMoved = replica.logEndOffset !== previousEndOffset;
  const isHighWatermarkIncreased = hasMoved && partition.maybeIncrementLeaderHighWatermark(nowMillis);
  const isLowWatermarkIncreased = watchesLowWatermark && partition.lowWatermark > previousLowWatermark;
  if (isHighWatermarkIncreased || isLowWatermarkIncreased) owner.tryCompleteDelayedRequests(partition);
  return null;
}

/**
 * The follower has everything before the position from which it reads: that is the base offset of the first batch that it gets, so in the
 * middle of a batch less than it asked for.
 */
function followerEndOffset(partition: Partition, data: FetchPartitionData, read: PartitionRead): number {
  const lastBatch = partition.owner.mutations.has('M16') ? read.data?.batches.at(-1) : undefined;
  if (lastBatch !== undefined) return lastBatch.nextOffset;
  return read.data?.messageOffset ?? data.fetchOffset;
}

function tellBehind(partition: Partition, replica: Replica, read: PartitionRead): void {
  partition.owner.emit(followerFellBehind, {
    partition: partition.nameNumber,
    follower: replica.brokerId,
    followerEndOffset: replica.logEndOffset,
    logEndOffset: read.logEndOffset,
  });
}

function unknownReplica(partition: Partition, replicaId: number, currentLeaderEpoch: number | null): PartitionError {
  // With an epoch the follower is told to wait until our metadata know it, as in a reassignment.
  return partitionError(
    currentLeaderEpoch === null ? 'NOT_LEADER_OR_FOLLOWER' : 'UNKNOWN_LEADER_EPOCH',
    `Replica ${String(replicaId)} is not recognized as a valid replica of ${partition.topicPartition} in leader epoch ` +
      `${String(partition.leaderEpoch)} with partition epoch ${String(partition.partitionEpoch)}`,
  );
}

function offsetNotAvailable(partition: Partition, log: PartitionLog, currentLeaderEpoch: number | null): PartitionError | null {
  const epochStart = partition.leaderEpochStartOffset;
  if (epochStart === null || epochStart <= log.highWatermark) return null;
  const epoch = currentLeaderEpoch === null ? 'unknown epoch' : `epoch ${String(currentLeaderEpoch)}`;
  return partitionError(
    'OFFSET_NOT_AVAILABLE',
    `Failed to fetch offsets for partition ${partition.topicPartition} with leader ${epoch} as this partition's high watermark ` +
      `(${String(log.highWatermark)}) is lagging behind the start offset from the beginning of this epoch (${String(epochStart)}).`,
  );
}
