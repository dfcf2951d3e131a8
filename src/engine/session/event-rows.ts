import type { EventRow } from '../../contract/engine-api.ts';
import type { Names } from '../kernel/names.ts';
import type { TraceRow } from '../kernel/trace.ts';

/** An event for the page: numbers that stand for strings become strings. `nodes` are lists, interned as text with commas. */
export function eventRow(row: TraceRow, names: Names, errorName: (code: number) => string): EventRow {
  const args: Record<string, string | number | readonly number[]> = {};
  for (const field of row.spec.order) {
    const value = row.args[field]!;
    switch (row.spec.fields[field]) {
      case 'partition':
      case 'topic':
      case 'name':
        args[field] = names.text(value);
        break;
      case 'error':
        args[field] = errorName(value);
        break;
      case 'nodes': {
        const text = names.text(value);
        args[field] = text === '' ? [] : text.split(',').map(Number);
        break;
      }
      default:
        args[field] = value;
    }
  }
  return {
    id: row.id,
    name: row.spec.name,
    micros: row.micros,
    node: row.node,
    level: row.spec.level,
    interest: row.spec.interest,
    args,
    kinds: row.spec.fields,
    trigger: row.trigger,
    because: row.because,
    source: row.spec.source,
  };
}
