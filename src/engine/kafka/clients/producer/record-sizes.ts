import { utf8Length } from '../../util/utf8.ts';
import { sizeOfSafeVarlong, sizeOfVarint } from '../../util/varint.ts';

/** Bytes of a batch's header. Source: DefaultRecordBatch.RECORD_BATCH_OVERHEAD. */
export const recordBatchOverheadBytes = 61;

/** The most that a record can take beside its key, value and headers. Source: DefaultRecord.MAX_RECORD_OVERHEAD. */
const maxRecordOverheadBytes = 21;

/** A null key or value. */
export const nullSize = -1;

/** Bytes of "no headers". */
export const noHeadersBytes = 1;

/** Bytes of key, value and headers with their lengths. Sizes are -1 for null. Source: DefaultRecord.sizeOf. */
export function contentSizeBytes(keySizeBytes: number, valueSizeBytes: number, headersBytes: number): number {
  return lengthPrefixedBytes(keySizeBytes) + lengthPrefixedBytes(valueSizeBytes) + headersBytes;
}

/** Bytes of a record's headers. Source: DefaultRecord.sizeOf. */
export function headersSizeBytes(headers: readonly (readonly [string, string | null])[]): number {
  let bytes = sizeOfVarint(headers.length);
  for (const [key, value] of headers) {
    bytes += lengthPrefixedBytes(utf8Length(key)) + lengthPrefixedBytes(value === null ? nullSize : utf8Length(value));
  }
  return bytes;
}

/** Bytes of a record within a batch. Source: DefaultRecord.sizeInBytes. */
export function recordSizeBytes(offsetDelta: number, timestampDelta: number, contentBytes: number): number {
  const bodyBytes = 1 + sizeOfVarint(offsetDelta) + sizeOfSafeVarlong(timestampDelta) + contentBytes;
  return bodyBytes + sizeOfVarint(bodyBytes);
}

/** The most that a batch of this one record can take: what limits and buffers are measured with. Source: estimateBatchSizeUpperBound. */
export function recordUpperBoundBytes(contentBytes: number): number {
  return recordBatchOverheadBytes + maxRecordOverheadBytes + contentBytes;
}

/** The first offset delta at which records take one byte more than at this one. */
export function nextWiderOffsetDelta(offsetDelta: number): number {
  if (offsetDelta < 0x40) return 0x40;
  if (offsetDelta < 0x2000) return 0x2000;
  return offsetDelta < 0x100000 ? 0x100000 : Number.MAX_SAFE_INTEGER;
}

function lengthPrefixedBytes(sizeBytes: number): number {
  return sizeBytes < 0 ? 1 : sizeOfVarint(sizeBytes) + sizeBytes;
}
