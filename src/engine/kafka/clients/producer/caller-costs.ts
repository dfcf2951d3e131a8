/**
 * What the application's thread spends inside send(). A real program is limited by it; an interactive scenario is not, so that what is seen
 * depends on the cluster alone. Measured: one thread of a real Java producer takes 145 µs for a batch of 160 records of 100 bytes.
 */
export interface CallerCosts {
  /** Charged for each batch that a send opens. */
  readonly microsPerBatch: number;
  /** Charged for each record. */
  readonly nanosPerRecord: number;
}

/** send() takes no time. */
export const noCallerCosts: CallerCosts = { microsPerBatch: 0, nanosPerRecord: 0 };
