import type { RecordList } from './format/packed-records.ts';
import type { RecordsProblem } from './log-errors.ts';
import { RecordSource } from './record-batch.ts';
import type { KafkaRecord } from './record.ts';
import { batchHeaderSizeBytes } from './record-size.ts';
import { textOfBytes } from './record-text.ts';

/** What is known of records that came as bytes. */
export interface StoredFields {
  /** What the header says; there may be fewer records that can be read. */
  readonly count: number;
  readonly records: RecordList;
  /** What the records' timestamps are counted from. */
  readonly baseTimestamp: number;
  /** Records of format 0 or 1, which are read whole. */
  readonly legacyRecords: readonly KafkaRecord[];
  readonly magic: number;
  readonly compressionId: number;
  /** The batch's bytes where its records alone do not give them back. */
  readonly rawBytes: Uint8Array | null;
  readonly crcProblem: number | null;
  readonly problem: RecordsProblem | null;
  readonly isFromClient: boolean;
}

const unreadable: KafkaRecord = { timestamp: -1, key: null, value: null, headers: [], ledgerId: 0 };

/** Records that came as bytes; those of a damaged or compressed batch stay bytes beside what could be read of them. */
export class StoredRecords extends RecordSource {
  readonly fields: StoredFields;

  constructor(fields: StoredFields) {
    super();
    this.fields = fields;
  }

  get count(): number {
    return this.fields.count;
  }

  /** Text is made of a record's bytes when somebody looks at it, each time. */
  at(index: number): KafkaRecord {
    const { records, legacyRecords, baseTimestamp } = this.fields;
    const record = records.at(index);
    if (record === undefined) return legacyRecords[index] ?? unreadable;
    const { offsetDelta, key, value } = record;
    const found = {
      timestamp: baseTimestamp + Number(record.timestampDelta),
      key: key === null ? null : textOfBytes(key),
      value: value === null ? null : textOfBytes(value),
      headers: record.headers.map(([name, content]) => [textOfBytes(name), content === null ? null : textOfBytes(content)] as const),
      ledgerId: 0,
    };
    return offsetDelta === index ? found : { ...found, offsetDelta };
  }

  override get magic(): number {
    return this.fields.magic;
  }

  override get compressionId(): number {
    return this.fields.compressionId;
  }

  override get problem(): RecordsProblem | null {
    return this.fields.problem;
  }

  override get isUnchecked(): boolean {
    return this.fields.isFromClient;
  }

  override get rawBytes(): Uint8Array | null {
    return this.fields.rawBytes;
  }

  override get storedCrcProblem(): number | null {
    return this.fields.crcProblem;
  }

  override sizeBytes(baseTimestamp: number): number {
    const { rawBytes } = this.fields;
    return rawBytes === null ? super.sizeBytes(baseTimestamp) : rawBytes.length - batchHeaderSizeBytes;
  }
}
