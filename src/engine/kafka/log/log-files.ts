import { encodeBatch } from './batch-encoder.ts';
import type { LogOffsets } from './log-offsets.ts';
import type { LogSegment } from './log-segment.ts';
import { encodeProducerSnapshot } from './producer-snapshot-codec.ts';
import { segmentFileName, segmentFileNames } from './segment-file-names.ts';
import type { SegmentFileKind } from './segment-file-names.ts';
import type { AbortedTxn, TransactionIndex } from './transaction-index.ts';

/** The names of all files in the log's directory, in order, those that wait for their deletion included. */
export function directoryFileNames(log: LogOffsets): string[] {
  const names = [...log.localLog.deletedFileNames, 'leader-epoch-checkpoint', 'partition.metadata'];
  for (const segment of log.segments) names.push(...segmentFileNames(segment));
  for (const [offset] of log.producerStateManager.snapshotFiles()) names.push(segmentFileName(offset, 'snapshot'));
  return names.sort((a, b) => (a < b ? -1 : 1));
}

/** Every file that a log keeps, with the bytes that Kafka would have written; `topicId` goes into partition.metadata. */
export function encodeDirectory(log: LogOffsets, topicId: string): Map<string, Uint8Array> {
  const files = encodeFiles(log, topicId);
  for (const [name, sizeBytes] of preallocatedSizes(log)) files.set(name, padded(files.get(name) ?? new Uint8Array(0), sizeBytes));
  return files;
}

/** The same without the zeros that index files of an active segment end with, which a clean stop cuts off: 20 MiB of them by default. */
export function encodeFiles(log: LogOffsets, topicId: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const segment of log.segments) {
    const name = (kind: SegmentFileKind): string => segmentFileName(segment.baseOffset, kind);
    files.set(name('log'), encodeSegment(segment));
    files.set(name('index'), encodeOffsetIndex(segment));
    files.set(name('timeindex'), encodeTimeIndex(segment));
  }
  for (const [name, bytes] of encodeSmallFiles(log, topicId)) files.set(name, bytes);
  return files;
}

/** Those files of a log that are small whatever it holds: all but segments and their two indexes. */
export function encodeSmallFiles(log: LogOffsets, topicId: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const { baseOffset, txnIndex } of log.segments) {
    if (txnIndex.hasFile) files.set(segmentFileName(baseOffset, 'txnindex'), encodeTransactionIndex(txnIndex));
  }
  for (const [offset, snapshot] of log.producerStateManager.snapshotFiles()) {
    files.set(segmentFileName(offset, 'snapshot'), encodeProducerSnapshot(snapshot));
  }
  files.set('leader-epoch-checkpoint', asciiBytes(log.leaderEpochCache.checkpointText()));
  files.set('partition.metadata', asciiBytes(partitionMetadataText(topicId)));
  return files;
}

/** How large index files are on disk: preallocated while their segment is active. */
function preallocatedSizes(log: LogOffsets): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const segment of log.segments) {
    sizes.set(segmentFileName(segment.baseOffset, 'index'), segment.offsetIndex.fileSizeBytes);
    sizes.set(segmentFileName(segment.baseOffset, 'timeindex'), segment.timeIndex.fileSizeBytes);
  }
  return sizes;
}

/** The text of `partition.metadata`. Source: PartitionMetadataFile. */
export function partitionMetadataText(topicId: string): string {
  return `version: 0\ntopic_id: ${topicId}`;
}

/** The bytes of a `.log` file. */
export function encodeSegment(segment: LogSegment): Uint8Array {
  const bytes = new Uint8Array(segment.sizeBytes);
  for (let i = 0; i < segment.batches.count; i++) bytes.set(encodeBatch(segment.batches.at(i)), segment.batches.positionAt(i));
  if (segment.trailing !== null) bytes.set(segment.trailing.bytes, segment.batches.sizeBytes);
  return bytes;
}

/** The entries of an `.index` file: relative offset and position, four bytes each. */
export function encodeOffsetIndex(segment: LogSegment): Uint8Array {
  const { offsetIndex } = segment;
  const bytes = new Uint8Array(offsetIndex.entries * 8);
  const view = new DataView(bytes.buffer);
  for (let slot = 0; slot < offsetIndex.entries; slot++) {
    const { offset, position } = offsetIndex.entry(slot);
    view.setInt32(slot * 8, offset - segment.baseOffset);
    view.setInt32(slot * 8 + 4, position);
  }
  return bytes;
}

/** The entries of a `.timeindex` file: timestamp in eight bytes, relative offset in four. */
export function encodeTimeIndex(segment: LogSegment): Uint8Array {
  const { timeIndex } = segment;
  const bytes = new Uint8Array(timeIndex.entries * 12);
  const view = new DataView(bytes.buffer);
  for (let slot = 0; slot < timeIndex.entries; slot++) {
    const { timestamp, offset } = timeIndex.entry(slot);
    view.setBigInt64(slot * 12, BigInt(timestamp));
    view.setInt32(slot * 12 + 8, offset - segment.baseOffset);
  }
  return bytes;
}

const abortedTxnSizeBytes = 34;

/** The bytes of a `.txnindex` file. Source: AbortedTxn. */
export function encodeTransactionIndex(index: TransactionIndex): Uint8Array {
  const txns = index.allAbortedTxns();
  const bytes = new Uint8Array(txns.length * abortedTxnSizeBytes + index.partialEntry.length);
  const view = new DataView(bytes.buffer);
  for (const [slot, txn] of txns.entries()) {
    const at = slot * abortedTxnSizeBytes;
    view.setInt16(at, 0);
    view.setBigInt64(at + 2, BigInt(txn.producerId));
    view.setBigInt64(at + 10, BigInt(txn.firstOffset));
    view.setBigInt64(at + 18, BigInt(txn.lastOffset));
    view.setBigInt64(at + 26, BigInt(txn.lastStableOffset));
  }
  bytes.set(index.partialEntry, txns.length * abortedTxnSizeBytes);
  return bytes;
}

// An index file is preallocated while its segment is active: zeros behind its entries.
function padded(entries: Uint8Array, sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(sizeBytes, entries.length));
  bytes.set(entries);
  return bytes;
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Reads a `.txnindex` file into an index. */
export function loadTransactionIndex(index: TransactionIndex, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const txns: AbortedTxn[] = [];
  let at = 0;
  for (; at + abortedTxnSizeBytes <= bytes.length; at += abortedTxnSizeBytes) {
    txns.push({
      producerId: Number(view.getBigInt64(at + 2)),
      firstOffset: Number(view.getBigInt64(at + 10)),
      lastOffset: Number(view.getBigInt64(at + 18)),
      lastStableOffset: Number(view.getBigInt64(at + 26)),
    });
  }
  index.loadFile(txns, bytes.slice(at));
}
