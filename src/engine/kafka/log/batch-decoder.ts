import type { Codecs } from './codecs.ts';
import { controlTypeIds } from './batch-encoder.ts';
import { readBatchRecords, splitBatches } from './format/batch-bytes.ts';
import {
  attributeBits,
  batchChecksums,
  currentMagic,
  headerUpToMagicBytes,
  logOverheadBytes,
  magicOf,
  readBatchHeader,
  viewOf,
} from './format/batch-header.ts';
import type { BatchHeader } from './format/batch-header.ts';
import { readLegacyBatch, recordOverheadV0Bytes } from './format/legacy-format.ts';
import { packRecords } from './format/packed-records.ts';
import type { RecordList } from './format/packed-records.ts';
import type { ReadRecords, StoredRecord } from './format/record-reader.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import { RecordBatch } from './record-batch.ts';
import type { ControlType, KafkaRecord } from './record-batch.ts';
import { batchHeaderSizeBytes } from './record-size.ts';
import { textOfBytes } from './record-text.ts';
import { StoredRecords } from './stored-records.ts';

/** What lies behind the last whole batch of a file: the beginning of a batch that was not written to its end, or bytes that are none. */
export interface TrailingBytes {
  readonly sizeBytes: number;
  readonly bytes: Uint8Array;
  /** The size field that no batch can have; null when the bytes are an unfinished batch, at which every reader simply stops. */
  readonly impossibleSize: number | null;
}

/** A file cut into its batches. */
export interface DecodedBatches {
  readonly batches: readonly RecordBatch[];
  readonly trailing: TrailingBytes | null;
}

/** Cuts bytes into batches as Kafka's file reader does: it looks at sizes alone. Source: FileLogInputStream.nextBatch. */
export function decodeBatches(bytes: Uint8Array, codecs: Codecs | null = null): DecodedBatches {
  const view = viewOf(bytes);
  const batches: RecordBatch[] = [];
  let at = 0;
  while (at < bytes.length - headerUpToMagicBytes) {
    const size = view.getInt32(at + 8);
    if (size < recordOverheadV0Bytes) return { batches, trailing: trailingFrom(bytes, at, size) };
    if (at > bytes.length - logOverheadBytes - size) break;
    batches.push(decodeBatch(bytes.subarray(at, at + logOverheadBytes + size), false, codecs));
    at += logOverheadBytes + size;
  }
  return { batches, trailing: at < bytes.length ? trailingFrom(bytes, at, null) : null };
}

function trailingFrom(bytes: Uint8Array, at: number, impossibleSize: number | null): TrailingBytes {
  return { sizeBytes: bytes.length - at, bytes: bytes.slice(at), impossibleSize };
}

/** Cuts what a client produced into batches, or says what is no batch. */
export function decodeProducedBatches(bytes: Uint8Array, codecs: Codecs | null = null): readonly RecordBatch[] | LogError {
  const { batches, problem } = splitBatches(bytes);
  if (problem !== null) return logError(problem.error, problem.message, problem.exception);
  return batches.map((batch) => decodeBatch(batch, true, codecs));
}

/** One batch of exactly these bytes; what cannot be read in it is kept as bytes. */
export function decodeBatch(bytes: Uint8Array, isFromClient: boolean, codecs: Codecs | null = null): RecordBatch {
  const baseOffset = Number(viewOf(bytes).getBigInt64(0));
  const isLegacy = magicOf(bytes) < currentMagic;
  if (isLegacy) return decodeLegacyBatch(bytes, isFromClient, codecs) ?? unreadableBatch(bytes, baseOffset);
  if (bytes.length < batchHeaderSizeBytes) return unreadableBatch(bytes, baseOffset);
  const header = readBatchHeader(bytes);
  const { attributes, count } = header;
  const { stored, computed } = batchChecksums(bytes);
  const isIntact = stored === computed;
  const compressionId = attributes & attributeBits.compression;
  const isReadable = isIntact && (compressionId === 0 || codecs !== null);
  const isControl = (attributes & attributeBits.control) !== 0;
  const packed = isReadable && compressionId === 0 && !isControl ? packRecords(bytes, batchHeaderSizeBytes, count) : null;
  const { records, problem } = packed !== null ? { records: packed, problem: null } : readOneByOne(bytes, isReadable, codecs);
  // Bit 7 means nothing, so that only the bytes remember it. Of numbers beyond 2^53, too, only the bytes are exact.
  const isPlain = isReadable && problem === null && compressionId === 0 && attributes < 0x80 && !isControl && isExact(header, records);
  return new RecordBatch({
    ...fieldsOf(header, bytes.length),
    ...(isControl ? controlOf(records.at(0)) : { controlType: null, coordinatorEpoch: -1 }),
    records: new StoredRecords({
      count,
      records,
      baseTimestamp: Number(header.baseTimestamp),
      legacyRecords: [],
      magic: currentMagic,
      compressionId,
      rawBytes: isPlain ? null : bytes,
      crcProblem: isIntact ? null : stored,
      problem,
      isFromClient,
    }),
  });
}

function readOneByOne(bytes: Uint8Array, isReadable: boolean, codecs: Codecs | null): Omit<ReadRecords, 'content'> {
  return isReadable ? readBatchRecords(bytes, codecs) : { records: [], problem: null };
}

function fieldsOf(header: BatchHeader, sizeBytes: number) {
  const { attributes } = header;
  return {
    baseOffset: Number(header.baseOffset),
    lastOffsetDelta: header.lastOffsetDelta,
    partitionLeaderEpoch: header.partitionLeaderEpoch,
    sizeBytes,
    baseTimestamp: Number(header.baseTimestamp),
    maxTimestamp: Number(header.maxTimestamp),
    isLogAppendTime: (attributes & attributeBits.logAppendTime) !== 0,
    producerId: Number(header.producerId),
    producerEpoch: header.producerEpoch,
    baseSequence: header.baseSequence,
    isTransactional: (attributes & attributeBits.transactional) !== 0,
    hasDeleteHorizon: (attributes & attributeBits.deleteHorizon) !== 0,
  };
}

function isExact(header: BatchHeader, records: RecordList): boolean {
  const { baseOffset, baseTimestamp, maxTimestamp, producerId } = header;
  if ([baseOffset, baseTimestamp, maxTimestamp, producerId].some((value) => typeof value === 'bigint')) return false;
  const base = Number(baseTimestamp);
  // Packed ones have small deltas.
  if (!Array.isArray(records)) return Number.isSafeInteger(base * 2);
  return (records as readonly StoredRecord[]).every(
    ({ timestampDelta }) => typeof timestampDelta === 'number' && Number.isSafeInteger(base + timestampDelta),
  );
}

/** A message of format 0 or 1; null when its CRC does not fit, and nothing of it can be believed. */
function decodeLegacyBatch(bytes: Uint8Array, isFromClient: boolean, codecs: Codecs | null): RecordBatch | null {
  const legacy = readLegacyBatch(bytes, codecs);
  if (legacy.storedCrc !== legacy.computedCrc) return null;
  const baseOffset = Number(legacy.records[0]?.offset ?? legacy.offset);
  const records = legacy.records.map((record, index): KafkaRecord => {
    const offsetDelta = Number(record.offset) - baseOffset;
    const { timestamp, key, value } = record;
    const decoded = { timestamp: Number(timestamp), key: textOrNull(key), value: textOrNull(value), headers: [], ledgerId: 0 };
    return offsetDelta === index ? decoded : { ...decoded, offsetDelta };
  });
  return new RecordBatch({
    ...nothing,
    baseOffset,
    lastOffsetDelta: Number(legacy.offset) - baseOffset,
    sizeBytes: bytes.length,
    baseTimestamp: Number(legacy.timestamp),
    maxTimestamp: Number(legacy.timestamp),
    isLogAppendTime: legacy.isLogAppendTime,
    records: new StoredRecords({
      count: records.length,
      records: [],
      baseTimestamp: -1,
      legacyRecords: records,
      magic: legacy.magic,
      compressionId: legacy.compressionId,
      rawBytes: bytes,
      crcProblem: null,
      problem: legacy.problem,
      isFromClient,
    }),
  });
}

const nothing = {
  lastOffsetDelta: 0,
  partitionLeaderEpoch: -1,
  baseTimestamp: -1,
  maxTimestamp: -1,
  isLogAppendTime: false,
  producerId: -1,
  producerEpoch: -1,
  baseSequence: -1,
  isTransactional: false,
  controlType: null,
  coordinatorEpoch: -1,
} as const;

/** A batch whose header is too short, or whose format is old and its CRC wrong: nothing of it can be believed. */
function unreadableBatch(bytes: Uint8Array, baseOffset: number): RecordBatch {
  const problem = {
    error: 'CORRUPT_MESSAGE',
    exception: 'CorruptRecordException',
    message: 'the batch has no header of format 2',
  } as const;
  const nothingRead = { count: 0, records: [], baseTimestamp: -1, legacyRecords: [] };
  const stored = { ...nothingRead, magic: currentMagic, compressionId: 0, rawBytes: bytes, crcProblem: 0, problem };
  return new RecordBatch({
    ...nothing,
    baseOffset,
    sizeBytes: bytes.length,
    records: new StoredRecords({ ...stored, isFromClient: false }),
  });
}

function controlOf(record: StoredRecord | undefined): { readonly controlType: ControlType; readonly coordinatorEpoch: number } {
  const types = Object.keys(controlTypeIds) as ControlType[];
  const id = record?.key?.[3] ?? -1;
  const value = record?.value ?? new Uint8Array(0);
  const coordinatorEpoch = value.length < 6 ? 0 : viewOf(value).getInt32(2);
  return { controlType: types.find((type) => controlTypeIds[type] === id) ?? 'ABORT', coordinatorEpoch };
}

function textOrNull(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : textOfBytes(bytes);
}
