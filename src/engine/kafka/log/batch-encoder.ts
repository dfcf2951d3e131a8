import { crc32c } from '../util/crc32c.ts';
import { varintBytes, varlongBytes } from '../util/varint.ts';
import type { ControlType, KafkaRecord, RecordBatch } from './record-batch.ts';
import { batchHeaderSizeBytes } from './record-size.ts';
import { bytesOfText } from './record-text.ts';

const magic = 2;
const logOverheadBytes = 12;
const crcOffset = 17;
const attributesOffset = 21;

/** Attribute bits of a batch. Source: DefaultRecordBatch. */
export const attributeBits = { logAppendTime: 8, transactional: 16, control: 32, deleteHorizon: 64 } as const;

/** The type in a control record's key. Source: ControlRecordType. */
export const controlTypeIds = {
  ABORT: 0,
  COMMIT: 1,
  LEADER_CHANGE: 2,
  SNAPSHOT_HEADER: 3,
  SNAPSHOT_FOOTER: 4,
  KRAFT_VERSION: 5,
  KRAFT_VOTERS: 6,
} as const satisfies Record<ControlType, number>;

/**
 * The bytes of a v2 batch, as they lie in a segment file and travel in requests. Source: DefaultRecordBatch.writeHeader,
 * DefaultRecord.writeTo.
 */
export function encodeBatch(batch: RecordBatch): Uint8Array {
  const { rawBytes } = batch.records;
  if (rawBytes !== null) return patchedBytes(batch, rawBytes);
  const records: number[] = [];
  for (let i = 0; i < batch.count; i++) pushRecord(records, batch, i);
  const bytes = new Uint8Array(batchHeaderSizeBytes + records.length);
  const view = new DataView(bytes.buffer);
  view.setBigInt64(0, BigInt(batch.baseOffset));
  view.setInt32(8, bytes.length - logOverheadBytes);
  view.setInt32(12, batch.partitionLeaderEpoch);
  view.setInt8(16, magic);
  view.setInt16(attributesOffset, attributesOf(batch));
  view.setInt32(23, batch.lastOffsetDelta);
  view.setBigInt64(27, BigInt(batch.baseTimestamp));
  view.setBigInt64(35, BigInt(batch.maxTimestamp));
  view.setBigInt64(43, BigInt(batch.producerId));
  view.setInt16(51, batch.producerEpoch);
  view.setInt32(53, batch.baseSequence);
  view.setInt32(57, batch.count);
  bytes.set(records, batchHeaderSizeBytes);
  view.setUint32(crcOffset, crc32c(bytes, attributesOffset));
  return bytes;
}

/** A batch that is kept as bytes, with what a leader writes into it; the CRC only when what it covers has changed. */
function patchedBytes(batch: RecordBatch, rawBytes: Uint8Array): Uint8Array {
  const bytes = rawBytes.slice();
  if (bytes.length < batchHeaderSizeBytes) return bytes;
  const view = new DataView(bytes.buffer);
  view.setBigInt64(0, BigInt(batch.baseOffset));
  view.setInt32(12, batch.partitionLeaderEpoch);
  const attributes = view.getInt16(attributesOffset);
  const isLogAppendTime = (attributes & attributeBits.logAppendTime) !== 0;
  if (isLogAppendTime === batch.isLogAppendTime && Number(view.getBigInt64(35)) === batch.maxTimestamp) return bytes;
  const withoutTime = attributes & ~attributeBits.logAppendTime;
  view.setInt16(attributesOffset, batch.isLogAppendTime ? withoutTime | attributeBits.logAppendTime : withoutTime);
  view.setBigInt64(35, BigInt(batch.maxTimestamp));
  view.setUint32(crcOffset, crc32c(bytes, attributesOffset));
  return bytes;
}

function attributesOf(batch: RecordBatch): number {
  return (
    (batch.isLogAppendTime ? attributeBits.logAppendTime : 0) |
    (batch.isTransactional ? attributeBits.transactional : 0) |
    (batch.isControlBatch ? attributeBits.control : 0)
  );
}

function pushRecord(into: number[], batch: RecordBatch, index: number): void {
  const record = batch.records.at(index);
  const body: number[] = [0];
  for (const byte of varlongBytes(BigInt(record.timestamp - batch.baseTimestamp))) body.push(byte);
  for (const byte of varintBytes(record.offsetDelta ?? index)) body.push(byte);
  pushSized(body, keyBytes(batch, record));
  pushSized(body, valueBytes(batch, record));
  for (const byte of varintBytes(record.headers.length)) body.push(byte);
  for (const [key, value] of record.headers) {
    pushSized(body, bytesOfText(key));
    pushSized(body, value === null ? null : bytesOfText(value));
  }
  for (const byte of varintBytes(body.length)) into.push(byte);
  for (const byte of body) into.push(byte);
}

function keyBytes(batch: RecordBatch, record: KafkaRecord): Uint8Array | null {
  if (batch.controlType !== null) return Uint8Array.of(0, 0, 0, controlTypeIds[batch.controlType]);
  return record.key === null ? null : bytesOfText(record.key);
}

function valueBytes(batch: RecordBatch, record: KafkaRecord): Uint8Array | null {
  if (batch.controlType === 'ABORT' || batch.controlType === 'COMMIT') {
    const bytes = new Uint8Array(6);
    new DataView(bytes.buffer).setInt32(2, batch.coordinatorEpoch);
    return bytes;
  }
  return record.value === null ? null : bytesOfText(record.value);
}

function pushSized(into: number[], bytes: Uint8Array | null): void {
  for (const byte of varintBytes(bytes === null ? -1 : bytes.length)) into.push(byte);
  if (bytes !== null) for (const byte of bytes) into.push(byte);
}
