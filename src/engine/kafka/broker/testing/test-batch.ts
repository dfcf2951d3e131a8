import { RecordBatch, TypedRecords } from '../../log/record-batch.ts';

/** A batch as a producer sends it. */
export function testBatch(recordCount: number, timestamp: number): RecordBatch {
  return new RecordBatch({
    baseOffset: 0,
    lastOffsetDelta: recordCount - 1,
    partitionLeaderEpoch: -1,
    sizeBytes: 61 + 10 * recordCount,
    baseTimestamp: timestamp,
    maxTimestamp: timestamp,
    isLogAppendTime: false,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    controlType: null,
    coordinatorEpoch: -1,
    records: new TypedRecords(Array.from({ length: recordCount }, () => ({ timestamp, key: null, value: 'v', headers: [], ledgerId: 0 }))),
  });
}
