import { numberBlocks } from '../../kernel/number-blocks.ts';
import { Shared } from '../../kernel/state.ts';
import { MadeRecords } from './made-records.ts';
import type { RunContent } from './made-records.ts';
import { RecordBatch } from './record-batch.ts';
import type { BatchAttributes } from './record-batch.ts';

export const chunkBits = 4;
/** How many batches stand together. */
export const chunkSize = 1 << chunkBits;

/**
 * What is written down of a batch. Offsets, positions, times and numbers of records are said as distances from those of the first batch,
 * the largest time as that from the batch's own first: small numbers.
 */
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

/**
 * Neighbouring batches of one workload as numbers, outside the heap: nothing that a collector copies or visits. A batch is made again for
 * who looks at it: equal to the one that was written, but another object.
 */
export class PackedBatches extends Shared {
  /** What all of them have in common. */
  private readonly attributes: BatchAttributes;
  private readonly partitionLeaderEpoch: number;
  private readonly content: RunContent;
  /** Where the first one is. */
  private readonly position: number;
  private readonly baseOffset: number;
  private readonly baseTimestamp: number;
  private readonly recordNumber: number;
  private readonly recordId: number;
  /** The distances: so many a batch, from this place on. */
  private readonly numbers: Int32Array;
  private readonly from: number;

  private constructor(first: RecordBatch, records: MadeRecords, position: number) {
    super();
    this.attributes = first.attributes;
    this.partitionLeaderEpoch = first.partitionLeaderEpoch;
    this.content = records.content;
    this.position = position;
    this.baseOffset = first.baseOffset;
    this.baseTimestamp = first.baseTimestamp;
    this.recordNumber = records.firstNumber;
    this.recordId = records.firstId;
    this.from = numberBlocks.reserve(chunkSize * columnCount);
    this.numbers = numberBlocks.block;
  }

  /** A chunk of batches with their byte positions as numbers; null when they have not enough in common. */
  static of(batches: readonly RecordBatch[], firstPosition: number): PackedBatches | null {
    const first = batches[0]!;
    const { records } = first;
    if (!(records instanceof MadeRecords)) return null;
    for (let index = 0; index < chunkSize; index++) if (!isAlike(batches[index]!, first, records)) return null;
    const packed = new PackedBatches(first, records, firstPosition);
    let endPosition = 0;
    for (let index = 0; index < chunkSize; index++) {
      const batch = batches[index]!;
      endPosition += batch.sizeBytes;
      if (!packed.write(index, batch, endPosition)) return null;
    }
    return packed;
  }

  /** False when a distance is too large. */
  private write(index: number, batch: RecordBatch, endPosition: number): boolean {
    const records = batch.records as MadeRecords;
    const at = this.from + index * columnCount;
    return (
      this.put(at + column.baseOffset, batch.baseOffset - this.baseOffset) &&
      this.put(at + column.lastOffsetDelta, batch.lastOffsetDelta) &&
      this.put(at + column.endPosition, endPosition) &&
      this.put(at + column.baseTimestamp, batch.baseTimestamp - this.baseTimestamp) &&
      this.put(at + column.maxTimestamp, batch.maxTimestamp - batch.baseTimestamp) &&
      this.put(at + column.baseSequence, batch.baseSequence) &&
      this.put(at + column.recordNumber, records.firstNumber - this.recordNumber) &&
      this.put(at + column.recordId, records.firstId - this.recordId)
    );
  }

  /** False when four bytes are not enough. */
  private put(place: number, value: number): boolean {
    this.numbers[place] = value;
    return this.numbers[place] === value;
  }

  at(index: number): RecordBatch {
    const lastOffsetDelta = this.number(index, column.lastOffsetDelta);
    const baseTimestamp = this.baseTimestamp + this.number(index, column.baseTimestamp);
    const firstNumber = this.recordNumber + this.number(index, column.recordNumber);
    const firstId = this.recordId + this.number(index, column.recordId);
    const fields = {
      baseOffset: this.baseOffsetAt(index),
      lastOffsetDelta,
      partitionLeaderEpoch: this.partitionLeaderEpoch,
      sizeBytes: this.positionAt(index + 1) - this.positionAt(index),
      baseTimestamp,
      maxTimestamp: baseTimestamp + this.number(index, column.maxTimestamp),
      baseSequence: this.number(index, column.baseSequence),
      records: this.content.slice(firstNumber, lastOffsetDelta + 1, firstId, baseTimestamp),
    };
    return new RecordBatch(fields, this.attributes);
  }

  baseOffsetAt(index: number): number {
    return this.baseOffset + this.number(index, column.baseOffset);
  }

  lastOffsetAt(index: number): number {
    return this.baseOffsetAt(index) + this.number(index, column.lastOffsetDelta);
  }

  /** The byte at which the batch begins in its segment, or that behind the last one. */
  positionAt(index: number): number {
    return index === 0 ? this.position : this.position + this.number(index - 1, column.endPosition);
  }

  private number(index: number, which: number): number {
    return this.numbers[this.from + index * columnCount + which]!;
  }
}

/** Whether a batch says of itself what the first says, and holds all records of its offsets, of one run of the first one's content. */
function isAlike(batch: RecordBatch, first: RecordBatch, made: MadeRecords): boolean {
  const { attributes, partitionLeaderEpoch, records, lastOffsetDelta, baseTimestamp } = batch;
  if (attributes !== first.attributes || partitionLeaderEpoch !== first.partitionLeaderEpoch) return false;
  if (!(records instanceof MadeRecords) || records.content !== made.content) return false;
  // Then their number and their times are those of the batch.
  return records.count === lastOffsetDelta + 1 && records.timestamp === baseTimestamp;
}
