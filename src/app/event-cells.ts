import type { EventRow } from '../contract/engine-api.ts';
import type { EventCells } from '../contract/event-cells.ts';

/** The event that a row's cells are of. */
export function eventOfCells(cells: EventCells): EventRow {
  const args: EventRow['args'] = JSON.parse(cells.args);
  const kinds: EventRow['kinds'] = JSON.parse(cells.kinds);
  const { event, name, micros, node, interest } = cells;
  return { id: event, name, micros, node, level: 'detail', interest, args, kinds, trigger: -1, because: -1, source: '' };
}
