import { Shared } from '../../../kernel/state.ts';

/** An empty batch that was filled with records of one size and one time. */
interface Fill {
  readonly capacityBytes: number;
  /** After the record with which the batch is as large as this or larger, no other goes in. */
  readonly limitBytes: number;
  readonly contentBytes: number;
  /** How many records there were. */
  readonly available: number;
  /** How many went in. */
  readonly count: number;
  /** The size of the batch with them. */
  readonly sizeBytes: number;
}

/** How the latest empty batch was filled: a workload fills the next one alike. No state, for it remembers what would be found again. */
export class LatestFill extends Shared {
  fill: Fill | null = null;
}
