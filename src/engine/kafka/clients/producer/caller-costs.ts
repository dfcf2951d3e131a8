/**
 * What the application's thread spends inside send(). A real program is limited by it; an interactive scenario is not, so that what is seen
 * depends on the cluster alone.
 */
export interface CallerCosts {
  /** Charged for each batch that a send opens. */
  readonly microsPerBatch: number;
  /** Charged for each record. */
  readonly nanosPerRecord: number;
}

/** send() takes no time. */
export const noCallerCosts: CallerCosts = { microsPerBatch: 0, nanosPerRecord: 0 };

/** What one thread of a real Java producer takes for a batch of 160 records of 100 bytes: 1.1 million records a second. */
export const measuredCallerCosts: CallerCosts = { microsPerBatch: 145, nanosPerRecord: 0 };
