import { int64 } from '../../util/int64.ts';
import type { Int64 } from '../../util/int64.ts';
import { readVarint, readVarlong } from '../../util/varint.ts';
import type { RecordsProblem } from '../log-errors.ts';

/** One record as it lies in a batch; key, value and headers are parts of the batch's bytes. */
export interface StoredRecord {
  /** Its length field included. */
  readonly sizeInBytes: number;
  readonly attributes: number;
  readonly offsetDelta: number;
  readonly timestampDelta: Int64;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly (readonly [Uint8Array, Uint8Array | null])[];
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

/** Reads one record after the other out of bytes. */
class RecordReader {
  problem: RecordsProblem | null = null;
  position: number;
  private readonly bytes: Uint8Array;
  private readonly isStream: boolean;
  // Where reading stops: the end of the record in a stream, of the batch otherwise.
  private limit: number;
  private isBroken = false;

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
    const attributes = this.bytes[this.position++]!;
    const timestampDelta = this.varlong();
    const offsetDelta = this.varint();
    const key = this.sized();
    const value = this.sized();
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
    return { sizeInBytes: this.position - from, attributes, offsetDelta, timestampDelta, key, value, headers };
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
    const read = readVarint(this.bytes, this.position);
    if (read.kind === 'read') {
      this.position = read.end;
      // A stream's reader asks for a buffer of that size, and asks in vain.
      return this.isStream && read.value < 0 ? this.fail(invalidRecord(prematureEnd)) : read.value;
    }
    const isEnd = read.kind === 'underflow' || this.isStream;
    return this.fail(isEnd ? invalidRecord(prematureEnd) : serverProblem('IllegalArgumentException', read.message));
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
    const first = this.bytes[this.position];
    if (first !== undefined && first < 0x80 && this.position < this.limit) {
      this.position++;
      return (first >>> 1) ^ -(first & 1);
    }
    const read = readVarint(this.bytes, this.position);
    if (read.kind === 'read' && read.end <= this.limit) {
      this.position = read.end;
      return read.value;
    }
    this.isBroken = true;
    return 0;
  }

  private varlong(): Int64 {
    if (this.isBroken) return 0;
    const first = this.bytes[this.position];
    const second = this.bytes[this.position + 1];
    if (first === undefined || first < 0x80 || (second !== undefined && second < 0x80)) return this.varint();
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

const noHeaders: StoredRecord['headers'] = [];

function sizeProblem(size: number, remaining: number, isStream: boolean): RecordsProblem {
  const expected = `Invalid record size: expected ${String(size)} bytes in record payload, but`;
  if (isStream) return invalidRecord(`${expected} the record payload reached EOF.`);
  return invalidRecord(`${expected} instead the buffer has only ${String(remaining)} remaining bytes.`);
}
