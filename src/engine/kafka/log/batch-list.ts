import { addLast } from '../../kernel/grown.ts';
import { State } from '../../kernel/state.ts';
import { BatchChunk } from './batch-chunk.ts';
import { chunkBits, chunkSize } from './packed-batches.ts';
import type { RecordBatch } from './record-batch.ts';

const chunkMask = chunkSize - 1;

/** As many full chunks stay as they were written: what pictures, followers and consumers look at stands near the end. */
const freshChunks = 4;

/**
 * The batches of one segment with their byte positions: sealed chunks, of which older ones are only numbers, and an open tail, so that a
 * checkpoint copies the tail and the list of chunks but never the batches. Offsets rise from batch to batch.
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
    return chunk < this.chunks.length ? this.chunks[chunk]!.at(index & chunkMask) : this.tail[index & chunkMask]!;
  }

  /** Its first offset, without a look at the rest of it. */
  baseOffsetAt(index: number): number {
    const chunk = index >> chunkBits;
    return chunk < this.chunks.length ? this.chunks[chunk]!.baseOffsetAt(index & chunkMask) : this.tail[index & chunkMask]!.baseOffset;
  }

  /** Its last offset, likewise. */
  lastOffsetAt(index: number): number {
    const chunk = index >> chunkBits;
    return chunk < this.chunks.length ? this.chunks[chunk]!.lastOffsetAt(index & chunkMask) : this.tail[index & chunkMask]!.lastOffset;
  }

  /** The byte position of the batch at an index; at `count` the size. */
  positionAt(index: number): number {
    const chunk = index >> chunkBits;
    if (chunk < this.chunks.length) return this.chunks[chunk]!.positionAt(index & chunkMask);
    return this.tailPositions[index & chunkMask] ?? this.sizeInBytes;
  }

  /** So many batches from an index on, as a list that nobody writes to. */
  slice(index: number, count: number): readonly RecordBatch[] {
    const chunk = index >> chunkBits;
    const from = index & chunkMask;
    const sealed = chunk < this.chunks.length ? this.chunks[chunk]! : null;
    if (sealed === null) return this.tail.slice(from, from + count);
    if (from + count <= chunkSize) return sealed.slice(from, count);
    return Array.from({ length: count }, (_, i) => this.at(index + i));
  }

  push(batch: RecordBatch): void {
    const { tail, tailPositions } = this;
    addLast(tail, batch);
    addLast(tailPositions, this.sizeInBytes);
    this.sizeInBytes += batch.sizeBytes;
    if (tail.length === chunkSize) {
      const { chunks } = this;
      chunks.push(new BatchChunk(tail, tailPositions));
      if (chunks.length > freshChunks) chunks[chunks.length - 1 - freshChunks]!.forget();
      this.tail = [];
      this.tailPositions = [];
    }
  }

  /** The index of the first batch whose last offset is at or above `offset`; `count` when there is none. */
  indexOfOffset(offset: number): number {
    const count = this.count;
    // Readers are nearly always at the end.
    if (count === 0 || this.lastOffsetAt(count - 1) < offset) return count;
    if (this.baseOffsetAt(count - 1) <= offset) return count - 1;
    let low = 0;
    let high = count - 1;
    // A follower is a few batches behind: back in growing strides, so as not to look at what nobody has looked at for long.
    for (let stride = 1; high - stride >= low; stride *= 2) {
      if (this.lastOffsetAt(high - stride) < offset) low = high - stride + 1;
      else high -= stride;
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lastOffsetAt(middle) < offset) low = middle + 1;
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
    if (source === undefined) {
      this.tail = this.tail.slice(0, kept);
      this.tailPositions = this.tailPositions.slice(0, kept);
      return;
    }
    this.tail = source.slice(0, kept);
    this.tailPositions = this.tail.map((_, index) => source.positionAt(index));
    this.chunks = this.chunks.slice(0, chunk);
  }
}
