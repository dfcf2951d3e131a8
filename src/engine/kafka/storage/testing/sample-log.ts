import { encodeOffsetIndex, encodeSegment, encodeTimeIndex } from '../../log/log-files.ts';
import { LogConfig } from '../../log/log-config.ts';
import { LogSegment } from '../../log/log-segment.ts';
import { RecordBatch, TypedRecords } from '../../log/record-batch.ts';
import { batchSizeBytes } from '../../log/batch-builder.ts';

/** A small segment that begins at offset 100, as the files that a broker would have written. */
export class RecordsBuilder {
  readonly batches: readonly RecordBatch[];
  readonly log: Uint8Array;
  readonly index: Uint8Array;
  readonly timeIndex: Uint8Array;
  readonly endOffset: number;
  readonly timestamp = 1_760_000_000_000;
  private readonly segment: LogSegment;

  constructor() {
    this.segment = new LogSegment(100, new LogConfig({ 'index.interval.bytes': '300' }), this.timestamp);
    let offset = 100;
    for (let index = 0; index < 12; index++) {
      const batch = this.batch(offset, 1 + (index % 3));
      this.segment.append([batch], this.timestamp);
      offset = batch.nextOffset;
    }
    this.segment.onBecomeInactive();
    this.endOffset = offset;
    this.batches = Array.from({ length: 12 }, (_, index) => this.segment.batches.at(index));
    this.log = encodeSegment(this.segment);
    this.index = encodeOffsetIndex(this.segment);
    this.timeIndex = encodeTimeIndex(this.segment);
  }

  /** Where a batch begins in the file. */
  positionOf(index: number): number {
    return this.segment.batches.positionAt(index);
  }

  private batch(baseOffset: number, count: number): RecordBatch {
    const timestamp = this.timestamp + baseOffset * 10;
    const records = new TypedRecords(
      Array.from({ length: count }, (_, index) => ({
        timestamp: timestamp + index,
        key: `key-${String(index)}`,
        value: 'v'.repeat(30 + (baseOffset % 7)),
        headers: [['trace', 'a1']] as const,
        ledgerId: 0,
      })),
    );
    return new RecordBatch({
      baseOffset,
      lastOffsetDelta: count - 1,
      partitionLeaderEpoch: 3,
      sizeBytes: batchSizeBytes(records, timestamp),
      baseTimestamp: timestamp,
      maxTimestamp: timestamp + count - 1,
      isLogAppendTime: false,
      producerId: 4001,
      producerEpoch: 0,
      baseSequence: baseOffset,
      isTransactional: false,
      controlType: null,
      coordinatorEpoch: -1,
      records,
    });
  }
}
