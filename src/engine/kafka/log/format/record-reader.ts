import { int64 } from '../../util/int64.ts';
import type { Int64 } from '../../util/int64.ts';
import { readVarint, readVarlong } from '../../util/varint.ts';
import type { RecordsProblem } from '../log-errors.ts';

const noHeaders: readonly (readonly [Uint8Array, Uint8Array | null])[] = [];

/** Where a record's parts lie, and its numbers: filled anew for every record, so that reading makes one object a record. */
interface RecordScratch {
  sizeInBytes: number;
  attributes: number;
  offsetDelta: number;
  timestampDelta: Int64;
  headers: readonly (readonly [Uint8Array, Uint8Array | null])[];
  // Where key and value begin and end in the batch's bytes; a beginning of -1 for null.
  keyFrom: number;
  keyTo: number;
  valueFrom: number;
  valueTo: number;
}

/** One record as it lies in a batch: key, value and headers are parts of the batch's bytes, cut out when they are asked for. */
export class StoredRecord {
  /** Its length field included. */
  readonly sizeInBytes: number;
  readonly attributes: number;
  readonly offsetDelta: number;
  readonly timestampDelta: Int64;
  readonly headers: readonly (readonly [Uint8Array, Uint8Array | null])[];
  private readonly bytes: Uint8Array;
  private readonly keyFrom: number;
  private readonly keyTo: number;
  private readonly valueFrom: number;
  private readonly valueTo: number;

  constructor(bytes: Uint8Array, from: Readonly<RecordScratch>) {
    this.bytes = bytes;
    this.keyFrom = from.keyFrom;
    this.keyTo = from.keyTo;
    this.valueFrom = from.valueFrom;
    this.valueTo = from.valueTo;
    this.sizeInBytes = from.sizeInBytes;
    this.attributes = from.attributes;
    this.offsetDelta = from.offsetDelta;
    this.timestampDelta = from.timestampDelta;
    this.headers = from.headers;
  }

  get key(): Uint8Array | null {
    return this.keyFrom < 0 ? null : this.bytes.subarray(this.keyFrom, this.keyTo);
  }

  get value(): Uint8Array | null {
    return this.valueFrom < 0 ? null : this.bytes.subarray(this.valueFrom, this.valueTo);
  }
}

/** What was read, up to the first problem. */
export interface ReadRecords {
  readonly records: readonly StoredRecord[];
  readonly problem: RecordsProblem | null;
}

/** The problem that Kafka calls InvalidRecordException. */
export function invalidRecord(message: string): RecordsProblem {
  return { error: 'INVALID_RECORD', exception: 'InvalidRecordException', message };
}

/** A problem that Kafka has no error of its own for. */
export function serverProblem(exception: string, message: string): RecordsProblem {
  return { error: 'UNKNOWN_SERVER_ERROR', exception, message };
}

const prematureEnd = 'Incorrect declared batch size, premature EOF reached';

/**
 * Reads `count` records, and insists that nothing follows them. In a compressed batch each record is bounded by its own size; in a
 * plain one only by the batch's end. Source: DefaultRecordBatch.RecordIterator, DefaultRecord.readFrom.
 */
export function readRecords(bytes: Uint8Array, from: number, count: number, isStream: boolean): ReadRecords {
  const records: StoredRecord[] = [];
  if (count < 0) return { records, problem: invalidRecord(`Found invalid record count ${String(count)} in magic v2 batch`) };
  const reader = new RecordReader(bytes, from, isStream);
  for (let index = 0; index < count; index++) {
    const record = reader.next();
    if (record === null) return { records, problem: reader.problem };
    if (index === count - 1 && reader.position < bytes.length) {
      return { records, problem: invalidRecord('Incorrect declared batch size, records still remaining in file') };
    }
    records.push(record);
  }
  return { records, problem: null };
}

/** One record of a plain batch that was found to be whole before. */
export function readRecordAt(bytes: Uint8Array, from: number): StoredRecord | undefined {
  return new RecordReader(bytes, from, false).next() ?? undefined;
}

/** Reads one record after the other out of bytes. */
class RecordReader {
  problem: RecordsProblem | null = null;
  position: number;
  private readonly bytes: Uint8Array;
  private readonly isStream: boolean;
  // Where reading stops: the end of the record in a stream, of the batch otherwise.
  private limit: number;
  private isBroken = false;
  private readonly scratch: RecordScratch = {
    ...{ sizeInBytes: 0, attributes: 0, offsetDelta: 0, timestampDelta: 0, headers: noHeaders },
    ...{ keyFrom: -1, keyTo: -1, valueFrom: -1, valueTo: -1 },
  };

  constructor(bytes: Uint8Array, from: number, isStream: boolean) {
    this.bytes = bytes;
    this.position = from;
    this.isStream = isStream;
    this.limit = bytes.length;
  }

  /** The next record; null with a problem when there is none that can be read. */
  next(): StoredRecord | null {
    const from = this.position;
    this.limit = this.bytes.length;
    const size = this.size();
    if (size === null) return null;
    const start = this.position;
    const remaining = this.bytes.length - start;
    if (remaining < size) return this.fail(sizeProblem(size, remaining, this.isStream));
    if (this.isStream) this.limit = start + size;
    const record = this.body(from, start, size);
    if (this.isStream) this.position = start + size;
    return record;
  }

  private body(from: number, start: number, size: number): StoredRecord | null {
    if (this.position >= this.limit) return this.fail(invalidRecord('Found invalid record structure'));
    const { scratch } = this;
    scratch.attributes = this.bytes[this.position++]!;
    scratch.timestampDelta = this.varlong();
    scratch.offsetDelta = this.varint();
    scratch.keyFrom = this.skip();
    scratch.keyTo = this.position;
    scratch.valueFrom = this.skip();
    scratch.valueTo = this.position;
    const headerCount = this.varint();
    if (this.isBroken) return this.fail(invalidRecord('Found invalid record structure'));
    if (headerCount < 0) return this.fail(invalidRecord(`Found invalid number of record headers ${String(headerCount)}`));
    if (headerCount > this.limit - this.position) {
      const larger = 'is larger than the remaining size of the buffer';
      return this.fail(invalidRecord(`Found invalid number of record headers. ${String(headerCount)} ${larger}`));
    }
    const headers = headerCount === 0 ? noHeaders : this.headers(headerCount);
    if (headers === null) return null;
    const readCount = this.position - start;
    if (readCount !== size) {
      const read = `expected to read ${String(size)} bytes in record payload, but instead read ${String(readCount)}`;
      return this.fail(invalidRecord(`Invalid record size: ${read}`));
    }
    scratch.sizeInBytes = this.position - from;
    scratch.headers = headers;
    return new StoredRecord(this.bytes, scratch);
  }

  private headers(count: number): StoredRecord['headers'] | null {
    const headers: (readonly [Uint8Array, Uint8Array | null])[] = [];
    for (let i = 0; i < count; i++) {
      const keySize = this.varint();
      if (!this.isBroken && keySize < 0) return this.fail(invalidRecord(`Invalid negative header key size ${String(keySize)}`));
      const key = this.part(keySize);
      const value = this.sized();
      if (this.isBroken || key === null) return this.fail(invalidRecord('Found invalid record structure'));
      headers.push([key, value]);
    }
    return headers;
  }

  /** The size of the record that follows: what goes wrong here is not yet a problem of the record. */
  private size(): number | null {
    const from = this.position;
    const short = this.shortVarint();
    if (short >= 0 && (short & 1) === 0) return short >>> 1;
    this.position = from;
    const read = readVarint(this.bytes, this.position);
    if (read.kind === 'read') {
      this.position = read.end;
      // A stream's reader asks for a buffer of that size, and asks in vain.
      return this.isStream && read.value < 0 ? this.fail(invalidRecord(prematureEnd)) : read.value;
    }
    const isEnd = read.kind === 'underflow' || this.isStream;
    return this.fail(isEnd ? invalidRecord(prematureEnd) : serverProblem('IllegalArgumentException', read.message));
  }

  /** Passes over a length and that many bytes; returns where they begin, -1 for null. */
  private skip(): number {
    const size = this.varint();
    if (this.isBroken || size < 0) return -1;
    const from = this.position;
    if (size > this.limit - from) this.isBroken = true;
    else this.position = from + size;
    return from;
  }

  private sized(): Uint8Array | null {
    return this.part(this.varint());
  }

  private part(size: number): Uint8Array | null {
    if (this.isBroken || size < 0) return null;
    const from = this.position;
    if (size > this.limit - from) {
      this.isBroken = true;
      return null;
    }
    this.position = from + size;
    return this.bytes.subarray(from, from + size);
  }

  private varint(): number {
    if (this.isBroken) return 0;
    const short = this.shortVarint();
    if (short >= 0) return (short >>> 1) ^ -(short & 1);
    const read = readVarint(this.bytes, this.position);
    if (read.kind === 'read' && read.end <= this.limit) {
      this.position = read.end;
      return read.value;
    }
    this.isBroken = true;
    return 0;
  }

  /** The unsigned form of an integer of one or two bytes, as nearly all are; -1 when it is longer or ends behind the limit. */
  private shortVarint(): number {
    const { bytes, position, limit } = this;
    if (position + 2 > limit) return -1;
    const first = bytes[position]!;
    if (first < 0x80) {
      this.position = position + 1;
      return first;
    }
    const second = bytes[position + 1]!;
    if (second >= 0x80) return -1;
    this.position = position + 2;
    return (first & 0x7f) | (second << 7);
  }

  private varlong(): Int64 {
    if (this.isBroken) return 0;
    const short = this.shortVarint();
    if (short >= 0) return (short >>> 1) ^ -(short & 1);
    const read = readVarlong(this.bytes, this.position);
    if (read.kind === 'read' && read.end <= this.limit) {
      this.position = read.end;
      return int64(read.value);
    }
    this.isBroken = true;
    return 0;
  }

  private fail(problem: RecordsProblem): null {
    this.problem = problem;
    return null;
  }
}

function sizeProblem(size: number, remaining: number, isStream: boolean): RecordsProblem {
  const expected = `Invalid record size: expected ${String(size)} bytes in record payload, but`;
  if (isStream) return invalidRecord(`${expected} the record payload reached EOF.`);
  return invalidRecord(`${expected} instead the buffer has only ${String(remaining)} remaining bytes.`);
}
