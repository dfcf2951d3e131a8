import { Shared } from '../../kernel/state.ts';
import { MadeRecords } from './made-records.ts';
import { RecordBatch } from './record-batch.ts';

export const chunkBits = 4;
/** How many batches stand together. */
export const chunkSize = 1 << chunkBits;

/** What is written down of a batch. Offsets, positions and times are said as distances from those of the first batch: small numbers. */
const column = {
  baseOffset: 0,
  lastOffsetDelta: 1,
  endPosition: 2,
  baseTimestamp: 3,
  maxTimestamp: 4,
  baseSequence: 5,
  recordNumber: 6,
  recordId: 7,
} as const;
const columnCount = 8;

/** To be copied: that is how a list with so much room is made at once. */
const zeros: readonly number[] = Array.from({ length: chunkSize * columnCount }, () => 0);

/**
 * Neighbouring batches of one workload as numbers: a third of the memory, and one thing instead of eighty for who collects what is no
 * longer needed. A batch is made again for who looks at it: equal to the one that was written, but another object.
 */
export class PackedBatches extends Shared {
  private readonly first: RecordBatch;
  private readonly firstPosition: number;
  /** Those of the first batch: all are made by what makes these. */
  private readonly firstRecords: MadeRecords;
  private readonly numbers: readonly number[];

  private constructor(first: RecordBatch, firstPosition: number, firstRecords: MadeRecords, numbers: readonly number[]) {
    super();
    this.first = first;
    this.firstPosition = firstPosition;
    this.firstRecords = firstRecords;
    this.numbers = numbers;
  }

  /** A chunk of batches with their byte positions as numbers; null when they have not enough in common. */
  static of(batches: readonly RecordBatch[], firstPosition: number): PackedBatches | null {
    const first = batches[0]!;
    const firstRecords = first.records;
    if (!(firstRecords instanceof MadeRecords)) return null;
    const { attributes, partitionLeaderEpoch } = first;
    const numbers = zeros.slice();
    let endPosition = 0;
    for (let index = 0; index < chunkSize; index++) {
      const batch = batches[index]!;
      const { records } = batch;
      if (batch.attributes !== attributes || batch.partitionLeaderEpoch !== partitionLeaderEpoch) return null;
      if (!(records instanceof MadeRecords) || !isWhole(batch, records) || records.content !== firstRecords.content) return null;
      const baseTimestamp = batch.baseTimestamp - first.baseTimestamp;
      const maxTimestamp = batch.maxTimestamp - first.maxTimestamp;
      if (!isShort(baseTimestamp) || !isShort(maxTimestamp)) return null;
      const row = index * columnCount;
      endPosition += batch.sizeBytes;
      numbers[row + column.baseOffset] = batch.baseOffset - first.baseOffset;
      numbers[row + column.lastOffsetDelta] = batch.lastOffsetDelta;
      numbers[row + column.endPosition] = endPosition;
      // Said to be integers, for else a list of integers is made one of fractions, which takes twice the room.
      numbers[row + column.baseTimestamp] = baseTimestamp | 0;
      numbers[row + column.maxTimestamp] = maxTimestamp | 0;
      numbers[row + column.baseSequence] = batch.baseSequence;
      numbers[row + column.recordNumber] = records.firstNumber - firstRecords.firstNumber;
      numbers[row + column.recordId] = records.firstId - firstRecords.firstId;
    }
    return new PackedBatches(first, firstPosition, firstRecords, numbers);
  }

  at(index: number): RecordBatch {
    const { first, firstRecords } = this;
    const lastOffsetDelta = this.number(index, column.lastOffsetDelta);
    const baseTimestamp = first.baseTimestamp + this.number(index, column.baseTimestamp);
    const firstNumber = firstRecords.firstNumber + this.number(index, column.recordNumber);
    const firstId = firstRecords.firstId + this.number(index, column.recordId);
    const fields = {
      baseOffset: this.baseOffsetAt(index),
      lastOffsetDelta,
      partitionLeaderEpoch: first.partitionLeaderEpoch,
      sizeBytes: this.positionAt(index + 1) - this.positionAt(index),
      baseTimestamp,
      maxTimestamp: first.maxTimestamp + this.number(index, column.maxTimestamp),
      baseSequence: this.number(index, column.baseSequence),
      records: firstRecords.content.slice(firstNumber, lastOffsetDelta + 1, firstId, baseTimestamp),
    };
    return new RecordBatch(fields, first.attributes);
  }

  baseOffsetAt(index: number): number {
    return this.first.baseOffset + this.number(index, column.baseOffset);
  }

  lastOffsetAt(index: number): number {
    return this.baseOffsetAt(index) + this.number(index, column.lastOffsetDelta);
  }

  /** The byte at which the batch begins in its segment, or that behind the last one. */
  positionAt(index: number): number {
    return index === 0 ? this.firstPosition : this.firstPosition + this.number(index - 1, column.endPosition);
  }

  private number(index: number, which: number): number {
    return this.numbers[index * columnCount + which]!;
  }
}

/** Whether it holds all records of its offsets, of one run: then their number and their times are those of the batch. */
function isWhole(batch: RecordBatch, records: MadeRecords): boolean {
  return records.count === batch.lastOffsetDelta + 1 && records.timestamp === batch.baseTimestamp;
}

function isShort(number: number): boolean {
  return (number | 0) === number;
}
