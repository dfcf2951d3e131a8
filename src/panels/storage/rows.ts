/** What the Storage view shows, table by table. */

/** Where what is shown comes from: a broker's disk, or files that somebody opened. */
export type StorageSource = 'broker' | 'files';

/** The log that is shown. Offsets and times of things that a file does not tell are -1. */
export interface StorageLogRow {
  readonly id: 'log';
  readonly source: StorageSource;
  readonly partition: string;
  readonly broker: number;
  /** Brokers that have a log of this partition. */
  readonly brokers: readonly number[];
  readonly allPartitions: readonly string[];
  readonly leader: number;
  readonly isUp: boolean;
  /** The broker's clock, in epoch milliseconds. */
  readonly nowMillis: number;
  readonly logStartOffset: number;
  readonly recoveryPoint: number;
  readonly flushedOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  /** Where these offsets lie in the bytes of all segments together. */
  readonly logStartByte: number;
  readonly recoveryPointByte: number;
  readonly flushedByte: number;
  readonly highWatermarkByte: number;
  readonly sizeBytes: number;
  readonly segmentCount: number;
  readonly cleanupPolicy: string;
  readonly indexIntervalBytes: number;
  /** By the rule of Kafka until 4.0. */
  readonly isIndexPerAppend: boolean;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  /** From this record timestamp on, the next append begins a segment; -1: unknown. */
  readonly rollDueMillis: number;
  readonly activeSizeBytes: number;
  /** The segment and the batch in large; -1: none. */
  readonly shownSegment: number;
  readonly shownBatch: number;
  readonly isLog: boolean;
}

/** A file of the directory. */
export interface StorageFileRow {
  readonly id: string;
  readonly order: number;
  /** -1 when it is not known. */
  readonly sizeBytes: number;
  readonly usedBytes: number;
  /** The base offset of its segment; -1 for files of the whole log. */
  readonly segment: number;
  readonly isDeleted: boolean;
}

/** A segment. */
export interface StorageSegmentRow {
  readonly id: string;
  readonly baseOffset: number;
  /** Where the next one begins, or the log end. */
  readonly nextOffset: number;
  readonly sizeBytes: number;
  readonly batchCount: number;
  readonly isActive: boolean;
  readonly largestTimestamp: number;
  readonly indexEntries: number;
  readonly timeIndexEntries: number;
  readonly hasIndex: boolean;
  /** Bytes behind the last whole batch. */
  readonly trailingBytes: number;
}

/** A batch of the segment in large. */
export interface StorageBatchRow {
  readonly id: string;
  readonly index: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly position: number;
  readonly sizeBytes: number;
  readonly recordCount: number;
  readonly isControl: boolean;
  /** Bytes between batches that are none. */
  readonly isGap: boolean;
  /** Its CRC is wrong, or its records cannot be read. */
  readonly isBroken: boolean;
}

/** An entry of the offset index. */
export interface StorageEntryRow {
  readonly id: string;
  readonly slot: number;
  readonly offset: number;
  readonly position: number;
}

/** An entry of the time index. */
export interface StorageTimeEntryRow {
  readonly id: string;
  readonly slot: number;
  readonly timestamp: number;
  readonly offset: number;
}

/** A lookup, step by step. */
export interface StorageLookupRow {
  readonly id: 'lookup';
  readonly kind: 'found' | 'out-of-range' | 'log-end' | 'none-that-young';
  readonly asked: 'offset' | 'timestamp';
  readonly value: number;
  /** Segments that were asked first. */
  readonly passed: readonly number[];
  readonly segment: number;
  readonly timeEntryCount: number;
  readonly timeSlots: readonly number[];
  readonly timeSlot: number;
  readonly timeSlotTimestamp: number;
  readonly timeSlotOffset: number;
  readonly entryCount: number;
  readonly slots: readonly number[];
  readonly slotOffsets: readonly number[];
  readonly slot: number;
  readonly slotOffset: number;
  readonly position: number;
  /** First offsets of the batches whose headers were read, in order; only the last of them when they are many. */
  readonly scanned: readonly number[];
  readonly scannedCount: number;
  readonly scannedBytes: number;
  readonly batchIndex: number;
  readonly batchBaseOffset: number;
  readonly batchLastOffset: number;
  readonly batchPosition: number;
  readonly batchBytes: number;
  /** The answer's first record, and its timestamp where one was asked for. */
  readonly offset: number;
  readonly timestamp: number;
}

/** The bytes of the batch in large: one page of them. */
export interface StorageBytesRow {
  readonly id: 'bytes';
  readonly baseOffset: number;
  readonly position: number;
  readonly sizeBytes: number;
  /** `batch`: as on disk; `content`: the records as they come out of their compression. */
  readonly part: 'batch' | 'content';
  readonly contentBytes: number;
  readonly isCompressed: boolean;
  readonly page: number;
  readonly pageCount: number;
  /** Where the page begins in the part. */
  readonly from: number;
  /** Two digits a byte. */
  readonly bytesHex: string;
  /** The whole part, for copying; empty when it is too long for that. */
  readonly wholeHex: string;
  readonly recordCount: number;
  /** -1: there is none. */
  readonly storedCrc: number;
  readonly computedCrc: number;
  /** Kafka's own words for what is wrong with the records; empty when nothing is. */
  readonly problem: string;
}

/** A field of the batch: which bytes, and what they say. */
export interface StorageFieldRow {
  readonly id: string;
  readonly order: number;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly value: string;
  /** -1: of the batch. */
  readonly record: number;
}

/** What is in memory alone. */
export interface StorageMemoryRow {
  readonly id: 'memory';
  readonly fromOffset: number;
  readonly recordCount: number;
  readonly batchCount: number;
  readonly sizeBytes: number;
  /** Other brokers that have everything this log has. */
  readonly holders: readonly number[];
  /** Those of them that have it on disk. */
  readonly safeHolders: readonly number[];
}

/** What the machine under the log is busy with; everything 0 where nothing costs anything. */
export interface StorageMachineRow {
  readonly id: 'machine';
  readonly isOn: boolean;
  /** From which offset on this log is read from memory. */
  readonly cachedFrom: number;
  readonly cachedBytes: number;
  readonly cacheBytes: number;
  /** Bytes of all logs of the broker that wait to be written. */
  readonly dirtyBytes: number;
  readonly memoryReadBytes: number;
  readonly diskReadBytes: number;
  /** How long processor and disk are busy with what was asked so far. */
  readonly cpuBusyMicros: number;
  readonly diskBusyMicros: number;
  /** The last read that memory could not answer; an empty partition: there was none. */
  readonly missPartition: string;
  readonly missOffset: number;
  readonly missBytes: number;
  readonly missMicros: number;
}

/** What a part of a machine costs. */
export interface StorageCostRow {
  /** Its name in the scenario. */
  readonly id: string;
  readonly order: number;
  readonly value: number;
  readonly defaultValue: number;
  readonly min: number;
  readonly max: number;
}

/** Why the first segment stays for now. */
export type RetentionHoldName = 'policy' | 'unlimited' | 'high-watermark' | 'empty' | 'none';

/** What retention takes next. */
export interface StorageRetentionRow {
  readonly id: 'retention';
  readonly nowReason: '' | 'logStartOffset' | 'size' | 'time';
  readonly nowSegmentCount: number;
  readonly timeHold: RetentionHoldName;
  readonly timeDueMillis: number;
  readonly sizeHold: RetentionHoldName;
  readonly roomBytes: number;
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly fileDeleteDelayMs: number;
  readonly nextCheckMillis: number;
  readonly waitingFileCount: number;
  /** When the renamed files go; -1 when none wait. */
  readonly filesDueMillis: number;
}

/** How dirty a compacted log is, and what its cleaning would do. */
export interface StorageCleanerRow {
  readonly id: 'cleaner';
  readonly firstDirtyOffset: number;
  readonly firstUncleanableOffset: number;
  readonly cleanBytes: number;
  readonly cleanableBytes: number;
  readonly uncleanableBytes: number;
  readonly cleanableRatio: number;
  readonly minCleanableRatio: number;
  /** Whether the next turn would take it up. */
  readonly isDue: boolean;
  readonly needsCompactionNow: boolean;
  readonly nextTurnMillis: number;
  /** -1: the log is too long to forecast. */
  readonly recordCount: number;
  readonly survivorCount: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly endOffset: number;
  /** The newest cleaning that was watched: what had been forecast, and what was there afterwards; -1: none. */
  readonly cleanedAtMicros: number;
  readonly forecastCount: number;
  readonly remainingCount: number;
  readonly isAsForecast: boolean;
}

/** What a cleaning now would do with a record. */
export type RecordFate = 'stays' | 'replaced' | 'no-key' | 'expired' | 'aborted' | 'untouched';

/** A record of a compacted log. */
export interface StorageSurvivorRow {
  readonly id: string;
  readonly offset: number;
  readonly key: string | null;
  readonly isTombstone: boolean;
  /** When a tombstone may go; -1: not said yet, or no tombstone. */
  readonly deleteHorizonMillis: number;
  readonly fate: RecordFate;
  readonly replacedBy: number;
  readonly part: 'clean' | 'dirty' | 'uncleanable';
}

/** Something that is wrong with an opened file; `params` is JSON. */
export interface StorageFindingRow {
  readonly id: string;
  readonly order: number;
  readonly code: string;
  readonly fileName: string;
  readonly atByte: number;
  readonly params: string;
}

/** Every table by name. */
export interface StorageTables {
  readonly 'storage.log': StorageLogRow;
  readonly 'storage.files': StorageFileRow;
  readonly 'storage.segments': StorageSegmentRow;
  readonly 'storage.batches': StorageBatchRow;
  readonly 'storage.entries': StorageEntryRow;
  readonly 'storage.time-entries': StorageTimeEntryRow;
  readonly 'storage.lookup': StorageLookupRow;
  readonly 'storage.bytes': StorageBytesRow;
  readonly 'storage.fields': StorageFieldRow;
  readonly 'storage.memory': StorageMemoryRow;
  readonly 'storage.machine': StorageMachineRow;
  readonly 'storage.costs': StorageCostRow;
  readonly 'storage.retention': StorageRetentionRow;
  readonly 'storage.cleaner': StorageCleanerRow;
  readonly 'storage.survivors': StorageSurvivorRow;
  readonly 'storage.findings': StorageFindingRow;
}
