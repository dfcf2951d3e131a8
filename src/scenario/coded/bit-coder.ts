/**
 * A binary arithmetic coder whose probabilities learn: what a context has seen often costs little the next time. Whole numbers only, so
 * that every browser writes the same bytes. The same calls write and read, so that the two can never differ.
 */

/** Writes bits it is given, or reads them and gives them back. */
export interface BitCoder {
  /** True when bits come out of it. */
  readonly isReading: boolean;
  /** One bit in a context: written, or read when this reads. */
  bit(context: string, value: number): number;
  /** As many bits that nothing is known about, highest first. */
  plain(bitCount: number, value: number): number;
  /** Counts what was coded; throws when it is more than any scenario is. */
  spend(amount: number): void;
}

/** Thrown by a reader: there is more than a scenario may be. */
export class TooLarge extends Error {}

/** Thrown by a reader: no writer wrote this. */
export class Damaged extends Error {}

/** Thrown by a reader: a later program has a field or a variant here that this one does not know. */
export class Newer extends Error {
  readonly where: string;

  constructor(where: string) {
    super(where);
    this.where = where;
  }
}

/** Probabilities have 16 bits; 12 of them are used, so that a quarter of a byte's range is never lost to rounding. */
const half = 32_768;
const usedShift = 4;
/** A context that has seen so much learns no more slowly. */
const seenMax = 24;

/** How likely a 1 is in each context, and how much each has seen. */
class Chances {
  private readonly places = new Map<string, number>();
  private readonly chances: number[] = [];
  private readonly seen: number[] = [];

  placeOf(context: string): number {
    const known = this.places.get(context);
    if (known !== undefined) return known;
    const place = this.chances.length;
    this.places.set(context, place);
    this.chances.push(half);
    this.seen.push(0);
    return place;
  }

  /** Of 4096, never 0 and never all. */
  of(place: number): number {
    return Math.min(4095, Math.max(1, (this.chances[place] ?? half) >>> usedShift));
  }

  learn(place: number, bit: number): void {
    const seen = this.seen[place] ?? 0;
    const before = this.chances[place] ?? half;
    const target = bit === 1 ? 65_535 : 0;
    this.chances[place] = before + Math.trunc(((target - before) * 2) / (2 * seen + 3));
    if (seen < seenMax) this.seen[place] = seen + 1;
  }
}

/** Where between two 32-bit numbers the split lies. */
function splitOf(low: number, high: number, chance: number): number {
  return low + Math.floor((high - low) / 4096) * chance;
}

const sameTop = (low: number, high: number): boolean => (low ^ high) >>> 24 === 0;
const shifted = (value: number, fill: number): number => ((value << 8) | fill) >>> 0;

/** Writes. */
export class BitWriter implements BitCoder {
  readonly isReading = false;
  private readonly chances = new Chances();
  private readonly bytes: number[] = [];
  private low = 0;
  private high = 0xffff_ffff;

  bit(context: string, value: number): number {
    const place = this.chances.placeOf(context);
    this.code(this.chances.of(place), value);
    this.chances.learn(place, value);
    return value;
  }

  plain(bitCount: number, value: number): number {
    for (let at = bitCount - 1; at >= 0; at--) this.code(2048, Math.floor(value / 2 ** at) % 2);
    return value;
  }

  spend(): void {
    // What is written was bounded before.
  }

  /** All that was written, without the zeros at the end, which a reader sees anyway. */
  finished(): Uint8Array {
    const tail = [...this.bytes, ...shortestBetween(this.low, this.high)];
    while (tail.at(-1) === 0) tail.pop();
    return Uint8Array.from(tail);
  }

  private code(chance: number, value: number): void {
    const split = splitOf(this.low, this.high, chance);
    if (value === 1) this.high = split;
    else this.low = split + 1;
    while (sameTop(this.low, this.high)) {
      this.bytes.push(this.high >>> 24);
      this.low = shifted(this.low, 0);
      this.high = shifted(this.high, 255);
    }
  }
}

/** The fewest bytes that, with zeros after them, lie between two numbers. */
function shortestBetween(low: number, high: number): readonly number[] {
  for (const kept of [24, 16, 8]) {
    const rounded = Math.ceil(low / 2 ** kept) * 2 ** kept;
    if (rounded <= high) return [rounded >>> 24, (rounded >>> 16) & 255, (rounded >>> 8) & 255];
  }
  return [low >>> 24, (low >>> 16) & 255, (low >>> 8) & 255, low & 255];
}

/** Reads what a writer wrote. */
export class BitReader implements BitCoder {
  readonly isReading = true;
  private readonly chances = new Chances();
  private readonly bytes: Uint8Array;
  private at = 0;
  private low = 0;
  private high = 0xffff_ffff;
  private value = 0;
  private left: number;

  /** `sizeMax`: characters, items and fields together. */
  constructor(bytes: Uint8Array, sizeMax: number) {
    this.bytes = bytes;
    this.left = sizeMax;
    for (let i = 0; i < 4; i++) this.value = shifted(this.value, this.next());
  }

  /** Whether all bytes were needed; bytes after the end are no writer's. */
  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  bit(context: string): number {
    const place = this.chances.placeOf(context);
    const value = this.decode(this.chances.of(place));
    this.chances.learn(place, value);
    return value;
  }

  plain(bitCount: number): number {
    let value = 0;
    for (let i = 0; i < bitCount; i++) value = value * 2 + this.decode(2048);
    return value;
  }

  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw new TooLarge('more than a scenario may be');
  }

  private decode(chance: number): number {
    const split = splitOf(this.low, this.high, chance);
    const bit = this.value <= split ? 1 : 0;
    if (bit === 1) this.high = split;
    else this.low = split + 1;
    while (sameTop(this.low, this.high)) {
      this.low = shifted(this.low, 0);
      this.high = shifted(this.high, 255);
      this.value = shifted(this.value, this.next());
    }
    return bit;
  }

  private next(): number {
    // A writer leaves the zeros at its end away.
    return this.bytes[this.at++] ?? 0;
  }
}
