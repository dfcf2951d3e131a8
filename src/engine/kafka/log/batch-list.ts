import { Shared, State } from '../../kernel/state.ts';
import type { RecordBatch } from './record-batch.ts';

const chunkBits = 4;
const chunkSize = 1 << chunkBits;
const chunkMask = chunkSize - 1;

/** Batches that will not change any more, shared by checkpoints. */
class BatchChunk extends Shared {
  readonly batches: readonly RecordBatch[];
  readonly positions: readonly number[];

  constructor(batches: readonly RecordBatch[], positions: readonly number[]) {
    super();
    this.batches = batches;
    this.positions = positions;
  }
}

/**
 * The batches of one segment with their byte positions: sealed chunks and an open tail, so that a checkpoint copies the tail and the list
 * of
 * chunks but never the batches. Offsets rise from batch to batch.
 */
export class BatchList extends State {
  private chunks: BatchChunk[] = [];
  private tail: RecordBatch[] = [];
  private tailPositions: number[] = [];
  private sizeInBytes = 0;

  /** Number of batches. */
  get count(): number {
    return (this.chunks.length << chunkBits) + this.tail.length;
  }

  /** Bytes of all batches: the position behind the last. */
  get sizeBytes(): number {
    return this.sizeInBytes;
  }

  /** The batch at an index below `count`. */
  at(index: number): RecordBatch {
    const chunk = index >> chunkBits;
    return chunk < this.chunks.length ? this.chunks[chunk]!.batches[index & chunkMask]! : this.tail[index & chunkMask]!;
  }

  /** The byte position of the batch at an index; at `count` the size. */
  positionAt(index: number): number {
    const chunk = index >> chunkBits;
    if (chunk < this.chunks.length) return this.chunks[chunk]!.positions[index & chunkMask]!;
    return this.tailPositions[index & chunkMask] ?? this.sizeInBytes;
  }

  /** So many batches from an index on, as a list that nobody writes to. */
  slice(index: number, count: number): readonly RecordBatch[] {
    const chunk = index >> chunkBits;
    const from = index & chunkMask;
    const batches = chunk < this.chunks.length ? this.chunks[chunk]!.batches : this.tail;
    if (from + count <= batches.length) return batches.slice(from, from + count);
    return Array.from({ length: count }, (_, i) => this.at(index + i));
  }

  push(batch: RecordBatch): void {
    const { tail, tailPositions } = this;
    tail[tail.length] = batch;
    tailPositions[tailPositions.length] = this.sizeInBytes;
    this.sizeInBytes += batch.sizeBytes;
    if (tail.length === chunkSize) {
      this.chunks.push(new BatchChunk(tail, tailPositions));
      this.tail = [];
      this.tailPositions = [];
    }
  }

  /** The index of the first batch whose last offset is at or above `offset`; `count` when there is none. */
  indexOfOffset(offset: number): number {
    const count = this.count;
    // Readers are nearly always at the end.
    if (count === 0 || this.at(count - 1).lastOffset < offset) return count;
    if (this.at(count - 1).baseOffset <= offset) return count - 1;
    let low = 0;
    let high = count - 1;
    // A follower is a few batches behind: back in growing strides, so as not to look at what nobody has looked at for long.
    for (let stride = 1; high - stride >= low; stride *= 2) {
      if (this.at(high - stride).lastOffset < offset) low = high - stride + 1;
      else high -= stride;
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle).lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The index of the batch at a byte position, or of the first behind it. */
  indexOfPosition(position: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.positionAt(middle) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Keeps the first `count` batches. */
  truncate(count: number): void {
    if (count >= this.count) return;
    this.sizeInBytes = this.positionAt(count);
    const chunk = count >> chunkBits;
    const kept = count & chunkMask;
    const source = this.chunks[chunk];
    this.tail = source === undefined ? this.tail.slice(0, kept) : source.batches.slice(0, kept);
    this.tailPositions = source === undefined ? this.tailPositions.slice(0, kept) : source.positions.slice(0, kept);
    if (source !== undefined) this.chunks = this.chunks.slice(0, chunk);
  }
}
