import { State } from './state.ts';

/**
 * A seeded stream of chance (sfc32), state in four 32-bit integers. Every node and link has its own,
 * so a new draw in one place never shifts another's numbers.
 */
export class Random extends State {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  private constructor(a: number, b: number, c: number) {
    super();
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    this.counter = 1;
    for (let i = 0; i < 12; i++) this.nextInt32();
  }

  /** The stream for a label: the same seed and label give the same stream on every machine. */
  static forLabel(seed: number, label: string): Random {
    // FNV-1a over the label, twice with different offsets, beside the seed.
    let h1 = 0x811c9dc5;
    let h2 = 0x9e3779b9;
    for (let i = 0; i < label.length; i++) {
      h1 = Math.imul(h1 ^ label.charCodeAt(i), 0x01000193);
      h2 = Math.imul(h2 + label.charCodeAt(i), 0x85ebca6b) ^ (h2 >>> 13);
    }
    return new Random(seed, h1, h2);
  }

  /** A uniformly distributed signed 32-bit integer. */
  nextInt32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t;
  }

  /** An integer in [0, bound); `bound` from 1 to 2^31. */
  below(bound: number): number {
    // The product of a 32-bit and a 31-bit integer can pass 2^53, so take the high part in two halves.
    const r = this.nextInt32() >>> 0;
    const high = (r >>> 16) * bound;
    const low = (r & 0xffff) * bound;
    return Math.floor((high + Math.floor(low / 65536)) / 65536);
  }

  /** True with probability numerator/denominator. */
  chance(numerator: number, denominator: number): boolean {
    return this.below(denominator) < numerator;
  }

  /** An integer in [min, max]. */
  between(min: number, max: number): number {
    return min + this.below(max - min + 1);
  }
}
