import type { Names } from '../kernel/names.ts';
import { noEvent } from '../kernel/units.ts';
import type { EventId } from '../kernel/units.ts';
import type { Trace, TraceRow } from '../kernel/trace.ts';
import { Causes } from './causes.ts';

/** One hop of an answer to "why?": an event, and how it led to the one before it in the list. */
export interface CauseHop {
  readonly row: TraceRow;
  readonly link: 'asked' | 'trigger' | 'because';
}

const maxHops = 400;

/** Where a chain is looked for. */
export interface ChainSource {
  readonly trace: Trace;
  readonly names: Names;
  /** Makes the detail of an event known again that is kept no more. */
  recover?(event: EventId): void;
}

/**
 * Walks from an event back to what started it: a command, or the start of a node. Of messages that follow one another only the last one
 * stays, which carried the news.
 */
export function causeChain(source: ChainSource, event: EventId): readonly CauseHop[] {
  const { trace } = source;
  const causes = new Causes(trace, source.names);
  const hops: CauseHop[] = [];
  const seen = new Set<EventId>();
  let id = event;
  let link: CauseHop['link'] = 'asked';
  while (id !== noEvent && !seen.has(id) && seen.size < maxHops) {
    seen.add(id);
    if (trace.row(id) === null) source.recover?.(id);
    const row = trace.row(id);
    if (row === null) break;
    const isMessage = row.spec.name === 'messageSent';
    if (!isMessage || hops.at(-1)?.row.spec.name !== 'messageSent') hops.push({ row, link });
    const cause = causes.of(row);
    link = cause.isFact ? 'because' : 'trigger';
    id = cause.id;
  }
  return hops;
}
