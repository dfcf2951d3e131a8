import { subtractInt64 } from '../../util/int64.ts';
import type { Int64 } from '../../util/int64.ts';
import type { Codecs } from '../codecs.ts';
import type { RecordsProblem } from '../log-errors.ts';
import { batchHeaderSizeBytes } from '../record-size.ts';
import { attributeBits, writeBatchHeader } from './batch-header.ts';
import { ByteWriter } from './byte-writer.ts';
import { writePlainRecords } from './plain-records.ts';
import type { BuilderRecord } from './plain-records.ts';
import { writeRecord } from './record-format.ts';
import { serverProblem } from './record-reader.ts';

/** What a batch is built from. Source: the constructor of MemoryRecordsBuilder. */
export interface BuilderSpec {
  readonly baseOffset: Int64;
  readonly partitionLeaderEpoch: number;
  readonly compressionId: number;
  readonly isLogAppendTime: boolean;
  readonly logAppendTime: Int64;
  readonly producerId: Int64;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
  readonly isControlBatch: boolean;
  /** -1: none. */
  readonly deleteHorizonMs: Int64;
  /** What the cleaner says instead of the last record's offset; null: that. */
  readonly lastOffset: Int64 | null;
  readonly records: readonly BuilderRecord[];
}

/** A built batch, or why it cannot be. No records give no bytes. */
export type BuiltRecords =
  | { readonly kind: 'built'; readonly bytes: Uint8Array; readonly uncompressedRecords: Uint8Array }
  | { readonly kind: 'refused'; readonly problem: RecordsProblem };

const maxInt32 = 2147483647;
const noBytes = new Uint8Array(0);

/** Writes a batch with every check that Kafka's builder makes. Source: MemoryRecordsBuilder. */
export function buildRecords(spec: BuilderSpec, codecs: Codecs | null): BuiltRecords {
  const { records, deleteHorizonMs } = spec;
  const hasDeleteHorizon = deleteHorizonMs >= 0;
  const baseTimestamp = hasDeleteHorizon ? deleteHorizonMs : (records[0]?.timestamp ?? -1);
  const body = new ByteWriter(expectedSizeBytes(records));
  body.skip(batchHeaderSizeBytes);
  const written = writeRecords(body, spec, baseTimestamp);
  if (written.kind === 'refused') return written;
  const { lastOffset, maxTimestamp } = written;
  const problem = refusedProducer(spec);
  if (problem !== null) return refused(problem);
  if (lastOffset === null) return { kind: 'built', bytes: noBytes, uncompressedRecords: noBytes };
  const plain = body.finish();
  const uncompressedRecords = plain.subarray(batchHeaderSizeBytes);
  const bytes =
    spec.compressionId === 0 || codecs === null ? plain : behindHeader(codecs.compress(spec.compressionId, uncompressedRecords));
  writeBatchHeader(bytes, {
    baseOffset: spec.baseOffset,
    partitionLeaderEpoch: spec.partitionLeaderEpoch,
    attributes: attributesOf(spec, hasDeleteHorizon),
    lastOffsetDelta: int32(subtractInt64(spec.lastOffset ?? lastOffset, spec.baseOffset)),
    baseTimestamp,
    maxTimestamp: spec.isLogAppendTime ? spec.logAppendTime : maxTimestamp,
    producerId: spec.producerId,
    producerEpoch: spec.producerEpoch,
    baseSequence: spec.baseSequence,
    count: records.length,
  });
  return { kind: 'built', bytes, uncompressedRecords };
}

type WrittenRecords =
  | { readonly kind: 'written'; readonly lastOffset: Int64 | null; readonly maxTimestamp: Int64 }
  | { readonly kind: 'refused'; readonly problem: RecordsProblem };

/** The records, with what they give to the header. */
function writeRecords(body: ByteWriter, spec: BuilderSpec, baseTimestamp: Int64): WrittenRecords {
  const { records, baseOffset } = spec;
  let maxTimestamp: Int64 = -1;
  let lastOffset: Int64 | null = null;
  for (let index = 0; index < records.length; index++) {
    const run = writePlainRecords(body, records, { index, lastOffset, baseOffset, baseTimestamp });
    index = run.end;
    lastOffset = run.lastOffset;
    if (run.maxTimestamp > maxTimestamp) maxTimestamp = run.maxTimestamp;
    const record = records[index];
    if (record === undefined) break;
    const problem = refusedRecord(record, lastOffset);
    if (problem !== null) return refused(problem);
    if (!writeAnyRecord(body, record, { baseOffset, baseTimestamp })) {
      return refused(`Maximum offset delta exceeded, base offset: ${String(baseOffset)}, last offset: ${String(record.offset)}`);
    }
    lastOffset = record.offset;
    if (record.timestamp > maxTimestamp) maxTimestamp = record.timestamp;
  }
  return { kind: 'written', lastOffset, maxTimestamp };
}

/** Answers whether the offset is near enough to the base to be written. */
function writeAnyRecord(
  body: ByteWriter,
  record: BuilderRecord,
  base: { readonly baseOffset: Int64; readonly baseTimestamp: Int64 },
): boolean {
  const { offset, timestamp, key, value, headers } = record;
  const delta = subtractInt64(offset, base.baseOffset);
  writeRecord(body, { offsetDelta: int32(delta), timestampDelta: subtractInt64(timestamp, base.baseTimestamp), key, value, headers });
  return delta <= maxInt32;
}

/** About what is needed, mostly a little more: lengths and deltas take a byte or two each. */
function expectedSizeBytes(records: readonly BuilderRecord[]): number {
  let size = batchHeaderSizeBytes + 32;
  for (const { key, value } of records) size += 12 + (key?.length ?? 0) + (value?.length ?? 0);
  return size;
}

function behindHeader(stored: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(batchHeaderSizeBytes + stored.length);
  bytes.set(stored, batchHeaderSizeBytes);
  return bytes;
}

/** Java casts to int. */
function int32(value: Int64): number {
  return typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value));
}

function attributesOf(spec: BuilderSpec, hasDeleteHorizon: boolean): number {
  return (
    spec.compressionId |
    (spec.isLogAppendTime ? attributeBits.logAppendTime : 0) |
    (spec.isTransactional ? attributeBits.transactional : 0) |
    (spec.isControlBatch ? attributeBits.control : 0) |
    (hasDeleteHorizon ? attributeBits.deleteHorizon : 0)
  );
}

function refusedRecord(record: BuilderRecord, lastOffset: Int64 | null): string | null {
  const { offset, timestamp } = record;
  if (lastOffset !== null && offset <= lastOffset) {
    const following = `Illegal offset ${String(offset)} following previous offset ${String(lastOffset)}`;
    return `${following} (Offsets must increase monotonically).`;
  }
  return timestamp < 0 && timestamp !== -1 ? `Invalid negative timestamp ${String(timestamp)}` : null;
}

function refusedProducer(spec: BuilderSpec): string | null {
  if (spec.producerId === -1) return spec.isTransactional ? 'Cannot write transactional messages without a valid producer ID' : null;
  if (spec.producerEpoch === -1) return 'Invalid negative producer epoch';
  return spec.baseSequence < 0 && !spec.isControlBatch ? 'Invalid negative sequence number used' : null;
}

function refused(message: string): BuiltRecords & { readonly kind: 'refused' } {
  return { kind: 'refused', problem: serverProblem('IllegalArgumentException', message) };
}

/**
 * The header that the cleaner leaves of a batch whose records are gone: it keeps the producer's sequence, and the offset range.
 * Source: DefaultRecordBatch.writeEmptyHeader.
 */
export function emptyBatchBytes(
  spec: Omit<BuilderSpec, 'records' | 'deleteHorizonMs' | 'compressionId'> & { readonly lastOffset: Int64 },
): Uint8Array {
  const bytes = new Uint8Array(batchHeaderSizeBytes);
  writeBatchHeader(bytes, {
    baseOffset: spec.baseOffset,
    partitionLeaderEpoch: spec.partitionLeaderEpoch,
    attributes: attributesOf({ ...spec, compressionId: 0, deleteHorizonMs: -1, records: [] }, false),
    lastOffsetDelta: Number(subtractInt64(spec.lastOffset, spec.baseOffset)),
    baseTimestamp: -1,
    maxTimestamp: spec.logAppendTime,
    producerId: spec.producerId,
    producerEpoch: spec.producerEpoch,
    baseSequence: spec.baseSequence,
    count: 0,
  });
  return bytes;
}
