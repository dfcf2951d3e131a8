import { Shared } from '../../../kernel/state.ts';
import { encodeBatch } from '../../log/batch-encoder.ts';
import { batchChecksums } from '../../log/format/batch-header.ts';
import type { RecordBatch } from '../../log/record-batch.ts';
import type { AutoOffsetResetStrategy } from './auto-offset-reset.ts';
import type { PartitionName } from './topic-partition.ts';

/** Consecutive records of one batch, as handed to the application: indexes into the batch's records. */
export interface DeliveredRange {
  readonly batch: RecordBatch;
  readonly firstIndex: number;
  readonly count: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/** What one poll() returned of a partition. */
export interface DeliveredRecords {
  readonly partition: PartitionName;
  readonly ranges: readonly DeliveredRange[];
  readonly count: number;
}

/** Is told what happens inside the consumer; the simulated process turns it into events. Does nothing by itself. */
export class ConsumerListener extends Shared {
  /** A position was found by auto.offset.reset, seekToBeginning or seekToEnd. */
  onOffsetReset(_partition: PartitionName, _strategy: AutoOffsetResetStrategy | null, _offset: number): void {
    // Nobody listens.
  }

  /** The leader's log no longer has what lies before the position; `toOffset` null: no policy says what to do. */
  onTruncationDetected(_partition: PartitionName, _fromOffset: number, _toOffset: number | null): void {
    // Nobody listens.
  }

  /** A fetch of the partition was answered with an error. */
  onFetchFailed(_partition: PartitionName, _fetchOffset: number, _errorCode: number): void {
    // Nobody listens.
  }

  /** The leader named another replica to read from, which is nearer. */
  onReadReplicaChosen(_partition: PartitionName, _replica: number): void {
    // Nobody listens.
  }

  /** The next offset to hand out changed other than by delivery. */
  onPositionChanged(_partition: PartitionName, _offset: number): void {
    // Nobody listens.
  }
}

/** Decides which records the application's deserializers and the checksum test refuse; the default deserializers refuse none. */
export class RecordReader extends Shared {
  /** Why a batch's checksum is wrong; null when it is right. Source: DefaultRecordBatch.ensureValid. */
  corruptionOf(batch: RecordBatch): string | null {
    const stored = batch.records.storedCrcProblem;
    if (stored === null) return null;
    const computed = batchChecksums(encodeBatch(batch)).computed;
    return `Record is corrupt (stored crc = ${String(stored)}, computed crc = ${String(computed)})`;
  }

  /** The first record in [firstIndex, firstIndex + count) that cannot be deserialised; null when all can. */
  firstUnreadable(_batch: RecordBatch, _firstIndex: number, _count: number): UnreadableRecord | null {
    return null;
  }
}

/** A poison pill. */
export interface UnreadableRecord {
  readonly index: number;
  readonly origin: 'KEY' | 'VALUE';
  readonly exception: string;
  readonly message: string;
}
