import { writeBatchHeader, attributeBits, stampedBytes } from './format/batch-header.ts';
import { ByteWriter } from './format/byte-writer.ts';
import type { Content } from './format/byte-writer.ts';
import { writeRecord } from './format/record-format.ts';
import type { ControlType, KafkaRecord, RecordBatch } from './record-batch.ts';
import { batchHeaderSizeBytes } from './record-size.ts';

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
 * The bytes of a v2 batch, as they lie in a segment file and travel in requests. A batch that came as bytes and cannot be built from
 * its records keeps them, with the leader's stamp. Source: DefaultRecordBatch.writeHeader, DefaultRecord.writeTo.
 */
export function encodeBatch(batch: RecordBatch): Uint8Array {
  const { rawBytes } = batch.records;
  if (rawBytes !== null) return stampedBytes(rawBytes, batch);
  const writer = new ByteWriter(batch.sizeBytes);
  writer.skip(batchHeaderSizeBytes);
  for (let i = 0; i < batch.count; i++) {
    const record = batch.records.at(i);
    writeRecord(writer, {
      offsetDelta: record.offsetDelta ?? i,
      timestampDelta: record.timestamp - batch.baseTimestamp,
      key: keyOf(batch, record),
      value: valueOf(batch, record),
      headers: record.headers,
    });
  }
  const bytes = writer.finish();
  writeBatchHeader(bytes, { ...headerOf(batch), attributes: attributesOf(batch) });
  return bytes;
}

function headerOf(batch: RecordBatch) {
  const { baseOffset, partitionLeaderEpoch, lastOffsetDelta, baseTimestamp, maxTimestamp } = batch;
  const { producerId, producerEpoch, baseSequence, count } = batch;
  return { baseOffset, partitionLeaderEpoch, lastOffsetDelta, baseTimestamp, maxTimestamp, producerId, producerEpoch, baseSequence, count };
}

function attributesOf(batch: RecordBatch): number {
  return (
    (batch.isLogAppendTime ? attributeBits.logAppendTime : 0) |
    (batch.isTransactional ? attributeBits.transactional : 0) |
    (batch.isControlBatch ? attributeBits.control : 0) |
    (batch.deleteHorizonMs === null ? 0 : attributeBits.deleteHorizon)
  );
}

function keyOf(batch: RecordBatch, record: KafkaRecord): Content {
  return batch.controlType === null ? record.key : controlRecordKey(batch.controlType);
}

function valueOf(batch: RecordBatch, record: KafkaRecord): Content {
  const isMarker = batch.controlType === 'ABORT' || batch.controlType === 'COMMIT';
  return isMarker ? endTransactionValue(batch.coordinatorEpoch) : record.value;
}

/** The key of a control record: a version and a type. Source: ControlRecordType.recordKey. */
export function controlRecordKey(type: ControlType): Uint8Array {
  return Uint8Array.of(0, 0, 0, controlTypeIds[type]);
}

/** The value of a COMMIT or ABORT marker: a version and the coordinator's epoch. Source: EndTransactionMarker.serializeValue. */
export function endTransactionValue(coordinatorEpoch: number): Uint8Array {
  const bytes = new Uint8Array(6);
  new DataView(bytes.buffer).setInt32(2, coordinatorEpoch);
  return bytes;
}
