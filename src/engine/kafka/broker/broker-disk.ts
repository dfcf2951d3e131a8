import { Entity, Shared } from '../../kernel/state.ts';
import type { Micros } from '../../kernel/units.ts';
import { LogCleanerManager } from '../log/cleaner/log-cleaner-manager.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import { MetadataImage } from '../metadata/image.ts';

/** A partition's directory. */
export class LogDirectory extends Shared {
  readonly topic: string;
  readonly topicId: string;
  readonly partitionIndex: number;
  private readonly ownLog: PartitionLog;

  constructor(log: PartitionLog, { topic, topicId, partitionIndex }: Pick<LogDirectory, 'topic' | 'topicId' | 'partitionIndex'>) {
    super();
    this.ownLog = log;
    this.topic = topic;
    this.topicId = topicId;
    this.partitionIndex = partitionIndex;
  }

  get log(): PartitionLog {
    return this.ownLog.fresh();
  }
}

/** What a broker has on its disk: it survives every crash, but for what was not yet written. */
export class BrokerDisk extends Entity {
  /** By `topic-partition`. */
  logs = new Map<string, LogDirectory>();
  /** replication-offset-checkpoint */
  highWatermarkCheckpoint = new Map<string, number>();
  /** recovery-point-offset-checkpoint */
  recoveryPointCheckpoint = new Map<string, number>();
  /** log-start-offset-checkpoint */
  logStartOffsetCheckpoint = new Map<string, number>();
  /** cleaner-offset-checkpoint, and which log is cleaned next. */
  cleaner = new LogCleanerManager();
  /** The broker epoch in the clean-shutdown file; -1 when there is none. */
  cleanShutdownBrokerEpoch = -1;
  /** The metadata log as far as this broker has it, as the image that it adds up to. */
  metadataImage: MetadataImage = MetadataImage.empty();
  isFailed = false;
  /** How many bytes of logs it has room for; Infinity unless it was filled up. */
  capacityBytes = Infinity;
  /** The next loss of power comes in the middle of a write. */
  isTearing = false;
  /** How much longer each append takes than it should: a disk that is worn, shared or nearly full. */
  appendDelayMicros: Micros = 0;
  /** Appends wait for each other. */
  private busyUntilMicros: Micros = 0;
  /** The directory's id in meta.properties. */
  directoryId = '';
  /** How often the disk was replaced. */
  generation = 0;

  /** When an append that arrives now is done. */
  reserve(nowMicros: Micros): Micros {
    this.touch();
    this.busyUntilMicros = Math.max(nowMicros, this.busyUntilMicros) + this.appendDelayMicros;
    return this.busyUntilMicros;
  }

  /** Whether so many bytes more can be written. */
  hasRoomFor(sizeBytes: number): boolean {
    return this.capacityBytes === Infinity || this.usedBytes + sizeBytes <= this.capacityBytes;
  }

  /** Bytes of all logs. */
  get usedBytes(): number {
    let usedBytes = 0;
    for (const { log } of this.logs.values()) usedBytes += log.sizeBytes;
    return usedBytes;
  }

  /** Somebody has deleted a partition's directory; the checkpoints still tell of it. */
  wipePartition(name: string): void {
    this.touch();
    this.logs.delete(name);
  }

  /** Writes recovery-point-offset-checkpoint. Source: LogManager.checkpointLogRecoveryOffsets. */
  checkpointRecoveryPoints(): void {
    this.touch();
    for (const [name, { log }] of this.logs) this.recoveryPointCheckpoint.set(name, log.recoveryPoint);
  }

  /** Writes log-start-offset-checkpoint, of logs whose first segment begins below their log start. */
  checkpointLogStartOffsets(): void {
    this.touch();
    this.logStartOffsetCheckpoint = new Map();
    for (const [name, { log }] of this.logs) {
      if (log.logStartOffset > log.localLog.firstSegmentBaseOffset) this.logStartOffsetCheckpoint.set(name, log.logStartOffset);
    }
  }

  /** A new, empty disk. */
  wipe(directoryId: string): void {
    this.touch();
    this.logs = new Map();
    this.highWatermarkCheckpoint = new Map();
    this.recoveryPointCheckpoint = new Map();
    this.logStartOffsetCheckpoint = new Map();
    this.cleaner = new LogCleanerManager();
    this.cleanShutdownBrokerEpoch = -1;
    this.metadataImage = MetadataImage.empty();
    this.isFailed = false;
    this.capacityBytes = Infinity;
    this.isTearing = false;
    this.appendDelayMicros = 0;
    this.busyUntilMicros = 0;
    this.directoryId = directoryId;
    this.generation++;
  }
}
