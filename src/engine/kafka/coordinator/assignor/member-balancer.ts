/**
 * Picks the least and the most loaded subscribers of one topic, widening a range of equals from either end. Source:
 * UniformHeterogeneousAssignmentBuilder.MemberAssignmentBalancer.
 */
export class MemberBalancer {
  private readonly sizes: readonly number[];
  private sorted: number[] = [];
  private leastEnd = 0;
  private leastCount = -1;
  private nextLeastIndex = 0;
  private mostStart = 0;
  private mostEnd = 0;
  private mostCount = 1;
  private nextMostIndex = -1;

  /** `sizes` is the live table of how many partitions each member has. */
  constructor(sizes: readonly number[]) {
    this.sizes = sizes;
  }

  /** Starts over with a topic's subscribers; returns how far the most loaded is ahead of the least loaded. */
  initialize(members: readonly number[]): number {
    this.sorted = [...members].sort((a, b) => this.sizeOf(a) - this.sizeOf(b) || a - b);
    const count = this.sorted.length;
    const smallest = this.sizeAt(0);
    const largest = this.sizeAt(count - 1);
    this.leastEnd = 0;
    this.leastCount = smallest - 1;
    this.nextLeastIndex = 0;
    this.mostStart = count;
    this.mostEnd = count;
    this.mostCount = largest + 1;
    this.nextMostIndex = count - 1;
    return largest - smallest;
  }

  /** The next member to give a partition to. */
  nextLeastLoaded(): number {
    if (this.nextLeastIndex >= this.leastEnd) {
      this.leastCount += 1;
      while (this.leastEnd < this.sorted.length && this.sizeAt(this.leastEnd) === this.leastCount) this.leastEnd += 1;
      this.nextLeastIndex = 0;
    }
    const member = this.sorted[this.nextLeastIndex] ?? -1;
    this.nextLeastIndex += 1;
    return member;
  }

  /** The next member to take a partition from, or -1 when none is left. */
  nextMostLoaded(): number {
    if (this.nextMostIndex < this.mostStart) {
      // Exclusions can empty the range: its level starts again at what the member before it has.
      if (this.mostEnd <= this.mostStart && this.mostStart > 0) this.mostCount = this.sizeAt(this.mostStart - 1);
      else this.mostCount -= 1;
      while (this.mostStart > 0 && this.sizeAt(this.mostStart - 1) === this.mostCount) this.mostStart -= 1;
      this.nextMostIndex = this.mostEnd - 1;
    }
    if (this.nextMostIndex < 0) return -1;
    const member = this.sorted[this.nextMostIndex] ?? -1;
    this.nextMostIndex -= 1;
    return member;
  }

  /** Drops the member that was picked last as most loaded: it has nothing of this topic to give. */
  excludeMostLoaded(): void {
    const index = this.nextMostIndex + 1;
    const excluded = this.sorted[index] ?? -1;
    this.sorted[index] = this.sorted[this.mostEnd - 1] ?? -1;
    this.sorted[this.mostEnd - 1] = excluded;
    this.mostEnd -= 1;
  }

  /** Whether moving a partition would improve nothing. */
  get isBalanced(): boolean {
    return this.mostCount - this.leastCount <= 1;
  }

  private sizeOf(member: number): number {
    return this.sizes[member] ?? 0;
  }

  private sizeAt(index: number): number {
    return this.sizeOf(this.sorted[index] ?? -1);
  }
}
