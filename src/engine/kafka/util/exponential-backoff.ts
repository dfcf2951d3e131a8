import { Shared } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import { naturalLogarithm, power } from './precise-power.ts';

/** The least positive normal double: a jitter below it draws nothing. */
const doubleMinNormal = 2.2250738585072014e-308;

/** What an ExponentialBackoff is made of. Intervals in milliseconds; jitter from 0 to 1. */
export interface BackoffSpec {
  readonly initialIntervalMillis: number;
  readonly multiplier: number;
  readonly maxIntervalMillis: number;
  readonly jitter: number;
}

/**
 * How long to wait before attempt n: initial * multiplier^n, cut at the maximum, give or take the jitter.
 * Java's rounding included: the interval that the cut gives may be one millisecond short of the maximum. Source: ExponentialBackoff.
 */
export class ExponentialBackoff extends Shared {
  readonly initialIntervalMillis: number;
  readonly multiplier: number;
  readonly maxIntervalMillis: number;
  readonly jitter: number;
  /** The exponent at which the interval reaches the maximum; 0 when it never grows. */
  readonly exponentMax: number;
  /** multiplier^exponentMax, computed once: clients back off often. */
  private readonly powerMax: number;

  constructor(spec: BackoffSpec) {
    super();
    const { initialIntervalMillis, maxIntervalMillis, multiplier, jitter } = spec;
    assert(jitter >= 0 && jitter <= 1, 'jitter is between 0 and 1');
    this.initialIntervalMillis = Math.min(maxIntervalMillis, initialIntervalMillis);
    this.multiplier = multiplier;
    this.maxIntervalMillis = maxIntervalMillis;
    this.jitter = jitter;
    this.exponentMax =
      maxIntervalMillis > initialIntervalMillis
        ? naturalLogarithm(maxIntervalMillis / Math.max(initialIntervalMillis, 1)) / naturalLogarithm(multiplier)
        : 0;
    this.powerMax = Number.isFinite(this.exponentMax) ? power(multiplier, this.exponentMax) : 1;
  }

  /**
   * Milliseconds to wait before attempt number `attempts` (from 0). `nextDouble` draws from [0, 1) and is asked once, only when there is
   * jitter to draw.
   */
  backoff(attempts: number, nextDouble: () => number): number {
    if (this.exponentMax === 0) return this.initialIntervalMillis;
    const factor = attempts < this.exponentMax ? power(this.multiplier, attempts) : this.powerMax;
    const randomFactor = this.jitter < doubleMinNormal ? 1 : 1 - this.jitter + nextDouble() * (2 * this.jitter);
    return Math.min(Math.floor(randomFactor * (this.initialIntervalMillis * factor)), this.maxIntervalMillis);
  }
}
