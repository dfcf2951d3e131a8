import { decodeBatch } from '../log/batch-decoder.ts';
import type { Codecs } from '../log/codecs.ts';
import { crc32, crc32c } from '../util/crc32c.ts';
import { currentMagic, headerUpToMagicBytes, logOverheadBytes, magicOf, viewOf } from '../log/format/batch-header.ts';
import { recordOverheadV0Bytes } from '../log/format/legacy-format.ts';
import { RecordBatch } from '../log/record-batch.ts';
import { batchHeaderSizeBytes } from '../log/record-size.ts';
import { StoredRecords } from '../log/stored-records.ts';
import type { Findings } from './log-finding.ts';

/** A `.log` file as batches that lie end to end; stretches that are no batch are in it as batches without records. */
export interface FileBatches {
  readonly batches: readonly RecordBatch[];
  /** The bytes behind the last batch; 0 when the file ends with one. */
  readonly trailingBytes: number;
  /** Whether there is a single batch in it. */
  readonly isLog: boolean;
}

/**
 * Cuts somebody's file into batches and says what is wrong with it. Where Kafka would stop reading, this looks for the next place where a
 * batch begins whose CRC is right, and goes on there. Never throws.
 */
export function readFileBatches(
  bytes: Uint8Array,
  fileName: string,
  baseOffset: number | null,
  into: { readonly codecs: Codecs; readonly findings: Findings },
): FileBatches {
  const reader = new BatchFileReader(bytes, fileName, into);
  return reader.read(baseOffset);
}

class BatchFileReader {
  private readonly bytes: Uint8Array;
  private readonly fileName: string;
  private readonly findings: Findings;
  private readonly codecs: Codecs;
  /** Bytes that were decompressed to see their records. */
  private decompressedBytes = 0;
  private readonly batches: RecordBatch[] = [];
  private nextOffset = 0;
  private hasOldFormat = false;
  /** A file can be made of nothing but beginnings of batches: looking for one that is whole ends somewhere. */
  private searchedBytes = 0;

  constructor(bytes: Uint8Array, fileName: string, into: { readonly codecs: Codecs; readonly findings: Findings }) {
    this.bytes = bytes;
    this.fileName = fileName;
    this.findings = into.findings;
    this.codecs = into.codecs;
  }

  read(baseOffset: number | null): FileBatches {
    const { bytes } = this;
    this.nextOffset = baseOffset ?? 0;
    let at = 0;
    let isLog = false;
    while (at < bytes.length) {
      const size = this.sizeAt(at);
      if (size === null) {
        const next = this.nextBatchBehind(at);
        if (next === null) return this.ended(at, isLog);
        if (isLog || at > 0) this.findings.add('skipped', this.fileName, at, { sizeBytes: next - at, next });
        this.batches.push(gap(this.nextOffset, bytes.subarray(at, next)));
        at = next;
        continue;
      }
      isLog = true;
      this.take(at, size, baseOffset);
      at += size;
    }
    return { batches: this.batches, trailingBytes: 0, isLog };
  }

  private ended(at: number, isLog: boolean): FileBatches {
    return { batches: this.batches, trailingBytes: this.bytes.length - at, isLog };
  }

  /** How long the batch here is by its own word; null with a finding when there is none. */
  private sizeAt(at: number): number | null {
    const { bytes, fileName, findings } = this;
    const left = bytes.length - at;
    if (isZero(bytes, at, Math.min(bytes.length, at + headerUpToMagicBytes))) {
      findings.add('zeros', fileName, at, { sizeBytes: zerosFrom(bytes, at) });
      return null;
    }
    if (left < headerUpToMagicBytes) {
      findings.add('too-short', fileName, at, { sizeBytes: left });
      return null;
    }
    const view = viewOf(bytes);
    const magic = view.getInt8(at + 16);
    const size = view.getInt32(at + 8);
    if (magic < 0 || magic > currentMagic) {
      findings.add('unknown-magic', fileName, at, { magic });
      return null;
    }
    if (size < (magic === currentMagic ? batchHeaderSizeBytes - logOverheadBytes : recordOverheadV0Bytes)) {
      findings.add('impossible-size', fileName, at, { sizeBytes: size });
      return null;
    }
    if (logOverheadBytes + size > left) {
      findings.add('cut-off', fileName, at, { expected: logOverheadBytes + size, arrived: left });
      return null;
    }
    return logOverheadBytes + size;
  }

  private take(at: number, size: number, baseOffset: number | null): void {
    const { fileName, findings } = this;
    const raw = this.bytes.subarray(at, at + size);
    const batch = asInFile(decodeBatch(raw, false, this.codecsFor(raw)), raw);
    const { storedCrcProblem, problem } = batch.records;
    if (magicOf(raw) < currentMagic && !this.hasOldFormat) {
      this.hasOldFormat = true;
      findings.add('old-format', fileName, at, { magic: magicOf(raw) });
    }
    if (storedCrcProblem !== null) {
      const isOld = magicOf(raw) < currentMagic;
      const stored = isOld ? viewOf(raw).getUint32(logOverheadBytes) : storedCrcProblem;
      const computed = isOld ? crc32(raw, logOverheadBytes + 4) : crc32c(raw, batchCrcFrom);
      findings.add('wrong-crc', fileName, at, { offset: batch.baseOffset, stored: hex(stored), computed: hex(computed) });
    } else if (problem !== null) {
      findings.add('unreadable-records', fileName, at, { offset: batch.baseOffset, message: problem.message });
    }
    if (baseOffset !== null && batch.baseOffset < baseOffset) {
      findings.add('below-base', fileName, at, { offset: batch.baseOffset, baseOffset });
    } else if (this.batches.length > 0 && batch.baseOffset < this.nextOffset) {
      findings.add('offsets-fall', fileName, at, { offset: batch.baseOffset, expected: this.nextOffset });
    }
    this.nextOffset = batch.nextOffset;
    this.batches.push(batch);
  }

  /** Large batches, and those behind many others, stay compressed: their records are looked at one batch at a time. */
  private codecsFor(raw: Uint8Array): Codecs | null {
    this.decompressedBytes += raw.length;
    return raw.length <= decompressedBatchMax && this.decompressedBytes <= decompressedBytesMax ? this.codecs : null;
  }

  /** Where the next batch of today's format with a right CRC begins; null when there is none. */
  private nextBatchBehind(at: number): number | null {
    const { bytes } = this;
    const view = viewOf(bytes);
    for (let from = at + 1; from + batchHeaderSizeBytes <= bytes.length; from++) {
      // The cheap signs first: magic 2, attributes that exist, a first offset and a size that can be.
      if (bytes[from + 16] !== currentMagic || bytes[from + 21] !== 0 || bytes[from] !== 0) continue;
      const size = view.getInt32(from + 8);
      if (size < batchHeaderSizeBytes - logOverheadBytes || from + logOverheadBytes + size > bytes.length) continue;
      this.searchedBytes += size;
      if (this.searchedBytes > searchFactorMax * bytes.length) return null;
      const raw = bytes.subarray(from, from + logOverheadBytes + size);
      if (viewOf(raw).getUint32(17) === crc32c(raw, batchCrcFrom)) return from;
    }
    return null;
  }
}

/** A batch that Kafka takes by default. */
const decompressedBatchMax = 1_048_588;
const decompressedBytesMax = 32 * 1024 * 1024;

/** How often every byte may be looked at in search of a batch. */
const searchFactorMax = 8;

/** The CRC covers everything from the attributes on. */
const batchCrcFrom = 21;

/**
 * The batch with its very bytes, which its records need not give back (an integer can be written longer than it must). What cannot be read
 * of it is not counted as records: a header says what it likes.
 */
function asInFile(batch: RecordBatch, rawBytes: Uint8Array): RecordBatch {
  const { records } = batch;
  if (!(records instanceof StoredRecords)) return batch;
  const { fields } = records;
  const readCount = fields.magic === currentMagic ? fields.records.length : fields.legacyRecords.length;
  return batch.with({ records: new StoredRecords({ ...fields, count: readCount, rawBytes }) });
}

/** Bytes between batches that are none. */
function gap(baseOffset: number, rawBytes: Uint8Array): RecordBatch {
  const problem = { error: 'CORRUPT_MESSAGE', exception: 'CorruptRecordException', message: 'these bytes are no batch' } as const;
  const nothing = { count: 0, records: [], baseTimestamp: -1, legacyRecords: [], magic: currentMagic, compressionId: 0 };
  return new RecordBatch({
    baseOffset,
    lastOffsetDelta: -1,
    partitionLeaderEpoch: -1,
    sizeBytes: rawBytes.length,
    baseTimestamp: -1,
    maxTimestamp: -1,
    isLogAppendTime: false,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    controlType: null,
    coordinatorEpoch: -1,
    records: new StoredRecords({ ...nothing, rawBytes, crcProblem: 0, problem, isFromClient: false }),
  });
}

/** True for a stretch of a file that is no batch. */
export function isGap(batch: RecordBatch): boolean {
  return batch.lastOffsetDelta === -1 && batch.records.storedCrcProblem !== null;
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false;
  return true;
}

function zerosFrom(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] === 0) at++;
  return at - from;
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}
