import { State } from '../../../kernel/state.ts';
import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';

const tableLengthMin = 16;

/** A mutable map by text that iterates as a java.util.HashMap with the same history does; it never shrinks its table. */
export class JavaHashMap<V> extends State {
  private readonly entriesByKey = new Map<string, V>();
  private tableLength = tableLengthMin;

  get size(): number {
    return this.entriesByKey.size;
  }

  get(key: string): V | undefined {
    return this.entriesByKey.get(key);
  }

  has(key: string): boolean {
    return this.entriesByKey.has(key);
  }

  set(key: string, value: V): void {
    this.entriesByKey.set(key, value);
    while (this.entriesByKey.size > this.tableLength * 0.75) this.tableLength *= 2;
  }

  delete(key: string): boolean {
    return this.entriesByKey.delete(key);
  }

  clear(): void {
    this.entriesByKey.clear();
  }

  /** The values in no order of meaning: where only a count or a maximum is asked for. */
  unordered(): IterableIterator<V> {
    return this.entriesByKey.values();
  }

  keys(): string[] {
    return javaHashMapOrder([...this.entriesByKey.keys()], javaStringHash, this.tableLength);
  }

  values(): V[] {
    return this.keys().flatMap((key) => {
      const value = this.entriesByKey.get(key);
      return value === undefined ? [] : [value];
    });
  }
}
