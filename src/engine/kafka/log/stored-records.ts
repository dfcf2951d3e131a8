import type { RecordsProblem } from './log-errors.ts';
import { RecordSource } from './record-batch.ts';
import type { KafkaRecord } from './record.ts';
import { batchHeaderSizeBytes } from './record-size.ts';

/** What is known of records that came as bytes. */
export interface StoredFields {
  /** What the header says; there may be fewer records that can be read. */
  readonly count: number;
  readonly records: readonly KafkaRecord[];
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

  at(index: number): KafkaRecord {
    return this.fields.records[index] ?? unreadable;
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
