/** Scenario to link and back: `1.d.<length in base 36>.<CRC-32>.<payload>`, the payload being tuples as text, deflated, in base64url. */
import type { Problem, Result } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';
import { sealed, unsealed } from './envelope.ts';
import { scenarioBytesMax } from './limits.ts';
import { problem } from './problems.ts';
import { readRawScenario } from './read-scenario.ts';
import type { ReadOptions } from './read-scenario.ts';
import { linkShapeV1, usualWordsV1 } from './tuple-shapes.ts';
import { parseTupleText, tupleText } from './tuple-text.ts';
import { TupleReader, TupleWriter } from './tuples.ts';

/**
 * The fragment of a link, without `#`. Equal scenarios give equal links in every browser: a fixed compressor at a fixed level.
 * It carries inputs and never state.
 */
export function encodeLink(scenario: Scenario): string {
  const text = tupleText(new TupleWriter(usualWordsV1).write(asColumns(scenario), linkShapeV1));
  return sealed('d', text);
}

/**
 * Reads a fragment, a whole address, or what a mail program left of it. Length and checksum come first, so that a link that was
 * cut off says so; whatever is wrong comes back as a problem and nothing is opened in its place. Never throws.
 */
export function decodeLink(link: string, options: ReadOptions = {}): Result<Scenario> {
  const text = unsealed(link, 'd', scenarioBytesMax);
  if (!text.ok) return text;
  const raw = parsed(text.value);
  if (raw === null) return { ok: false, problem: problem('link-damaged', '') };
  const result = readRawScenario(raw, options);
  return result.ok ? result : { ok: false, problem: inWordsOfLinks(result.problem) };
}

/** A value beyond the last field has no name that could be said: a later program appended it. */
function inWordsOfLinks(found: Problem): Problem {
  const { code, where } = found;
  if (code !== 'scenario-unknown-key' || !/(^|\.)\?\d+$/.test(where)) return found;
  return problem('link-newer-field', where.replace(/\.?\?\d+$/, ''));
}

/** Whether a text is meant as a link rather than as a file's name. */
export function looksLikeLink(text: string): boolean {
  return /(^|#)\s*\d+\.[a-z]+\.[0-9a-z]+\./i.test(text);
}

function parsed(text: string): unknown {
  try {
    const tuples = parseTupleText(text);
    if (tuples === null) return null;
    const raw = new TupleReader(usualWordsV1).read(tuples.value, linkShapeV1);
    return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? fromColumns(raw as Columns) : null;
  } catch {
    // An escape that JSON does not know: no encoder wrote it.
    return null;
  }
}

/** What the tuples hold; read back, any of it may be anything. */
interface Columns {
  readonly commands?: unknown;
  readonly unit?: unknown;
  readonly times?: unknown;
  readonly steps?: unknown;
}

/** Commands as three lists, times and steps as distances from the one before, times in the largest unit that divides them all. */
function asColumns({ commands, ...rest }: Scenario): object {
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

function fromColumns({ commands, unit, times, steps, ...rest }: Columns): unknown {
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
