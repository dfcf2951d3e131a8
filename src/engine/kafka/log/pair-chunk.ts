import { numberBlocks } from '../../kernel/number-blocks.ts';
import { Shared } from '../../kernel/state.ts';

export const chunkBits = 4;
/** How many pairs stand together. */
export const chunkSize = 1 << chunkBits;

/** So many pairs that will not change any more, shared by checkpoints. */
export abstract class PairChunk extends Shared {
  abstract keyAt(index: number): number;
  abstract valueAt(index: number): number;
}

/** Distances of four bytes, outside the heap: an index has an entry for nearly each batch. */
class NearPairs extends PairChunk {
  private readonly firstKey: number;
  private readonly firstValue: number;
  private readonly numbers: Int32Array;
  private readonly from: number;

  private constructor(firstKey: number, firstValue: number, numbers: Int32Array, from: number) {
    super();
    this.firstKey = firstKey;
    this.firstValue = firstValue;
    this.numbers = numbers;
    this.from = from;
  }

  /** Null when a distance is too large. */
  static of(keys: readonly number[], values: readonly number[]): NearPairs | null {
    const firstKey = keys[0]!;
    const firstValue = values[0]!;
    const from = numberBlocks.reserve(2 * chunkSize);
    const numbers = numberBlocks.block;
    for (let index = 0; index < chunkSize; index++) {
      const key = keys[index]! - firstKey;
      const value = values[index]! - firstValue;
      numbers[from + index] = key;
      numbers[from + chunkSize + index] = value;
      if (numbers[from + index] !== key || numbers[from + chunkSize + index] !== value) return null;
    }
    return new NearPairs(firstKey, firstValue, numbers, from);
  }

  override keyAt(index: number): number {
    return this.firstKey + this.numbers[this.from + index]!;
  }

  override valueAt(index: number): number {
    return this.firstValue + this.numbers[this.from + chunkSize + index]!;
  }
}

/** Pairs that are far from each other, as they came. */
class FarPairs extends PairChunk {
  private readonly keys: readonly number[];
  private readonly values: readonly number[];

  constructor(keys: readonly number[], values: readonly number[]) {
    super();
    this.keys = keys;
    this.values = values;
  }

  override keyAt(index: number): number {
    return this.keys[index]!;
  }

  override valueAt(index: number): number {
    return this.values[index]!;
  }
}

/** A full chunk: as distances from its first pair where they are small enough. The lists are its own from now on. */
export function sealedPairs(keys: readonly number[], values: readonly number[]): PairChunk {
  return NearPairs.of(keys, values) ?? new FarPairs(keys, values);
}
