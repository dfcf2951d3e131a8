import type { Codecs } from '../codecs.ts';
import type { RecordsProblem } from '../log-errors.ts';
import { batchHeaderSizeBytes } from '../record-size.ts';
import { attributeBits, batchChecksums, currentMagic, headerUpToMagicBytes, logOverheadBytes, magicOf, viewOf } from './batch-header.ts';
import { readLegacyBatch, recordOverheadV0Bytes } from './legacy-format.ts';
import { readRecords, serverProblem } from './record-reader.ts';
import type { ReadRecords } from './record-reader.ts';

/** Bytes cut into batches, up to what is none. */
export interface SplitBatches {
  readonly batches: readonly Uint8Array[];
  readonly problem: RecordsProblem | null;
}

const maxInt32 = 2147483647;

/**
 * Cuts bytes of a request or a response into batches of any format. The beginning of a batch at the end is dropped in silence.
 * Source: ByteBufferLogInputStream.
 */
export function splitBatches(bytes: Uint8Array): SplitBatches {
  const view = viewOf(bytes);
  const batches: Uint8Array[] = [];
  for (let at = 0; at + logOverheadBytes <= bytes.length;) {
    const size = view.getInt32(at + 8);
    if (size < recordOverheadV0Bytes) {
      return { batches, problem: corrupt(`Record size ${String(size)} is less than the minimum record overhead (14)`) };
    }
    if (at + headerUpToMagicBytes > bytes.length) break;
    const magic = view.getInt8(at + headerUpToMagicBytes - 1);
    if (magic < 0 || magic > currentMagic) return { batches, problem: corrupt(`Invalid magic found in record: ${String(magic)}`) };
    const end = at + logOverheadBytes + size;
    if (logOverheadBytes + size > maxInt32) {
      const limit = String((logOverheadBytes + size) | 0);
      return { batches, problem: serverProblem('IllegalArgumentException', `newLimit < 0: (${limit} < 0)`) };
    }
    if (end > bytes.length) break;
    batches.push(bytes.subarray(at, end));
    at = end;
  }
  return { batches, problem: null };
}

/** What is wrong with a batch's size or CRC; null when nothing is. Source: DefaultRecordBatch.ensureValid, LegacyRecord.ensureValid. */
export function batchProblem(batch: Uint8Array): RecordsProblem | null {
  const isLegacy = magicOf(batch) < currentMagic;
  if (!isLegacy && batch.length < batchHeaderSizeBytes) {
    const size = `the size ${String(batch.length)} is smaller than the minimum allowed overhead ${String(batchHeaderSizeBytes)}`;
    return corrupt(`Record batch is corrupt (${size})`);
  }
  const { stored, computed } = isLegacy ? legacyChecksums(batch) : batchChecksums(batch);
  if (stored === computed) return null;
  return corrupt(`Record is corrupt (stored crc = ${String(stored)}, computed crc = ${String(computed)})`);
}

/** The records of a v2 batch, whatever its CRC says, and the bytes that they were read from. */
export function readBatchRecords(batch: Uint8Array, codecs: Codecs | null): ReadRecords & { readonly content: Uint8Array } {
  const view = viewOf(batch);
  const compressionId = view.getUint8(22) & attributeBits.compression;
  const failed = (problem: RecordsProblem) => ({ records: [], problem, content: new Uint8Array(0) });
  if (compressionId > 4) return failed(serverProblem('IllegalArgumentException', `Unknown compression type id: ${String(compressionId)}`));
  if (batch.length < batchHeaderSizeBytes) {
    const limit = `newPosition > limit: (${String(batchHeaderSizeBytes)} > ${String(batch.length)})`;
    return failed(serverProblem('IllegalArgumentException', limit));
  }
  const count = view.getInt32(57);
  const stored = batch.subarray(batchHeaderSizeBytes);
  if (compressionId === 0) return { ...readRecords(batch, batchHeaderSizeBytes, count, false), content: stored };
  if (codecs === null) return failed(serverProblem('KafkaException', 'compressed'));
  const content = codecs.decompress(compressionId, stored, currentMagic);
  if (content.kind === 'problem') return failed(content.problem);
  return { ...readRecords(content.bytes, 0, count, true), content: content.bytes };
}

function legacyChecksums(batch: Uint8Array): { readonly stored: number; readonly computed: number } {
  const { storedCrc, computedCrc } = readLegacyBatch(batch, null);
  return { stored: storedCrc, computed: computedCrc };
}

function corrupt(message: string): RecordsProblem {
  return { error: 'CORRUPT_MESSAGE', exception: 'CorruptRecordException', message };
}
