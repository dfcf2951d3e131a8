import type { Codecs } from '../log/codecs.ts';
import { compressionNames } from '../log/codecs.ts';
import { readBatchRecords } from '../log/format/batch-bytes.ts';
import {
  attributeBits,
  batchChecksums,
  currentMagic,
  headerUpToMagicBytes,
  logOverheadBytes,
  magicOf,
  viewOf,
} from '../log/format/batch-header.ts';
import { readVarint, readVarlong } from '../util/varint.ts';
import { textOfBytes } from '../log/record-text.ts';
import { batchHeaderSizeBytes } from '../log/record-size.ts';

/** Which field of Kafka's format some bytes are. Names are those of DefaultRecordBatch and DefaultRecord. */
export interface BatchField {
  readonly name: string;
  /** Where it begins and where it ends (exclusive), in the bytes that it was read from. */
  readonly from: number;
  readonly to: number;
  /** What the bytes say, for a person: numbers as decimals, text where it is text. */
  readonly value: string;
  /** The index of its record; -1 for a field of the batch. */
  readonly record: number;
}

/** A batch's bytes taken apart, as far as they can be read. */
export interface BatchLayout {
  readonly header: readonly BatchField[];
  readonly records: readonly BatchField[];
  /** Where the records were read from: the batch itself, or what came out of its compression. */
  readonly content: Uint8Array;
  readonly isCompressed: boolean;
  readonly recordCount: number;
  readonly crc: { readonly stored: number; readonly computed: number } | null;
  /** Kafka's own sentence of what is wrong with the records; null when nothing is. */
  readonly problem: string | null;
}

type FieldKind = 'int8' | 'int16' | 'int32' | 'int64' | 'crc' | 'attributes';

const headerShape: readonly (readonly [string, number, FieldKind])[] = [
  ['baseOffset', 8, 'int64'],
  ['batchLength', 4, 'int32'],
  ['partitionLeaderEpoch', 4, 'int32'],
  ['magic', 1, 'int8'],
  ['crc', 4, 'crc'],
  ['attributes', 2, 'attributes'],
  ['lastOffsetDelta', 4, 'int32'],
  ['baseTimestamp', 8, 'int64'],
  ['maxTimestamp', 8, 'int64'],
  ['producerId', 8, 'int64'],
  ['producerEpoch', 2, 'int16'],
  ['baseSequence', 4, 'int32'],
  ['recordsCount', 4, 'int32'],
];

// Formats 0 and 1: a record with the same two fields before it. Source: LegacyRecord.
const legacyShape: readonly (readonly [string, number, FieldKind])[] = [
  ['offset', 8, 'int64'],
  ['messageSize', 4, 'int32'],
  ['crc', 4, 'crc'],
  ['magic', 1, 'int8'],
  ['attributes', 1, 'int8'],
];

const recordFieldNames = [
  ...['length', 'timestampDelta', 'offsetDelta', 'keyLength', 'key', 'valueLength', 'value', 'headersCount'],
  ...['headerKeyLength', 'headerKey', 'headerValueLength', 'headerValue'],
];

/** The name of every field that a layout can have; each has a text. */
export const batchFieldNames: readonly string[] = [
  ...new Set([...headerShape.map(([name]) => name), 'records', ...legacyShape.map(([name]) => name), 'timestamp', ...recordFieldNames]),
];

/** How much of a key or value is spelled out. */
const shownTextBytes = 200;

/**
 * Takes a batch's bytes apart. Records are walked one by one up to the first that cannot be read; `recordsMax` bounds how many. Never
 * throws. Source: DefaultRecordBatch, DefaultRecord.
 */
export function layoutOf(bytes: Uint8Array, codecs: Codecs, recordsMax: number): BatchLayout {
  if (bytes.length < headerUpToMagicBytes) return unreadable(bytes, fixedFields(bytes, headerShape, 0));
  if (magicOf(bytes) < currentMagic && magicOf(bytes) >= 0) return legacyLayout(bytes);
  const header = fixedFields(bytes, headerShape, 0);
  if (bytes.length < batchHeaderSizeBytes) return unreadable(bytes, header);
  const view = viewOf(bytes);
  const compressionId = view.getUint8(22) & attributeBits.compression;
  const recordCount = view.getInt32(57);
  const read = readBatchRecords(bytes, codecs);
  const isCompressed = compressionId !== 0;
  const content = isCompressed ? read.content : bytes;
  const records = recordFields(content, isCompressed ? 0 : batchHeaderSizeBytes, Math.min(recordCount, recordsMax));
  const all = isCompressed ? [...header, field('records', [batchHeaderSizeBytes, bytes.length], compressionName(compressionId))] : header;
  const problem = read.problem?.message ?? null;
  return { header: all, records, content, isCompressed, recordCount, crc: batchChecksums(bytes), problem };
}

function unreadable(bytes: Uint8Array, header: readonly BatchField[]): BatchLayout {
  return { header, records: [], content: bytes, isCompressed: false, recordCount: 0, crc: null, problem: null };
}

function compressionName(id: number): string {
  return compressionNames[id] ?? String(id);
}

type Span = readonly [from: number, to: number];

/** `record` -1: of the batch itself. */
function field(name: string, [from, to]: Span, value: string, record = -1): BatchField {
  return { name, from, to, value, record };
}

function fixedFields(bytes: Uint8Array, shape: typeof headerShape, start: number): readonly BatchField[] {
  const view = viewOf(bytes);
  const fields: BatchField[] = [];
  let at = start;
  for (const [name, size, kind] of shape) {
    if (at + size > bytes.length) break;
    fields.push(field(name, [at, at + size], printed(view, at, kind)));
    at += size;
  }
  return fields;
}

function printed(view: DataView, at: number, kind: FieldKind): string {
  switch (kind) {
    case 'int8':
      return String(view.getInt8(at));
    case 'int16':
      return String(view.getInt16(at));
    case 'int32':
      return String(view.getInt32(at));
    case 'int64':
      return String(view.getBigInt64(at));
    case 'crc':
      return `0x${view.getUint32(at).toString(16).padStart(8, '0')}`;
    case 'attributes':
      return attributesText(view.getInt16(at));
  }
}

/** The number, and the bits that are set by the names that kafka-dump-log.sh prints. */
function attributesText(attributes: number): string {
  const words: string[] = [];
  const compression = attributes & attributeBits.compression;
  if (compression !== 0) words.push(compressionName(compression));
  if ((attributes & attributeBits.logAppendTime) !== 0) words.push('LogAppendTime');
  if ((attributes & attributeBits.transactional) !== 0) words.push('isTransactional');
  if ((attributes & attributeBits.control) !== 0) words.push('isControl');
  if ((attributes & attributeBits.deleteHorizon) !== 0) words.push('hasDeleteHorizon');
  return words.length === 0 ? String(attributes) : `${String(attributes)} ${words.join(' ')}`;
}

function legacyLayout(bytes: Uint8Array): BatchLayout {
  const hasTimestamp = magicOf(bytes) === 1;
  const header = fixedFields(bytes, hasTimestamp ? [...legacyShape, ['timestamp', 8, 'int64']] : legacyShape, 0);
  const records: BatchField[] = [];
  const view = viewOf(bytes);
  let at = logOverheadBytes + 6 + (hasTimestamp ? 8 : 0);
  for (const name of ['key', 'value']) {
    if (at + 4 > bytes.length) break;
    const size = view.getInt32(at);
    records.push(field(`${name}Length`, [at, at + 4], String(size), 0));
    at += 4;
    if (size < 0) continue;
    const end = Math.min(bytes.length, at + size);
    if (end > at) records.push(field(name, [at, end], shownText(bytes, at, end), 0));
    at = end;
  }
  return { header, records, content: bytes, isCompressed: false, recordCount: 1, crc: null, problem: null };
}

function recordFields(bytes: Uint8Array, start: number, count: number): readonly BatchField[] {
  const walk = new RecordWalk(bytes, start);
  for (let record = 0; record < count; record++) if (!walk.record(record)) break;
  return walk.fields;
}

/** Goes through records byte by byte and notes every field; stops where a field does not fit. */
class RecordWalk {
  readonly fields: BatchField[] = [];
  private readonly bytes: Uint8Array;
  private at: number;

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.at = start;
  }

  record(record: number): boolean {
    if (this.varint('length', record) === null) return false;
    if (this.at >= this.bytes.length) return false;
    this.fields.push(field('attributes', [this.at, this.at + 1], String(this.bytes[this.at] ?? 0), record));
    this.at++;
    if (!this.varlong('timestampDelta', record) || this.varint('offsetDelta', record) === null) return false;
    if (!this.sized('key', record) || !this.sized('value', record)) return false;
    const headerCount = this.varint('headersCount', record);
    if (headerCount === null || headerCount < 0) return false;
    for (let index = 0; index < headerCount; index++) {
      if (!this.sized('headerKey', record) || !this.sized('headerValue', record)) return false;
    }
    return true;
  }

  private sized(name: string, record: number): boolean {
    const size = this.varint(`${name}Length`, record);
    if (size === null) return false;
    if (size <= 0) return true;
    const end = this.at + size;
    if (end > this.bytes.length) return false;
    this.fields.push(field(name, [this.at, end], shownText(this.bytes, this.at, end), record));
    this.at = end;
    return true;
  }

  private varint(name: string, record: number): number | null {
    const read = readVarint(this.bytes, this.at);
    if (read.kind !== 'read') return null;
    this.fields.push(field(name, [this.at, read.end], String(read.value), record));
    this.at = read.end;
    return read.value;
  }

  private varlong(name: string, record: number): boolean {
    const read = readVarlong(this.bytes, this.at);
    if (read.kind !== 'read') return false;
    this.fields.push(field(name, [this.at, read.end], String(read.value), record));
    this.at = read.end;
    return true;
  }
}

/** The text of a key or value; what is no text is shown as dots. */
function shownText(bytes: Uint8Array, from: number, to: number): string {
  const end = Math.min(to, from + shownTextBytes);
  const text = textOfBytes(bytes, from, end).replace(/[\u0000-\u001f\u007f-\u009f\udc80-\udcff]/g, '·');
  return end < to ? `${text}…` : text;
}
