/** A scenario's commands as columns: what changes little from one command to the next stands together. */
import type { Scenario } from '../contract/scenario.ts';

/** What a link holds; read back, any of it may be anything. */
export interface Columns {
  readonly commands?: unknown;
  readonly unit?: unknown;
  readonly times?: unknown;
  readonly steps?: unknown;
}

/** Commands as three lists, times and steps as distances from the one before, times in the largest unit that divides them all. */
export function asColumns({ commands, ...rest }: Scenario): object {
  if (commands.length === 0) return rest;
  const micros = distances(commands.map(({ at }) => at.micros));
  const unit = Math.max(
    1,
    micros.reduce<number>((divisor, distance) => greatestCommonDivisor(divisor, distance ?? 0), 0),
  );
  const steps = distances(commands.map(({ at }) => (at.steps < 0 ? null : at.steps)));
  return {
    ...rest,
    commands: commands.map(({ command }) => command),
    unit,
    times: micros.map((distance) => (distance ?? 0) / unit),
    ...(steps.some((distance) => distance !== null) ? { steps } : {}),
  };
}

/** A scenario of columns, for the schema to look at. */
export function fromColumns({ commands, unit, times, steps, ...rest }: Columns): unknown {
  const bodies: readonly unknown[] = Array.isArray(commands) ? commands : [];
  let micros = 0;
  let stepsTaken = 0;
  const timed = bodies.map((command, i) => {
    micros += numberAt(times, i) * Number(unit);
    const distance = numberAt(steps, i);
    const hasSteps = !Number.isNaN(distance);
    if (hasSteps) stepsTaken += distance;
    return { at: { micros, steps: hasSteps ? stepsTaken : -1 }, command };
  });
  return { format: 1, ...rest, commands: timed };
}

function distances(values: readonly (number | null)[]): readonly (number | null)[] {
  let before = 0;
  return values.map((value) => {
    if (value === null) return null;
    const distance = value - before;
    before = value;
    return distance;
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** NaN where there is none: in a time it makes the schema refuse the command at its place. */
function numberAt(list: unknown, index: number): number {
  const value: unknown = Array.isArray(list) ? list[index] : undefined;
  return typeof value === 'number' ? value : Number.NaN;
}
