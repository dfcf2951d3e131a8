import { assert } from '../../kernel/units.ts';
import { errors } from '../errors.ts';
import { javaHashMapOrder, javaOptionalStringHash } from '../util/java-hash-order.ts';
import { shuffle, type IntegerRandom } from '../util/java-random.ts';

/** A registered broker that may be given replicas. */
export interface UsableBroker {
  readonly id: number;
  /** `broker.rack`; null when the broker has none. */
  readonly rack: string | null;
  readonly fenced: boolean;
}

/** How many partitions to place, and with how many replicas each. */
export interface PlacementSpec {
  readonly partitionCount: number;
  readonly replicationFactor: number;
}

/** The replicas of each partition, leader first, or why Kafka refuses. */
export type Placement =
  | { readonly kind: 'placed'; readonly replicas: readonly (readonly number[])[] }
  | { readonly kind: 'refused'; readonly errorCode: number; readonly message: string };

/**
 * Spreads replicas over racks and brokers in stripes: each partition starts one rack further, each replica goes to the next rack, and an
 * unfenced broker leads. After as many partitions as there are unfenced brokers everything is shuffled, so that patterns do not repeat.
 * Source: StripedReplicaPlacer. Draws are taken in Java's order, hash order of racks included.
 */
export function placeReplicas(spec: PlacementSpec, brokers: readonly UsableBroker[], random: IntegerRandom): Placement {
  const racks = new RackList(brokers, random);
  const refusal = refusalOf(spec.replicationFactor, racks);
  if (refusal !== null) return { kind: 'refused', errorCode: errors.INVALID_REPLICATION_FACTOR, message: refusal };
  const replicas: number[][] = [];
  for (let partition = 0; partition < spec.partitionCount; partition++) replicas.push(racks.place(spec.replicationFactor));
  return { kind: 'placed', replicas };
}

function refusalOf(replicationFactor: number, racks: RackList): string | null {
  if (replicationFactor <= 0) {
    return `Invalid replication factor ${String(replicationFactor)}: the replication factor must be positive.`;
  }
  if (racks.unfencedCount === 0) return 'All brokers are currently fenced, or have all their log directories cordoned.';
  if (replicationFactor > racks.brokerCount) {
    return (
      `The target replication factor of ${String(replicationFactor)} cannot be reached because only ${String(racks.brokerCount)} ` +
      'broker(s) are registered or some brokers have all their log directories cordoned.'
    );
  }
  return null;
}

/** Brokers in a ring; every epoch (one partition) starts one further. */
class BrokerList {
  private readonly brokers: number[] = [];
  private index = 0;
  private offset = 0;
  private epoch = 0;

  add(brokerId: number): void {
    this.brokers.push(brokerId);
  }

  initialize(random: IntegerRandom): void {
    if (this.brokers.length === 0) return;
    this.brokers.sort((a, b) => a - b);
    this.offset = random.nextInt(this.brokers.length);
  }

  shuffle(random: IntegerRandom): void {
    shuffle(this.brokers, random);
  }

  /** The next broker of this epoch, or -1 when every one was given. */
  next(epoch: number): number {
    const { length } = this.brokers;
    if (length === 0) return -1;
    if (this.epoch !== epoch) {
      this.epoch = epoch;
      this.index = 0;
      this.offset = (this.offset + 1) % length;
    }
    if (this.index >= length) return -1;
    return this.brokers[(this.index++ + this.offset) % length] ?? -1;
  }
}

class Rack {
  readonly fenced = new BrokerList();
  readonly unfenced = new BrokerList();

  /** The next broker of this epoch, unfenced ones first, or -1. */
  next(epoch: number): number {
    const brokerId = this.unfenced.next(epoch);
    return brokerId >= 0 ? brokerId : this.fenced.next(epoch);
  }
}

class RackList {
  readonly brokerCount: number;
  readonly unfencedCount: number;
  /** In the order in which Java's HashMap iterates them: draws are taken in that order. */
  private readonly racksInHashOrder: readonly Rack[];
  private readonly racks: Rack[];
  private readonly random: IntegerRandom;
  private epoch = 0;
  private offset: number;

  constructor(brokers: readonly UsableBroker[], random: IntegerRandom) {
    const byName = new Map<string | null, Rack>();
    for (const broker of brokers) {
      let rack = byName.get(broker.rack);
      if (rack === undefined) {
        rack = new Rack();
        byName.set(broker.rack, rack);
      }
      (broker.fenced ? rack.fenced : rack.unfenced).add(broker.id);
    }
    this.brokerCount = brokers.length;
    this.unfencedCount = brokers.filter((broker) => !broker.fenced).length;
    this.random = random;
    const names = [...byName.keys()];
    const racksOf = (order: readonly (string | null)[]): Rack[] => order.flatMap((name) => byName.get(name) ?? []);
    this.racksInHashOrder = racksOf(javaHashMapOrder(names, javaOptionalStringHash));
    for (const rack of this.racksInHashOrder) {
      rack.fenced.initialize(random);
      rack.unfenced.initialize(random);
    }
    this.racks = racksOf(names.sort(compareRackNames));
    this.offset = this.racks.length === 0 ? 0 : random.nextInt(this.racks.length);
  }

  /** The replicas of the next partition. There is an unfenced broker, and as many brokers as replicas. */
  place(replicationFactor: number): number[] {
    // With one unfenced broker the epoch must go on, or every search would find the lists used up.
    if (this.epoch === this.unfencedCount && this.unfencedCount > 1) this.startOver();
    if (this.offset === this.racks.length) this.offset = 0;
    let firstRackIndex = this.offset;
    let leader = this.rackAt(firstRackIndex).unfenced.next(this.epoch);
    while (leader < 0) {
      firstRackIndex = this.after(firstRackIndex);
      leader = this.rackAt(firstRackIndex).unfenced.next(this.epoch);
    }
    const replicas = [leader];
    let rackIndex = this.offset;
    while (replicas.length < replicationFactor) {
      // The leader's rack has had its turn: it is passed over once.
      if (rackIndex === firstRackIndex) firstRackIndex = -1;
      else {
        const brokerId = this.rackAt(rackIndex).next(this.epoch);
        if (brokerId >= 0) replicas.push(brokerId);
      }
      rackIndex = this.after(rackIndex);
    }
    this.epoch++;
    this.offset++;
    return replicas;
  }

  private startOver(): void {
    shuffle(this.racks, this.random);
    for (const rack of this.racksInHashOrder) {
      rack.fenced.shuffle(this.random);
      rack.unfenced.shuffle(this.random);
    }
    this.epoch = 0;
  }

  private after(rackIndex: number): number {
    return rackIndex + 1 === this.racks.length ? 0 : rackIndex + 1;
  }

  private rackAt(index: number): Rack {
    const rack = this.racks[index];
    assert(rack !== undefined, 'a rack index is within the list');
    return rack;
  }
}

/** No rack first, then by UTF-16 code units, as Java compares strings. */
function compareRackNames(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
