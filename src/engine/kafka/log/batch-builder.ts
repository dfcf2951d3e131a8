import { noPartitionLeaderEpoch, noProducerEpoch, noProducerId, noSequence, RecordBatch, TypedRecords } from './record-batch.ts';
import type { KafkaRecord, RecordSource } from './record-batch.ts';
import { batchHeaderSizeBytes } from './record-size.ts';

/** Who writes a batch; all -1 without idempotence. */
export interface BatchProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
}

/** A producer without idempotence. */
export const plainProducer: BatchProducer = {
  producerId: noProducerId,
  producerEpoch: noProducerEpoch,
  baseSequence: noSequence,
  isTransactional: false,
};

/** Exact bytes of an uncompressed v2 batch of these records. */
export function batchSizeBytes(records: RecordSource, baseTimestamp: number): number {
  return batchHeaderSizeBytes + records.sizeBytes(baseTimestamp);
}

/**
 * A batch as a client sends it: base offset 0, no leader epoch, CreateTime. Header fields are what the records say.
 * Timestamps are those of the first and of the youngest record. Source: MemoryRecordsBuilder.
 */
export function dataBatch(records: RecordSource | readonly KafkaRecord[], producer: BatchProducer = plainProducer): RecordBatch {
  const source = 'count' in records ? records : new TypedRecords(records);
  const baseTimestamp = source.count === 0 ? -1 : source.at(0).timestamp;
  let maxTimestamp = -1;
  for (let i = 0; i < source.count; i++) maxTimestamp = Math.max(maxTimestamp, source.at(i).timestamp);
  return new RecordBatch({
    baseOffset: 0,
    lastOffsetDelta: source.count - 1,
    partitionLeaderEpoch: noPartitionLeaderEpoch,
    sizeBytes: batchSizeBytes(source, baseTimestamp),
    baseTimestamp,
    maxTimestamp,
    isLogAppendTime: false,
    ...producer,
    controlType: null,
    coordinatorEpoch: -1,
    records: source,
  });
}

// length 1, attributes 1, timestamp delta 1, offset delta 1, key length 1, key 4, value length 1, value 6, header count 1
const markerRecordSizeBytes = 17;

/**
 * The marker that ends a transaction in a partition, as the transaction coordinator has it written.
 * Source: MemoryRecords.withEndTransactionMarker, EndTransactionMarker.
 */
export function endTransactionMarker(marker: {
  readonly controlType: 'ABORT' | 'COMMIT';
  readonly timestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
}): RecordBatch {
  const { timestamp, producerId, producerEpoch, controlType, coordinatorEpoch } = marker;
  // Its key and value are numbers: a version with the type, a version with the coordinator's epoch. The codec writes them from the fields.
  const record: KafkaRecord = { timestamp, key: controlType, value: String(coordinatorEpoch), headers: [], ledgerId: 0 };
  return new RecordBatch({
    baseOffset: 0,
    lastOffsetDelta: 0,
    partitionLeaderEpoch: noPartitionLeaderEpoch,
    sizeBytes: batchHeaderSizeBytes + markerRecordSizeBytes,
    baseTimestamp: timestamp,
    maxTimestamp: timestamp,
    isLogAppendTime: false,
    producerId,
    producerEpoch,
    baseSequence: noSequence,
    isTransactional: true,
    controlType,
    coordinatorEpoch,
    records: new TypedRecords([record]),
  });
}
