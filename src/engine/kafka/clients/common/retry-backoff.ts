import { Shared } from '../../../kernel/state.ts';
import { ExponentialBackoff } from '../../util/exponential-backoff.ts';
import type { ClientEnvironment } from './client-environment.ts';

const drawScale = 1_000_000_000;

/**
 * How long a client waits before it tries again: doubling up to a maximum, with jitter.
 * Source: CommonClientConfigs.RETRY_BACKOFF_EXP_BASE 2 and RETRY_BACKOFF_JITTER 0.2 (KIP-580).
 */
export class RetryBackoff extends Shared {
  private readonly exponential: ExponentialBackoff;

  constructor(initialMillis: number, maxMillis: number, jitterPercent = 20) {
    super();
    const intervals = { initialIntervalMillis: initialMillis, maxIntervalMillis: maxMillis };
    this.exponential = new ExponentialBackoff({ ...intervals, multiplier: 2, jitter: jitterPercent / 100 });
  }

  /** The wait after so many failed attempts beyond the first. Draws its jitter anew at every call, as Kafka does. */
  backoff(attempts: number, environment: ClientEnvironment): number {
    return this.exponential.backoff(attempts, () => environment.below(drawScale) / drawScale);
  }
}
