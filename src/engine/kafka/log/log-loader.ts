import type { LogError } from './log-errors.ts';
import { LogSegment } from './log-segment.ts';
import { updateProducers } from './log-append.ts';
import { isLogError } from './producer-append-info.ts';
import type { ProducerAppendInfo } from './producer-append-info.ts';
import type { ProducerStateManager } from './producer-state-manager.ts';
import { rebuildProducerState } from './producer-state-rebuild.ts';
import type { LogOffsets } from './log-offsets.ts';
import type { RecordBatch } from './record-batch.ts';

/** What a broker's checkpoint files say of a log when it starts. */
export interface LogCheckpoints {
  readonly logStartOffset: number;
  readonly recoveryPoint: number;
  /** The clean-shutdown marker was there: nothing is checked. */
  readonly isCleanShutdown: boolean;
}

/** Where a loaded log begins and ends. Source: LoadedLogOffsets. */
export interface LoadedLogOffsets {
  readonly kind: 'loaded';
  readonly logStartOffset: number;
  readonly recoveryPoint: number;
  readonly logEndOffset: number;
}

/**
 * Loads a log from its segments and snapshots: after an unclean stop every segment from the recovery point on is checked batch by batch
 * and indexed anew; the first bad batch ends the log. Source: LogLoader.load.
 */
export function loadLog(log: LogOffsets, checkpoints: LogCheckpoints, nowMillis: number): LoadedLogOffsets | LogError {
  const { producerStateManager: manager, leaderEpochCache, localLog, config } = log;
  manager.forgetMemory();
  if (!checkpoints.isCleanShutdown) recoverUnflushed(log, checkpoints, nowMillis);
  const logEndOffset = endOfLog(log, checkpoints, nowMillis);
  localLog.activeSegment.resizeIndexes(config.maxIndexSize);
  leaderEpochCache.truncateFromEnd(logEndOffset);
  leaderEpochCache.truncateFromStart(checkpoints.logStartOffset);
  const logStartOffset = Math.max(checkpoints.logStartOffset, localLog.firstSegmentBaseOffset);
  manager.removeStraySnapshots(localLog.segments.map((segment) => segment.baseOffset));
  rebuildProducerState(manager, logEndOffset, {
    segments: localLog.segments,
    logStartOffset,
    config,
    nowMillis,
    reloadFromCleanShutdown: checkpoints.isCleanShutdown,
  });
  const recoveryPoint = checkpoints.isCleanShutdown ? logEndOffset : Math.min(checkpoints.recoveryPoint, logEndOffset);
  return { kind: 'loaded', logStartOffset, recoveryPoint, logEndOffset };
}

function recoverUnflushed(log: LogOffsets, checkpoints: LogCheckpoints, nowMillis: number): void {
  const { localLog } = log;
  const unflushed = localLog.segmentsBetween(checkpoints.recoveryPoint, Infinity);
  for (const segment of unflushed) {
    if (recoverSegment(log, segment, checkpoints, nowMillis) === 0) continue;
    // Corruption: the rest of this segment is cut already, and later segments go.
    const later = localLog.segments.filter((other) => other.baseOffset > segment.baseOffset);
    localLog.segments = localLog.segments.filter((other) => other.baseOffset <= segment.baseOffset);
    for (const other of later) log.producerStateManager.deleteSnapshot(other.baseOffset);
    return;
  }
}

/** Checks and indexes one segment anew; returns how many bytes were cut from its end. Source: LogLoader.recoverSegment, LogSegment.recover. */
export function recoverSegment(log: LogOffsets, segment: LogSegment, checkpoints: LogCheckpoints, nowMillis: number): number {
  const manager = log.producerStateManager.copyWithoutMemory();
  const { config } = log;
  const context = { segments: log.segments, logStartOffset: checkpoints.logStartOffset, config, nowMillis, reloadFromCleanShutdown: false };
  rebuildProducerState(manager, segment.baseOffset, context);
  segment.resetIndexes();
  const { batches } = segment;
  let lastIndexEntry = 0;
  for (let index = 0; index < batches.count; index++) {
    const batch = batches.at(index);
    const position = batches.positionAt(index);
    if (segment.indexRecoveredBatch(index, position - lastIndexEntry)) lastIndexEntry = position;
    const latestEpoch = log.leaderEpochCache.latestEpoch();
    if (batch.partitionLeaderEpoch >= 0 && (latestEpoch === null || batch.partitionLeaderEpoch > latestEpoch)) {
      log.leaderEpochCache.assign(batch.partitionLeaderEpoch, batch.baseOffset);
    }
    recoverProducer(manager, segment, batch);
  }
  segment.onBecomeInactive();
  manager.takeSnapshot();
  log.producerStateManager.adoptSnapshots(manager);
  return 0;
}

function recoverProducer(manager: ProducerStateManager, segment: LogSegment, batch: RecordBatch): void {
  if (batch.hasProducerId) {
    const updated: ProducerAppendInfo[] = [];
    const completed = updateProducers(manager, batch, updated, { firstOffset: null, origin: 'REPLICATION', transactionVersion: -1 });
    for (const info of updated) manager.update(info);
    if (completed !== null && !isLogError(completed)) {
      const { producerId, firstOffset, lastOffset } = completed;
      const lastStableOffset = manager.lastStableOffset(completed);
      if (completed.isAborted) segment.txnIndex.append({ producerId, firstOffset, lastOffset, lastStableOffset });
      manager.completeTxn(completed);
    }
  }
  manager.updateMapEndOffset(batch.nextOffset);
}

/** The log's end; a log that ends below its start (files were deleted from under it) is emptied and begins there. */
function endOfLog(log: LogOffsets, checkpoints: LogCheckpoints, nowMillis: number): number {
  const { localLog } = log;
  const last = localLog.segments[localLog.segments.length - 1];
  if (last !== undefined) {
    const logEndOffset = last.readNextOffset();
    if (logEndOffset >= checkpoints.logStartOffset) return logEndOffset;
    log.leaderEpochCache.clear();
    log.producerStateManager.truncateFullyAndStartAt(checkpoints.logStartOffset);
  }
  localLog.segments = [new LogSegment(checkpoints.logStartOffset, log.config, nowMillis)];
  return checkpoints.logStartOffset;
}

/** Drops the batches at or above the offset that power loss took, and the files that were never written. */
export function losePower(log: LogOffsets, cutOffset: number): void {
  const { localLog } = log;
  const kept = localLog.segments.filter((segment, index) => index === 0 || segment.baseOffset < cutOffset);
  for (const segment of kept) {
    const { batches } = segment;
    let count = batches.count;
    while (count > 0 && batches.at(count - 1).baseOffset >= cutOffset) count--;
    batches.truncate(count);
  }
  localLog.segments = kept;
  localLog.logEndOffset = localLog.activeSegment.readNextOffset();
  for (const [offset] of log.producerStateManager.snapshotFiles()) {
    if (offset > localLog.logEndOffset) log.producerStateManager.deleteSnapshot(offset);
  }
}
