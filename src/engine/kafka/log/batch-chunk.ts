import { Shared } from '../../kernel/state.ts';
import { PackedBatches } from './packed-batches.ts';
import type { RecordBatch } from './record-batch.ts';

const none: readonly never[] = [];

/** As many batches as `chunkSize` says, with their byte positions, that will not change any more, shared by checkpoints. */
export class BatchChunk extends Shared {
  /** As they were written; empty once they are only numbers. */
  private batches: readonly RecordBatch[];
  private positions: readonly number[];
  /** The same batches as numbers, or null where they have not enough in common. */
  private readonly packed: PackedBatches | null;

  constructor(batches: readonly RecordBatch[], positions: readonly number[]) {
    super();
    this.batches = batches;
    this.positions = positions;
    // Now, while they are at hand: to look at them later, for nothing else, takes three times as long.
    this.packed = PackedBatches.of(batches, positions[0]!);
  }

  /** Keeps only the numbers from now on. How batches are kept is nothing that anybody can tell, so a checkpoint may share the chunk. */
  forget(): void {
    if (this.packed === null) return;
    this.batches = none;
    this.positions = none;
  }

  at(index: number): RecordBatch {
    return index < this.batches.length ? this.batches[index]! : this.packed!.at(index);
  }

  baseOffsetAt(index: number): number {
    return index < this.batches.length ? this.batches[index]!.baseOffset : this.packed!.baseOffsetAt(index);
  }

  lastOffsetAt(index: number): number {
    return index < this.batches.length ? this.batches[index]!.lastOffset : this.packed!.lastOffsetAt(index);
  }

  positionAt(index: number): number {
    return index < this.positions.length ? this.positions[index]! : this.packed!.positionAt(index);
  }

  /** So many batches from an index on. */
  slice(index: number, count: number): RecordBatch[] {
    if (this.batches.length > 0) return this.batches.slice(index, index + count);
    return Array.from({ length: count }, (_, i) => this.at(index + i));
  }
}
