import { assert } from '../../kernel/units.ts';
import { analyzeProducers, analyzeRecords, inUpdateOrder, unexpectedAppendOffset } from './log-append.ts';
import type { AnalyzedProducers } from './log-append.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import { loadLog, losePower } from './log-loader.ts';
import type { LogCheckpoints } from './log-loader.ts';
import { LogOffsets } from './log-offsets.ts';
import type { LogSegment } from './log-segment.ts';
import { clientAppend, noVerificationGuard } from './log-types.ts';
import type { AppendInProgress, AppendOptions, FetchIsolation, LogAppendInfo, LogReadInfo, TimestampAndOffset } from './log-types.ts';
import { validateAndAssignOffsets } from './log-validator.ts';
import { firstOffsetOf } from './producer-state-entry.ts';
import { rebuildProducerState } from './producer-state-rebuild.ts';
import { RecordBatch } from './record-batch.ts';
import { deletableSegments } from './retention.ts';
import type { RetentionReason } from './retention.ts';
import { segmentFileName, segmentFileNames } from './segment-file-names.ts';
import { offsetByTimestamp } from './timestamp-lookup.ts';
import type { AbortedTxn } from './transaction-index.ts';

export type { LogCheckpoints } from './log-loader.ts';

const followerAppend: AppendOptions = { origin: 'REPLICATION', verificationGuard: noVerificationGuard, transactionVersion: -1 };
const noBatches: readonly RecordBatch[] = [];

/**
 * One replica's log: Kafka's UnifiedLog. Leaders and followers share the batches that it holds.
 * Kafka's exceptions are answers of kind 'error'; times are the broker's wall clock in epoch milliseconds, given by the caller.
 */
export class PartitionLog extends LogOffsets {
  /**
   * Appends one produce (exactly one batch, but for the Raft leader): validates, assigns offsets and epoch, rolls when needed, updates
   * epochs, producers and transactions. All or nothing; but a refused append may leave a new epoch entry or an empty rolled segment, as in
   * Kafka. Batches of clients carry baseOffset 0. Source: UnifiedLog.appendAsLeader.
   */
  appendAsLeader(
    batches: RecordBatch | readonly RecordBatch[],
    leaderEpoch: number,
    nowMillis: number,
    options: AppendOptions = clientAppend,
  ): AppendInProgress | LogError {
    const { topicPartition, config } = this;
    const list = Array.isArray(batches) ? (batches as RecordBatch[]) : [batches as RecordBatch];
    const { origin } = options;
    // One object for both looks at the append.
    const context = {
      topicPartition,
      config,
      origin,
      leaderEpoch,
      nowMillis,
      nextOffset: this.localLog.logEndOffset,
      sourceCompressionId: 0,
      rebuild: options.rebuild ?? null,
      compressor: options.compressor ?? null,
    };
    const analyzed = analyzeRecords(list, context);
    if (analyzed.kind === 'error') return analyzed;
    if (analyzed.validBytes <= 0) return this.finished(analyzed, -1, -1);
    if (origin === 'RAFT_LEADER') return this.append(analyzed, nowMillis, options);
    context.sourceCompressionId = analyzed.sourceCompressionId;
    const stamped = validateAndAssignOffsets(analyzed.batches, context);
    if (!(stamped instanceof RecordBatch)) return stamped;
    if (stamped.sizeBytes !== list[0]?.sizeBytes && stamped.sizeBytes > config.maxMessageSize) return tooLargeNow(stamped, this);
    // The list is our own when the caller gave none.
    if (list === batches) analyzed.batches = [stamped];
    else list[0] = stamped;
    analyzed.maxTimestamp = stamped.maxTimestamp;
    return this.append(analyzed, nowMillis, options);
  }

  /**
   * Appends what the leader sent, as it is. Batches of an epoch above `leaderEpoch`, and all behind them, are left out (KAFKA-18723).
   * Errors: offsets that do not rise (OffsetsOutOfOrderException) or begin below the log end (UnexpectedAppendOffsetException, with
   * `offsets`); both are UNKNOWN_SERVER_ERROR and mark the partition as failed. Source: UnifiedLog.appendAsFollower.
   */
  appendAsFollower(batches: readonly RecordBatch[], leaderEpoch: number, nowMillis: number): LogAppendInfo | LogError {
    const { topicPartition, config } = this;
    const analyzed = analyzeRecords(batches, { topicPartition, config, origin: 'REPLICATION', leaderEpoch });
    if (analyzed.kind === 'error') return analyzed;
    if (analyzed.validBytes <= 0) return this.finished(analyzed, -1, -1);
    return this.append(analyzed, nowMillis, followerAppend);
  }

  /**
   * Reads whole batches of one segment, from the batch that contains `startOffset` on, below the isolation's bound.
   * At or above the bound the answer is empty; OFFSET_OUT_OF_RANGE below the log start or above the log end.
   * With `minOneMessage` the first batch comes even when it is larger than `maxLengthBytes`. Source: UnifiedLog.read.
   */
  read(startOffset: number, maxLengthBytes: number, isolation: FetchIsolation, minOneMessage: boolean): LogReadInfo | LogError {
    if (startOffset < this.logStartOffset) {
      const message = `Received request for offset ${String(startOffset)} for partition ${this.topicPartition}`;
      const from = `starting from offset: ${String(this.logStartOffset)}.`;
      return logError('OFFSET_OUT_OF_RANGE', `${message}, but we only have log segments ${from}`);
    }
    const maxOffset = this.boundOf(isolation);
    const includeAbortedTxns = isolation === 'TXN_COMMITTED';
    return this.localLog.read(startOffset, { maxLengthBytes, minOneMessage, includeAbortedTxns }, maxOffset);
  }

  /** Every aborted transaction that overlaps [startOffset, upperBoundOffset), from the segment of startOffset on. */
  collectAbortedTransactions(startOffset: number, upperBoundOffset: number): readonly AbortedTxn[] {
    const index = this.localLog.floorIndex(startOffset);
    return index < 0 ? [] : this.localLog.collectAbortedTxns(this.logStartOffset, upperBoundOffset, index);
  }

  /** Cuts every batch that holds an offset at or above `targetOffset`; false when there was none. The high watermark falls with the end. */
  truncateTo(targetOffset: number, nowMillis: number): boolean {
    assert(targetOffset >= 0, 'a log is not truncated to a negative offset');
    this.touch();
    if (targetOffset >= this.localLog.logEndOffset) {
      this.leaderEpochCache.truncateFromEnd(this.localLog.logEndOffset);
      return false;
    }
    if (this.localLog.firstSegmentBaseOffset > targetOffset) {
      this.truncateFullyAndStartAt(targetOffset, nowMillis);
      return true;
    }
    this.deleteSnapshotsLater(this.localLog.truncateTo(targetOffset, this.config, nowMillis), nowMillis);
    this.leaderEpochCache.truncateFromEnd(targetOffset);
    this.logStartOffset = Math.min(targetOffset, this.logStartOffset);
    this.afterTruncation(targetOffset, nowMillis);
    if (this.highWatermark >= this.localLog.logEndOffset) this.updateHighWatermark(this.localLog.logEndOffset);
    return true;
  }

  /** Deletes everything and begins again at `newOffset`; the log start may be said to be lower. */
  truncateFullyAndStartAt(newOffset: number, nowMillis: number, logStartOffset: number = newOffset): void {
    this.touch();
    this.localLog.truncateFullyAndStartAt(newOffset, this.config, nowMillis);
    this.leaderEpochCache.clear();
    this.producerStateManager.truncateFullyAndStartAt(newOffset);
    this.logStartOffset = logStartOffset;
    this.afterTruncation(newOffset, nowMillis);
    this.updateHighWatermark(newOffset);
  }

  /** ListOffsets: -1 latest (log end), -2 earliest, -3 largest timestamp, -4 to -6 tiers, or the first record at or after a timestamp. */
  fetchOffsetByTimestamp(targetTimestamp: number): TimestampAndOffset | null {
    return offsetByTimestamp(this, targetTimestamp);
  }

  /**
   * Begins a new segment at the log end, or above it for a follower whose leader's log has a gap. The owner flushes the old one: see
   * flushPending.
   */
  roll(nowMillis: number, expectedNextOffset = 0, rollJitterMs = 0): LogSegment {
    this.touch();
    const segment = this.localLog.roll(this.config, nowMillis, rollJitterMs, expectedNextOffset);
    this.producerStateManager.updateMapEndOffset(segment.baseOffset);
    this.producerStateManager.takeSnapshot();
    if (this.highWatermark >= this.localLog.logEndOffset) this.setHighWatermarkToEnd();
    this.pendingFlushOffset = Math.max(this.pendingFlushOffset, segment.baseOffset);
    return segment;
  }

  /** Does the flush that a roll asked for. */
  flushPending(nowMillis: number = this.lastFlushedMillis): void {
    if (this.pendingFlushOffset < 0) return;
    this.touch();
    this.flush(this.pendingFlushOffset, nowMillis);
    this.pendingFlushOffset = -1;
  }

  /** Writes to disk the segments that begin below `offset`, and remembers `offset` as the recovery point. Source: UnifiedLog.flush. */
  flush(offset: number = this.localLog.logEndOffset, nowMillis: number = this.lastFlushedMillis): void {
    const { localLog } = this;
    if (offset <= localLog.recoveryPoint) return;
    this.touch();
    for (const segment of localLog.segmentsBetween(localLog.recoveryPoint, offset)) segment.openIndexes();
    const next = localLog.segments.find((segment) => segment.baseOffset >= offset);
    this.flushedOffset = Math.max(this.flushedOffset, Math.min(next?.baseOffset ?? localLog.logEndOffset, localLog.logEndOffset));
    localLog.recoveryPoint = offset;
    this.lastFlushedMillis = nowMillis;
  }

  /** The operating system wrote what is below `offset`: power loss keeps it, but Kafka's recovery point does not know. */
  writeBack(offset: number): void {
    const written = Math.min(offset, this.localLog.logEndOffset);
    if (written <= this.flushedOffset) return;
    this.touch();
    this.flushedOffset = written;
  }

  /**
   * Deletes the segments that the log start, retention.bytes or retention.ms make obsolete; returns how many. Source:
   * UnifiedLog.deleteOldSegments.
   */
  deleteOldSegments(nowMillis: number): number {
    let deletedCount = 0;
    for (const reason of ['logStartOffset', 'size', 'time'] as const) deletedCount += this.deleteSegmentsFor(reason, nowMillis);
    return deletedCount;
  }

  /** The same for one reason; the three are asked in the order of RetentionReason. */
  deleteSegmentsFor(reason: RetentionReason, nowMillis: number): number {
    const { count, askedCount } = deletableSegments(this, reason, nowMillis);
    for (const segment of this.localLog.segments.slice(0, askedCount)) {
      if (segment.hasTimeIndexFile) continue;
      this.touch();
      segment.hasTimeIndexFile = true;
    }
    return this.deleteSegments(count, nowMillis);
  }

  /**
   * Puts a cleaned segment in the place of those that it was made of; their files go after file.delete.delay.ms, and with them the
   * producer snapshots of segments that no longer begin anywhere. Source: UnifiedLog.replaceSegments.
   */
  replaceSegments(cleaned: LogSegment, old: readonly LogSegment[], nowMillis: number): void {
    this.touch();
    const atMillis = nowMillis + this.config.fileDeleteDelayMs;
    for (const segment of old) this.localLog.deleteLater(segmentFileNames(segment), atMillis);
    const rest = this.localLog.segments.filter((segment) => !old.includes(segment));
    this.localLog.segments = [...rest, cleaned].sort((a, b) => a.baseOffset - b.baseOffset);
    const gone = old.map((segment) => segment.baseOffset).filter((baseOffset) => baseOffset !== cleaned.baseOffset);
    this.deleteSnapshotsLater(gone, nowMillis);
  }

  /**
   * A clean stop: a producer snapshot at the end and index files without spare room. The broker flushes first. Source: UnifiedLog.close.
   */
  close(): void {
    this.touch();
    this.producerStateManager.takeSnapshot();
    for (const segment of this.localLog.segments) segment.close();
  }

  /**
   * Power fails: batches that were not flushed and begin at or above `cutOffset` are gone; of the first of them `tornBytes` were on their
   * way to the disk and are found in the file. Call `recover` next. A process crash needs no call: the page cache keeps all.
   */
  losePower(cutOffset = 0, tornBytes = 0): void {
    this.touch();
    losePower(this, Math.max(cutOffset, this.flushedOffset), tornBytes);
  }

  /**
   * Loads the log again when its broker starts: what is in memory (high watermark, producers, verifications) is built anew from the disk.
   * The high watermark is then the log start; the owner sets the checkpointed one with updateHighWatermark.
   * Errors are those that keep a broker from opening the log. Source: LogLoader, UnifiedLog.create.
   */
  recover(checkpoints: LogCheckpoints, nowMillis: number): LogError | null {
    this.touch();
    const loaded = loadLog(this, checkpoints, nowMillis);
    if (loaded.kind === 'error') return loaded;
    this.pendingFlushOffset = -1;
    this.lastFlushedMillis = nowMillis;
    this.nextExpirationCheckMillis = nowMillis + this.config.producerIdExpirationCheckIntervalMs;
    this.flushedOffset = Math.min(this.flushedOffset, loaded.logEndOffset);
    this.localLog.logEndOffset = loaded.logEndOffset;
    this.localLog.recoveryPoint = Math.max(loaded.recoveryPoint, loaded.logStartOffset);
    this.resetOffsets(loaded.logStartOffset);
    return null;
  }

  /** Every batch in order, for pictures, checks and digests; not for the hot path. */
  *allBatches(): Iterable<RecordBatch> {
    for (const { batches } of this.localLog.segments) for (let i = 0; i < batches.count; i++) yield batches.at(i);
  }

  /** Appends batches that have their offsets. Source: the second half of UnifiedLog.append. */
  private append(analyzed: AppendInProgress, nowMillis: number, options: AppendOptions): AppendInProgress | LogError {
    const { batches } = analyzed;
    const { localLog, config } = this;
    const firstOffset = batches[0]!.baseOffset;
    const lastOffset = batches[batches.length - 1]!.lastOffset;
    if (firstOffset < localLog.logEndOffset) {
      const { topicPartition, logStartOffset } = this;
      return unexpectedAppendOffset(batches, { topicPartition, logEndOffset: localLog.logEndOffset, logStartOffset });
    }
    this.touch();
    let sizeBytes = 0;
    for (const batch of batches) {
      const error = this.leaderEpochCache.assign(batch.partitionLeaderEpoch, batch.baseOffset);
      if (error !== null) return error;
      sizeBytes += batch.sizeBytes;
    }
    if (sizeBytes > config.segmentSize) {
      const message = `Message batch size is ${String(sizeBytes)} bytes in append to partition ${this.topicPartition}`;
      const limit = String(config.segmentSize);
      return logError('RECORD_LIST_TOO_LARGE', `${message}, which exceeds the maximum configured segment size of ${limit}.`);
    }
    const segment = this.maybeRoll(batches, sizeBytes, analyzed.maxTimestamp, nowMillis);
    const producers = analyzeProducers(this.producerStateManager, batches, segment, { config, options });
    if (producers.kind === 'error') return producers;
    const isStamped = options.origin !== 'REPLICATION' && options.origin !== 'RAFT_LEADER';
    const logAppendTime = isStamped && config.messageTimestampType === 'LogAppendTime' ? nowMillis : -1;
    const { duplicate } = producers;
    if (duplicate !== null) {
      analyzed.isDuplicate = true;
      analyzed.batches = noBatches;
      return this.finished(analyzed, firstOffsetOf(duplicate), duplicate.lastOffset, duplicate.timestamp);
    }
    localLog.append(batches, lastOffset, nowMillis);
    if (this.highWatermark >= localLog.logEndOffset) this.setHighWatermarkToEnd();
    this.applyProducers(producers, segment, lastOffset);
    if (localLog.logEndOffset - localLog.recoveryPoint >= config.flushInterval) this.flush(localLog.logEndOffset, nowMillis);
    return this.finished(analyzed, firstOffset, lastOffset, logAppendTime);
  }

  /** Deletes segments from the front. The active one is rolled away first; the log start moves up. Source: UnifiedLog.deleteSegments. */
  private deleteSegments(count: number, nowMillis: number): number {
    if (count === 0) return 0;
    this.touch();
    const deleted = this.localLog.segments.slice(0, count);
    if (count === this.localLog.segments.length) this.roll(nowMillis);
    const next = this.localLog.segments[count];
    assert(next !== undefined, 'a segment follows the deleted ones');
    this.maybeIncrementLogStartOffset(next.baseOffset);
    this.localLog.segments = this.localLog.segments.slice(count);
    this.localLog.deleteLater(deleted.flatMap(segmentFileNames), nowMillis + this.config.fileDeleteDelayMs);
    this.deleteSnapshotsLater(
      deleted.map((segment) => segment.baseOffset),
      nowMillis,
    );
    return count;
  }

  private deleteSnapshotsLater(baseOffsets: readonly number[], nowMillis: number): void {
    const manager = this.producerStateManager;
    const known = manager.snapshotFiles().filter(([offset]) => baseOffsets.includes(offset));
    const names = known.map(([offset]) => segmentFileName(offset, 'snapshot'));
    for (const [offset] of known) manager.deleteSnapshot(offset);
    this.localLog.deleteLater(names, nowMillis + this.config.fileDeleteDelayMs);
  }

  private applyProducers(producers: AnalyzedProducers, segment: LogSegment, lastOffset: number): void {
    const manager = this.producerStateManager;
    for (const info of inUpdateOrder(producers.updated)) manager.update(info);
    for (const completed of producers.completedTxns) {
      const { producerId, firstOffset } = completed;
      const lastStableOffset = manager.lastStableOffset(completed);
      if (completed.isAborted) segment.txnIndex.append({ producerId, firstOffset, lastOffset: completed.lastOffset, lastStableOffset });
      manager.completeTxn(completed);
    }
    manager.updateMapEndOffset(lastOffset + 1);
    this.maybeIncrementFirstUnstableOffset();
  }

  private maybeRoll(batches: readonly RecordBatch[], messagesSize: number, maxTimestampInMessages: number, nowMillis: number): LogSegment {
    const { config } = this;
    const active = this.localLog.activeSegment;
    const shouldRoll = active.shouldRoll({
      maxSegmentMs: config.maxSegmentMs,
      maxSegmentBytes: config.segmentSize,
      maxTimestampInMessages,
      maxOffsetInMessages: batches[batches.length - 1]!.lastOffset,
      messagesSize,
      now: nowMillis,
    });
    return shouldRoll ? this.roll(nowMillis, batches[0]!.baseOffset) : active;
  }

  private afterTruncation(endOffset: number, nowMillis: number): void {
    this.flushedOffset = Math.min(this.flushedOffset, endOffset);
    const { logStartOffset, config } = this;
    const context = { segments: this.localLog.segments, logStartOffset, config, nowMillis, reloadFromCleanShutdown: false };
    rebuildProducerState(this.producerStateManager, endOffset, context);
    this.pendingFlushOffset = Math.min(this.pendingFlushOffset, this.localLog.logEndOffset);
  }

  private finished(info: AppendInProgress, firstOffset: number, lastOffset: number, logAppendTime = -1): AppendInProgress {
    info.firstOffset = firstOffset;
    info.lastOffset = lastOffset;
    info.logAppendTime = logAppendTime;
    info.logStartOffset = this.logStartOffset;
    return info;
  }
}

function tooLargeNow(batch: RecordBatch, log: PartitionLog): LogError {
  const message = `Message batch size is ${String(batch.sizeBytes)} bytes in append topartition ${log.topicPartition}`;
  return logError('MESSAGE_TOO_LARGE', `${message} which exceeds the maximum configured size of ${String(log.config.maxMessageSize)}.`);
}
