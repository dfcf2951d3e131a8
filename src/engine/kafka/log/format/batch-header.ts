import { crc32c } from '../../util/crc32c.ts';
import { addInt64, readInt64, writeInt64 } from '../../util/int64.ts';
import type { Int64 } from '../../util/int64.ts';
import { batchHeaderSizeBytes } from '../record-size.ts';

/** Base offset and size: what every format begins with. Source: Records.LOG_OVERHEAD. */
export const logOverheadBytes = 12;
/** The bytes up to and with the magic byte. Source: Records.HEADER_SIZE_UP_TO_MAGIC. */
export const headerUpToMagicBytes = 17;
/** The format that 4.x writes. Source: RecordBatch.CURRENT_MAGIC_VALUE. */
export const currentMagic = 2;

const magicOffset = 16;
const crcOffset = 17;
const attributesOffset = 21;
const maxTimestampOffset = 35;

/** Attribute bits of a batch; the lowest three are the compression. Source: DefaultRecordBatch. */
export const attributeBits = { compression: 7, logAppendTime: 8, transactional: 16, control: 32, deleteHorizon: 64 } as const;

/** The fields of a v2 header, exact to 64 bits. Source: DefaultRecordBatch. */
export interface BatchHeader {
  readonly baseOffset: Int64;
  readonly partitionLeaderEpoch: number;
  /** The low byte; Kafka looks at no other. */
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: Int64;
  readonly maxTimestamp: Int64;
  readonly producerId: Int64;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly count: number;
}

/** Reads a header; the bytes must be at least as long as one. */
export function readBatchHeader(bytes: Uint8Array): BatchHeader {
  const view = viewOf(bytes);
  return {
    baseOffset: readInt64(view, 0),
    partitionLeaderEpoch: view.getInt32(12),
    attributes: view.getUint8(attributesOffset + 1),
    lastOffsetDelta: view.getInt32(23),
    baseTimestamp: readInt64(view, 27),
    maxTimestamp: readInt64(view, maxTimestampOffset),
    producerId: readInt64(view, 43),
    producerEpoch: view.getInt16(51),
    baseSequence: view.getInt32(53),
    count: view.getInt32(57),
  };
}

/** Writes a header over the beginning of a batch's bytes, with its size and CRC. Source: DefaultRecordBatch.writeHeader. */
export function writeBatchHeader(bytes: Uint8Array, header: BatchHeader): void {
  const view = viewOf(bytes);
  writeInt64(view, 0, header.baseOffset);
  view.setInt32(8, bytes.length - logOverheadBytes);
  view.setInt32(12, header.partitionLeaderEpoch);
  view.setInt8(magicOffset, currentMagic);
  // Java widens a signed byte: bit 7 would fill the upper byte.
  view.setInt16(attributesOffset, (header.attributes << 24) >> 24);
  view.setInt32(23, header.lastOffsetDelta);
  writeInt64(view, 27, header.baseTimestamp);
  writeInt64(view, maxTimestampOffset, header.maxTimestamp);
  writeInt64(view, 43, header.producerId);
  view.setInt16(51, header.producerEpoch);
  view.setInt32(53, header.baseSequence);
  view.setInt32(57, header.count);
  view.setUint32(crcOffset, crc32c(bytes, attributesOffset));
}

/** What a leader writes into a batch that came as bytes. */
export interface LeaderStamp {
  readonly baseOffset: number;
  readonly partitionLeaderEpoch: number;
  readonly maxTimestamp: number;
  readonly isLogAppendTime: boolean;
}

/**
 * A copy of a batch's bytes with the leader's stamp. The CRC is computed anew only when what it covers has changed, and then
 * attribute bits that Kafka does not know are gone. Source: DefaultRecordBatch.setLastOffset, setMaxTimestamp, setPartitionLeaderEpoch.
 */
export function stampedBytes(batch: Uint8Array, stamp: LeaderStamp): Uint8Array {
  const bytes = batch.slice();
  if (bytes.length < batchHeaderSizeBytes || magicOf(bytes) < currentMagic) return bytes;
  const view = viewOf(bytes);
  writeInt64(view, 0, stamp.baseOffset);
  view.setInt32(12, stamp.partitionLeaderEpoch);
  const attributes = view.getUint8(attributesOffset + 1);
  const isLogAppendTime = (attributes & attributeBits.logAppendTime) !== 0;
  if (isLogAppendTime === stamp.isLogAppendTime && Number(view.getBigInt64(maxTimestampOffset)) === stamp.maxTimestamp) return bytes;
  const kept = attributes & 0x7f & ~attributeBits.logAppendTime;
  view.setInt16(attributesOffset, stamp.isLogAppendTime ? kept | attributeBits.logAppendTime : kept);
  writeInt64(view, maxTimestampOffset, stamp.maxTimestamp);
  view.setUint32(crcOffset, crc32c(bytes, attributesOffset));
  return bytes;
}

/** The format of a batch: 0, 1 or 2. */
export function magicOf(batch: Uint8Array): number {
  return viewOf(batch).getInt8(magicOffset);
}

/** The CRC that a v2 batch carries, and the one that its bytes have. */
export function batchChecksums(batch: Uint8Array): { readonly stored: number; readonly computed: number } {
  return { stored: viewOf(batch).getUint32(crcOffset), computed: crc32c(batch, attributesOffset) };
}

/** The offset of the last record. */
export function lastOffsetOf(header: BatchHeader): Int64 {
  return addInt64(header.baseOffset, header.lastOffsetDelta);
}

/** Bytes as numbers. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
