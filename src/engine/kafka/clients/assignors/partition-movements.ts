import { javaHashMapOrder, javaListHash, javaStringHash } from '../../util/java-hash-order.ts';
import { partitionOf, topicOf } from '../consumer/topic-partition.ts';
import type { PartitionName } from '../consumer/topic-partition.ts';

interface Move {
  readonly from: string;
  readonly to: string;
}

/** A Java HashSet: it never gets smaller, and its size decides its order. */
interface HashSetOfPartitions {
  readonly partitions: Set<PartitionName>;
  tableLength: number;
}

/**
 * Which partitions moved between which members in one assignment, so that a partition that would have to move back lets another go instead.
 * Source: AbstractStickyAssignor.PartitionMovements.
 */
export class PartitionMovements {
  private readonly moves = new Map<PartitionName, Move>();
  private readonly byPair = new Map<string, HashSetOfPartitions>();

  /** The partition to move so that none goes there and back: an earlier one the other way round, if there is one. */
  partitionToMove(partition: PartitionName, oldConsumer: string, newConsumer: string): PartitionName {
    const source = this.moves.get(partition)?.from ?? oldConsumer;
    const back = this.byPair.get(pairKey(topicOf(partition), { from: newConsumer, to: source }));
    if (back === undefined) return partition;
    const hash = (name: PartitionName): number => javaListHash([partitionOf(name), javaStringHash(topicOf(name))]);
    return javaHashMapOrder([...back.partitions], hash, back.tableLength)[0] ?? partition;
  }

  move(partition: PartitionName, oldConsumer: string, newConsumer: string): void {
    const existing = this.moves.get(partition);
    if (existing === undefined) {
      this.add(partition, { from: oldConsumer, to: newConsumer });
      return;
    }
    this.remove(partition, existing);
    if (existing.from !== newConsumer) this.add(partition, { from: existing.from, to: newConsumer });
  }

  private add(partition: PartitionName, move: Move): void {
    this.moves.set(partition, move);
    const key = pairKey(topicOf(partition), move);
    const set = this.byPair.get(key) ?? { partitions: new Set(), tableLength: 16 };
    this.byPair.set(key, set);
    set.partitions.add(partition);
    if (set.partitions.size > set.tableLength * 0.75) set.tableLength *= 2;
  }

  private remove(partition: PartitionName, move: Move): void {
    this.moves.delete(partition);
    const key = pairKey(topicOf(partition), move);
    const set = this.byPair.get(key);
    set?.partitions.delete(partition);
    if (set?.partitions.size === 0) this.byPair.delete(key);
  }
}

function pairKey(topic: string, { from, to }: Move): string {
  return JSON.stringify([topic, from, to]);
}
