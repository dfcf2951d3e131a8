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
  writer.varint(bodySizeBytes(record));
  writer.byte(0);
  writer.varlong(timestampDelta);
  writer.varint(offsetDelta);
  writer.sized(key);
  writer.sized(value);
  writer.varint(headers.length);
  for (const [name, content] of headers) {
    writer.sized(name);
    writer.sized(content);
  }
  return writer.length - from;
}

function bodySizeBytes(record: RecordParts): number {
  const { timestampDelta, headers } = record;
  const timeSize = typeof timestampDelta === 'number' ? sizeOfSafeVarlong(timestampDelta) : sizeOfVarlong(timestampDelta);
  let size = 1 + timeSize + sizeOfVarint(record.offsetDelta) + sizedBytes(record.key) + sizedBytes(record.value);
  size += sizeOfVarint(headers.length);
  for (const [name, content] of headers) size += sizedBytes(name) + sizedBytes(content);
  return size;
}

function sizedBytes(content: Content): number {
  const length = contentLength(content);
  return length < 0 ? 1 : sizeOfVarint(length) + length;
}
