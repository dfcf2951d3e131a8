import type { Int64 } from '../../util/int64.ts';
import { putBytes, putVarint, varintSize } from './byte-writer.ts';
import type { ByteWriter, Content } from './byte-writer.ts';

/** A record to be written: exact to 64 bits. */
export interface BuilderRecord {
  readonly offset: Int64;
  readonly timestamp: Int64;
  readonly key: Content;
  readonly value: Content;
  readonly headers: readonly (readonly [string, Content])[];
}

/** From where records are written, and what they are told from. */
export interface PlainStart {
  readonly index: number;
  readonly lastOffset: Int64 | null;
  readonly baseOffset: Int64;
  readonly baseTimestamp: Int64;
}

/** How far plain records went: `end` is the index of the first that is none. */
export interface PlainRun {
  readonly end: number;
  /** The last one's; as given where none was written. */
  readonly lastOffset: Int64 | null;
  /** -1: none was written. */
  readonly maxTimestamp: number;
}

const smallDelta = 0x8000000;
/** More than what a record takes beside its contents. */
const besideContentsBytes = 40;
/** A record of so much content has a length of one byte, whatever its deltas take. */
const oneByteContents = 40;
/** And one of that much a length of two bytes. */
const twoByteContents = { from: 64, below: 8000 };

/**
 * Writes records as long as they are plain, as nearly all are: bytes without headers, close behind the base, in order. The length, which
 * comes first, is written last: how many bytes it takes nearly always follows from the contents. The same bytes as writeRecord's, in a
 * third of the time. Source: DefaultRecord.writeTo.
 */
export function writePlainRecords(writer: ByteWriter, records: readonly BuilderRecord[], start: PlainStart): PlainRun {
  // Not a number where a base is too large for one: no delta is small then.
  const offsetFrom = typeof start.baseOffset === 'number' ? start.baseOffset : Number.NaN;
  const timestampFrom = typeof start.baseTimestamp === 'number' ? start.baseTimestamp : Number.NaN;
  // Of no offset it is known that the next is larger where the last one is too large for a number.
  let last = start.lastOffset === null ? -Infinity : typeof start.lastOffset === 'number' ? start.lastOffset : Infinity;
  let maxTimestamp = -1;
  let buffer = writer.room(besideContentsBytes);
  let at = writer.length;
  let index = start.index;
  for (; index < records.length; index++) {
    const { offset, timestamp, key, value, headers } = records[index]!;
    if (typeof offset !== 'number' || typeof timestamp !== 'number' || headers.length !== 0) break;
    if (typeof key === 'string' || typeof value === 'string') break;
    const offsetDelta = offset - offsetFrom;
    const timestampDelta = timestamp - timestampFrom;
    const isNear = offsetDelta < smallDelta && timestampDelta > -smallDelta && timestampDelta < smallDelta;
    if (!isNear || !(offsetDelta > -smallDelta) || offset <= last || timestamp < 0) break;
    const keyLength = key === null ? -1 : key.length;
    const valueLength = value === null ? -1 : value.length;
    const contents = (keyLength > 0 ? keyLength : 0) + (valueLength > 0 ? valueLength : 0);
    if (at + contents + besideContentsBytes > buffer.length) {
      writer.moveTo(at);
      buffer = writer.room(contents + besideContentsBytes);
    }
    const from = at;
    const isShort = contents < oneByteContents;
    const isUsual = contents >= twoByteContents.from && contents < twoByteContents.below;
    at += isShort ? 1 : isUsual ? 2 : varintSize(sizeOfPlain(offsetDelta | 0, timestampDelta | 0, keyLength, valueLength));
    const bodyFrom = at;
    buffer[at++] = 0;
    at = putVarint(buffer, at, timestampDelta | 0);
    at = putVarint(buffer, at, offsetDelta | 0);
    at = putVarint(buffer, at, keyLength);
    if (key !== null) at = putBytes(buffer, at, key);
    at = putVarint(buffer, at, valueLength);
    if (value !== null) at = putBytes(buffer, at, value);
    buffer[at++] = 0;
    putVarint(buffer, from, at - bodyFrom);
    last = offset;
    if (timestamp > maxTimestamp) maxTimestamp = timestamp;
  }
  writer.moveTo(at);
  return { end: index, lastOffset: index === start.index ? start.lastOffset : last, maxTimestamp };
}

function sizeOfPlain(offsetDelta: number, timestampDelta: number, keyLength: number, valueLength: number): number {
  const contents = Math.max(0, keyLength) + Math.max(0, valueLength);
  return 2 + varintSize(timestampDelta) + varintSize(offsetDelta) + varintSize(keyLength) + varintSize(valueLength) + contents;
}
