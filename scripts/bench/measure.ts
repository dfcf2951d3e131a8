/** Clocks, medians and rows of the benchmarks. */
import { existsSync, readFileSync } from 'node:fs';

/** What something took, in milliseconds. */
export interface Taken {
  /** The main thread's time on a processor: what neighbours on the machine do not change much. */
  readonly cpuMillis: number;
  readonly wallMillis: number;
}

const schedstat = '/proc/self/schedstat';

/** The same for something that takes a few milliseconds: exact, but threads that collect garbage count as well. */
export function takenShort(act: () => void): Taken {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  act();
  const wallMillis = performance.now() - wall;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMillis: (user + system) / 1000, wallMillis };
}

/** The main thread's processor time so far; the whole process's where the system does not tell (not on Linux). */
function cpuMillis(): number {
  if (existsSync(schedstat)) return Number(readFileSync(schedstat, 'utf8').split(' ')[0]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Measures a function. */
export function taken(act: () => void): Taken {
  const cpu = cpuMillis();
  const wall = performance.now();
  act();
  return { cpuMillis: cpuMillis() - cpu, wallMillis: performance.now() - wall };
}

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

/** Bytes of live objects, and of what typed arrays hold outside the heap. */
export function liveBytes(): number {
  // Twice: what only the first round finds out to be garbage goes with the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
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

/** Prints a row with its mark. */
export function print(row: Row): void {
  const mark = isReached(row) ? 'pass' : 'FAIL';
  const sign = row.goal.kind === 'least' ? '≥' : '≤';
  const value = `${shown(row.value)} ${row.unit}`;
  console.log(`${mark}  ${row.name.padEnd(44)} ${value.padStart(18)}  (goal ${sign} ${String(row.goal.value)} ${row.unit})  ${row.detail}`);
}
