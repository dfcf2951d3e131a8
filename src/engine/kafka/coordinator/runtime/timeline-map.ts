import { Shared } from '../../../kernel/state.ts';
import { javaLongHash, javaStringHash } from '../../util/java-hash-order.ts';

type Entry<K, V> = readonly [K, V];
type Slot<K, V> = readonly Entry<K, V>[] | undefined;
/** Slots in chunks, so that a changed copy of a large map copies little. */
type Chunks<K, V> = readonly (readonly Slot<K, V>[])[];

const multiplier = -7046029254386353131n;
const loadFactor = 0.75;
const slotCountMin = 2;
const chunkLength = 32;

/**
 * An immutable map that iterates in the order of Kafka's TimelineHashMap: by the top bits of a multiplied hash, the newest of a slot first.
 * A changed copy leaves the original as it was, so every offset of the log can keep its own view. Source: BaseHashTable.
 */
export class TimelineMap<K extends string | number, V> extends Shared {
  readonly size: number;
  private readonly slotCount: number;
  private readonly chunks: Chunks<K, V>;

  private constructor(size: number, slotCount: number, chunks: Chunks<K, V>) {
    super();
    this.size = size;
    this.slotCount = slotCount;
    this.chunks = chunks;
  }

  /** The map without entries. */
  static empty<K extends string | number, V>(): TimelineMap<K, V> {
    return new TimelineMap<K, V>(0, slotCountMin, emptyChunks(slotCountMin));
  }

  get(key: K): V | undefined {
    for (const entry of this.slotAt(slotOf(key, this.slotCount)) ?? []) if (entry[0] === key) return entry[1];
    return undefined;
  }

  has(key: K): boolean {
    return this.slotAt(slotOf(key, this.slotCount))?.some((entry) => entry[0] === key) === true;
  }

  /** The map with an entry added or replaced. */
  with(key: K, value: V): TimelineMap<K, V> {
    // Kafka looks at growth before it knows whether the entry is new.
    const isGrowing = (this.size + 1) * loadFactor > this.slotCount;
    const slotCount = isGrowing ? this.slotCount * 2 : this.slotCount;
    const chunks = isGrowing ? rehashed(this.chunks, slotCount) : this.chunks;
    const index = slotOf(key, slotCount);
    const slot = chunks[Math.floor(index / chunkLength)]?.[index % chunkLength] ?? [];
    const at = slot.findIndex((entry) => entry[0] === key);
    const entry: Entry<K, V> = [key, value];
    const changed = at === -1 ? [...slot, entry] : slot.map((old, i) => (i === at ? entry : old));
    return new TimelineMap(at === -1 ? this.size + 1 : this.size, slotCount, replaced(chunks, index, changed));
  }

  /** The map without an entry; itself when there is none. */
  without(key: K): TimelineMap<K, V> {
    if (!this.has(key)) return this;
    const index = slotOf(key, this.slotCount);
    const left = (this.slotAt(index) ?? []).filter((entry) => entry[0] !== key);
    const chunks = replaced(this.chunks, index, left.length === 0 ? undefined : left);
    return new TimelineMap(this.size - 1, this.slotCount, chunks);
  }

  *entries(): Generator<Entry<K, V>> {
    for (const chunk of this.chunks) {
      for (const slot of chunk) {
        if (slot === undefined) continue;
        for (let i = slot.length - 1; i >= 0; i--) {
          const entry = slot[i];
          if (entry !== undefined) yield entry;
        }
      }
    }
  }

  private slotAt(index: number): Slot<K, V> {
    return this.chunks[Math.floor(index / chunkLength)]?.[index % chunkLength];
  }

  keys(): K[] {
    return [...this.entries()].map(([key]) => key);
  }

  values(): V[] {
    return [...this.entries()].map(([, value]) => value);
  }
}

function emptyChunks<K, V>(slotCount: number): Slot<K, V>[][] {
  const chunkCount = Math.ceil(slotCount / chunkLength);
  return Array.from({ length: chunkCount }, () => Array.from({ length: Math.min(slotCount, chunkLength) }, () => undefined));
}

function replaced<K, V>(chunks: Chunks<K, V>, index: number, slot: Slot<K, V>): Chunks<K, V> {
  const copy = [...chunks];
  const chunk = [...(chunks[Math.floor(index / chunkLength)] ?? [])];
  chunk[index % chunkLength] = slot;
  copy[Math.floor(index / chunkLength)] = chunk;
  return copy;
}

function rehashed<K extends string | number, V>(chunks: Chunks<K, V>, slotCount: number): Chunks<K, V> {
  const grown: Entry<K, V>[][] = Array.from({ length: slotCount }, () => []);
  for (const chunk of chunks) {
    for (const slot of chunk) for (const entry of slot ?? []) grown[slotOf(entry[0], slotCount)]?.push(entry);
  }
  const filled = emptyChunks<K, V>(slotCount);
  for (const [index, slot] of grown.entries()) {
    const chunk = filled[Math.floor(index / chunkLength)];
    if (chunk !== undefined && slot.length > 0) chunk[index % chunkLength] = slot;
  }
  return filled;
}

function slotOf(key: string | number, slotCount: number): number {
  const hash = typeof key === 'string' ? javaStringHash(key) : javaLongHash(key);
  let bits = 0;
  while (2 << bits <= slotCount) bits++;
  return Number(BigInt.asUintN(64, BigInt(hash) * multiplier) >> BigInt(64 - bits));
}
