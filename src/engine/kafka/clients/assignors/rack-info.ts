import { partitionName } from '../consumer/topic-partition.ts';
import type { PartitionName } from '../consumer/topic-partition.ts';
import { rackOf, usesRacks } from './assignor.ts';
import type { MemberSubscriptions, PartitionsPerTopic } from './assignor.ts';

/** Who is near which partition, for the sticky assignors; empty when racks should not decide. Source: AbstractStickyAssignor.RackInfo. */
export class RackInfo {
  readonly consumerRacks = new Map<string, string>();
  readonly partitionRacks: ReadonlyMap<PartitionName, ReadonlySet<string>> = new Map();
  private readonly consumerCountByPartition = new Map<PartitionName, number>();

  constructor(partitionsPerTopic: PartitionsPerTopic, subscriptions: MemberSubscriptions) {
    const consumersByRack = new Map<string, string[]>();
    for (const [memberId, subscription] of subscriptions) {
      const rack = rackOf(subscription);
      if (rack === null) continue;
      const consumers = consumersByRack.get(rack) ?? [];
      consumers.push(memberId);
      consumersByRack.set(rack, consumers);
    }
    if (consumersByRack.size === 0) return;
    const racks = new Map<PartitionName, ReadonlySet<string>>();
    for (const [topic, partitions] of partitionsPerTopic) {
      partitions.forEach((replicaRacks, partition) => racks.set(partitionName(topic, partition), new Set(replicaRacks)));
    }
    // Kafka counts the consumers near a partition whether racks decide or not: it sorts by that.
    for (const [name, near] of racks) {
      let count = 0;
      for (const rack of near) count += consumersByRack.get(rack)?.length ?? 0;
      this.consumerCountByPartition.set(name, count);
    }
    if (!usesRacks(new Set(consumersByRack.keys()), [...racks.values()])) return;
    for (const [rack, consumers] of consumersByRack) for (const consumer of consumers) this.consumerRacks.set(consumer, rack);
    this.partitionRacks = racks;
  }

  get decides(): boolean {
    return this.consumerRacks.size > 0;
  }

  racksMismatch(consumer: string, partition: PartitionName): boolean {
    const rack = this.consumerRacks.get(consumer);
    return rack !== undefined && this.partitionRacks.get(partition)?.has(rack) !== true;
  }

  /** Partitions that few consumers are near come first. */
  sortByNearConsumers(partitions: PartitionName[]): PartitionName[] {
    if (this.consumerCountByPartition.size === 0) return partitions;
    const countOf = (name: PartitionName): number => this.consumerCountByPartition.get(name) ?? 0;
    return [...partitions].sort((a, b) => countOf(a) - countOf(b));
  }

  /** The next consumer in a partition's racks, going round from an index; -1 when there is none. */
  nextRackConsumer(partition: PartitionName, consumers: readonly string[], firstIndex: number): number {
    const racks = this.partitionRacks.get(partition);
    if (racks === undefined || racks.size === 0) return -1;
    for (let i = 0; i < consumers.length; i++) {
      const index = (firstIndex + i) % consumers.length;
      const rack = this.consumerRacks.get(consumers[index] ?? '');
      if (rack !== undefined && racks.has(rack)) return index;
    }
    return -1;
  }
}
