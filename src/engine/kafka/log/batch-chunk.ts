import { Shared } from '../../kernel/state.ts';
import { PackedBatches } from './packed-batches.ts';
import type { RecordBatch } from './record-batch.ts';

const none: readonly never[] = [];

/** As many batches as `chunkSize` says, with their byte positions, that will not change any more, shared by checkpoints. */
export class BatchChunk extends Shared {
  /** Empty once they are packed. */
  private batches: readonly RecordBatch[];
  private positions: readonly number[];
  /** The same batches as numbers: how they are kept is nothing that anybody can tell, so a checkpoint may share it. */
  private packed: PackedBatches | null = null;

  constructor(batches: readonly RecordBatch[], positions: readonly number[]) {
    super();
    this.batches = batches;
    this.positions = positions;
  }

  /** Keeps them as numbers from now on, where they have enough in common: few will be looked at again. */
  pack(): void {
    if (this.packed !== null) return;
    this.packed = PackedBatches.of(this.batches, this.positions[0]!);
    if (this.packed === null) return;
    this.batches = none;
    this.positions = none;
  }

  at(index: number): RecordBatch {
    return this.packed === null ? this.batches[index]! : this.packed.at(index);
  }

  baseOffsetAt(index: number): number {
    return this.packed === null ? this.batches[index]!.baseOffset : this.packed.baseOffsetAt(index);
  }

  lastOffsetAt(index: number): number {
    return this.packed === null ? this.batches[index]!.lastOffset : this.packed.lastOffsetAt(index);
  }

  positionAt(index: number): number {
    return this.packed === null ? this.positions[index]! : this.packed.positionAt(index);
  }

  /** So many batches from an index on. */
  slice(index: number, count: number): RecordBatch[] {
    if (this.packed === null) return this.batches.slice(index, index + count);
    return Array.from({ length: count }, (_, i) => this.at(index + i));
  }
}
