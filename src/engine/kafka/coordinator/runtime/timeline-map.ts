import { Shared } from '../../../kernel/state.ts';
import { javaLongHash, javaStringHash } from '../../util/java-hash-order.ts';

type Entry<K, V> = readonly [K, V];
type Slots<K, V> = readonly (readonly Entry<K, V>[] | undefined)[];

const multiplier = -7046029254386353131n;
const loadFactor = 0.75;
const slotCountMin = 2;

/**
 * An immutable map that iterates in the order of Kafka's TimelineHashMap: by the top bits of a multiplied hash, the newest of a slot first.
 * A changed copy leaves the original as it was, so every offset of the log can keep its own view. Source: BaseHashTable.
 */
export class TimelineMap<K extends string | number, V> extends Shared {
  readonly size: number;
  private readonly slots: Slots<K, V>;

  private constructor(size: number, slots: Slots<K, V>) {
    super();
    this.size = size;
    this.slots = slots;
  }

  /** The map without entries. */
  static empty<K extends string | number, V>(): TimelineMap<K, V> {
    return new TimelineMap<K, V>(
      0,
      Array.from({ length: slotCountMin }, () => undefined),
    );
  }

  get(key: K): V | undefined {
    for (const entry of this.slots[slotOf(key, this.slots.length)] ?? []) if (entry[0] === key) return entry[1];
    return undefined;
  }

  has(key: K): boolean {
    return this.slots[slotOf(key, this.slots.length)]?.some((entry) => entry[0] === key) === true;
  }

  /** The map with an entry added or replaced. */
  with(key: K, value: V): TimelineMap<K, V> {
    // Kafka looks at growth before it knows whether the entry is new.
    const isGrowing = (this.size + 1) * loadFactor > this.slots.length;
    const slots = isGrowing ? rehashed(this.slots) : [...this.slots];
    const index = slotOf(key, slots.length);
    const slot = slots[index] ?? [];
    const at = slot.findIndex((entry) => entry[0] === key);
    const entry: Entry<K, V> = [key, value];
    slots[index] = at === -1 ? [...slot, entry] : slot.map((old, i) => (i === at ? entry : old));
    return new TimelineMap(at === -1 ? this.size + 1 : this.size, slots);
  }

  /** The map without an entry; itself when there is none. */
  without(key: K): TimelineMap<K, V> {
    if (!this.has(key)) return this;
    const slots = [...this.slots];
    const index = slotOf(key, slots.length);
    const left = (slots[index] ?? []).filter((entry) => entry[0] !== key);
    slots[index] = left.length === 0 ? undefined : left;
    return new TimelineMap(this.size - 1, slots);
  }

  *entries(): Generator<Entry<K, V>> {
    for (const slot of this.slots) {
      if (slot === undefined) continue;
      for (let i = slot.length - 1; i >= 0; i--) {
        const entry = slot[i];
        if (entry !== undefined) yield entry;
      }
    }
  }

  keys(): K[] {
    return [...this.entries()].map(([key]) => key);
  }

  values(): V[] {
    return [...this.entries()].map(([, value]) => value);
  }
}

function rehashed<K extends string | number, V>(slots: Slots<K, V>): (readonly Entry<K, V>[] | undefined)[] {
  const grown: Entry<K, V>[][] = Array.from({ length: slots.length * 2 }, () => []);
  for (const slot of slots) for (const entry of slot ?? []) grown[slotOf(entry[0], grown.length)]?.push(entry);
  return grown.map((slot) => (slot.length === 0 ? undefined : slot));
}

function slotOf(key: string | number, slotCount: number): number {
  const hash = typeof key === 'string' ? javaStringHash(key) : javaLongHash(key);
  let bits = 0;
  while (2 << bits <= slotCount) bits++;
  return Number(BigInt.asUintN(64, BigInt(hash) * multiplier) >> BigInt(64 - bits));
}
