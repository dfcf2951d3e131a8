import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { LeaderEpochFileCache } from './leader-epoch-cache.ts';
import type { EpochEndOffset } from './leader-epoch-cache.ts';
import type { LogConfig } from './log-config.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import { clientAppend, latestTimestamp } from './log-types.ts';
import type { AppendOptions, FetchIsolation, LogAppendInfo, LogReadInfo, TimestampAndOffset } from './log-types.ts';
import type { RecordBatch } from './record-batch.ts';

/**
 * One replica's log: Kafka's UnifiedLog with its LocalLog. Leaders and followers share the batches that it holds.
 * Kafka's exceptions are answers of kind 'error'; times are the broker's wall clock in epoch milliseconds, given by the caller.
 */
export class PartitionLog extends Entity {
  /** `topic-partition`, as Kafka prints it. */
  readonly topicPartition: string;
  config: LogConfig;
  logStartOffset = 0;
  logEndOffset = 0;
  highWatermark = 0;
  /** Up to here the log is known to be on disk; a restart after a crash checks everything above. */
  recoveryPoint = 0;
  /** A roll asked for a flush up to here (exclusive), which the owner does when its disk can: see flushPending. -1: none. */
  pendingFlushOffset = -1;
  readonly leaderEpochCache = new LeaderEpochFileCache();
  private batches: RecordBatch[] = [];

  /** An empty log that begins at `logStartOffset`. */
  constructor(registry: EntityRegistry, topicPartition: string, config: LogConfig, nowMillis: number, logStartOffset = 0) {
    super(registry);
    this.topicPartition = topicPartition;
    this.config = config;
    this.logStartOffset = logStartOffset;
    this.logEndOffset = logStartOffset;
    this.highWatermark = logStartOffset;
    this.recoveryPoint = nowMillis < 0 ? 0 : logStartOffset;
  }

  /** The offset that read_committed readers may reach: the first open transaction, or the high watermark. */
  get lastStableOffset(): number {
    return this.highWatermark;
  }

  /** The first offset of a transaction that is open, or whose marker is not below the high watermark; null when there is none. */
  get firstUnstableOffset(): number | null {
    return null;
  }

  /** All bytes of all segments. */
  get sizeBytes(): number {
    let size = 0;
    for (const batch of this.batches) size += batch.sizeBytes;
    return size;
  }

  /** New values take effect at once, for the segments that exist too (but their index sizes). */
  updateConfig(config: LogConfig): void {
    this.touch();
    this.config = config;
  }

  /**
   * Appends one produce: validates, assigns offsets and epoch, rolls when needed, updates epochs, producers and transactions.
   * All or nothing; but a refused append may leave a new epoch entry or an empty rolled segment, as in Kafka.
   * `batches` carry baseOffset 0 from clients. Source: UnifiedLog.appendAsLeader.
   */
  appendAsLeader(
    batches: readonly RecordBatch[],
    leaderEpoch: number,
    nowMillis: number,
    options: AppendOptions = clientAppend,
  ): LogAppendInfo | LogError {
    void nowMillis;
    void options;
    this.touch();
    let sizeBytes = 0;
    const firstOffset = this.logEndOffset;
    const stored: RecordBatch[] = [];
    let maxTimestamp = -1;
    for (const batch of batches) {
      const stamped = batch.with({ baseOffset: this.logEndOffset, partitionLeaderEpoch: leaderEpoch });
      this.leaderEpochCache.assign(leaderEpoch, stamped.baseOffset);
      stored.push(stamped);
      this.batches.push(stamped);
      this.logEndOffset = stamped.nextOffset;
      sizeBytes += stamped.sizeBytes;
      maxTimestamp = Math.max(maxTimestamp, stamped.maxTimestamp);
    }
    return this.appendInfo(firstOffset, stored, sizeBytes, maxTimestamp);
  }

  /**
   * Appends what the leader sent, as it is. Batches of an epoch above `leaderEpoch`, and all behind them, are left out (KAFKA-18723).
   * Errors: offsets that do not rise (OffsetsOutOfOrderException) or begin below the log end (UnexpectedAppendOffsetException, with
   * `offsets`); both are UNKNOWN_SERVER_ERROR and mark the partition as failed. Source: UnifiedLog.appendAsFollower.
   */
  appendAsFollower(batches: readonly RecordBatch[], leaderEpoch: number, nowMillis: number): LogAppendInfo | LogError {
    void nowMillis;
    this.touch();
    const stored = batches.filter((batch) => batch.partitionLeaderEpoch <= leaderEpoch);
    const first = stored[0];
    if (first === undefined) return this.appendInfo(-1, [], 0, -1);
    let sizeBytes = 0;
    let maxTimestamp = -1;
    for (const batch of stored) {
      this.leaderEpochCache.assign(batch.partitionLeaderEpoch, batch.baseOffset);
      this.batches.push(batch);
      this.logEndOffset = batch.nextOffset;
      sizeBytes += batch.sizeBytes;
      maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp);
    }
    return this.appendInfo(first.baseOffset, stored, sizeBytes, maxTimestamp);
  }

  /**
   * Reads whole batches of one segment, from the batch that contains `startOffset` on, below the isolation's bound.
   * At or above the bound the answer is empty; OFFSET_OUT_OF_RANGE below the log start or above the log end.
   * With `minOneMessage` the first batch comes even when it is larger than `maxLengthBytes`. Source: UnifiedLog.read.
   */
  read(startOffset: number, maxLengthBytes: number, isolation: FetchIsolation, minOneMessage: boolean): LogReadInfo | LogError {
    if (startOffset < this.logStartOffset || startOffset > this.logEndOffset) {
      return logError('OFFSET_OUT_OF_RANGE', `Received request for offset ${String(startOffset)}`);
    }
    const bound = isolation === 'LOG_END' ? this.logEndOffset : this.highWatermark;
    const found: RecordBatch[] = [];
    let sizeInBytes = 0;
    for (const batch of this.batches) {
      if (batch.nextOffset <= startOffset || batch.nextOffset > bound) continue;
      const isFirst = found.length === 0;
      if (sizeInBytes + batch.sizeBytes > maxLengthBytes && !(isFirst && minOneMessage)) break;
      found.push(batch);
      sizeInBytes += batch.sizeBytes;
    }
    const messageOffset = found[0]?.baseOffset ?? startOffset;
    const abortedTransactions = isolation === 'TXN_COMMITTED' ? [] : null;
    return {
      kind: 'read',
      messageOffset,
      segmentBaseOffset: 0,
      position: 0,
      sizeInBytes,
      batches: found,
      firstEntryIncomplete: false,
      abortedTransactions,
    };
  }

  /** Sets the high watermark, clamped to [logStartOffset, logEndOffset], and returns it; it may fall. */
  updateHighWatermark(offset: number): number {
    this.touch();
    this.highWatermark = Math.max(this.logStartOffset, Math.min(offset, this.logEndOffset));
    return this.highWatermark;
  }

  /** Raises the high watermark (a leader does); returns the old one, or null when it does not rise. Not above logEndOffset: a bug of ours. */
  maybeIncrementHighWatermark(newHighWatermark: number): number | null {
    if (newHighWatermark <= this.highWatermark) return null;
    const old = this.highWatermark;
    this.updateHighWatermark(newHighWatermark);
    return old;
  }

  /** Sets the high watermark that a leader told its follower; returns the new one, or null when it stays the same. */
  maybeUpdateHighWatermark(offset: number): number | null {
    const old = this.highWatermark;
    const updated = this.updateHighWatermark(offset);
    return updated === old ? null : updated;
  }

  /** Raises the log start (DeleteRecords, retention, what the leader says); true when it moved. OFFSET_OUT_OF_RANGE above the high watermark. */
  maybeIncrementLogStartOffset(newLogStartOffset: number): boolean | LogError {
    if (newLogStartOffset > this.highWatermark) return logError('OFFSET_OUT_OF_RANGE', 'Cannot increment the log start offset');
    if (newLogStartOffset <= this.logStartOffset) return false;
    this.touch();
    this.logStartOffset = newLogStartOffset;
    this.leaderEpochCache.truncateFromStart(newLogStartOffset);
    return true;
  }

  /** The end of an epoch in this log; null when undefined. Source: UnifiedLog.endOffsetForEpoch, LeaderEpochFileCache.endOffsetFor. */
  endOffsetForEpoch(leaderEpoch: number): EpochEndOffset | null {
    const end = this.leaderEpochCache.endOffsetFor(leaderEpoch, this.logEndOffset);
    return end.endOffset < 0 ? null : end;
  }

  /** The latest epoch that this log knows. */
  latestEpoch(): number | null {
    return this.leaderEpochCache.latestEpoch();
  }

  /** Says that an epoch begins: a new leader does at its log end, before it wrote anything. */
  assignEpochStartOffset(leaderEpoch: number, startOffset: number): LogError | null {
    this.touch();
    return this.leaderEpochCache.assign(leaderEpoch, startOffset);
  }

  /** Cuts every batch that holds an offset at or above `targetOffset`; false when there was none. The high watermark falls with the end. */
  truncateTo(targetOffset: number, nowMillis: number): boolean {
    void nowMillis;
    this.touch();
    if (targetOffset >= this.logEndOffset) {
      this.leaderEpochCache.truncateFromEnd(this.logEndOffset);
      return false;
    }
    this.batches = this.batches.filter((batch) => batch.nextOffset <= targetOffset);
    this.logEndOffset = targetOffset;
    this.recoveryPoint = Math.min(this.recoveryPoint, targetOffset);
    this.leaderEpochCache.truncateFromEnd(targetOffset);
    this.logStartOffset = Math.min(this.logStartOffset, targetOffset);
    this.highWatermark = Math.min(this.highWatermark, targetOffset);
    return true;
  }

  /** Deletes everything and begins again at `newOffset`; the log start may be said to be lower. */
  truncateFullyAndStartAt(newOffset: number, nowMillis: number, logStartOffset: number = newOffset): void {
    void nowMillis;
    this.touch();
    this.batches = [];
    this.leaderEpochCache.clear();
    this.logEndOffset = newOffset;
    this.logStartOffset = logStartOffset;
    this.recoveryPoint = Math.min(this.recoveryPoint, newOffset);
    this.updateHighWatermark(newOffset);
  }

  /** ListOffsets for a timestamp: -1 latest (log end), -2 earliest, -3 largest timestamp, or the first record at or after it. */
  fetchOffsetByTimestamp(targetTimestamp: number): TimestampAndOffset | null {
    if (targetTimestamp === latestTimestamp) return { timestamp: -1, offset: this.logEndOffset, leaderEpoch: this.latestEpoch() };
    return { timestamp: -1, offset: this.logStartOffset, leaderEpoch: null };
  }

  /** Begins a new segment at the log end. The owner flushes the old one when its disk can: see pendingFlushOffset. */
  roll(nowMillis: number): void {
    void nowMillis;
    this.touch();
    this.pendingFlushOffset = this.logEndOffset;
  }

  /** Does the flush that a roll asked for. */
  flushPending(): void {
    if (this.pendingFlushOffset >= 0) this.flush(this.pendingFlushOffset);
    this.pendingFlushOffset = -1;
  }

  /** Everything below `offset` is on disk now. */
  flush(offset: number = this.logEndOffset): void {
    if (offset <= this.recoveryPoint) return;
    this.touch();
    this.recoveryPoint = offset;
  }

  /** Deletes the segments that retention or the log start make obsolete; returns how many. Source: UnifiedLog.deleteOldSegments. */
  deleteOldSegments(nowMillis: number): number {
    void nowMillis;
    return 0;
  }

  /**
   * Power fails: what was not flushed and begins at or above `cutOffset` is gone, in whole batches. Memory is lost with it; call `recover` next.
   * A process crash needs no call: the page cache keeps all.
   */
  losePower(cutOffset = 0): void {
    this.touch();
    const cut = Math.max(cutOffset, this.recoveryPoint);
    this.batches = this.batches.filter((batch) => batch.baseOffset < cut);
    this.logEndOffset = this.batches[this.batches.length - 1]?.nextOffset ?? Math.min(this.logEndOffset, cut);
  }

  /**
   * Loads the log again when its broker starts: what is in memory (high watermark, producers, verifications) is built anew from the disk.
   * The high watermark is then `logStartOffset`; the owner sets the checkpointed one with updateHighWatermark. Source: LogLoader, UnifiedLog.create.
   */
  recover(checkpoints: LogCheckpoints, nowMillis: number): LogError | null {
    void nowMillis;
    this.touch();
    this.logStartOffset = Math.min(Math.max(this.logStartOffset, checkpoints.logStartOffset), this.logEndOffset);
    this.recoveryPoint = checkpoints.isCleanShutdown ? this.logEndOffset : Math.min(checkpoints.recoveryPoint, this.logEndOffset);
    this.highWatermark = this.logStartOffset;
    this.leaderEpochCache.truncateFromEnd(this.logEndOffset);
    this.leaderEpochCache.truncateFromStart(this.logStartOffset);
    return null;
  }

  /** Every batch in order, for pictures, checks and digests; not for the hot path. */
  *allBatches(): Iterable<RecordBatch> {
    yield* this.batches;
  }

  private appendInfo(firstOffset: number, batches: readonly RecordBatch[], validBytes: number, maxTimestamp: number): LogAppendInfo {
    return {
      kind: 'appended',
      firstOffset,
      lastOffset: batches[batches.length - 1]?.lastOffset ?? -1,
      maxTimestamp,
      logAppendTime: -1,
      logStartOffset: this.logStartOffset,
      validBytes,
      isDuplicate: false,
      batches,
    };
  }
}

/** What a broker's checkpoint files say of a log when it starts. */
export interface LogCheckpoints {
  readonly logStartOffset: number;
  readonly recoveryPoint: number;
  /** The clean-shutdown marker was there: nothing is checked. */
  readonly isCleanShutdown: boolean;
}
