import { readRecordAt } from './record-reader.ts';
import type { StoredRecord } from './record-reader.ts';

/** Records by index: an array, or what reads them out of their bytes when somebody asks. */
export interface RecordList {
  readonly length: number;
  at(index: number): StoredRecord | undefined;
}

/** The records of a plain batch whose structure was checked: where each begins, and nothing else until one is looked at. */
export class PackedRecords implements RecordList {
  private readonly bytes: Uint8Array;
  private readonly starts: Int32Array;

  constructor(bytes: Uint8Array, starts: Int32Array) {
    this.bytes = bytes;
    this.starts = starts;
  }

  get length(): number {
    return this.starts.length;
  }

  at(index: number): StoredRecord | undefined {
    const start = this.starts[index];
    return start === undefined ? undefined : readRecordAt(this.bytes, start);
  }
}

/**
 * Passes over `count` records of a plain batch and notes where each begins. Null when anything is unusual: a header, a record of 8 KiB or
 * more, a delta of more than 28 bits, or what is no record; who reads them one by one then says what is wrong.
 */
export function packRecords(bytes: Uint8Array, from: number, count: number): PackedRecords | null {
  const end = bytes.length;
  if (count < 0 || count > end - from) return null;
  const starts = new Int32Array(count);
  let at = from;
  for (let index = 0; index < count; index++) {
    starts[index] = at;
    let size = bytes[at++]!;
    if (size >= 0x80) size = (size & 0x7f) | (bytes[at++]! << 7);
    if ((size & 1) !== 0 || size > 0x3fff) return null;
    const next = at + (size >>> 1);
    if (next > end) return null;
    at++; // Attributes.
    // Deltas of time and offset: as long as their continuation bits say.
    if (bytes[at++]! >= 0x80 && bytes[at++]! >= 0x80 && bytes[at++]! >= 0x80 && bytes[at++]! >= 0x80) return null;
    if (bytes[at++]! >= 0x80 && bytes[at++]! >= 0x80 && bytes[at++]! >= 0x80 && bytes[at++]! >= 0x80) return null;
    let key = bytes[at++]!;
    if (key >= 0x80) key = (key & 0x7f) | (bytes[at++]! << 7);
    if ((key & 1) === 0) at += key >>> 1;
    let value = bytes[at++]!;
    if (value >= 0x80) value = (value & 0x7f) | (bytes[at++]! << 7);
    if ((value & 1) === 0) at += value >>> 1;
    if (key > 0x3fff || value > 0x3fff || bytes[at++] !== 0 || at !== next) return null;
  }
  return at === end ? new PackedRecords(bytes, starts) : null;
}
