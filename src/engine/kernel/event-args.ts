import type { Names } from './names.ts';
import type { TraceRow } from './trace.ts';

/** An event's arguments as people read them: interned numbers become their text, `nodes` lists, errors their names. */
export function eventArgs(
  row: TraceRow,
  names: Names,
  errorName: (code: number) => string,
): Readonly<Record<string, string | number | readonly number[]>> {
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
  return args;
}
