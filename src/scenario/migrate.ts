/** Old formats become the newest one, step by step; each step is kept for ever, so that a link from the first day still opens. */
import { problem } from './problems.ts';
import type { SharingProblem } from './problems.ts';

/** The format that this program writes. */
export const currentFormat = 1;

type Raw = Readonly<Record<string, unknown>>;

/** `steps.get(n)` turns format n into n + 1. A step may trust nothing: what it gets was never checked. */
interface Migrations {
  readonly steps: ReadonlyMap<number, (raw: Raw) => Raw>;
  readonly newest: number;
}

const migrations: Migrations = { steps: new Map(), newest: currentFormat };

/** Raises a scenario of any known format to the newest one; a newer one is refused, and nothing is guessed. */
export function migrate(
  raw: unknown,
  { steps, newest }: Migrations = migrations,
): { readonly ok: true; readonly value: Raw } | { readonly ok: false; readonly problem: SharingProblem } {
  if (!isRaw(raw)) return { ok: false, problem: problem('scenario-not-a-scenario', '') };
  const { format } = raw as { readonly format?: unknown };
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1)
    return { ok: false, problem: problem('scenario-not-a-scenario', 'format') };
  if (format > newest) return { ok: false, problem: problem('scenario-newer', 'format', { format, known: newest }) };
  let value = raw;
  for (let version = format; version < newest; version++) {
    const step = steps.get(version);
    if (step === undefined) throw new Error(`no step from format ${String(version)}`);
    value = step(value);
  }
  return { ok: true, value };
}

function isRaw(raw: unknown): raw is Raw {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
