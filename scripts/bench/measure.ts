/** Medians and rows of the benchmarks. */

/** The middle of the numbers. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which the given share of the numbers lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** A number for people: three digits that count. */
export function shown(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

/** Median with smallest and largest. */
export function spread(values: readonly number[]): string {
  return `${shown(median(values))} (${shown(Math.min(...values))}-${shown(Math.max(...values))})`;
}

/** How much is measured. */
export interface BenchSize {
  /** Rounds that count; one more comes before them, in which the JIT compiles what they run. */
  readonly repetitions: number;
  /** Share of each scene that is run: 1 for figures, less to see that a suite works at all. */
  readonly share: number;
}

/** One line of the result: what was reached beside what is wanted. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** `least`: the goal is a lower bound. */
  readonly goal: { readonly kind: 'least' | 'most'; readonly value: number };
  /** Absolute figures, and what the ratio refers to. */
  readonly detail: string;
}

/** Whether the goal is reached. */
export function isReached({ value, goal }: Row): boolean {
  return goal.kind === 'least' ? value >= goal.value : value <= goal.value;
}

/** A row as a line of text, with its mark. */
export function lineOf(row: Row): string {
  const mark = isReached(row) ? 'pass' : 'FAIL';
  const sign = row.goal.kind === 'least' ? '≥' : '≤';
  const value = `${shown(row.value)} ${row.unit}`;
  return `${mark}  ${row.name.padEnd(44)} ${value.padStart(18)}  (goal ${sign} ${String(row.goal.value)} ${row.unit})  ${row.detail}`;
}

/** Prints a row with its mark. */
export function print(row: Row): void {
  console.log(lineOf(row));
}

/** The same row, which says at its end where it was measured. */
export function measuredIn(where: string, row: Row): Row {
  return { ...row, detail: `${row.detail}; in ${where}` };
}
