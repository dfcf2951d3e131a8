import { assert } from '../../../kernel/units.ts';
import { partitionName, partitionOf, topicOf } from '../consumer/topic-partition.ts';
import type { PartitionName } from '../consumer/topic-partition.ts';
import { compareText } from './assignor.ts';
import type { Assignments, PartitionsPerTopic } from './assignor.ts';
import type { RackInfo } from './rack-info.ts';

/** What all members subscribed alike have to be divided from. */
export interface ConstrainedInput {
  readonly partitionsPerTopic: PartitionsPerTopic;
  readonly rackInfo: RackInfo;
  readonly owned: Assignments;
  readonly doublyClaimed: ReadonlySet<PartitionName>;
}

/**
 * The sticky assignment when all members want the same topics: every member gets the floor or the ceiling of the mean, keeps as much as
 * that allows, and the rest is dealt out. Source: AbstractStickyAssignor.ConstrainedAssignmentBuilder.
 */
export class ConstrainedAssignment {
  /** Partitions that leave one member for another. */
  readonly transferring = new Map<PartitionName, string>();
  private readonly input: ConstrainedInput;
  private readonly maybeRevoked = new Map<PartitionName, string>();
  private underMinQuota: string[] = [];
  private exactlyMinQuota: string[] = [];
  private readonly minQuota: number;
  private readonly maxQuota: number;
  private readonly expectedOverMinQuota: number;
  private overMinQuota = 0;
  private readonly assignment: Assignments;
  private readonly assigned = new Set<PartitionName>();

  constructor(input: ConstrainedInput) {
    this.input = input;
    const members = [...input.owned.keys()];
    let total = 0;
    for (const partitions of input.partitionsPerTopic.values()) total += partitions.length;
    this.minQuota = Math.floor(total / members.length);
    this.maxQuota = Math.ceil(total / members.length);
    this.expectedOverMinQuota = total % members.length;
    this.assignment = new Map(members.map((member) => [member, []]));
  }

  build(): Assignments {
    for (const [consumer, owned] of this.input.owned) this.assignOwned(consumer, owned);
    this.underMinQuota.sort(compareText);
    this.exactlyMinQuota.sort(compareText);
    const unassigned = this.input.rackInfo.sortByNearConsumers(this.unassignedPartitions());
    this.assignRoundRobin(this.input.rackInfo.decides ? this.assignNear(unassigned) : unassigned);
    this.checkUnfilled();
    return this.assignment;
  }

  private assignOwned(consumer: string, claimed: readonly PartitionName[]): void {
    const { rackInfo, doublyClaimed } = this.input;
    const owned: PartitionName[] = [];
    for (const partition of claimed) {
      if (rackInfo.racksMismatch(consumer, partition)) this.maybeRevoked.set(partition, consumer);
      else if (!doublyClaimed.has(partition)) owned.push(partition);
    }
    owned.sort((a, b) => partitionOf(a) - partitionOf(b) || compareText(topicOf(a), topicOf(b)));
    if (owned.length < this.minQuota) {
      this.keep(consumer, owned, owned.length);
      this.underMinQuota.push(consumer);
      return;
    }
    if (owned.length >= this.maxQuota && this.overMinQuota < this.expectedOverMinQuota) {
      this.overMinQuota++;
      if (this.overMinQuota === this.expectedOverMinQuota) this.exactlyMinQuota = [];
      this.keep(consumer, owned, this.maxQuota);
      return;
    }
    this.keep(consumer, owned, this.minQuota);
    if (this.overMinQuota < this.expectedOverMinQuota) this.exactlyMinQuota.push(consumer);
  }

  private keep(consumer: string, owned: readonly PartitionName[], count: number): void {
    const assignment = this.assignment.get(consumer);
    owned.forEach((partition, index) => {
      if (index < count) {
        assignment?.push(partition);
        this.assigned.add(partition);
      } else {
        this.maybeRevoked.set(partition, consumer);
      }
    });
  }

  /** Gives partitions to members in their racks as long as the quotas allow; returns the rest. */
  private assignNear(unassigned: readonly PartitionName[]): PartitionName[] {
    let nextIndex = 0;
    const rest: PartitionName[] = [];
    for (const partition of unassigned) {
      const index = this.input.rackInfo.nextRackConsumer(partition, this.underMinQuota, nextIndex);
      const consumer = index >= 0 ? this.underMinQuota[index] : this.takeNearAtMinQuota(partition);
      if (consumer === undefined) {
        rest.push(partition);
        continue;
      }
      if (index >= 0) nextIndex = this.fillUnderMinQuota(consumer, index);
      this.assignNew(partition, consumer);
    }
    return rest;
  }

  /** Where to go on after this member has got one more. */
  private fillUnderMinQuota(consumer: string, index: number): number {
    const count = this.countOf(consumer) + 1;
    let next = index;
    if (count >= this.minQuota) {
      this.underMinQuota.splice(this.underMinQuota.indexOf(consumer), 1);
      if (count < this.maxQuota && this.overMinQuota < this.expectedOverMinQuota) this.exactlyMinQuota.push(consumer);
    } else {
      next++;
    }
    return this.underMinQuota.length === 0 ? 0 : next % this.underMinQuota.length;
  }

  private takeNearAtMinQuota(partition: PartitionName): string | undefined {
    const index = this.input.rackInfo.nextRackConsumer(partition, this.exactlyMinQuota, 0);
    const consumer = index < 0 ? undefined : this.exactlyMinQuota[index];
    if (consumer === undefined || this.countOf(consumer) + 1 !== this.maxQuota) return consumer;
    this.exactlyMinQuota.splice(index, 1);
    this.overMinQuota++;
    if (this.overMinQuota === this.expectedOverMinQuota) this.exactlyMinQuota = [];
    return consumer;
  }

  private assignRoundRobin(unassigned: readonly PartitionName[]): void {
    let index = 0;
    for (const partition of unassigned) {
      if (index >= this.underMinQuota.length) index = 0;
      const isUnder = this.underMinQuota.length > 0;
      const consumer = isUnder ? this.underMinQuota[index] : this.exactlyMinQuota.shift();
      assert(consumer !== undefined, 'a member is left for every unassigned partition');
      const count = this.assignNew(partition, consumer);
      if (count === this.minQuota) {
        // Kafka's iterator stands on this member, which leaves the list.
        if (isUnder) this.underMinQuota.splice(index, 1);
        this.exactlyMinQuota.push(consumer);
      } else {
        if (count === this.maxQuota) this.overMinQuota++;
        if (isUnder) index++;
      }
    }
  }

  private assignNew(partition: PartitionName, consumer: string): number {
    const list = this.assignment.get(consumer) ?? [];
    list.push(partition);
    const previous = this.maybeRevoked.get(partition);
    const isMoved = previous !== undefined && previous !== consumer;
    if (isMoved || this.input.doublyClaimed.has(partition)) this.transferring.set(partition, consumer);
    return list.length;
  }

  private countOf(consumer: string): number {
    return this.assignment.get(consumer)?.length ?? 0;
  }

  private unassignedPartitions(): PartitionName[] {
    const unassigned: PartitionName[] = [];
    for (const topic of [...this.input.partitionsPerTopic.keys()].sort(compareText)) {
      const count = this.input.partitionsPerTopic.get(topic)?.length ?? 0;
      for (let partition = 0; partition < count; partition++) {
        const name = partitionName(topic, partition);
        if (!this.assigned.has(name)) unassigned.push(name);
      }
    }
    return unassigned;
  }

  private checkUnfilled(): void {
    const isFilled = this.underMinQuota.every((consumer) => this.countOf(consumer) === this.minQuota);
    assert(isFilled, 'every member has at least the floor of the mean');
  }
}
