/** Old formats become the newest one, step by step; each step is kept for ever, so that a link from the first day still opens. */
import { problem } from './problems.ts';
import type { SharingProblem } from './problems.ts';

/** The format that this program writes. */
export const currentFormat = 1;

type Raw = Readonly<Record<string, unknown>>;

/** `migrations.get(n)` turns format n into n + 1. A step may trust nothing: what it gets was never checked. */
const migrations: ReadonlyMap<number, (raw: Raw) => Raw> = new Map();

/** Raises a scenario of any known format to the newest one; a newer one is refused, and nothing is guessed. */
export function migrate(
  raw: unknown,
): { readonly ok: true; readonly value: Raw } | { readonly ok: false; readonly problem: SharingProblem } {
  if (!isRaw(raw)) return { ok: false, problem: problem('scenario-not-a-scenario', '') };
  const { format } = raw as { readonly format?: unknown };
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1)
    return { ok: false, problem: problem('scenario-not-a-scenario', 'format') };
  if (format > currentFormat) return { ok: false, problem: problem('scenario-newer', 'format', { format, known: currentFormat }) };
  let value = raw;
  for (let version = format; version < currentFormat; version++) value = migrations.get(version)?.(value) ?? value;
  return { ok: true, value };
}

function isRaw(raw: unknown): raw is Raw {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
