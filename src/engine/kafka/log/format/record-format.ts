import type { Int64 } from '../../util/int64.ts';
import { sizeOfSafeVarlong, sizeOfVarint, sizeOfVarlong } from '../../util/varint.ts';
import { contentLength } from './byte-writer.ts';
import type { ByteWriter, Content } from './byte-writer.ts';

/** One record of a v2 batch before it is bytes. */
export interface RecordParts {
  readonly offsetDelta: number;
  readonly timestampDelta: Int64;
  readonly key: Content;
  readonly value: Content;
  readonly headers: readonly (readonly [string, Content])[];
}

/** Writes a record and returns how many bytes it takes, its length included. Source: DefaultRecord.writeTo. */
export function writeRecord(writer: ByteWriter, record: RecordParts): number {
  const { offsetDelta, timestampDelta, key, value, headers } = record;
  const from = writer.length;
  const keyLength = contentLength(key);
  const valueLength = contentLength(value);
  const timeSize = typeof timestampDelta === 'number' ? sizeOfSafeVarlong(timestampDelta) : sizeOfVarlong(timestampDelta);
  let size = 1 + timeSize + sizeOfVarint(offsetDelta) + sizedBytes(keyLength) + sizedBytes(valueLength) + sizeOfVarint(headers.length);
  if (headers.length > 0)
    for (const [name, content] of headers) size += sizedBytes(contentLength(name)) + sizedBytes(contentLength(content));
  writer.varint(size);
  writer.byte(0);
  writer.varlong(timestampDelta);
  writer.varint(offsetDelta);
  writer.sized(key, keyLength);
  writer.sized(value, valueLength);
  writer.varint(headers.length);
  if (headers.length === 0) return writer.length - from;
  for (const [name, content] of headers) {
    writer.sized(name, contentLength(name));
    writer.sized(content, contentLength(content));
  }
  return writer.length - from;
}

function sizedBytes(length: number): number {
  return length < 0 ? 1 : sizeOfVarint(length) + length;
}
