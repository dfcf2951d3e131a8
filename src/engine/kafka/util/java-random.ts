import { State } from '../../kernel/state.ts';

/** A source of integers in [0, bound): java.util.Random's nextInt(bound), or a node's own stream, or given draws. */
export interface IntegerRandom {
  nextInt(bound: number): number;
}

const multiplierHigh = 0x5de;
const multiplierLow = 0xece66d;
const wordSize = 0x1000000;

/**
 * java.util.Random: the 48-bit linear congruential generator, kept as two 24-bit halves so that products stay exact.
 * Used where a recorded run of Kafka names its seed.
 */
export class JavaRandom extends State implements IntegerRandom {
  private high: number;
  private low: number;

  constructor(seed: number | bigint) {
    super();
    const scrambled = BigInt.asUintN(48, BigInt(seed) ^ 0x5deece66dn);
    this.high = Number(scrambled >> 24n);
    this.low = Number(scrambled & 0xffffffn);
  }

  /** Random.nextInt(): a signed 32-bit integer. */
  nextInt32(): number {
    return this.next(32);
  }

  /** Random.nextInt(bound): an integer in [0, bound), by rejection as in Java; bound from 1 to 2^31 - 1. */
  nextInt(bound: number): number {
    let bits = this.next(31);
    if ((bound & -bound) === bound) return Math.floor((bound * bits) / 0x80000000);
    let value = bits % bound;
    while (bits - value + (bound - 1) > 0x7fffffff) {
      bits = this.next(31);
      value = bits % bound;
    }
    return value;
  }

  private next(bits: number): number {
    const product = this.low * multiplierLow + 0xb;
    const carry = Math.floor(product / wordSize);
    this.high = (this.high * multiplierLow + this.low * multiplierHigh + carry) % wordSize;
    this.low = product % wordSize;
    const top32 = this.high * 256 + (this.low >>> 16);
    return bits === 32 ? top32 | 0 : Math.floor(top32 / (bits === 31 ? 2 : 1 << (32 - bits)));
  }
}

/** Collections.shuffle: swaps from the end down, one draw an element. */
export function shuffle<T>(list: T[], random: IntegerRandom): void {
  for (let size = list.length; size > 1; size--) {
    const from = size - 1;
    const to = random.nextInt(size);
    const kept = list[from];
    const moved = list[to];
    if (kept === undefined || moved === undefined) continue;
    list[from] = moved;
    list[to] = kept;
  }
}
