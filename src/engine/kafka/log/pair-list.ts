import { addLast } from '../../kernel/grown.ts';
import { State } from '../../kernel/state.ts';
import { chunkBits, chunkSize, sealedPairs } from './pair-chunk.ts';
import type { PairChunk } from './pair-chunk.ts';

const chunkMask = chunkSize - 1;

/**
 * Pairs of numbers in order, as index files hold them: sealed chunks, shared by checkpoints, and an open tail. Keys and values never fall.
 */
export class PairList extends State {
  private chunks: PairChunk[] = [];
  private tailKeys: number[] = [];
  private tailValues: number[] = [];

  get count(): number {
    return (this.chunks.length << chunkBits) + this.tailKeys.length;
  }

  keyAt(index: number): number {
    const chunk = index >> chunkBits;
    return chunk < this.chunks.length ? this.chunks[chunk]!.keyAt(index & chunkMask) : this.tailKeys[index & chunkMask]!;
  }

  valueAt(index: number): number {
    const chunk = index >> chunkBits;
    return chunk < this.chunks.length ? this.chunks[chunk]!.valueAt(index & chunkMask) : this.tailValues[index & chunkMask]!;
  }

  push(key: number, value: number): void {
    const { tailKeys, tailValues } = this;
    addLast(tailKeys, key);
    addLast(tailValues, value);
    if (tailKeys.length < chunkSize) return;
    this.chunks.push(sealedPairs(tailKeys, tailValues));
    this.tailKeys = [];
    this.tailValues = [];
  }

  /** Keeps the first `count` pairs. */
  truncate(count: number): void {
    if (count >= this.count) return;
    const chunk = count >> chunkBits;
    const kept = count & chunkMask;
    const source = this.chunks[chunk];
    if (source === undefined) {
      this.tailKeys = this.tailKeys.slice(0, kept);
      this.tailValues = this.tailValues.slice(0, kept);
      return;
    }
    this.tailKeys = Array.from({ length: kept }, (_, index) => source.keyAt(index));
    this.tailValues = Array.from({ length: kept }, (_, index) => source.valueAt(index));
    this.chunks = this.chunks.slice(0, chunk);
  }
}

/** What a binary search over an index compares. */
export type PairSide = 'key' | 'value';

/**
 * The slot of the largest entry at or below the target, -1 when there is none. Tries the last entries first, as Kafka does to stay in
 * the page cache: with entries in order the answer is the same, with damaged ones it is Kafka's. `visited` takes the slots that are looked
 * at, in order. Source: AbstractIndex.indexSlotRangeFor.
 */
export function largestLowerBoundSlot(
  pairs: PairList,
  target: number,
  by: { readonly side: PairSide; readonly warmEntries: number },
  visited: number[] | null = null,
): number {
  const found = searchRange(pairs, target, by, visited);
  return found.slot;
}

/** The slot of the smallest entry above the largest lower bound, -1 when there is none; an exact match answers itself. */
export function smallestUpperBoundSlot(pairs: PairList, target: number, side: PairSide, warmEntries: number): number {
  if (pairs.count === 0) return -1;
  const found = searchRange(pairs, target, { side, warmEntries }, null);
  if (found.isExact) return found.slot;
  return found.slot === pairs.count - 1 ? -1 : found.slot + 1;
}

function searchRange(
  pairs: PairList,
  target: number,
  by: { readonly side: PairSide; readonly warmEntries: number },
  visited: number[] | null,
): { readonly slot: number; readonly isExact: boolean } {
  const count = pairs.count;
  if (count === 0) return { slot: -1, isExact: false };
  const { side, warmEntries } = by;
  const at = (slot: number): number => {
    visited?.push(slot);
    return side === 'key' ? pairs.keyAt(slot) : pairs.valueAt(slot);
  };
  const firstWarm = Math.max(0, count - 1 - warmEntries);
  let low = 0;
  let high = firstWarm;
  if (at(firstWarm) < target) {
    low = firstWarm;
    high = count - 1;
  } else if (at(0) > target) {
    return { slot: -1, isExact: false };
  }
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    const found = at(middle);
    if (found > target) high = middle - 1;
    else if (found < target) low = middle;
    else return { slot: middle, isExact: true };
  }
  return { slot: low, isExact: false };
}
