import { partitionName, topicOf } from '../consumer/topic-partition.ts';
import type { PartitionName } from '../consumer/topic-partition.ts';
import { compareText } from './assignor.ts';
import type { Assignments, MemberSubscriptions, PartitionsPerTopic } from './assignor.ts';
import { PartitionMovements } from './partition-movements.ts';
import type { RackInfo } from './rack-info.ts';
import { SizeOrder } from './size-order.ts';
import type { MemberData } from './sticky-assignor.ts';

/** What members with different wishes have to be divided from. */
export interface GeneralInput {
  readonly partitionsPerTopic: PartitionsPerTopic;
  readonly rackInfo: RackInfo;
  readonly owned: Assignments;
  readonly subscriptions: MemberSubscriptions;
}

interface PreviousOwner {
  readonly consumer: string;
  readonly generation: number;
}

/**
 * The sticky assignment when members want different topics: unassigned partitions go to the member with the fewest, then partitions move
 * while that makes the balance better. Source: AbstractStickyAssignor.GeneralAssignmentBuilder.
 */
export class GeneralAssignment {
  private readonly input: GeneralInput;
  private readonly current: Assignments;
  private readonly consumersOfTopic = new Map<string, string[]>();
  private readonly topicsOfConsumer = new Map<string, string[]>();
  private consumerOfPartition = new Map<PartitionName, string>();
  private allPartitions: PartitionName[];
  private readonly bySize: SizeOrder;
  private readonly movements = new PartitionMovements();
  private readonly totalCount: number;
  private isRevocationRequired = false;

  constructor(input: GeneralInput) {
    this.input = input;
    this.current = input.owned;
    for (const topic of input.partitionsPerTopic.keys()) this.consumersOfTopic.set(topic, []);
    for (const [consumer, { topics }] of input.subscriptions) {
      const known = topics.filter((topic) => input.partitionsPerTopic.has(topic));
      this.topicsOfConsumer.set(consumer, known);
      for (const topic of known) this.consumersOfTopic.get(topic)?.push(consumer);
    }
    for (const [consumer, partitions] of this.current)
      for (const partition of partitions) this.consumerOfPartition.set(partition, consumer);
    const topics = [...this.consumersOfTopic.keys()].sort((a, b) => this.compareTopics(a, b));
    this.allPartitions = topics.flatMap((topic) => Array.from({ length: this.countOf(topic) }, (_, i) => partitionName(topic, i)));
    this.totalCount = this.allPartitions.length;
    this.bySize = new SizeOrder(this.current);
  }

  build(data: ReadonlyMap<string, MemberData>, maxGeneration: number): Assignments {
    const previous = previousOwners(data, maxGeneration);
    const assigned = this.keepOwned();
    const unassigned = this.allPartitions.filter((partition) => !assigned.has(partition));
    for (const consumer of this.current.keys()) this.bySize.add(consumer);
    this.balance(previous, unassigned);
    return this.current;
  }

  /** Drops what members may not keep; returns what they keep. */
  private keepOwned(): Set<PartitionName> {
    const kept = new Set<PartitionName>();
    for (const [consumer, partitions] of this.current) {
      const topics = new Set(this.input.subscriptions.get(consumer)?.topics ?? []);
      for (const partition of partitions.splice(0)) {
        if (!topics.has(topicOf(partition)) || this.input.rackInfo.racksMismatch(consumer, partition)) {
          this.isRevocationRequired = true;
        } else {
          partitions.push(partition);
          kept.add(partition);
        }
      }
    }
    return kept;
  }

  private balance(previous: ReadonlyMap<PartitionName, PreviousOwner>, unassigned: readonly PartitionName[]): void {
    const isInitial = this.current.get(this.bySize.last() ?? '')?.length === 0;
    let toAssign: readonly PartitionName[] = unassigned;
    if (this.input.rackInfo.decides) toAssign = unassigned.filter((partition) => !this.assignToSmallest(partition, true));
    for (const partition of toAssign) this.assignToSmallest(partition, false);
    const isFixed = (partition: PartitionName): boolean => !this.canTopicMove(topicOf(partition));
    this.allPartitions = this.allPartitions.filter((partition) => !isFixed(partition));
    const movable = unassigned.filter((partition) => !isFixed(partition));
    const fixed = this.setFixedConsumersAside();
    const before = copyOf(this.current);
    const beforeConsumers = new Map(this.consumerOfPartition);
    if (!this.isRevocationRequired) this.performReassignments(movable, previous);
    const isChanged = this.performReassignments(this.allPartitions, previous);
    // Moving partitions about without getting closer to balance is not worth it.
    if (!isInitial && isChanged && balanceScore(this.current) >= balanceScore(before)) {
      this.current.clear();
      for (const [consumer, partitions] of before) this.current.set(consumer, partitions);
      this.consumerOfPartition = beforeConsumers;
    }
    for (const [consumer, partitions] of fixed) this.current.set(consumer, partitions);
  }

  private setFixedConsumersAside(): Assignments {
    const fixed: Assignments = new Map();
    for (const consumer of this.topicsOfConsumer.keys()) {
      const partitions = this.current.get(consumer);
      if (partitions === undefined || this.canConsumerMove(consumer, partitions)) continue;
      this.bySize.remove(consumer);
      this.current.delete(consumer);
      fixed.set(consumer, partitions);
    }
    return fixed;
  }

  private assignToSmallest(partition: PartitionName, nearOnly: boolean): boolean {
    const topic = topicOf(partition);
    if (this.consumersOfTopic.get(topic)?.length === 0) return false;
    for (const consumer of this.bySize.consumers()) {
      if (this.topicsOfConsumer.get(consumer)?.includes(topic) !== true) continue;
      if (nearOnly && this.input.rackInfo.racksMismatch(consumer, partition)) continue;
      this.bySize.change(consumer, (partitions) => partitions.push(partition));
      this.consumerOfPartition.set(partition, consumer);
      return true;
    }
    return false;
  }

  private performReassignments(partitions: readonly PartitionName[], previous: ReadonlyMap<PartitionName, PreviousOwner>): boolean {
    let isAnyMoved = false;
    for (let isMoved = true; isMoved;) {
      isMoved = false;
      for (const partition of partitions) {
        if (this.isBalanced()) break;
        const target = this.targetOf(partition, previous);
        if (target === null) continue;
        this.move(partition, target);
        isMoved = true;
        isAnyMoved = true;
      }
    }
    return isAnyMoved;
  }

  /** Who should get a partition from its present owner: its previous one, or the member with the fewest; null when nobody is better. */
  private targetOf(partition: PartitionName, previous: ReadonlyMap<PartitionName, PreviousOwner>): string | null {
    const size = this.sizeOf(this.consumerOfPartition.get(partition) ?? '');
    const previousOwner = previous.get(partition)?.consumer;
    if (previousOwner !== undefined && size > this.sizeOf(previousOwner) + 1) return previousOwner;
    const topic = topicOf(partition);
    if (!(this.consumersOfTopic.get(topic) ?? []).some((other) => size > this.sizeOf(other) + 1)) return null;
    for (const consumer of this.bySize.consumers()) if (this.topicsOfConsumer.get(consumer)?.includes(topic) === true) return consumer;
    return null;
  }

  private move(partition: PartitionName, newConsumer: string): void {
    const oldConsumer = this.consumerOfPartition.get(partition) ?? '';
    const actual = this.movements.partitionToMove(partition, oldConsumer, newConsumer);
    const from = this.consumerOfPartition.get(actual) ?? '';
    this.movements.move(actual, from, newConsumer);
    this.bySize.change(from, (partitions) => partitions.splice(partitions.indexOf(actual), 1));
    this.bySize.change(newConsumer, (partitions) => partitions.push(actual));
    this.consumerOfPartition.set(actual, newConsumer);
  }

  private isBalanced(): boolean {
    const first = this.bySize.first();
    const last = this.bySize.last();
    if (first === null || last === null || this.sizeOf(first) >= this.sizeOf(last) - 1) return true;
    for (const consumer of this.bySize.consumers()) {
      const size = this.sizeOf(consumer);
      const topics = this.topicsOfConsumer.get(consumer) ?? [];
      if (size !== this.maxAssignmentSize(topics) && topics.some((topic) => this.hasRicherOwner(consumer, topic, size))) return false;
    }
    return true;
  }

  private hasRicherOwner(consumer: string, topic: string, size: number): boolean {
    for (let partition = 0; partition < this.countOf(topic); partition++) {
      const owner = this.consumerOfPartition.get(partitionName(topic, partition));
      if (owner !== undefined && owner !== consumer && size + 1 < this.sizeOf(owner)) return true;
    }
    return false;
  }

  private canTopicMove(topic: string): boolean {
    return (this.consumersOfTopic.get(topic)?.length ?? 0) >= 2;
  }

  private canConsumerMove(consumer: string, partitions: readonly PartitionName[]): boolean {
    const topics = this.topicsOfConsumer.get(consumer) ?? [];
    return partitions.length < this.maxAssignmentSize(topics) || partitions.some((partition) => this.canTopicMove(topicOf(partition)));
  }

  private maxAssignmentSize(topics: readonly string[]): number {
    if (topics.length === this.input.partitionsPerTopic.size) return this.totalCount;
    return topics.reduce((sum, topic) => sum + this.countOf(topic), 0);
  }

  private sizeOf(consumer: string): number {
    return this.current.get(consumer)?.length ?? 0;
  }

  private countOf(topic: string): number {
    return this.input.partitionsPerTopic.get(topic)?.length ?? 0;
  }

  private compareTopics(a: string, b: string): number {
    return (this.consumersOfTopic.get(a)?.length ?? 0) - (this.consumersOfTopic.get(b)?.length ?? 0) || compareText(a, b);
  }
}

/** Owners of older generations, to whom a partition may go back. */
function previousOwners(data: ReadonlyMap<string, MemberData>, maxGeneration: number): Map<PartitionName, PreviousOwner> {
  const owners = new Map<PartitionName, PreviousOwner>();
  for (const [consumer, { partitions, generation }] of data) {
    const isOlder = generation === null ? maxGeneration > -1 : generation < maxGeneration;
    if (!isOlder) continue;
    for (const partition of partitions) {
      const known = owners.get(partition);
      if (known === undefined || (generation ?? -1) > known.generation) owners.set(partition, { consumer, generation: generation ?? -1 });
    }
  }
  return owners;
}

function copyOf(assignments: Assignments): Assignments {
  return new Map([...assignments].map(([consumer, partitions]) => [consumer, [...partitions]]));
}

/** The sum of differences between all pairs of members: 0 is balanced. */
function balanceScore(assignments: Assignments): number {
  const sizes = [...assignments.values()].map((partitions) => partitions.length).sort((a, b) => a - b);
  let score = 0;
  sizes.forEach((size, index) => (score += size * (2 * index - sizes.length + 1)));
  return score;
}
