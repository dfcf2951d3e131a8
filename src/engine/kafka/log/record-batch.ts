import { Shared } from '../../kernel/state.ts';
import type { RecordsProblem } from './log-errors.ts';
import type { KafkaRecord } from './record.ts';
import { recordSizeBytes } from './record-size.ts';

export type { KafkaRecord } from './record.ts';

/** Records of a batch, from `index` on, that the ledger numbers consecutively. */
export interface LedgerRunOfRecords {
  readonly index: number;
  readonly firstId: number;
  readonly count: number;
}

/** The records of a batch: typed ones are kept, generated ones are rebuilt from a seed only when somebody looks. */
export abstract class RecordSource extends Shared {
  abstract readonly count: number;
  /** The i-th record, 0-based. */
  abstract at(index: number): KafkaRecord;

  /** The ground-truth ledger's numbers of the records, as runs of consecutive ones; empty when nobody counts them. */
  ledgerRuns(): readonly LedgerRunOfRecords[] {
    const runs: { index: number; firstId: number; count: number }[] = [];
    for (let index = 0; index < this.count; index++) {
      const { ledgerId } = this.at(index);
      const last = runs.at(-1);
      if (last !== undefined && last.firstId + last.count === ledgerId) last.count++;
      else if (ledgerId > 0) runs.push({ index, firstId: ledgerId, count: 1 });
    }
    return runs;
  }

  /** Encoded size of all records without the batch header; generated sources answer without building records. */
  sizeBytes(baseTimestamp: number): number {
    let size = 0;
    for (let i = 0; i < this.count; i++) size += recordSizeBytes(this.at(i), i, baseTimestamp);
    return size;
  }

  /** True for records that came from outside as bytes: the batch's header may say of them what is not so, and the leader looks at each. */
  get isUnchecked(): boolean {
    return false;
  }

  /** The whole batch as bytes when it cannot be encoded from its records: damaged, compressed, or with attributes that we do not model. */
  get rawBytes(): Uint8Array | null {
    return null;
  }

  /** Why the records of a batch that came as bytes cannot be read; null when they can. */
  get problem(): RecordsProblem | null {
    return null;
  }

  /** The message format: 2 for everything that was not written by a client of before 2017. */
  get magic(): number {
    return 2;
  }

  /** The compression bits of the attributes; 0 is none. Records of a compressed batch stay bytes. */
  get compressionId(): number {
    return 0;
  }

  /** A batch of other records in the compression of these: what the cleaner keeps of a compressed batch is compressed again. */
  alike(batch: RecordBatch): RecordBatch {
    return batch;
  }

  /** The CRC that the batch came with when it does not fit its bytes; null when it fits, as it always does inside the cluster. */
  get storedCrcProblem(): number | null {
    return null;
  }

  /** True when some record has no key; generated sources answer without building records. */
  get hasNullKey(): boolean {
    for (let i = 0; i < this.count; i++) if (this.at(i).key === null) return true;
    return false;
  }

  /**
   * The smallest timestamp, which only a topic with message.timestamp.before.max.ms asks for; generated sources answer without building
   * records.
   */
  get minTimestamp(): number {
    let smallest = Infinity;
    for (let i = 0; i < this.count; i++) smallest = Math.min(smallest, this.at(i).timestamp);
    return smallest;
  }
}

/** Records kept as they were given. */
export class TypedRecords extends RecordSource {
  readonly records: readonly KafkaRecord[];

  constructor(records: readonly KafkaRecord[]) {
    super();
    this.records = records;
  }

  get count(): number {
    return this.records.length;
  }

  at(index: number): KafkaRecord {
    const record = this.records[index];
    if (record === undefined) throw new RangeError(`record ${String(index)} of ${String(this.records.length)}`);
    return record;
  }
}

/** What a control batch says; the numbers are in controlTypeIds. Source: ControlRecordType. */
export type ControlType = 'ABORT' | 'COMMIT' | 'LEADER_CHANGE' | 'SNAPSHOT_HEADER' | 'SNAPSHOT_FOOTER' | 'KRAFT_VERSION' | 'KRAFT_VOTERS';

/** The header fields of a batch, with Kafka's own names. */
export interface BatchFields {
  readonly baseOffset: number;
  readonly lastOffsetDelta: number;
  readonly partitionLeaderEpoch: number;
  /** Encoded size in bytes, header included: segments roll and fetches fill by it. */
  readonly sizeBytes: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly isLogAppendTime: boolean;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly isTransactional: boolean;
  readonly controlType: ControlType | null;
  /** The coordinator epoch of a COMMIT or ABORT marker, else -1. */
  readonly coordinatorEpoch: number;
  /** True once the cleaner kept a tombstone or a marker for a while: the base timestamp then says until when. */
  readonly hasDeleteHorizon?: boolean;
  readonly records: RecordSource;
}

export const noProducerId = -1;
export const noProducerEpoch = -1;
export const noSequence = -1;
export const noPartitionLeaderEpoch = -1;

type AttributeFields = Pick<
  BatchFields,
  'isLogAppendTime' | 'producerId' | 'producerEpoch' | 'isTransactional' | 'controlType' | 'coordinatorEpoch' | 'hasDeleteHorizon'
>;

/** What many batches have in common: all of one producer, or all without one. */
export class BatchAttributes extends Shared {
  readonly isLogAppendTime: boolean;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly isTransactional: boolean;
  readonly controlType: ControlType | null;
  readonly coordinatorEpoch: number;
  readonly hasDeleteHorizon: boolean;

  private constructor(fields: AttributeFields) {
    super();
    this.isLogAppendTime = fields.isLogAppendTime;
    this.producerId = fields.producerId;
    this.producerEpoch = fields.producerEpoch;
    this.isTransactional = fields.isTransactional;
    this.controlType = fields.controlType;
    this.coordinatorEpoch = fields.coordinatorEpoch;
    this.hasDeleteHorizon = fields.hasDeleteHorizon ?? false;
  }

  /** Of a batch without a producer id, in CreateTime. */
  static readonly plain = new BatchAttributes({
    isLogAppendTime: false,
    producerId: noProducerId,
    producerEpoch: noProducerEpoch,
    isTransactional: false,
    controlType: null,
    coordinatorEpoch: -1,
  });

  /** Those of a batch: `known` ones when they are the same. */
  static of(fields: AttributeFields, known: BatchAttributes = BatchAttributes.plain): BatchAttributes {
    if (known.isOf(fields)) return known;
    return BatchAttributes.plain.isOf(fields) ? BatchAttributes.plain : new BatchAttributes(fields);
  }

  private isOf(fields: AttributeFields): boolean {
    return (
      fields.producerId === this.producerId &&
      fields.producerEpoch === this.producerEpoch &&
      fields.isTransactional === this.isTransactional &&
      fields.isLogAppendTime === this.isLogAppendTime &&
      fields.controlType === this.controlType &&
      fields.coordinatorEpoch === this.coordinatorEpoch &&
      (fields.hasDeleteHorizon ?? false) === this.hasDeleteHorizon
    );
  }
}

/**
 * A record batch: the unit of work everywhere. Stamped once by the leader, then shared by every replica, fetch response and checkpoint.
 * Source: DefaultRecordBatch.
 */
export class RecordBatch extends Shared implements BatchFields {
  readonly baseOffset: number;
  readonly lastOffsetDelta: number;
  readonly partitionLeaderEpoch: number;
  readonly sizeBytes: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly baseSequence: number;
  readonly attributes: BatchAttributes;
  readonly records: RecordSource;

  constructor(fields: Omit<BatchFields, keyof AttributeFields>, attributes: BatchAttributes);
  constructor(fields: BatchFields);
  constructor(fields: BatchFields, attributes: BatchAttributes = BatchAttributes.of(fields)) {
    super();
    this.baseOffset = fields.baseOffset;
    this.lastOffsetDelta = fields.lastOffsetDelta;
    this.partitionLeaderEpoch = fields.partitionLeaderEpoch;
    this.sizeBytes = fields.sizeBytes;
    this.baseTimestamp = fields.baseTimestamp;
    this.maxTimestamp = fields.maxTimestamp;
    this.baseSequence = fields.baseSequence;
    this.attributes = attributes;
    this.records = fields.records;
  }

  get isLogAppendTime(): boolean {
    return this.attributes.isLogAppendTime;
  }

  get producerId(): number {
    return this.attributes.producerId;
  }

  get producerEpoch(): number {
    return this.attributes.producerEpoch;
  }

  get isTransactional(): boolean {
    return this.attributes.isTransactional;
  }

  get controlType(): ControlType | null {
    return this.attributes.controlType;
  }

  get coordinatorEpoch(): number {
    return this.attributes.coordinatorEpoch;
  }

  get hasDeleteHorizon(): boolean {
    return this.attributes.hasDeleteHorizon;
  }

  /** A batch as its producer sends it, which the leader will give its offsets: made for each, so without an object of its fields. */
  static produced(batch: ProducedFields, attributes: BatchAttributes, records: RecordSource): RecordBatch {
    // Written before anybody else sees the copy.
    const copy = new RecordBatch(notProduced, attributes) as { -readonly [K in keyof RecordBatch]: RecordBatch[K] };
    copy.lastOffsetDelta = batch.recordCount - 1;
    copy.sizeBytes = batch.sizeBytes;
    copy.baseTimestamp = batch.baseTimestamp;
    copy.maxTimestamp = batch.maxTimestamp;
    copy.baseSequence = batch.baseSequence;
    copy.records = records;
    return copy as RecordBatch;
  }

  get lastOffset(): number {
    return this.baseOffset + this.lastOffsetDelta;
  }

  get nextOffset(): number {
    return this.baseOffset + this.lastOffsetDelta + 1;
  }

  /** When the batch's tombstones and markers may go; null before the cleaner has said so. */
  get deleteHorizonMs(): number | null {
    return this.hasDeleteHorizon ? this.baseTimestamp : null;
  }

  /** Records in the batch; fewer than its offset range after compaction. */
  get count(): number {
    return this.records.count;
  }

  get hasProducerId(): boolean {
    return this.producerId > noProducerId;
  }

  get isControlBatch(): boolean {
    return this.controlType !== null;
  }

  /** The sequence of the last record; sequences wrap from 2^31 - 1 to 0. */
  get lastSequence(): number {
    return this.baseSequence === noSequence ? noSequence : incrementSequence(this.baseSequence, this.lastOffsetDelta);
  }

  /** The timestamp of the i-th record: the batch's own with LogAppendTime. */
  timestampOf(index: number): number {
    return this.isLogAppendTime ? this.maxTimestamp : this.records.at(index).timestamp;
  }

  /** The sequence of the i-th record; -1 without a sequence. */
  sequenceOf(index: number): number {
    if (this.baseSequence === noSequence) return noSequence;
    return incrementSequence(this.baseSequence, this.records.at(index).offsetDelta ?? index);
  }

  /** The offset of the i-th record: records are dense until compaction leaves gaps. */
  offsetOf(index: number): number {
    return this.baseOffset + (this.records.at(index).offsetDelta ?? index);
  }

  /** The batch as its leader stores it: the one change on the hot path. */
  stamped(baseOffset: number, partitionLeaderEpoch: number, maxTimestamp: number, isLogAppendTime: boolean): RecordBatch {
    // Written before anybody else sees the copy.
    const attributes =
      isLogAppendTime === this.isLogAppendTime ? this.attributes : BatchAttributes.of({ ...this.attributes, isLogAppendTime });
    const copy = new RecordBatch(this, attributes) as { -readonly [K in keyof RecordBatch]: RecordBatch[K] };
    copy.baseOffset = baseOffset;
    copy.partitionLeaderEpoch = partitionLeaderEpoch;
    copy.maxTimestamp = maxTimestamp;
    return copy as RecordBatch;
  }

  /** The same batch with some fields changed: how a leader stamps offsets and epoch. Records stay shared. */
  with(changes: Partial<BatchFields>): RecordBatch {
    const fields: BatchFields = {
      baseOffset: changes.baseOffset ?? this.baseOffset,
      lastOffsetDelta: changes.lastOffsetDelta ?? this.lastOffsetDelta,
      partitionLeaderEpoch: changes.partitionLeaderEpoch ?? this.partitionLeaderEpoch,
      sizeBytes: changes.sizeBytes ?? this.sizeBytes,
      baseTimestamp: changes.baseTimestamp ?? this.baseTimestamp,
      maxTimestamp: changes.maxTimestamp ?? this.maxTimestamp,
      isLogAppendTime: changes.isLogAppendTime ?? this.isLogAppendTime,
      producerId: changes.producerId ?? this.producerId,
      producerEpoch: changes.producerEpoch ?? this.producerEpoch,
      baseSequence: changes.baseSequence ?? this.baseSequence,
      isTransactional: changes.isTransactional ?? this.isTransactional,
      controlType: changes.controlType ?? this.controlType,
      coordinatorEpoch: changes.coordinatorEpoch ?? this.coordinatorEpoch,
      hasDeleteHorizon: changes.hasDeleteHorizon ?? this.hasDeleteHorizon,
      records: changes.records ?? this.records,
    };
    return new RecordBatch(fields, BatchAttributes.of(fields, this.attributes));
  }
}

/** What a producer says of a batch. */
interface ProducedFields extends Pick<BatchFields, 'sizeBytes' | 'baseTimestamp' | 'maxTimestamp' | 'baseSequence'> {
  readonly recordCount: number;
}

const notProduced = {
  baseOffset: 0,
  lastOffsetDelta: -1,
  partitionLeaderEpoch: noPartitionLeaderEpoch,
  sizeBytes: 0,
  baseTimestamp: -1,
  maxTimestamp: -1,
  baseSequence: noSequence,
  records: new TypedRecords([]),
};

const sequenceModulus = 2147483648;

/** The sequence `increment` records later; 2^31 - 1 is followed by 0. Source: DefaultRecordBatch.incrementSequence. */
export function incrementSequence(sequence: number, increment: number): number {
  return (sequence + increment) % sequenceModulus;
}

/** The sequence `decrement` records earlier. Source: DefaultRecordBatch.decrementSequence. */
export function decrementSequence(sequence: number, decrement: number): number {
  return (sequence - decrement + sequenceModulus) % sequenceModulus;
}
