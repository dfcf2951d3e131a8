import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { cleanLog } from '../log/cleaner/cleaner.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { RetentionReason } from '../log/retention.ts';
import type { Broker } from './broker.ts';
import { logCleaned, logFlushed, segmentFilesDeleted, segmentsDeleted } from './storage-events.ts';

const retentionReasons: readonly RetentionReason[] = ['logStartOffset', 'size', 'time'];

/** How fast a cleaner thread reads and writes where log.cleaner.io.max.bytes.per.second does not hold it back. */
const cleanerBytesPerSecond = 100_000_000;

/**
 * What a broker does with its logs by the clock: retention, cleaning, flushing, checkpoints, and deleting renamed files. Every task starts
 * log.initial.task.delay.ms after the broker, the cleaner at once. Source: LogManager.startupWithConfigOverrides, LogCleaner.
 */
export class LogMaintenance extends Entity {
  private readonly broker: Broker;
  /** When the next renamed files are to be looked at; Infinity while none wait. */
  private filesDueMillis = Infinity;

  constructor(registry: EntityRegistry, broker: Broker) {
    super(registry);
    this.broker = broker;
  }

  /** Begins the tasks of a broker whose logs are loaded. */
  start(): void {
    const { broker } = this;
    const { settings } = broker;
    const delay = settings.logInitialTaskDelayMs;
    broker.after('retention', delay);
    broker.after('recoveryPointCheckpoint', delay);
    broker.after('logStartOffsetCheckpoint', delay);
    if (settings.logFlushSchedulerIntervalMs < Number.MAX_SAFE_INTEGER) broker.after('flushDirtyLogs', delay);
    if (settings.logCleanerEnable) broker.after('cleaner', 0);
    this.awaitFiles();
  }

  /** The process ended; timers went with it. */
  clear(): void {
    this.touch();
    this.filesDueMillis = Infinity;
  }

  /** Retention of logs that the cleaner has nothing to do with; those of the others it deletes itself. Source: LogManager.cleanupLogs. */
  cleanupLogs(nowMillis: number): void {
    const { broker } = this;
    if (!broker.disk.isFailed) {
      for (const [name, { log }] of broker.disk.logs) {
        if (!log.config.compact) this.deleteOldSegments(name, log, nowMillis);
        log.runScheduledTasks(nowMillis);
      }
    }
    this.awaitFiles();
    broker.afterPeriod('retention', broker.settings.logRetentionCheckIntervalMs);
  }

  /** Writes what flush.ms says has waited too long. Source: LogManager.flushDirtyLogs. */
  flushDirtyLogs(nowMillis: number): void {
    const { broker } = this;
    if (!broker.disk.isFailed) {
      for (const [name, { log }] of broker.disk.logs) {
        if (nowMillis - log.lastFlushedMillis < log.config.flushMs) continue;
        const previousRecoveryPoint = log.recoveryPoint;
        log.flush(log.logEndOffset, nowMillis);
        const { recoveryPoint } = log;
        if (recoveryPoint === previousRecoveryPoint) continue;
        broker.context.emit(logFlushed, { partition: broker.context.name(name), previousRecoveryPoint, recoveryPoint });
      }
    }
    broker.afterPeriod('flushDirtyLogs', broker.settings.logFlushSchedulerIntervalMs);
  }

  /** Writes recovery-point-offset-checkpoint: from there on a start after a crash has to look. */
  checkpointRecoveryPoints(): void {
    const { disk, settings } = this.broker;
    disk.checkpointRecoveryPoints();
    this.broker.afterPeriod('recoveryPointCheckpoint', settings.logFlushOffsetCheckpointIntervalMs);
  }

  /** Writes log-start-offset-checkpoint: which records of the first segment are deleted. */
  checkpointLogStartOffsets(): void {
    const { disk, settings } = this.broker;
    disk.checkpointLogStartOffsets();
    this.broker.afterPeriod('logStartOffsetCheckpoint', settings.logFlushStartOffsetCheckpointIntervalMs);
  }

  /**
   * One turn of the cleaner: the dirtiest log, then retention of all compacted logs. It goes on at once after it cleaned something, and
   * rests for log.cleaner.backoff.ms when nothing was dirty enough. The files change at the turn's beginning; the time that reading and
   * writing takes passes before the next. Source: LogCleaner.CleanerThread.doWork.
   */
  clean(nowMillis: number): void {
    const { broker } = this;
    const { settings, disk } = broker;
    const busyMillis = disk.isFailed ? 0 : this.cleanFilthiestLog(nowMillis);
    if (!disk.isFailed) {
      for (const [name, { log }] of disk.logs) if (log.config.compact) this.deleteOldSegments(name, log, nowMillis);
    }
    this.awaitFiles();
    // Without a rest the thread looks again and again; to look takes a moment.
    broker.after('cleaner', Math.max(1, busyMillis > 0 ? busyMillis : settings.logCleanerBackoffMs));
  }

  /** Deletes the renamed files whose delay has passed. */
  deleteFiles(nowMillis: number): void {
    const { context, disk } = this.broker;
    this.clear();
    for (const [name, { log }] of disk.logs) {
      const before = log.localLog.deletedFileNames.size;
      log.runScheduledTasks(nowMillis);
      const fileCount = before - log.localLog.deletedFileNames.size;
      if (fileCount > 0) context.emit(segmentFilesDeleted, { partition: context.name(name), fileCount });
    }
    this.awaitFiles();
  }

  /** Looks when the next renamed files are due. */
  awaitFiles(): void {
    const { context, disk } = this.broker;
    let due = Infinity;
    for (const { log } of disk.logs.values()) due = Math.min(due, log.localLog.nextDeletionMillis);
    if (due >= this.filesDueMillis) return;
    this.touch();
    this.filesDueMillis = due;
    this.broker.after('deleteFiles', Math.max(0, due - context.nowMillis));
  }

  /** How long the cleaning takes; 0 when there was nothing to clean. */
  private cleanFilthiestLog(nowMillis: number): number {
    const { context, disk, settings } = this.broker;
    const logs = Array.from(disk.logs.values(), ({ log }) => log);
    if (!logs.some((log) => log.config.compact)) return 0;
    disk.touch();
    const cleanable = disk.cleaner.grabFilthiestCompactedLog(logs, nowMillis);
    if (cleanable === null) return 0;
    const { log, firstDirtyOffset } = cleanable;
    const { offsetMapSlots, logCleanerLoadFactor: loadFactor, logCleanerBytesPerSecondMax } = settings;
    const stats = cleanLog(cleanable, { offsetMapSlots, loadFactor }, nowMillis);
    disk.cleaner.doneCleaning(log.topicPartition, stats.endOffset);
    context.emit(logCleaned, {
      partition: context.name(log.topicPartition),
      firstDirtyOffset,
      endOffset: stats.endOffset,
      sizeBeforeBytes: stats.bytesRead,
      sizeAfterBytes: stats.bytesWritten,
    });
    const perSecond = Math.min(logCleanerBytesPerSecondMax, cleanerBytesPerSecond);
    return Math.max(1, Math.ceil(((stats.bytesRead + stats.bytesWritten) * 1000) / perSecond));
  }

  private deleteOldSegments(name: string, log: PartitionLog, nowMillis: number): void {
    const { context, replicas } = this.broker;
    const partition = replicas.partition(name);
    for (const reason of retentionReasons) {
      const sizeBefore = log.sizeBytes;
      // Through the partition, so that followers and waiting fetches hear of the new log start.
      const segmentCount =
        partition?.log === log ? partition.deleteOldSegments(reason, nowMillis) : log.deleteSegmentsFor(reason, nowMillis);
      if (segmentCount === 0) continue;
      const sizeBytes = sizeBefore - log.sizeBytes;
      const { logStartOffset } = log;
      context.emit(segmentsDeleted, {
        partition: context.name(name),
        reason: context.name(reason),
        segmentCount,
        sizeBytes,
        logStartOffset,
      });
    }
  }
}
