import type { Context } from '../../kernel/process.ts';
import type { MetadataDelta } from '../metadata/delta.ts';
import type { MetadataRecord } from '../metadata/records.ts';

/** Tells the learner what the records that were just written change. */
export function announceChanges(_context: Context, _delta: MetadataDelta, _records: readonly MetadataRecord[]): void {
  // Filled in with the controller's events.
}
