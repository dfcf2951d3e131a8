import { decodeBatches } from './batch-decoder.ts';
import { encodeBatch } from './batch-encoder.ts';
import { updateProducer } from './log-append.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import type { LogOffsets } from './log-offsets.ts';
import { LogSegment } from './log-segment.ts';
import { transactionVersionUnknown } from './log-types.ts';
import { isLogError } from './producer-append-info.ts';
import type { ProducerStateManager } from './producer-state-manager.ts';
import { rebuildProducerState } from './producer-state-rebuild.ts';
import type { RecordBatch } from './record-batch.ts';
import { segmentFileName, segmentFileNames } from './segment-file-names.ts';
import { splitOverflowedSegment } from './segment-split.ts';

/** What a broker's checkpoint files say of a log when it starts. */
export interface LogCheckpoints {
  readonly logStartOffset: number;
  readonly recoveryPoint: number;
  /** The clean-shutdown marker was there: nothing is checked. */
  readonly isCleanShutdown: boolean;
  /** The directory, which only errors name. */
  readonly path?: string;
}

/** Where a loaded log begins and ends. Source: LoadedLogOffsets. */
export interface LoadedLogOffsets {
  readonly kind: 'loaded';
  readonly logStartOffset: number;
  readonly recoveryPoint: number;
  readonly logEndOffset: number;
}

/** A batch of the segment has an offset that its base cannot reach. Source: LogSegmentOffsetOverflowException. */
type Recovered =
  | { readonly kind: 'recovered'; readonly truncatedBytes: number }
  | { readonly kind: 'overflow'; readonly segment: LogSegment }
  | { readonly kind: 'indexRefused' }
  | LogError;

const recovered: Recovered = { kind: 'recovered', truncatedBytes: 0 };

/**
 * Loads a log from its segments and snapshots: after an unclean stop every segment from the recovery point on is checked batch by batch
 * and indexed anew; the first bad batch ends the log. Source: LogLoader.load.
 */
export function loadLog(log: LogOffsets, checkpoints: LogCheckpoints, nowMillis: number): LoadedLogOffsets | LogError {
  const { producerStateManager: manager, leaderEpochCache, localLog, config } = log;
  manager.forgetMemory();
  localLog.deleteAllWaitingFiles();
  for (;;) {
    const result = checkpoints.isCleanShutdown ? recovered : recoverUnflushed(log, checkpoints, nowMillis);
    if (result.kind === 'error') return result;
    if (result.kind !== 'overflow') break;
    const error = splitOverflowedSegment(localLog, result.segment, { config, nowMillis, path: checkpoints.path ?? '' });
    if (error !== null) return error;
  }
  const logEndOffset = endOfLog(log, checkpoints, nowMillis);
  if (typeof logEndOffset !== 'number') return logEndOffset;
  localLog.activeSegment.resizeIndexes(config.maxIndexSize);
  leaderEpochCache.truncateFromEnd(logEndOffset);
  leaderEpochCache.truncateFromStart(checkpoints.logStartOffset);
  const logStartOffset = Math.max(checkpoints.logStartOffset, localLog.firstSegmentBaseOffset);
  manager.removeStraySnapshots(localLog.segments.map((segment) => segment.baseOffset));
  const context = { segments: localLog.segments, logStartOffset, config, nowMillis, reloadFromCleanShutdown: checkpoints.isCleanShutdown };
  const unreadable = rebuildProducerState(manager, logEndOffset, context);
  if (unreadable !== null) return corruptFile(unreadable, checkpoints);
  const recoveryPoint = checkpoints.isCleanShutdown ? logEndOffset : Math.min(checkpoints.recoveryPoint, logEndOffset);
  return { kind: 'loaded', logStartOffset, recoveryPoint, logEndOffset };
}

function recoverUnflushed(log: LogOffsets, checkpoints: LogCheckpoints, nowMillis: number): Recovered {
  const { localLog } = log;
  for (const segment of localLog.segmentsBetween(checkpoints.recoveryPoint, Infinity)) {
    let result = recoverSegment(log, segment, checkpoints, nowMillis);
    if (result.kind === 'indexRefused') {
      // Offsets do not rise inside the segment: nothing of it is kept.
      const sizeBytes = segment.sizeBytes;
      segment.truncateTo(segment.baseOffset, nowMillis);
      result = { kind: 'recovered', truncatedBytes: sizeBytes - segment.sizeBytes };
    }
    if (result.kind !== 'recovered') return result;
    if (result.truncatedBytes === 0) continue;
    deleteSegments(
      log,
      localLog.segments.filter((other) => other.baseOffset > segment.baseOffset),
      nowMillis,
    );
    break;
  }
  return recovered;
}

/**
 * Checks and indexes one segment anew, and cuts it at the first batch that is not whole. Producers that its batches tell of are only
 * needed for the index of aborted transactions and for a snapshot at the end. Source: LogLoader.recoverSegment, LogSegment.recover.
 */
export function recoverSegment(log: LogOffsets, segment: LogSegment, checkpoints: LogCheckpoints, nowMillis: number): Recovered {
  const manager = log.producerStateManager.copyWithoutMemory();
  const { config } = log;
  const { segments } = log.localLog;
  const context = { segments, logStartOffset: checkpoints.logStartOffset, config, nowMillis, reloadFromCleanShutdown: false };
  const unreadable = rebuildProducerState(manager, segment.baseOffset, context);
  if (unreadable !== null) return corruptFile(unreadable, checkpoints);
  segment.resetIndexes();
  const { batches } = segment;
  let lastIndexEntry = 0;
  let validCount = 0;
  for (; validCount < batches.count; validCount++) {
    const batch = batches.at(validCount);
    const position = batches.positionAt(validCount);
    if (batch.records.storedCrcProblem !== null) break;
    if (!segment.offsetIndex.canAppendOffset(batch.lastOffset)) return { kind: 'overflow', segment };
    const indexed = segment.indexRecoveredBatch(validCount, position - lastIndexEntry);
    if (indexed === 'refused') return { kind: 'indexRefused' };
    if (indexed === 'indexed') lastIndexEntry = position;
    recoverEpoch(log, batch);
    recoverProducer(manager, segment, batch);
  }
  const truncatedBytes = segment.cutBehind(validCount);
  segment.onBecomeInactive();
  manager.takeSnapshot();
  log.producerStateManager.adoptSnapshots(manager);
  return { kind: 'recovered', truncatedBytes };
}

function recoverEpoch(log: LogOffsets, batch: RecordBatch): void {
  const latestEpoch = log.leaderEpochCache.latestEpoch();
  if (batch.partitionLeaderEpoch >= 0 && (latestEpoch === null || batch.partitionLeaderEpoch > latestEpoch)) {
    log.leaderEpochCache.assign(batch.partitionLeaderEpoch, batch.baseOffset);
  }
}

function recoverProducer(manager: ProducerStateManager, segment: LogSegment, batch: RecordBatch): void {
  if (batch.hasProducerId) {
    const info = manager.prepareUpdate(batch.producerId, 'REPLICATION', transactionVersionUnknown);
    const completed = updateProducer(manager, batch, info, null);
    manager.update(info);
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
function endOfLog(log: LogOffsets, checkpoints: LogCheckpoints, nowMillis: number): number | LogError {
  const { localLog } = log;
  const last = localLog.segments[localLog.segments.length - 1];
  if (last !== undefined) {
    if (last.trailing !== null && last.trailing.impossibleSize !== null) return corruptFile(last, checkpoints);
    const logEndOffset = last.readNextOffset();
    if (logEndOffset >= checkpoints.logStartOffset) return logEndOffset;
    localLog.deleteLater(localLog.segments.flatMap(segmentFileNames), nowMillis + log.config.fileDeleteDelayMs);
    log.leaderEpochCache.clear();
    log.producerStateManager.truncateFullyAndStartAt(checkpoints.logStartOffset);
  }
  localLog.segments = [new LogSegment(checkpoints.logStartOffset, log.config, nowMillis)];
  return checkpoints.logStartOffset;
}

function deleteSegments(log: LogOffsets, deleted: readonly LogSegment[], nowMillis: number): void {
  const { localLog, producerStateManager: manager } = log;
  localLog.segments = localLog.segments.filter((segment) => !deleted.includes(segment));
  const baseOffsets = deleted.map((segment) => segment.baseOffset);
  const snapshots = manager.snapshotFiles().filter(([offset]) => baseOffsets.includes(offset));
  for (const [offset] of snapshots) manager.deleteSnapshot(offset);
  const names = [...deleted.flatMap(segmentFileNames), ...snapshots.map(([offset]) => segmentFileName(offset, 'snapshot'))];
  localLog.deleteLater(names, nowMillis + log.config.fileDeleteDelayMs);
}

function corruptFile(segment: LogSegment, checkpoints: LogCheckpoints): LogError {
  const file = `${checkpoints.path ?? ''}/${segmentFileName(segment.baseOffset, 'log')}`;
  const size = String(segment.trailing?.impossibleSize ?? 0);
  return logError('CORRUPT_MESSAGE', `Found record size ${size} smaller than minimum record overhead (14) in file ${file}.`);
}

/**
 * Drops the batches at or above the offset that power loss took, and the files that were never written. The first of the dropped batches
 * may leave its beginning behind.
 */
export function losePower(log: LogOffsets, cutOffset: number, tornBytes: number): void {
  const { localLog } = log;
  // A flush makes the file of the segment that begins behind it safe too, empty as it may be (KAFKA-3968).
  const isKept = ({ baseOffset }: LogSegment): boolean => baseOffset < cutOffset || baseOffset <= log.flushedOffset;
  const kept = localLog.segments.filter((segment, index) => index === 0 || isKept(segment));
  for (const segment of kept) {
    const { batches } = segment;
    let count = batches.count;
    while (count > 0 && batches.at(count - 1).baseOffset >= cutOffset) count--;
    if (count < batches.count && tornBytes > 0) {
      const torn = batches.at(count);
      segment.trailing = decodeBatches(encodeBatch(torn).subarray(0, Math.min(tornBytes, torn.sizeBytes - 1))).trailing;
    }
    batches.truncate(count);
  }
  localLog.segments = kept;
  localLog.logEndOffset = localLog.activeSegment.readNextOffset();
  for (const [offset] of log.producerStateManager.snapshotFiles()) {
    if (offset > localLog.logEndOffset) log.producerStateManager.deleteSnapshot(offset);
  }
}
