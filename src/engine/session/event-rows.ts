import type { EventRow } from '../../contract/engine-api.ts';
import { eventArgs } from '../kernel/event-args.ts';
import type { Names } from '../kernel/names.ts';
import type { TraceRow } from '../kernel/trace.ts';

/** An event for the page: numbers that stand for strings become strings. `nodes` are lists, interned as text with commas. */
export function eventRow(row: TraceRow, names: Names, errorName: (code: number) => string): EventRow {
  return {
    id: row.id,
    name: row.spec.name,
    micros: row.micros,
    node: row.node,
    level: row.spec.level,
    interest: row.spec.interest,
    args: eventArgs(row, names, errorName),
    kinds: row.spec.fields,
    trigger: row.trigger,
    because: row.because,
    source: row.spec.source,
  };
}
