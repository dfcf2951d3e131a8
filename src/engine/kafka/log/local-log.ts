import { State } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import type { LogConfig } from './log-config.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import { LogSegment } from './log-segment.ts';
import type { SegmentRead } from './log-segment.ts';
import { deletedFileName, segmentFileNames } from './segment-file-names.ts';
import type { LogReadInfo } from './log-types.ts';
import type { LogOffsetMetadata } from './producer-append-info.ts';
import type { RecordBatch } from './record-batch.ts';
import type { AbortedTxn } from './transaction-index.ts';

const noBatches: readonly RecordBatch[] = [];

/** A log's segments and its end: what is on disk, without producers, epochs or high watermark. Source: LocalLog, LogSegments. */
export class LocalLog extends State {
  readonly topicPartition: string;
  logEndOffset: number;
  /** Up to here the log is known to be on disk. */
  recoveryPoint: number;
  /** By base offset, ascending; the last one is active. Never empty once the log is open. */
  segments: LogSegment[] = [];
  /** Files that were renamed to `.deleted` and are still there. */
  readonly deletedFileNames = new Set<string>();
  /** When they go. */
  private pendingDeletions: { readonly atMillis: number; readonly names: readonly string[] }[] = [];

  constructor(topicPartition: string, logEndOffset: number, recoveryPoint: number) {
    super();
    this.topicPartition = topicPartition;
    this.logEndOffset = logEndOffset;
    this.recoveryPoint = recoveryPoint;
  }

  get activeSegment(): LogSegment {
    const active = this.segments[this.segments.length - 1];
    assert(active !== undefined, 'an open log has a segment');
    return active;
  }

  get firstSegmentBaseOffset(): number {
    return this.segments[0]?.baseOffset ?? 0;
  }

  get sizeBytes(): number {
    let size = 0;
    for (const segment of this.segments) size += segment.sizeBytes;
    return size;
  }

  /**
   * Renames files, to delete them after file.delete.delay.ms. A file of the same name that waits already is replaced. Source:
   * LocalLog.deleteSegmentFiles.
   */
  deleteLater(names: readonly string[], atMillis: number): void {
    if (names.length === 0) return;
    for (const name of names) this.deletedFileNames.add(deletedFileName(name));
    this.pendingDeletions.push({ atMillis, names: names.map(deletedFileName) });
  }

  /** Deletes the files whose time has come. */
  deleteDueFiles(nowMillis: number): void {
    for (const pending of this.pendingDeletions) {
      if (pending.atMillis <= nowMillis) for (const name of pending.names) this.deletedFileNames.delete(name);
    }
    this.pendingDeletions = this.pendingDeletions.filter((pending) => pending.atMillis > nowMillis);
  }

  /** A start deletes at once what waited to be deleted. Source: LogLoader.removeTempFilesAndCollectSwapFiles. */
  deleteAllWaitingFiles(): void {
    this.deletedFileNames.clear();
    this.pendingDeletions = [];
  }

  /** When the next file goes; Infinity when none waits. */
  get nextDeletionMillis(): number {
    return this.pendingDeletions.reduce((next, pending) => Math.min(next, pending.atMillis), Infinity);
  }

  /** The log end with its place in the active segment. */
  logEndOffsetMetadata(): LogOffsetMetadata {
    const active = this.activeSegment;
    return { messageOffset: this.logEndOffset, segmentBaseOffset: active.baseOffset, relativePositionInSegment: active.sizeBytes };
  }

  /** The index of the last segment that begins at or below the offset; -1 when all begin above it. */
  floorIndex(offset: number): number {
    let index = this.segments.length - 1;
    // Readers are nearly always in the last segments.
    while (index >= 0 && this.segments[index]!.baseOffset > offset) index--;
    return index;
  }

  /** The segments that may hold offsets of [from, to). Source: LogSegments.values. */
  segmentsBetween(from: number, to: number): LogSegment[] {
    if (from === to) return [];
    const first = Math.max(0, this.floorIndex(from));
    return this.segments.slice(first).filter((segment) => segment.baseOffset < to);
  }

  /** Appends stamped batches to the active segment. */
  append(batches: readonly RecordBatch[], lastOffset: number, nowMillis: number): void {
    const active = this.activeSegment;
    active.append(batches, nowMillis);
    this.logEndOffset = lastOffset + 1;
  }

  updateLogEndOffset(endOffset: number): void {
    this.logEndOffset = endOffset;
    if (this.recoveryPoint > endOffset) this.recoveryPoint = endOffset;
  }

  /**
   * Reads whole batches from `startOffset` on, below `maxOffset`, out of one segment.
   * OFFSET_OUT_OF_RANGE above the log end or below the first segment. Source: LocalLog.read.
   */
  read(
    startOffset: number,
    limits: { readonly maxLengthBytes: number; readonly minOneMessage: boolean; readonly includeAbortedTxns: boolean },
    maxOffset: LogOffsetMetadata,
  ): LogReadInfo | LogError {
    let index = this.floorIndex(startOffset);
    if (startOffset > this.logEndOffset || index < 0) {
      const message = `Received request for offset ${String(startOffset)} for partition ${this.topicPartition}`;
      return logError('OFFSET_OUT_OF_RANGE', `${message}, but we only have log segments upto ${String(this.logEndOffset)}.`);
    }
    const abortedTransactions = limits.includeAbortedTxns ? [] : null;
    if (startOffset === maxOffset.messageOffset) return nothingAt(maxOffset, abortedTransactions);
    if (startOffset > maxOffset.messageOffset) return nothingAt(this.convertToOffsetMetadata(startOffset), abortedTransactions);
    for (; index < this.segments.length; index++) {
      const segment = this.segments[index]!;
      const found = segment.read(startOffset, limits.maxLengthBytes, maxPositionIn(segment, maxOffset), limits.minOneMessage);
      if (found === null) continue;
      return readInfo(segment, found, limits.includeAbortedTxns ? this.abortedTransactionsOf(segment, index, found, startOffset) : null);
    }
    return nothingAt(this.logEndOffsetMetadata(), null);
  }

  /** The offset's batch and place; only the offset when it is outside the log. Source: UnifiedLog.maybeConvertToOffsetMetadata. */
  convertToOffsetMetadata(offset: number): LogOffsetMetadata {
    let index = this.floorIndex(offset);
    if (offset > this.logEndOffset || index < 0) return offsetOnly(offset);
    if (offset === this.logEndOffset) return this.logEndOffsetMetadata();
    for (; index < this.segments.length; index++) {
      const segment = this.segments[index]!;
      const found = segment.translateOffset(offset);
      if (found === null) continue;
      return { messageOffset: found.offset, segmentBaseOffset: segment.baseOffset, relativePositionInSegment: found.position };
    }
    return this.logEndOffsetMetadata();
  }

  /** The aborted transactions that a read_committed reader of [startOffset, upperBoundOffset) must know, from one segment on. */
  collectAbortedTxns(startOffset: number, upperBoundOffset: number, segmentIndex: number): AbortedTxn[] {
    const found: AbortedTxn[] = [];
    for (let index = Math.max(0, segmentIndex); index < this.segments.length; index++) {
      if (this.segments[index]!.txnIndex.collectAbortedTxns(startOffset, upperBoundOffset, found)) break;
    }
    return found;
  }

  /** Begins a segment at the larger of the log end and `expectedNextOffset`. An empty active segment of that base is replaced. */
  roll(config: LogConfig, nowMillis: number, rollJitterMs: number, expectedNextOffset = 0): LogSegment {
    const newOffset = Math.max(expectedNextOffset, this.logEndOffset);
    const active = this.activeSegment;
    const created = new LogSegment(newOffset, config, nowMillis, rollJitterMs);
    if (active.baseOffset === newOffset) {
      assert(active.sizeBytes === 0, 'a segment with records is not rolled at its own base offset');
      active.openIndexes();
      this.deleteLater(segmentFileNames(active), nowMillis + config.fileDeleteDelayMs);
      this.segments[this.segments.length - 1] = created;
    } else {
      assert(newOffset > active.baseOffset, 'a new segment begins behind the active one');
      active.onBecomeInactive();
      this.segments.push(created);
    }
    this.updateLogEndOffset(this.logEndOffset);
    return created;
  }

  /** Cuts the log at an offset inside it; returns the base offsets of the segments that went as a whole. */
  truncateTo(targetOffset: number, config: LogConfig, nowMillis: number): number[] {
    const deleted = this.segments.filter((segment) => segment.baseOffset > targetOffset);
    this.deleteLater(deleted.flatMap(segmentFileNames), nowMillis + config.fileDeleteDelayMs);
    this.segments = this.segments.filter((segment) => segment.baseOffset <= targetOffset);
    this.activeSegment.truncateTo(targetOffset, nowMillis);
    this.updateLogEndOffset(targetOffset);
    return deleted.map((segment) => segment.baseOffset);
  }

  /** Deletes everything and begins at an offset. */
  truncateFullyAndStartAt(newOffset: number, config: LogConfig, nowMillis: number): void {
    this.deleteLater(this.segments.flatMap(segmentFileNames), nowMillis + config.fileDeleteDelayMs);
    this.segments = [new LogSegment(newOffset, config, nowMillis)];
    this.updateLogEndOffset(newOffset);
  }

  /**
   * Which aborted transactions a read_committed read reports. Kafka asks the offset index how far the read reaches, so it may report more
   * than needed.
   */
  private abortedTransactionsOf(
    segment: LogSegment,
    index: number,
    found: SegmentRead,
    startOffset: number,
  ): LogReadInfo['abortedTransactions'] {
    const indexed = segment.offsetIndex.fetchUpperBoundOffset(found.position, found.sizeInBytes);
    const upperBoundOffset = indexed?.offset ?? this.segments[index + 1]?.baseOffset ?? this.logEndOffset;
    const txns = this.collectAbortedTxns(startOffset, upperBoundOffset, index);
    return txns.map((txn) => ({ producerId: txn.producerId, firstOffset: txn.firstOffset }));
  }
}

function readInfo(segment: LogSegment, found: SegmentRead, abortedTransactions: LogReadInfo['abortedTransactions']): LogReadInfo {
  const { batches: list } = segment;
  return {
    kind: 'read',
    messageOffset: list.at(found.firstIndex).baseOffset,
    segmentBaseOffset: segment.baseOffset,
    position: found.position,
    sizeInBytes: found.sizeInBytes,
    batches: list.slice(found.firstIndex, found.count),
    firstEntryIncomplete: found.firstEntryIncomplete,
    abortedTransactions,
  };
}

/** An offset whose place is not known. */
export function offsetOnly(offset: number): LogOffsetMetadata {
  return { messageOffset: offset, segmentBaseOffset: -1, relativePositionInSegment: -1 };
}

/** Up to which byte position a reader may see this segment; null: nothing of it. */
function maxPositionIn(segment: LogSegment, maxOffset: LogOffsetMetadata): number | null {
  if (segment.baseOffset < maxOffset.segmentBaseOffset) return segment.sizeBytes;
  if (segment.baseOffset === maxOffset.segmentBaseOffset) return maxOffset.relativePositionInSegment;
  return null;
}

function nothingAt(place: LogOffsetMetadata, abortedTransactions: LogReadInfo['abortedTransactions']): LogReadInfo {
  return {
    kind: 'read',
    messageOffset: place.messageOffset,
    segmentBaseOffset: place.segmentBaseOffset,
    position: place.relativePositionInSegment,
    sizeInBytes: 0,
    batches: noBatches,
    firstEntryIncomplete: false,
    abortedTransactions,
  };
}
