import { LogSegment } from '../log-segment.ts';
import type { PartitionLog } from '../partition-log.ts';
import type { RecordBatch } from '../record-batch.ts';
import { CleanedTransactionMetadata } from './cleaned-transaction-metadata.ts';
import type { LogToClean } from './cleanable.ts';
import { filterBatch } from './filter-batch.ts';
import type { BatchRetention, BatchVerdict } from './filter-batch.ts';
import { OffsetMap } from './offset-map.ts';

/** What a cleaner thread has to work with. */
export interface CleanerLimits {
  /** How many keys its offset map has room for. */
  readonly offsetMapSlots: number;
  /** log.cleaner.io.buffer.load.factor: how full the map may become. */
  readonly loadFactor: number;
}

/** What a cleaning did. Source: CleanerStats. */
export interface CleanerStats {
  /** The log is clean below this offset. */
  readonly endOffset: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly messagesRead: number;
  readonly messagesWritten: number;
  readonly mapSize: number;
  /** The offset map had no room for the whole dirty part: the rest waits for the next turn. */
  readonly isMapFull: boolean;
}

const int32Max = 2147483647;

/**
 * Cleans one log: learns the last offset of every key in the dirty part, then copies all segments up to there, in groups, without the
 * records that a later one of their key replaced, and puts the copies in their place. Source: Cleaner.doClean.
 */
export function cleanLog(cleanable: LogToClean, limits: CleanerLimits, nowMillis: number): CleanerStats {
  const { log, firstDirtyOffset, firstUncleanableOffset } = cleanable;
  for (const segment of log.localLog.segmentsBetween(firstDirtyOffset, firstUncleanableOffset)) segment.hasOffsetIndexFile = true;
  return rewriteSegments(cleanable, limits, nowMillis, {
    onRecord: null,
    onRewritten: (cleaned, group) => {
      log.replaceSegments(cleaned, group, nowMillis);
      // The new files are on disk before they replace the old ones (Cleaner.cleanSegments), and so is all that lies before them.
      log.writeBack(cleaned.readNextOffset());
    },
  });
}

/** What becomes of a record in a cleaning. */
export type CleaningFate = 'stays' | 'replaced' | 'no-key' | 'expired' | 'aborted';

/** Who hears of a cleaning as it goes: each record's fate, and each group of segments with the one that was written of it. */
interface CleaningListener {
  /** `replacedBy` is the offset of the record that replaces this one, else -1. */
  readonly onRecord: ((offset: number, fate: CleaningFate, replacedBy: number) => void) | null;
  readonly onRewritten: (cleaned: LogSegment, group: readonly LogSegment[]) => void;
}

/** Says what cleanLog would do now, record by record, and changes nothing. */
export function forecastCleaning(
  cleanable: LogToClean,
  limits: CleanerLimits,
  nowMillis: number,
  onRecord: NonNullable<CleaningListener['onRecord']>,
): CleanerStats {
  return rewriteSegments(cleanable, limits, nowMillis, { onRecord, onRewritten: () => undefined });
}

function rewriteSegments(cleanable: LogToClean, limits: CleanerLimits, nowMillis: number, listener: CleaningListener): CleanerStats {
  const { log, firstDirtyOffset, firstUncleanableOffset } = cleanable;
  const map = new OffsetMap(limits.offsetMapSlots);
  const isMapFull = buildOffsetMap(log, { start: firstDirtyOffset, end: firstUncleanableOffset }, map, limits);
  const endOffset = map.latestOffset + 1;
  const cleaning = new SegmentCleaning({ log, map, upperBoundOffset: firstUncleanableOffset, nowMillis, onRecord: listener.onRecord });
  for (const group of groupSegmentsBySize(log.localLog.segmentsBetween(0, endOffset), log, firstUncleanableOffset)) {
    const cleaned = cleaning.rewrite(group);
    if (cleaned !== null) listener.onRewritten(cleaned, group);
  }
  return { endOffset, ...cleaning.counts(), mapSize: map.size, isMapFull };
}

/** Fills the map from the dirty part; true when it became full before the end. Source: Cleaner.buildOffsetMap. */
function buildOffsetMap(
  log: PartitionLog,
  range: { readonly start: number; readonly end: number },
  map: OffsetMap,
  limits: CleanerLimits,
): boolean {
  const { start, end } = range;
  const dirty = log.localLog.segmentsBetween(start, end);
  const transactions = new CleanedTransactionMetadata();
  transactions.addAbortedTransactions(log.collectAbortedTransactions(start, end));
  const sizeMax = Math.floor(map.slots * limits.loadFactor);
  for (const [index, segment] of dirty.entries()) {
    const first = segment.batches.indexOfPosition(segment.offsetIndex.lookup(start).position);
    for (let i = first; i < segment.batches.count; i++) {
      const batch = segment.batches.at(i);
      if (!mapBatch(batch, start, { map, sizeMax, transactions })) return true;
      if (batch.lastOffset >= start) map.latestOffset = batch.lastOffset;
    }
    map.latestOffset = (dirty[index + 1]?.baseOffset ?? end) - 1;
  }
  return false;
}

/** Puts a batch's keys into the map; false when there is no room for one of them. */
function mapBatch(
  batch: RecordBatch,
  start: number,
  into: { readonly map: OffsetMap; readonly sizeMax: number; readonly transactions: CleanedTransactionMetadata },
): boolean {
  if (batch.isControlBatch) {
    into.transactions.onControlBatchRead(batch);
    return true;
  }
  if (into.transactions.onBatchRead(batch)) return true;
  for (let index = 0; index < batch.count; index++) {
    const { key } = batch.records.at(index);
    const offset = batch.offsetOf(index);
    if (key === null || offset < start) continue;
    if (into.map.size >= into.sizeMax) return false;
    into.map.put(key, offset);
  }
  return true;
}

/**
 * Neighbours that fit into one segment together, by the sizes that they have now: small segments become one.
 * Source: Cleaner.groupSegmentsBySize.
 */
export function groupSegmentsBySize(segments: readonly LogSegment[], log: PartitionLog, firstUncleanableOffset: number): LogSegment[][] {
  const { segmentSize, maxIndexSize } = log.config;
  const groups: LogSegment[][] = [];
  let sizes = { log: 0, index: 0, timeIndex: 0 };
  for (const [position, segment] of segments.entries()) {
    const group = groups[groups.length - 1];
    const own = sizesOf(segment);
    const lastOffset = (segments[position + 1]?.baseOffset ?? firstUncleanableOffset) - 1;
    const fits =
      group !== undefined &&
      sizes.log + own.log <= segmentSize &&
      sizes.index + own.index <= maxIndexSize &&
      sizes.timeIndex + own.timeIndex <= maxIndexSize &&
      (own.log === 0 || lastOffset - (group[0]?.baseOffset ?? 0) <= int32Max);
    if (fits) {
      group.push(segment);
      sizes = { log: sizes.log + own.log, index: sizes.index + own.index, timeIndex: sizes.timeIndex + own.timeIndex };
    } else {
      groups.push([segment]);
      sizes = own;
    }
  }
  return groups;
}

const offsetEntryBytes = 8;
const timeEntryBytes = 12;

function sizesOf(segment: LogSegment) {
  const index = segment.offsetIndex.entries * offsetEntryBytes;
  return { log: segment.sizeBytes, index, timeIndex: segment.timeIndex.entries * timeEntryBytes };
}

/** What one cleaning works on. */
interface CleaningWork {
  readonly log: PartitionLog;
  readonly map: OffsetMap;
  readonly upperBoundOffset: number;
  readonly nowMillis: number;
  readonly onRecord: CleaningListener['onRecord'];
}

/** One cleaning's second pass. Source: Cleaner.cleanSegments, cleanInto. */
class SegmentCleaning {
  private readonly log: PartitionLog;
  private readonly map: OffsetMap;
  private readonly upperBoundOffset: number;
  private readonly nowMillis: number;
  private readonly onRecord: CleaningListener['onRecord'];
  private readonly transactions = new CleanedTransactionMetadata();
  private bytesRead = 0;
  private bytesWritten = 0;
  private messagesRead = 0;
  private messagesWritten = 0;

  constructor(work: CleaningWork) {
    this.log = work.log;
    this.map = work.map;
    this.upperBoundOffset = work.upperBoundOffset;
    this.nowMillis = work.nowMillis;
    this.onRecord = work.onRecord;
  }

  counts(): Pick<CleanerStats, 'bytesRead' | 'bytesWritten' | 'messagesRead' | 'messagesWritten'> {
    const { bytesRead, bytesWritten, messagesRead, messagesWritten } = this;
    return { bytesRead, bytesWritten, messagesRead, messagesWritten };
  }

  /** Writes a group of segments into one; null when there is none. */
  rewrite(group: readonly LogSegment[]): LogSegment | null {
    const { log, nowMillis } = this;
    const first = group[0];
    const last = group[group.length - 1];
    if (first === undefined || last === undefined) return null;
    const cleaned = new LogSegment(first.baseOffset, log.config, nowMillis);
    this.transactions.setCleanedIndex(cleaned.txnIndex);
    for (const [index, segment] of group.entries()) {
      const upperBound = group[index + 1]?.baseOffset ?? segment.readNextOffset();
      this.transactions.addAbortedTransactions(log.collectAbortedTransactions(segment.baseOffset, upperBound));
      this.cleanInto(segment, cleaned);
    }
    cleaned.onBecomeInactive();
    cleaned.lastModifiedMillis = last.lastModifiedMillis;
    return cleaned;
  }

  private cleanInto(segment: LogSegment, cleaned: LogSegment): void {
    const { nowMillis } = this;
    const newDeleteHorizonMs = nowMillis + this.log.config.deleteRetentionMs;
    for (let index = 0; index < segment.batches.count; index++) {
      const batch = segment.batches.at(index);
      this.bytesRead += batch.sizeBytes;
      const verdict = this.verdictOn(batch);
      if (verdict.retention === 'DELETE') for (let record = 0; record < batch.count; record++) this.tell(batch, record, 'aborted');
      const retained = filterBatch(batch, verdict, newDeleteHorizonMs);
      if (retained === null) continue;
      this.bytesWritten += retained.sizeBytes;
      this.messagesWritten += retained.count;
      cleaned.append([retained], nowMillis);
    }
  }

  private verdictOn(batch: RecordBatch): BatchVerdict {
    const canDiscard = batch.isControlBatch ? this.transactions.onControlBatchRead(batch) : this.transactions.onBatchRead(batch);
    const { deleteHorizonMs } = batch;
    const isPastHorizon = deleteHorizonMs !== null && deleteHorizonMs <= this.nowMillis;
    const discards = canDiscard && (!batch.isControlBatch || isPastHorizon);
    return {
      retention: this.retentionOf(batch, discards),
      isMarkerOfEmptyTxn: canDiscard && batch.isControlBatch,
      retains: (index) => {
        this.messagesRead++;
        const fate = this.fateOf(batch, index, discards);
        this.tell(batch, index, fate);
        return fate === 'stays';
      },
    };
  }

  private retentionOf(batch: RecordBatch, discards: boolean): BatchRetention {
    if (batch.hasProducerId && this.isLastOfProducer(batch)) return 'RETAIN_EMPTY';
    // The cleaned range must not lose its end, or a follower that copies the log would end below it.
    if (batch.nextOffset === this.upperBoundOffset) return 'RETAIN_EMPTY';
    return discards ? 'DELETE' : 'DELETE_EMPTY';
  }

  /** True for the batch that tells a new leader the producer's last sequence, or its epoch when there is no data left. */
  private isLastOfProducer(batch: RecordBatch): boolean {
    const entry = this.log.producerStateManager.lastEntry(batch.producerId);
    if (entry === null) return false;
    if (entry.lastDataOffset >= 0) return batch.lastOffset === entry.lastDataOffset;
    return batch.isControlBatch && batch.producerEpoch === entry.producerEpoch;
  }

  private tell(batch: RecordBatch, index: number, fate: CleaningFate): void {
    if (this.onRecord === null) return;
    const key = fate === 'replaced' ? batch.records.at(index).key : null;
    this.onRecord(batch.offsetOf(index), fate, key === null ? -1 : this.map.get(key));
  }

  private fateOf(batch: RecordBatch, index: number, discards: boolean): CleaningFate {
    if (discards) return 'aborted';
    if (batch.isControlBatch) return 'stays';
    const record = batch.records.at(index);
    const offset = batch.offsetOf(index);
    if (offset > this.map.latestOffset) return 'stays';
    if (record.key === null) return 'no-key';
    if (offset < this.map.get(record.key)) return 'replaced';
    const { deleteHorizonMs } = batch;
    return record.value !== null || deleteHorizonMs === null || this.nowMillis < deleteHorizonMs ? 'stays' : 'expired';
  }
}
