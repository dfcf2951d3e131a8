import type { EventRow } from '../../contract/engine-api.ts';
import { errorName } from '../kafka/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventRow } from './event-rows.ts';

/** Events from an id on, as far as the world has come, as people read them. Details that left the ring are passed over. */
export function* eventRowsFrom(kernel: Kernel, first: number): Iterable<EventRow> {
  for (let id = first; id < kernel.eventCount; id++) {
    const row = kernel.trace.row(id);
    if (row !== null) yield eventRow(row, kernel.names, errorName);
  }
}
