import { noEvent } from '../kernel/units.ts';
import type { EventId } from '../kernel/units.ts';
import type { Trace, TraceRow } from '../kernel/trace.ts';

/** One hop of an answer to "why?": an event, and how it led to the one before it in the list. */
export interface CauseHop {
  readonly row: TraceRow;
  readonly link: 'asked' | 'trigger' | 'because';
}

const maxHops = 40;

/**
 * Walks from an event back to what started it: a remembered fact (`because`) is the better reason where there is one, else what was
 * being handled.
 * Messages between are kept only where they carry something to see; the last hop is a command or the start.
 */
export function causeChain(trace: Trace, event: EventId): readonly CauseHop[] {
  const hops: CauseHop[] = [];
  const seen = new Set<EventId>();
  let id = event;
  let link: CauseHop['link'] = 'asked';
  while (id !== noEvent && !seen.has(id) && hops.length < maxHops) {
    seen.add(id);
    const row = trace.row(id);
    if (row === null) break;
    hops.push({ row, link });
    link = row.because === noEvent ? 'trigger' : 'because';
    id = row.because === noEvent ? row.trigger : row.because;
  }
  return hops;
}

/** Events that have this one as their direct cause, as far as details are still kept: what it led to. */
export function directConsequences(trace: Trace, event: EventId, limit: number): readonly TraceRow[] {
  const found: TraceRow[] = [];
  for (let id = event + 1; id < trace.knownCount && found.length < limit; id++) {
    const row = trace.row(id);
    if (row !== null && (row.trigger === event || row.because === event)) found.push(row);
  }
  return found;
}
