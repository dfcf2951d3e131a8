import type { Codecs } from '../../engine/kafka/log/codecs.ts';
import { readBatchRecords } from '../../engine/kafka/log/format/batch-bytes.ts';
import { attributeBits, batchChecksums, lastOffsetOf, readBatchHeader } from '../../engine/kafka/log/format/batch-header.ts';
import type { BatchHeader } from '../../engine/kafka/log/format/batch-header.ts';
import type { StoredRecord } from '../../engine/kafka/log/format/record-reader.ts';
import { offsetOfMaxTimestamp, recordOffset, recordSequence, recordTimestamp } from '../../engine/kafka/log/format/stored-batch.ts';
import { incrementSequence, noSequence } from '../../engine/kafka/log/record-batch.ts';
import { textOfBytes } from '../../engine/kafka/log/record-text.ts';
import { addInt64 } from '../../engine/kafka/util/int64.ts';
import type { Json } from '../registry.ts';
import type { JsonObject } from '../rows.ts';
import { hexOf } from './log-driver.ts';

/** A batch's bytes with everything that Kafka's reader says of them. */
export function describeBatch(bytes: Uint8Array, codecs: Codecs): JsonObject {
  const header = readBatchHeader(bytes);
  const { records } = readBatchRecords(bytes, codecs);
  const lastOffset = lastOffsetOf(header);
  const maxOffset = offsetOfMaxTimestamp(header, records);
  const { baseSequence, lastOffsetDelta } = header;
  return {
    bytes: hexOf(bytes),
    sizeInBytes: bytes.length,
    crc: batchChecksums(bytes).stored,
    attributes: header.attributes,
    lastOffsetDelta,
    lastOffset: String(lastOffset),
    nextOffset: String(addInt64(lastOffset, 1)),
    baseTimestamp: String(header.baseTimestamp),
    maxTimestamp: String(header.maxTimestamp),
    lastSequence: baseSequence === noSequence ? noSequence : incrementSequence(baseSequence, lastOffsetDelta),
    count: header.count,
    deleteHorizonMs: (header.attributes & attributeBits.deleteHorizon) === 0 ? null : String(header.baseTimestamp),
    offsetOfMaxTimestamp: maxOffset === null ? null : String(maxOffset),
    records: records.map((record) => ({ ...numbersOf(header, record), sizeInBytes: record.sizeInBytes })),
  };
}

/** The records of a batch with their contents. */
export function recordAnswers(header: BatchHeader, records: readonly StoredRecord[]): Json {
  return records.map((record) => ({
    ...numbersOf(header, record),
    key: hexOrNull(record.key),
    value: hexOrNull(record.value),
    headers: record.headers.map(([key, value]) => [textOfBytes(key), hexOrNull(value)]),
  }));
}

/** Bytes in hexadecimal. */
export function hexOrNull(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : hexOf(bytes);
}

function numbersOf(header: BatchHeader, record: StoredRecord): JsonObject {
  return {
    offset: String(recordOffset(header, record)),
    timestamp: String(recordTimestamp(header, record)),
    sequence: recordSequence(header, record),
  };
}
