import { crc32c } from '../util/crc32c.ts';
import { readVarint, readVarlong } from '../util/varint.ts';
import { attributeBits, controlTypeIds } from './batch-encoder.ts';
import { logError, notModelled } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import { RecordBatch, RecordSource } from './record-batch.ts';
import type { ControlType, KafkaRecord } from './record-batch.ts';
import { batchHeaderSizeBytes } from './record-size.ts';
import { textOfBytes } from './record-text.ts';

const logOverheadBytes = 12;
const headerUpToMagicBytes = 17;
/** No batch of any format has a smaller size field. Source: LegacyRecord.RECORD_OVERHEAD_V0. */
export const recordOverheadV0Bytes = 14;
const currentMagic = 2;

/** What lies behind the last whole batch of a file: the beginning of a batch that was not written to its end, or bytes that are none. */
export interface TrailingBytes {
  readonly sizeBytes: number;
  /** The size field that no batch can have; null when the bytes are an unfinished batch, at which every reader simply stops. */
  readonly impossibleSize: number | null;
}

/** A file cut into its batches. */
export interface DecodedBatches {
  readonly batches: readonly RecordBatch[];
  readonly trailing: TrailingBytes | null;
}

/** Records that came as bytes; those of a damaged or compressed batch stay bytes. */
export class StoredRecords extends RecordSource {
  readonly count: number;
  readonly crcProblem: number | null;
  private readonly compression: number;
  private readonly unreadable: string | null;
  private readonly raw: Uint8Array | null;
  private readonly records: readonly KafkaRecord[];
  private readonly isFromClient: boolean;

  constructor(
    fields: Pick<StoredRecords, 'count' | 'crcProblem' | 'problem' | 'rawBytes' | 'compressionId'> & {
      readonly records: readonly KafkaRecord[];
      readonly isFromClient: boolean;
    },
  ) {
    super();
    this.count = fields.count;
    this.crcProblem = fields.crcProblem;
    this.unreadable = fields.problem;
    this.raw = fields.rawBytes;
    this.compression = fields.compressionId;
    this.records = fields.records;
    this.isFromClient = fields.isFromClient;
  }

  at(index: number): KafkaRecord {
    return this.records[index] ?? { timestamp: -1, key: null, value: null, headers: [], ledgerId: 0 };
  }

  override get compressionId(): number {
    return this.compression;
  }

  override get problem(): string | null {
    return this.unreadable;
  }

  override get isUnchecked(): boolean {
    return this.isFromClient;
  }

  override get rawBytes(): Uint8Array | null {
    return this.raw;
  }

  override get storedCrcProblem(): number | null {
    return this.crcProblem;
  }

  override sizeBytes(baseTimestamp: number): number {
    return this.raw === null ? super.sizeBytes(baseTimestamp) : this.raw.length - batchHeaderSizeBytes;
  }
}

/** Cuts bytes into batches as Kafka's file reader does: it looks at sizes alone. Source: FileLogInputStream.nextBatch. */
export function decodeBatches(bytes: Uint8Array): DecodedBatches {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const batches: RecordBatch[] = [];
  let at = 0;
  while (at < bytes.length - headerUpToMagicBytes) {
    const size = view.getInt32(at + 8);
    if (size < recordOverheadV0Bytes) return { batches, trailing: { sizeBytes: bytes.length - at, impossibleSize: size } };
    if (at > bytes.length - logOverheadBytes - size) break;
    batches.push(decodeBatch(bytes.subarray(at, at + logOverheadBytes + size), false));
    at += logOverheadBytes + size;
  }
  return { batches, trailing: at < bytes.length ? { sizeBytes: bytes.length - at, impossibleSize: null } : null };
}

/**
 * Cuts what a client produced into batches, looking harder than a file's reader: the format must be known. The beginning of a batch at the
 * end is dropped. Source: ByteBufferLogInputStream.
 */
export function decodeProducedBatches(bytes: Uint8Array): readonly RecordBatch[] | LogError {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const batches: RecordBatch[] = [];
  for (let at = 0; at + headerUpToMagicBytes <= bytes.length; ) {
    const size = view.getInt32(at + 8);
    if (size < recordOverheadV0Bytes) {
      return logError('CORRUPT_MESSAGE', `Record size ${String(size)} is less than the minimum record overhead (14)`);
    }
    const magic = view.getInt8(at + 16);
    if (magic < 0 || magic > currentMagic) return logError('CORRUPT_MESSAGE', `Invalid magic found in record: ${String(magic)}`);
    if (magic < currentMagic) return logError('UNSUPPORTED_COMPRESSION_TYPE', 'formats 0 and 1 are not modelled', notModelled);
    if (at + logOverheadBytes + size > bytes.length) break;
    batches.push(decodeBatch(bytes.subarray(at, at + logOverheadBytes + size), true));
    at += logOverheadBytes + size;
  }
  return batches;
}

/** One batch of exactly these bytes; what cannot be read in it is kept as bytes. */
export function decodeBatch(bytes: Uint8Array, isFromClient: boolean): RecordBatch {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const baseOffset = Number(view.getBigInt64(0));
  if (bytes.length < batchHeaderSizeBytes || view.getInt8(16) < currentMagic) return unreadableBatch(bytes, baseOffset);
  const attributes = view.getInt16(21);
  const isControl = (attributes & attributeBits.control) !== 0;
  const baseTimestamp = Number(view.getBigInt64(27));
  const count = view.getInt32(57);
  const storedCrc = view.getUint32(17);
  const isIntact = storedCrc === crc32c(bytes, 21);
  const compressionId = attributes & 7;
  const parsed = isIntact && compressionId === 0 ? parseRecords(bytes, count, baseTimestamp) : { records: [], problem: null };
  const isPlain = isIntact && parsed.problem === null && compressionId === 0 && attributes < attributeBits.deleteHorizon && !isControl;
  return new RecordBatch({
    baseOffset,
    lastOffsetDelta: view.getInt32(23),
    partitionLeaderEpoch: view.getInt32(12),
    sizeBytes: bytes.length,
    baseTimestamp,
    maxTimestamp: Number(view.getBigInt64(35)),
    isLogAppendTime: (attributes & attributeBits.logAppendTime) !== 0,
    producerId: Number(view.getBigInt64(43)),
    producerEpoch: view.getInt16(51),
    baseSequence: view.getInt32(53),
    isTransactional: (attributes & attributeBits.transactional) !== 0,
    ...(isControl ? controlOf(parsed.records[0]) : { controlType: null, coordinatorEpoch: -1 }),
    records: new StoredRecords({
      count,
      crcProblem: isIntact ? null : storedCrc,
      problem: parsed.problem,
      rawBytes: isPlain ? null : bytes,
      compressionId,
      records: parsed.records,
      isFromClient,
    }),
  });
}

/** A batch whose header is too short or of an old format: nothing of it can be believed. */
function unreadableBatch(bytes: Uint8Array, baseOffset: number): RecordBatch {
  const problem = { crcProblem: 0, problem: 'the batch has no header of format 2', rawBytes: bytes, compressionId: 0 };
  return new RecordBatch({
    baseOffset,
    lastOffsetDelta: 0,
    partitionLeaderEpoch: -1,
    sizeBytes: bytes.length,
    baseTimestamp: -1,
    maxTimestamp: -1,
    isLogAppendTime: false,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    controlType: null,
    coordinatorEpoch: -1,
    records: new StoredRecords({ count: 0, records: [], isFromClient: false, ...problem }),
  });
}

function controlOf(record: KafkaRecord | undefined): { readonly controlType: ControlType; readonly coordinatorEpoch: number } {
  const types = Object.keys(controlTypeIds) as ControlType[];
  const id = record?.key?.charCodeAt(3) ?? -1;
  const value = record?.value ?? '';
  let coordinatorEpoch = 0;
  for (let i = 2; i < 6; i++) coordinatorEpoch = (coordinatorEpoch << 8) | (value.charCodeAt(i) & 0xff);
  return { controlType: types.find((type) => controlTypeIds[type] === id) ?? 'ABORT', coordinatorEpoch };
}

interface ParsedRecords {
  readonly records: readonly KafkaRecord[];
  readonly problem: string | null;
}

interface Cursor {
  at: number;
  problem: string | null;
}

/** The records of an uncompressed batch. Source: DefaultRecordBatch.uncompressedIterator, DefaultRecord.readFrom. */
function parseRecords(bytes: Uint8Array, count: number, baseTimestamp: number): ParsedRecords {
  const records: KafkaRecord[] = [];
  const cursor: Cursor = { at: batchHeaderSizeBytes, problem: null };
  for (let index = 0; index < count; index++) {
    if (cursor.at >= bytes.length) return { records, problem: 'Incorrect declared batch size, premature EOF reached' };
    records.push(parseRecord(bytes, cursor, index, baseTimestamp));
    if (cursor.problem !== null) return { records, problem: cursor.problem };
  }
  const problem = cursor.at < bytes.length ? 'Incorrect declared batch size, records still remaining in file' : null;
  return { records, problem };
}

function parseRecord(bytes: Uint8Array, cursor: Cursor, index: number, baseTimestamp: number): KafkaRecord {
  const size = varint(bytes, cursor);
  const end = cursor.at + size;
  if (end > bytes.length) cursor.problem = 'Incorrect declared batch size, premature EOF reached';
  cursor.at++;
  const timestamp = baseTimestamp + varlong(bytes, cursor);
  const offsetDelta = varint(bytes, cursor);
  const key = sizedText(bytes, cursor);
  const value = sizedText(bytes, cursor);
  const headers: (readonly [string, string | null])[] = [];
  const headerCount = varint(bytes, cursor);
  for (let i = 0; i < headerCount && cursor.problem === null; i++) headers.push([sizedText(bytes, cursor) ?? '', sizedText(bytes, cursor)]);
  if (cursor.problem === null && cursor.at !== end) {
    const read = String(size + cursor.at - end);
    cursor.problem = `Invalid record size: expected to read ${String(size)} bytes in record payload, but instead read ${read}`;
  }
  const record = { timestamp, key, value, headers, ledgerId: 0 };
  return offsetDelta === index ? record : { ...record, offsetDelta };
}

function sizedText(bytes: Uint8Array, cursor: Cursor): string | null {
  const size = varint(bytes, cursor);
  if (size < 0) return null;
  if (cursor.at + size > bytes.length) {
    cursor.problem ??= 'Found invalid record structure';
    return null;
  }
  const text = textOfBytes(bytes, cursor.at, cursor.at + size);
  cursor.at += size;
  return text;
}

function varint(bytes: Uint8Array, cursor: Cursor): number {
  const read = readVarint(bytes, cursor.at);
  if (read.kind !== 'read') {
    cursor.problem ??= 'Found invalid record structure';
    return 0;
  }
  cursor.at = read.end;
  return read.value;
}

function varlong(bytes: Uint8Array, cursor: Cursor): number {
  const read = readVarlong(bytes, cursor.at);
  if (read.kind !== 'read') {
    cursor.problem ??= 'Found invalid record structure';
    return 0;
  }
  cursor.at = read.end;
  return Number(read.value);
}
