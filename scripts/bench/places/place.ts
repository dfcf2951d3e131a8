/** Where a suite runs: a worker of a browser, as in the product, or Node. */
import type { BenchSize } from '../measure.ts';

/** The clocks of a place, and what its objects weigh. */
export interface Place {
  /** Milliseconds on the wall since some moment. */
  wallMillis(): number;
  /** Milliseconds that the engine's thread was on a processor; null where the system does not tell. */
  cpuMillis(): number | null;
  /** The same for spans of a few milliseconds, in which asking must cost nothing; null where there is no such clock. */
  shortCpuMillis(): number | null;
  /** Bytes of live objects after a forced collection, with what typed arrays hold outside the heap. */
  liveBytes(): Promise<number>;
}

/** What a suite is given: where it runs, and how much of it. */
export interface Bench extends BenchSize {
  readonly place: Place;
}
