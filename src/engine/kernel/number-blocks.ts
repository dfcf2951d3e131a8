/** 64 KiB of numbers. */
const blockNumbers = 16_384;

/**
 * Where tables of numbers get their memory: outside the heap, so that the collector neither copies nor visits them, and many in one block,
 * for to ask the system for the memory of each takes ten times as long as to fill it. What was reserved once is never given to anybody
 * else, so it is no state: whoever is restored has what it had, and a block goes with the last of those whose numbers are in it.
 */
export class NumberBlocks {
  /** The block in which the latest place is. */
  block = new Int32Array(0);
  private usedCount = 0;

  /** Room for so many numbers, at most a block: where in `block` it begins. All of them are zero. */
  reserve(count: number): number {
    if (this.usedCount + count > this.block.length) {
      this.block = new Int32Array(blockNumbers);
      this.usedCount = 0;
    }
    const from = this.usedCount;
    this.usedCount += count;
    return from;
  }

  /** The same as a list of its own. */
  view(count: number): Int32Array {
    const from = this.reserve(count);
    return this.block.subarray(from, from + count);
  }
}

/** Of all worlds in a thread: how much of a block is used is nothing that anybody in a world can tell. */
export const numberBlocks = new NumberBlocks();
