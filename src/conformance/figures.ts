/** Figures of conformance as docs/FIDELITY.md prints them: written by a script, and compared by the tests that measure them. */
import type { KindResult } from './compare.ts';

/** One kind as a row of the table. */
export function figuresRow({ kind, rowCount, equalRowCount, unsupportedRowCount, stepCount, equalStepCount }: KindResult): string {
  const steps = stepCount === 0 ? '' : `${String(equalStepCount)} of ${String(stepCount)}`;
  return `| \`${kind}\` | ${String(equalRowCount)} of ${String(rowCount)} | ${String(unsupportedRowCount)} | ${steps} |`;
}

/** The table. */
export function figuresTable(rows: readonly string[]): string {
  return ['| Kind | Equal rows | Not modelled | Equal steps |', '|---|---|---|---|', ...rows].join('\n');
}
