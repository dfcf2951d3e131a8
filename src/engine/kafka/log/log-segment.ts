import { State } from '../../kernel/state.ts';
import type { TrailingBytes } from './batch-decoder.ts';
import { BatchList } from './batch-list.ts';
import type { LogConfig } from './log-config.ts';
import { OffsetIndex } from './offset-index.ts';
import type { OffsetPosition } from './offset-index.ts';
import type { RecordBatch } from './record-batch.ts';
import { searchTimestamp } from './segment-search.ts';
import { TimeIndex } from './time-index.ts';
import type { TimestampOffset } from './time-index.ts';
import { TransactionIndex } from './transaction-index.ts';
import type { TimestampAndOffset } from './log-types.ts';

/** What decides whether an append rolls the segment. Source: RollParams. */
export interface RollParams {
  readonly maxSegmentMs: number;
  readonly maxSegmentBytes: number;
  readonly maxTimestampInMessages: number;
  readonly maxOffsetInMessages: number;
  readonly messagesSize: number;
  readonly now: number;
}

/** One read of a segment, as positions in it; `count` batches from `firstIndex` on fit whole into `sizeInBytes`. */
export interface SegmentRead {
  readonly firstIndex: number;
  readonly count: number;
  readonly position: number;
  readonly sizeInBytes: number;
  readonly firstEntryIncomplete: boolean;
}

/**
 * One segment: batches from its base offset on, with the two sparse indexes and the index of aborted transactions.
 * A read never leaves its segment. Source: LogSegment.
 */
export class LogSegment extends State {
  readonly baseOffset: number;
  readonly batches = new BatchList();
  readonly offsetIndex: OffsetIndex;
  readonly timeIndex: TimeIndex;
  readonly txnIndex = new TransactionIndex();
  readonly indexIntervalBytes: number;
  readonly maxIndexSizeBytes: number;
  readonly indexesPerAppend: boolean;
  /** Kafka draws it from [0, segment.jitter.ms) when the segment is created. */
  readonly rollJitterMs: number;
  /** Wall clock of the last write: what retention goes by when no record has a timestamp. */
  lastModifiedMillis: number;
  /** Kafka opens an index when it is first used, and only then does its file appear: a segment that was just rolled has none. */
  hasOffsetIndexFile = false;
  hasTimeIndexFile = false;
  /** What a file held behind its last whole batch when it was opened; gone once the segment is checked. */
  trailing: TrailingBytes | null = null;
  /**
   * Opened from a file that nobody has checked: its offsets and indexes may contradict each other, so searches go step by step as Kafka's
   * do.
   */
  isUnchecked = false;
  private createdMillis: number;
  private rollingBasedTimestamp: number | null = null;
  private isMaxTimestampKnown = false;
  private maxTimestamp = -1;
  private offsetOfMaxTimestamp = -1;
  private bytesSinceLastIndexEntry = 0;

  constructor(baseOffset: number, config: LogConfig, nowMillis: number, rollJitterMs = 0) {
    super();
    this.baseOffset = baseOffset;
    this.indexIntervalBytes = config.indexInterval;
    this.maxIndexSizeBytes = config.maxIndexSize;
    this.indexesPerAppend = config.indexesPerAppend;
    this.offsetIndex = new OffsetIndex(baseOffset, config.maxIndexSize);
    this.timeIndex = new TimeIndex(baseOffset, config.maxIndexSize);
    this.rollJitterMs = rollJitterMs;
    this.createdMillis = nowMillis;
    this.lastModifiedMillis = nowMillis;
  }

  /** Bytes of the log file. */
  get sizeBytes(): number {
    return this.batches.sizeBytes + (this.trailing?.sizeBytes ?? 0);
  }

  /** True when an append of this size, time and last offset must go to a new segment. Source: LogSegment.shouldRoll. */
  shouldRoll(params: RollParams): boolean {
    const size = this.sizeBytes;
    this.openIndexes();
    return (
      size > params.maxSegmentBytes - params.messagesSize ||
      (size > 0 && this.timeWaitedForRoll(params.now, params.maxTimestampInMessages) > params.maxSegmentMs - this.rollJitterMs) ||
      this.offsetIndex.isFull ||
      this.timeIndex.isFull ||
      !this.offsetIndex.canAppendOffset(params.maxOffsetInMessages)
    );
  }

  /**
   * Adds batches behind the last and index entries by the sparse rule: since 4.1 each batch is looked at, until 4.0 the whole of what is
   * appended at once. Source: LogSegment.append.
   */
  append(batches: readonly RecordBatch[], nowMillis: number): void {
    if (batches.length === 0) return;
    this.openIndexes();
    if (!this.isMaxTimestampKnown) this.learnMaxTimestamp();
    if (this.indexesPerAppend) this.appendTogether(batches);
    else for (const batch of batches) this.appendBatch(batch);
    this.lastModifiedMillis = nowMillis;
  }

  private appendBatch(batch: RecordBatch): void {
    this.noteTimestamp(batch);
    this.addIndexEntry(batch.lastOffset, this.batches.sizeBytes);
    this.bytesSinceLastIndexEntry += batch.sizeBytes;
    this.batches.push(batch);
  }

  /** At most one entry, for the last offset of all and the place where the first begins. */
  private appendTogether(batches: readonly RecordBatch[]): void {
    const position = this.batches.sizeBytes;
    for (const batch of batches) {
      this.noteTimestamp(batch);
      this.batches.push(batch);
    }
    this.addIndexEntry(batches.at(-1)?.lastOffset ?? -1, position);
    this.bytesSinceLastIndexEntry += this.batches.sizeBytes - position;
  }

  private noteTimestamp(batch: RecordBatch): void {
    if (batch.maxTimestamp <= this.maxTimestamp) return;
    this.maxTimestamp = batch.maxTimestamp;
    this.offsetOfMaxTimestamp = batch.lastOffset;
  }

  private addIndexEntry(lastOffset: number, position: number): void {
    if (this.bytesSinceLastIndexEntry <= this.indexIntervalBytes) return;
    this.offsetIndex.append(lastOffset, position);
    this.timeIndex.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp);
    this.bytesSinceLastIndexEntry = 0;
  }

  /**
   * Reads from the batch that contains `startOffset` up to a byte position; null when this segment has nothing at or above the offset.
   * `maxPosition` null: nothing of this segment may be seen. Source: LogSegment.read.
   */
  read(startOffset: number, maxSizeBytes: number, maxPosition: number | null, minOneMessage: boolean): SegmentRead | null {
    this.hasOffsetIndexFile = true;
    const firstIndex = this.indexOfOffset(startOffset);
    if (firstIndex >= this.batches.count) return null;
    const position = this.batches.positionAt(firstIndex);
    const firstSize = this.batches.positionAt(firstIndex + 1) - position;
    const adjustedMaxSize = minOneMessage ? Math.max(maxSizeBytes, firstSize) : maxSizeBytes;
    if (adjustedMaxSize === 0 || maxPosition === null) {
      return { firstIndex, count: 0, position, sizeInBytes: 0, firstEntryIncomplete: false };
    }
    const sizeInBytes = Math.min(maxPosition - position, adjustedMaxSize);
    return {
      firstIndex,
      count: this.wholeBatches(firstIndex, position + sizeInBytes),
      position,
      sizeInBytes,
      firstEntryIncomplete: adjustedMaxSize < firstSize,
    };
  }

  /** The byte position of the batch that contains the offset, or of the first above it; null when there is none. */
  translateOffset(offset: number): { readonly offset: number; readonly position: number } | null {
    this.hasOffsetIndexFile = true;
    const index = this.indexOfOffset(offset);
    if (index >= this.batches.count) return null;
    return { offset: this.batches.baseOffsetAt(index), position: this.batches.positionAt(index) };
  }

  /** Cuts the batch that contains the offset and all behind it. Source: LogSegment.truncateTo. */
  truncateTo(offset: number, nowMillis: number): void {
    const index = this.indexOfOffset(offset);
    this.offsetIndex.truncateTo(offset);
    this.timeIndex.truncateTo(offset);
    this.txnIndex.truncateTo(offset);
    this.resizeIndexes(this.maxIndexSizeBytes);
    if (index < this.batches.count) {
      this.batches.truncate(index);
      this.trailing = null;
      this.lastModifiedMillis = nowMillis;
    }
    if (this.sizeBytes === 0) {
      this.createdMillis = nowMillis;
      this.rollingBasedTimestamp = null;
    }
    this.bytesSinceLastIndexEntry = 0;
    if (this.maxTimestampSoFar >= 0) this.readLargestTimestamp();
  }

  /** A roll: the last time entry is written and the indexes shrink to what they hold. */
  onBecomeInactive(): void {
    this.openIndexes();
    if (!this.isMaxTimestampKnown) this.learnMaxTimestamp();
    this.timeIndex.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp);
    this.offsetIndex.trimToValidSize();
    this.timeIndex.trimToValidSize();
  }

  /** Gives both index files a size: full while the segment is the active one. */
  resizeIndexes(sizeBytes: number): void {
    this.openIndexes();
    this.offsetIndex.resize(sizeBytes);
    this.timeIndex.resize(sizeBytes);
  }

  /** The largest record timestamp, -1 when no record has one. */
  get maxTimestampSoFar(): number {
    if (!this.isMaxTimestampKnown) this.learnMaxTimestamp();
    return this.maxTimestamp;
  }

  /** The largest timestamp and the last offset of the batch that brought it. */
  maxTimestampAndOffsetSoFar(): TimestampOffset {
    if (!this.isMaxTimestampKnown) this.learnMaxTimestamp();
    return { timestamp: this.maxTimestamp, offset: this.offsetOfMaxTimestamp };
  }

  /** What retention compares: the largest record timestamp, else the time of the last write. Looking at it changes nothing. */
  get largestTimestamp(): number {
    const timestamp = this.isMaxTimestampKnown ? this.maxTimestamp : this.timeIndex.lastEntry.timestamp;
    return timestamp >= 0 ? timestamp : this.lastModifiedMillis;
  }

  /** The first batch's timestamp, for max.compaction.lag.ms; null when there is none. */
  get firstBatchTimestamp(): number | null {
    const timestamp = this.rollingBasedTimestamp ?? (this.batches.count > 0 ? this.batches.at(0).maxTimestamp : -1);
    return timestamp >= 0 ? timestamp : null;
  }

  /** What the offset index says of an offset. */
  lookupOffset(offset: number): OffsetPosition {
    this.hasOffsetIndexFile = true;
    return this.offsetIndex.lookup(offset);
  }

  /** What the time index says of a timestamp. */
  lookupTimestamp(timestamp: number): TimestampOffset {
    this.hasTimeIndexFile = true;
    return this.timeIndex.lookup(timestamp);
  }

  /** The first record at or after a timestamp and an offset, found through the time index. Source: LogSegment.findOffsetByTimestamp. */
  findOffsetByTimestamp(timestamp: number, startingOffset: number): TimestampAndOffset | null {
    this.openIndexes();
    return searchTimestamp(this, timestamp, startingOffset).record;
  }

  /**
   * The offset behind the last batch that a search from the last index entry finds; the base offset when it finds none. Source:
   * LogSegment.readNextOffset.
   */
  readNextOffset(): number {
    const count = this.batches.count;
    const isFound = count > 0 && (!this.isUnchecked || this.indexOfOffset(this.offsetIndex.lastOffset) < count);
    return isFound ? this.batches.at(count - 1).nextOffset : this.baseOffset;
  }

  /** True when an offset of the segment cannot be written relative to its base. */
  get hasOverflow(): boolean {
    const nextOffset = this.readNextOffset();
    return nextOffset > this.baseOffset && !this.offsetIndex.canAppendOffset(nextOffset - 1);
  }

  /** Forgets the indexes, to build them again while the batches are checked. Source: the beginning of LogSegment.recover. */
  resetIndexes(): void {
    this.offsetIndex.reset(this.maxIndexSizeBytes);
    this.timeIndex.reset(this.maxIndexSizeBytes);
    this.txnIndex.reset();
    this.isMaxTimestampKnown = false;
  }

  /**
   * Gives a batch that is in the segment already its place in the rebuilt indexes. Unlike on append, the distance counts from the segment's
   * beginning. Answers whether an entry was due, or that the indexes refuse it because offsets do not rise. Source: LogSegment.recover.
   */
  indexRecoveredBatch(index: number, bytesSinceEntry: number): 'indexed' | 'notDue' | 'refused' {
    const batch = this.batches.at(index);
    if (batch.maxTimestamp > this.maxTimestampSoFar) {
      this.maxTimestamp = batch.maxTimestamp;
      this.offsetOfMaxTimestamp = batch.lastOffset;
    }
    if (bytesSinceEntry <= this.indexIntervalBytes) return 'notDue';
    const isAccepted = this.offsetIndex.append(batch.lastOffset, this.batches.positionAt(index));
    return isAccepted && this.timeIndex.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp) ? 'indexed' : 'refused';
  }

  /** Ends a recovery: what is behind the last good batch goes; returns how many bytes that was. */
  cutBehind(count: number): number {
    const sizeBefore = this.sizeBytes;
    this.batches.truncate(count);
    this.trailing = null;
    return sizeBefore - this.sizeBytes;
  }

  /**
   * The index of the batch that contains the offset, or of the first above it; `count` when there is none. Source:
   * FileRecords.searchForOffsetFromPosition.
   */
  indexOfOffset(offset: number): number {
    if (!this.isUnchecked) return this.batches.indexOfOffset(offset);
    const { batches } = this;
    const first = batches.indexOfPosition(this.offsetIndex.lookup(offset).position);
    for (let index = first; index < batches.count; index++) {
      const batch = batches.at(index);
      if (batch.baseOffset < offset) continue;
      if (batch.baseOffset === offset || index === first || batches.at(index - 1).lastOffset < offset) return index;
      return index - 1;
    }
    const last = batches.count - 1;
    return last >= first && batches.at(last).lastOffset >= offset ? last : batches.count;
  }

  /** A clean stop: the last time entry is written when the segment was used, and the indexes shrink. Source: LogSegment.close. */
  close(): void {
    if (this.isMaxTimestampKnown) this.timeIndex.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp);
    this.offsetIndex.trimToValidSize();
    this.timeIndex.trimToValidSize();
  }

  /** How long the segment waited to be rolled: by record time when its first batch has one, else since it was created. */
  private timeWaitedForRoll(nowMillis: number, messageTimestamp: number): number {
    this.loadFirstBatchTimestamp();
    const first = this.rollingBasedTimestamp ?? -1;
    return first >= 0 ? messageTimestamp - first : nowMillis - this.createdMillis;
  }

  private loadFirstBatchTimestamp(): void {
    if (this.rollingBasedTimestamp === null && this.batches.count > 0) this.rollingBasedTimestamp = this.batches.at(0).maxTimestamp;
  }

  /** Makes sure that both index files exist: appending, flushing and recovering use them. */
  openIndexes(): void {
    this.hasOffsetIndexFile = true;
    this.hasTimeIndexFile = true;
  }

  private learnMaxTimestamp(): void {
    this.hasTimeIndexFile = true;
    const last = this.timeIndex.lastEntry;
    this.maxTimestamp = last.timestamp;
    this.offsetOfMaxTimestamp = last.offset;
    this.isMaxTimestampKnown = true;
  }

  private readLargestTimestamp(): void {
    const last = this.timeIndex.lastEntry;
    this.maxTimestamp = last.timestamp;
    this.offsetOfMaxTimestamp = last.offset;
    const position = this.offsetIndex.lookup(last.offset).position;
    for (let index = this.batches.indexOfPosition(position); index < this.batches.count; index++) {
      const batch = this.batches.at(index);
      if (batch.maxTimestamp <= this.maxTimestamp) continue;
      this.maxTimestamp = batch.maxTimestamp;
      this.offsetOfMaxTimestamp = batch.lastOffset;
    }
  }

  private wholeBatches(firstIndex: number, endPosition: number): number {
    let index = firstIndex;
    while (index < this.batches.count && this.batches.positionAt(index + 1) <= endPosition) index++;
    return index - firstIndex;
  }
}
