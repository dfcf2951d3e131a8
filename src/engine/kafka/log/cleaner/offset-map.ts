/**
 * The last offset of each key of a log's dirty part, with a limited number of keys. Kafka keeps hashes of keys and would take two keys of
 * the same hash for one; this map keeps the keys. Source: SkimpyOffsetMap.
 */
export class OffsetMap {
  /** How many keys there is room for: the thread's share of log.cleaner.dedupe.buffer.size, 24 bytes a key. */
  readonly slots: number;
  /** The last offset that the map speaks of; -1 while it is empty. */
  latestOffset = -1;
  private readonly offsets = new Map<string, number>();

  constructor(slots: number) {
    this.slots = slots;
  }

  get size(): number {
    return this.offsets.size;
  }

  put(key: string, offset: number): void {
    this.offsets.set(key, offset);
    this.latestOffset = offset;
  }

  /** The last offset of a key; -1 when the key is not here. */
  get(key: string): number {
    return this.offsets.get(key) ?? -1;
  }
}
