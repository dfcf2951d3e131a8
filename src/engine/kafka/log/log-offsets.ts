import { LazyEntity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import { LeaderEpochFileCache } from './leader-epoch-cache.ts';
import type { EpochEndOffset } from './leader-epoch-cache.ts';
import { LocalLog } from './local-log.ts';
import { fencedProducer, hasOngoingTransaction } from './log-append.ts';
import type { LogConfig } from './log-config.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import { LogSegment } from './log-segment.ts';
import { noVerificationGuard } from './log-types.ts';
import type { FetchIsolation, VerificationGuard } from './log-types.ts';
import type { LogOffsetMetadata } from './producer-append-info.ts';
import { ProducerStateManager } from './producer-state-manager.ts';

/**
 * What a log says of its offsets, epochs and producers, and how its marks move: the log start, the high watermark, the last stable offset.
 * PartitionLog adds reading and writing. Source: UnifiedLog.
 */
export abstract class LogOffsets extends LazyEntity {
  /** `topic-partition`, as Kafka prints it. */
  readonly topicPartition: string;
  config: LogConfig;
  logStartOffset: number;
  /** A roll asked for a flush up to here (exclusive), which the owner does when its disk can: see flushPending. -1: none. */
  pendingFlushOffset = -1;
  /** Everything below is on disk; what power loss keeps. At or above recoveryPoint, which is what Kafka knows of it. */
  flushedOffset: number;
  /** When a flush last moved the recovery point. */
  lastFlushedMillis: number;
  protected nextExpirationCheckMillis: number;
  readonly leaderEpochCache = new LeaderEpochFileCache();
  readonly producerStateManager: ProducerStateManager;
  readonly localLog: LocalLog;
  private highWatermarkOffset: number;
  /** Where the high watermark stands, once somebody has looked; -1 before. */
  private highWatermarkSegment = -1;
  private highWatermarkPosition = -1;
  private isHighWatermarkOnBatch = false;
  private firstUnstableOffsetMetadata: LogOffsetMetadata | null = null;

  /** An empty log that begins at `logStartOffset`. */
  constructor(registry: EntityRegistry, topicPartition: string, config: LogConfig, nowMillis: number, logStartOffset = 0) {
    super(registry);
    this.topicPartition = topicPartition;
    this.config = config;
    this.logStartOffset = logStartOffset;
    this.flushedOffset = logStartOffset;
    this.lastFlushedMillis = nowMillis;
    this.nextExpirationCheckMillis = nowMillis + config.producerIdExpirationCheckIntervalMs;
    this.localLog = new LocalLog(topicPartition, logStartOffset, logStartOffset);
    this.localLog.segments.push(new LogSegment(logStartOffset, config, nowMillis));
    this.localLog.activeSegment.openIndexes();
    this.producerStateManager = new ProducerStateManager(topicPartition);
    this.producerStateManager.updateMapEndOffset(logStartOffset);
    this.highWatermarkOffset = logStartOffset;
  }

  get logEndOffset(): number {
    return this.localLog.logEndOffset;
  }

  get highWatermark(): number {
    return this.highWatermarkOffset;
  }

  /** Up to here the log is known to be on disk; a restart after a crash checks everything above. */
  get recoveryPoint(): number {
    return this.localLog.recoveryPoint;
  }

  /** The offset that read_committed readers may reach: the first unstable offset, or the high watermark. */
  get lastStableOffset(): number {
    const unstable = this.firstUnstableOffsetMetadata;
    const highWatermark = this.highWatermarkOffset;
    return unstable !== null && unstable.messageOffset < highWatermark ? unstable.messageOffset : highWatermark;
  }

  /** The first offset of a transaction that is open, or whose marker is not below the high watermark; null when there is none. */
  get firstUnstableOffset(): number | null {
    return this.firstUnstableOffsetMetadata?.messageOffset ?? null;
  }

  /** Every segment, by base offset; the last one is active. For pictures and checks. */
  get segments(): readonly LogSegment[] {
    return this.localLog.segments;
  }

  /** All bytes of all segments. */
  get sizeBytes(): number {
    return this.localLog.sizeBytes;
  }

  /** New values take effect at once, for the segments that exist too (but their index sizes). */
  updateConfig(config: LogConfig): void {
    this.touch();
    this.config = config;
  }

  /** Sets the high watermark, clamped to [logStartOffset, logEndOffset], and returns it; it may fall. */
  updateHighWatermark(offset: number): number {
    if (offset < this.logStartOffset) this.setHighWatermark(this.logStartOffset);
    else if (offset >= this.localLog.logEndOffset) this.setHighWatermarkToEnd();
    else this.setHighWatermark(offset);
    return this.highWatermarkOffset;
  }

  /** Raises the high watermark (a leader does); returns the old one, or null when it does not rise. Above logEndOffset is a bug of ours. */
  maybeIncrementHighWatermark(newHighWatermark: number): number | null {
    assert(newHighWatermark <= this.localLog.logEndOffset, 'the high watermark stays at or below the log end');
    if (!this.isHighWatermarkOnBatch) this.placeHighWatermark();
    const old = this.highWatermarkOffset;
    if (newHighWatermark <= old) return null;
    if (newHighWatermark === this.localLog.logEndOffset) this.setHighWatermarkToEnd();
    else this.setHighWatermark(newHighWatermark);
    // A leader's high watermark is where some replica's log ends, so its place need not be looked up before somebody reads there.
    this.isHighWatermarkOnBatch = true;
    return old;
  }

  /** Sets the high watermark that a leader told its follower; returns the new one, or null when it stays the same. */
  maybeUpdateHighWatermark(offset: number): number | null {
    const old = this.highWatermark;
    const updated = this.updateHighWatermark(offset);
    return updated === old ? null : updated;
  }

  /** Sets the high watermark without any check: only for deliberate mistakes in tests of the invariants (mutation M24). */
  setHighWatermarkUnchecked(offset: number): void {
    this.touch();
    this.highWatermarkOffset = offset;
    this.highWatermarkSegment = -1;
    this.highWatermarkPosition = -1;
  }

  /**
   * Raises the log start (DeleteRecords, retention, what the leader says); true when it moved. OFFSET_OUT_OF_RANGE above the high
   * watermark.
   */
  maybeIncrementLogStartOffset(newLogStartOffset: number): boolean | LogError {
    if (newLogStartOffset > this.highWatermark) {
      const message = `Cannot increment the log start offset to ${String(newLogStartOffset)} of partition ${this.topicPartition}`;
      return logError('OFFSET_OUT_OF_RANGE', `${message} since it is larger than the high watermark ${String(this.highWatermark)}`);
    }
    if (newLogStartOffset <= this.logStartOffset) return false;
    this.touch();
    this.logStartOffset = newLogStartOffset;
    if (this.localLog.recoveryPoint < newLogStartOffset) this.localLog.recoveryPoint = newLogStartOffset;
    this.leaderEpochCache.truncateFromStart(newLogStartOffset);
    this.producerStateManager.onLogStartOffsetIncremented(newLogStartOffset);
    this.maybeIncrementFirstUnstableOffset();
    return true;
  }

  /** The end of an epoch in this log; null when undefined. Source: UnifiedLog.endOffsetForEpoch, LeaderEpochFileCache.endOffsetFor. */
  endOffsetForEpoch(leaderEpoch: number): EpochEndOffset | null {
    const end = this.leaderEpochCache.endOffsetFor(leaderEpoch, this.localLog.logEndOffset);
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

  /** Begins the verification of a producer's transaction; noVerificationGuard when the transaction is open here already. */
  maybeStartTransactionVerification(
    producer: { readonly producerId: number; readonly sequence: number; readonly epoch: number; readonly supportsEpochBump: boolean },
    nowMillis: number,
  ): VerificationGuard | LogError {
    const manager = this.producerStateManager;
    const fenced = fencedProducer(manager, producer.producerId, producer.epoch);
    if (fenced !== null) return fenced;
    if (hasOngoingTransaction(manager, producer.producerId, producer.epoch)) return noVerificationGuard;
    this.touch();
    return manager.maybeCreateVerificationStateEntry(producer, nowMillis).verificationGuard;
  }

  /** True when a transaction is open for longer than transaction.max.timeout.ms and five minutes: it hangs. */
  hasLateTransaction(nowMillis: number): boolean {
    return this.producerStateManager.hasLateTransaction(nowMillis, this.config);
  }

  /** When runScheduledTasks has something to do next. */
  get nextTaskMillis(): number {
    return Math.min(this.nextExpirationCheckMillis, this.localLog.nextDeletionMillis);
  }

  /** Runs what Kafka schedules for a log by the clock: the search for expired producers, and the deletion of files that wait for it. */
  runScheduledTasks(nowMillis: number): void {
    if (nowMillis < this.nextTaskMillis) return;
    this.touch();
    this.localLog.deleteDueFiles(nowMillis);
    if (nowMillis < this.nextExpirationCheckMillis) return;
    const interval = this.config.producerIdExpirationCheckIntervalMs;
    this.nextExpirationCheckMillis += (Math.floor((nowMillis - this.nextExpirationCheckMillis) / interval) + 1) * interval;
    this.removeExpiredProducers(nowMillis);
  }

  /** Forgets producers that wrote nothing for producer.id.expiration.ms. */
  removeExpiredProducers(nowMillis: number): void {
    this.touch();
    this.producerStateManager.removeExpiredProducers(nowMillis, this.config);
  }

  /** Writes a producer snapshot at the log end, as a clean stop does. */
  takeProducerSnapshot(): void {
    this.touch();
    this.producerStateManager.takeSnapshot();
  }

  /** How far a read of this isolation sees, with its place in the log. Source: UnifiedLog.fetchOffsetSnapshot. */
  boundOf(isolation: FetchIsolation): LogOffsetMetadata {
    switch (isolation) {
      case 'LOG_END':
        return this.localLog.logEndOffsetMetadata();
      case 'HIGH_WATERMARK':
        return this.fetchHighWatermarkMetadata();
      case 'TXN_COMMITTED':
        return this.fetchLastStableOffsetMetadata();
    }
  }

  /** The high watermark with its place. One inside a batch falls to the batch's beginning here, as it does in Kafka. */
  private fetchHighWatermarkMetadata(): LogOffsetMetadata {
    this.placeHighWatermark();
    return {
      messageOffset: this.highWatermarkOffset,
      segmentBaseOffset: this.highWatermarkSegment,
      relativePositionInSegment: this.highWatermarkPosition,
    };
  }

  /** Looks up where the high watermark stands, when nobody has. */
  private placeHighWatermark(): void {
    if (this.highWatermarkSegment >= 0) return;
    const { messageOffset, segmentBaseOffset, relativePositionInSegment } = this.localLog.convertToOffsetMetadata(this.highWatermarkOffset);
    this.setHighWatermark(messageOffset, segmentBaseOffset, relativePositionInSegment);
  }

  private fetchLastStableOffsetMetadata(): LogOffsetMetadata {
    const highWatermark = this.fetchHighWatermarkMetadata();
    const unstable = this.firstUnstableOffsetMetadata;
    if (unstable === null || unstable.messageOffset >= highWatermark.messageOffset) return highWatermark;
    if (unstable.segmentBaseOffset >= 0) return unstable;
    this.touch();
    this.firstUnstableOffsetMetadata = this.localLog.convertToOffsetMetadata(unstable.messageOffset);
    return this.firstUnstableOffsetMetadata;
  }

  protected setHighWatermarkToEnd(): void {
    const { logEndOffset, activeSegment } = this.localLog;
    this.setHighWatermark(logEndOffset, activeSegment.baseOffset, activeSegment.sizeBytes);
  }

  /** As numbers: it rises with each batch, and an object for it would be one more to be collected. */
  private setHighWatermark(offset: number, segmentBaseOffset = -1, position = -1): void {
    this.touch();
    this.highWatermarkOffset = offset;
    this.highWatermarkSegment = segmentBaseOffset;
    this.highWatermarkPosition = position;
    this.isHighWatermarkOnBatch = false;
    this.producerStateManager.onHighWatermarkUpdated(offset);
    this.maybeIncrementFirstUnstableOffset();
  }

  protected maybeIncrementFirstUnstableOffset(): void {
    const unstable = this.producerStateManager.firstUnstableOffset();
    const isPlaced = unstable === null || (unstable.segmentBaseOffset >= 0 && unstable.messageOffset >= this.logStartOffset);
    this.firstUnstableOffsetMetadata = isPlaced
      ? unstable
      : this.localLog.convertToOffsetMetadata(Math.max(unstable.messageOffset, this.logStartOffset));
  }

  /** A log that was just loaded: the high watermark is at the log start until somebody says more. */
  protected resetOffsets(logStartOffset: number): void {
    this.logStartOffset = logStartOffset;
    this.highWatermarkOffset = logStartOffset;
    this.highWatermarkSegment = -1;
    this.highWatermarkPosition = -1;
    this.isHighWatermarkOnBatch = false;
    this.firstUnstableOffsetMetadata = null;
    this.maybeIncrementFirstUnstableOffset();
  }
}
