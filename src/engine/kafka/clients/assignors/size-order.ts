import type { PartitionName } from '../consumer/topic-partition.ts';
import { compareText } from './assignor.ts';
import type { Assignments } from './assignor.ts';

/** Members by how many partitions they have, then by id: Kafka's TreeSet with SubscriptionComparator. */
export class SizeOrder {
  private readonly assignments: Assignments;
  private readonly sorted: string[] = [];

  constructor(assignments: Assignments) {
    this.assignments = assignments;
  }

  add(consumer: string): void {
    this.sorted.splice(this.indexFor(consumer), 0, consumer);
  }

  remove(consumer: string): void {
    const index = this.indexFor(consumer);
    if (this.sorted[index] === consumer) this.sorted.splice(index, 1);
  }

  /** Changes a member's list and keeps the order. */
  change(consumer: string, act: (partitions: PartitionName[]) => void): void {
    this.remove(consumer);
    act(this.assignments.get(consumer) ?? []);
    this.add(consumer);
  }

  first(): string | null {
    return this.sorted[0] ?? null;
  }

  last(): string | null {
    return this.sorted.at(-1) ?? null;
  }

  /** Fewest partitions first. */
  consumers(): readonly string[] {
    return this.sorted;
  }

  /** The first place whose member does not come before this one. */
  private indexFor(consumer: string): number {
    const size = this.sizeOf(consumer);
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.sorted[middle] ?? '';
      const order = this.sizeOf(other) - size || compareText(other, consumer);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private sizeOf(consumer: string): number {
    return this.assignments.get(consumer)?.length ?? 0;
  }
}
