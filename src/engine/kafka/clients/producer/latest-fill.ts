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

const none: Fill = { capacityBytes: 0, limitBytes: 0, contentBytes: 0, available: 0, count: 0, sizeBytes: 0 };

/** How the latest empty batch was filled: a workload fills the next one alike. No state, for it remembers what would be found again. */
export class LatestFill extends Shared {
  fill: Fill = none;

  /** Whether it tells how this empty batch is filled. */
  isOf(capacityBytes: number, limitBytes: number, contentBytes: number, available: number): boolean {
    const { fill } = this;
    const isSameBatch = fill.capacityBytes === capacityBytes && fill.limitBytes === limitBytes;
    return isSameBatch && fill.contentBytes === contentBytes && fill.available === available;
  }
}
