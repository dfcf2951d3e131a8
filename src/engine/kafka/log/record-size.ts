import { utf8Length } from '../util/utf8.ts';
import { sizeOfSafeVarlong, sizeOfVarint } from '../util/varint.ts';
import type { KafkaRecord } from './record.ts';

/** Bytes of a v2 batch before its records: offset, length, epoch, magic, CRC, attributes, … count. Source: DefaultRecordBatch. */
export const batchHeaderSizeBytes = 61;

/** Bytes of one record in a v2 batch, its own length included. `index` is its offset delta where none is given. Source: DefaultRecord. */
export function recordSizeBytes(record: KafkaRecord, index: number, baseTimestamp: number): number {
  const keySize = record.key === null ? -1 : utf8Length(record.key);
  const valueSize = record.value === null ? -1 : utf8Length(record.value);
  return lengthPrefixed(
    1 +
      sizeOfSafeVarlong(record.timestamp - baseTimestamp) +
      sizeOfVarint(record.offsetDelta ?? index) +
      sizedBytes(keySize) +
      sizedBytes(valueSize) +
      headersSizeBytes(record.headers),
  );
}

/** Bytes of a record with a key and value of these sizes (-1: null) and no headers: for records that nobody has built. */
export function plainRecordSizeBytes(
  sizes: { readonly keySizeBytes: number; readonly valueSizeBytes: number },
  index: number,
  timestampDelta: number,
): number {
  const deltas = sizeOfSafeVarlong(timestampDelta) + sizeOfVarint(index);
  return lengthPrefixed(1 + deltas + sizedBytes(sizes.keySizeBytes) + sizedBytes(sizes.valueSizeBytes) + 1);
}

function headersSizeBytes(headers: KafkaRecord['headers']): number {
  let size = sizeOfVarint(headers.length);
  for (const [key, value] of headers) size += sizedBytes(utf8Length(key)) + sizedBytes(value === null ? -1 : utf8Length(value));
  return size;
}

function sizedBytes(size: number): number {
  return size < 0 ? 1 : sizeOfVarint(size) + size;
}

function lengthPrefixed(bodySize: number): number {
  return sizeOfVarint(bodySize) + bodySize;
}
