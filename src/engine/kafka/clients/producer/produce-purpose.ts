import { RequestPurpose } from '../common/in-flight-requests.ts';
import type { ProducerBatch } from './producer-batch.ts';

/** The batches that went in one Produce request. */
export class ProducePurpose extends RequestPurpose {
  readonly batches: readonly ProducerBatch[];

  constructor(batches: readonly ProducerBatch[]) {
    super();
    this.batches = batches;
  }
}

/** The batches that a request carries; none unless it is a Produce. */
export function batchesOfPurpose(purpose: RequestPurpose | null): readonly ProducerBatch[] {
  return purpose instanceof ProducePurpose ? purpose.batches : [];
}
