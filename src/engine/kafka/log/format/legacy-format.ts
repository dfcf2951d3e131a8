import { crc32 } from '../../util/crc32c.ts';
import { addInt64, readInt64, subtractInt64 } from '../../util/int64.ts';
import type { Int64 } from '../../util/int64.ts';
import type { Codecs } from '../codecs.ts';
import type { RecordsProblem } from '../log-errors.ts';
import { attributeBits, headerUpToMagicBytes, logOverheadBytes, viewOf } from './batch-header.ts';
import { invalidRecord, serverProblem } from './record-reader.ts';

/** No batch of any format has a smaller size field. Source: LegacyRecord.RECORD_OVERHEAD_V0. */
export const recordOverheadV0Bytes = 14;

const zstdId = 4;

/** A record of format 0 or 1. Format 0 has no timestamp: -1. */
export interface LegacyRecord {
  readonly offset: Int64;
  readonly timestamp: Int64;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

/** One message of format 0 or 1: a record, or a wrapper of compressed records. Source: AbstractLegacyRecordBatch. */
export interface LegacyBatch {
  readonly magic: number;
  /** A wrapper has the offset of its last record. */
  readonly offset: Int64;
  readonly timestamp: Int64;
  readonly compressionId: number;
  readonly isLogAppendTime: boolean;
  readonly storedCrc: number;
  readonly computedCrc: number;
  readonly records: readonly LegacyRecord[];
  readonly problem: RecordsProblem | null;
}

/** Reads a message and, where it is a wrapper, what it wraps. Source: LegacyRecord, AbstractLegacyRecordBatch.DeepRecordsIterator. */
export function readLegacyBatch(bytes: Uint8Array, codecs: Codecs | null): LegacyBatch {
  const view = viewOf(bytes);
  const magic = view.getInt8(headerUpToMagicBytes - 1);
  const attributes = bytes[headerUpToMagicBytes] ?? 0;
  const compressionId = attributes & attributeBits.compression;
  const isLogAppendTime = magic > 0 && (attributes & attributeBits.logAppendTime) !== 0;
  const offset = readInt64(view, 0);
  const outer = readMessage(bytes.subarray(logOverheadBytes), offset);
  const base = {
    magic,
    offset,
    timestamp: outer?.timestamp ?? -1,
    compressionId,
    isLogAppendTime,
    storedCrc: view.getUint32(logOverheadBytes),
    computedCrc: crc32(bytes, headerUpToMagicBytes - 1),
  };
  if (outer === null) return { ...base, records: [], problem: serverProblem('BufferUnderflowException', 'null') };
  if (compressionId === 0) return { ...base, records: [outer], problem: null };
  const records = wrappedRecords(outer, base, codecs);
  return Array.isArray(records)
    ? { ...base, records: records as readonly LegacyRecord[], problem: null }
    : { ...base, records: [], problem: records as RecordsProblem };
}

type Wrapper = Pick<LegacyBatch, 'magic' | 'offset' | 'timestamp' | 'compressionId' | 'isLogAppendTime'>;

function wrappedRecords(outer: LegacyRecord, wrapper: Wrapper, codecs: Codecs | null): readonly LegacyRecord[] | RecordsProblem {
  const { magic, compressionId } = wrapper;
  if (compressionId > zstdId) return serverProblem('IllegalArgumentException', `Unknown compression type id: ${String(compressionId)}`);
  if (compressionId === zstdId) {
    return invalidRecord(`Invalid wrapper compressionType found in legacy deep record iterator ${String(magic)}`);
  }
  if (outer.value === null) {
    return invalidRecord(`Found invalid compressed record set with null value (magic = ${String(magic)})`);
  }
  if (codecs === null) return serverProblem('KafkaException', 'compressed');
  const content = codecs.decompress(compressionId, outer.value, magic);
  if (content.kind === 'problem') return content.problem;
  const inner = innerRecords(content.bytes, wrapper);
  const last = inner[inner.length - 1];
  if (last === undefined) return invalidRecord('Found invalid compressed record set with no inner records');
  if (magic === 0) return inner;
  // Offsets inside are relative, and the wrapper has the last one. Some versions of librdkafka produce 0 there.
  if (wrapper.offset !== 0 && wrapper.offset < last.offset) {
    const offsets = `wrapper offset '${String(wrapper.offset)}' is less than the last inner message offset '${String(last.offset)}'`;
    return invalidRecord(`Found invalid wrapper offset in compressed v1 message set, ${offsets} and it is not zero.`);
  }
  const base = wrapper.offset === 0 ? 0 : subtractInt64(wrapper.offset, last.offset);
  return inner.map((record) => ({ ...record, offset: addInt64(base, record.offset) }));
}

function innerRecords(bytes: Uint8Array, wrapper: Wrapper): LegacyRecord[] {
  const view = viewOf(bytes);
  const records: LegacyRecord[] = [];
  for (let at = 0; at + logOverheadBytes <= bytes.length;) {
    const size = view.getInt32(at + 8);
    if (size < recordOverheadV0Bytes || at + logOverheadBytes + size > bytes.length) break;
    const record = readMessage(bytes.subarray(at + logOverheadBytes, at + logOverheadBytes + size), readInt64(view, at));
    if (record === null) break;
    records.push(wrapper.isLogAppendTime ? { ...record, timestamp: wrapper.timestamp } : record);
    at += logOverheadBytes + size;
  }
  return records;
}

/** A message behind its offset and size: CRC 4, magic 1, attributes 1, in format 1 a timestamp 8, then key and value. */
function readMessage(message: Uint8Array, offset: Int64): LegacyRecord | null {
  const view = viewOf(message);
  const hasTimestamp = (message[4] ?? 0) > 0;
  const keyAt = hasTimestamp ? 14 : 6;
  const key = sizeDelimited(view, message, keyAt);
  if (key === undefined) return null;
  const value = sizeDelimited(view, message, keyAt + 4 + (key?.length ?? 0));
  return value === undefined ? null : { offset, timestamp: hasTimestamp ? readInt64(view, 6) : -1, key, value };
}

function sizeDelimited(view: DataView, bytes: Uint8Array, at: number): Uint8Array | null | undefined {
  if (at + 4 > bytes.length) return undefined;
  const size = view.getInt32(at);
  if (size < 0) return null;
  return at + 4 + size > bytes.length ? undefined : bytes.subarray(at + 4, at + 4 + size);
}
