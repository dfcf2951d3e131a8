/** Scenario to link and back: `1.d.<length in base 36>.<CRC-32>.<payload>`, the payload being tuples as text, deflated, in base64url. */
import { Inflate, deflateSync, strFromU8, strToU8 } from 'fflate';
import type { Problem, Result } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { crc32 } from './crc32.ts';
import { scenarioBytesMax } from './limits.ts';
import { currentFormat } from './migrate.ts';
import { problem } from './problems.ts';
import type { SharingProblem } from './problems.ts';
import { readRawScenario } from './read-scenario.ts';
import type { ReadOptions } from './read-scenario.ts';
import { linkShapeV1, usualWordsV1 } from './tuple-shapes.ts';
import { parseTupleText, tupleText } from './tuple-text.ts';
import { TupleReader, TupleWriter } from './tuples.ts';

/** Characters of a link that are looked at: what 256 KB of text could become at worst. */
const linkCharactersMax = 360_000;
/** Compressed bytes handed to the inflater at once: it grows 1,032 times at most before the sum is looked at. */
const inflateSliceBytes = 512;
const checksumCharacters = 6;

/**
 * The fragment of a link, without `#`. Equal scenarios give equal links in every browser: a fixed compressor at a fixed level.
 * It carries inputs and never state.
 */
export function encodeLink(scenario: Scenario): string {
  const text = tupleText(new TupleWriter(usualWordsV1).write(asColumns(scenario), linkShapeV1));
  const payload = toBase64url(deflateSync(strToU8(text), { level: 9 }));
  return ['1', 'd', payload.length.toString(36), checksum(payload), payload].join('.');
}

/**
 * Reads a fragment, a whole address, or what a mail program left of it. Length and checksum come first, so that a link that was
 * cut off says so; whatever is wrong comes back as a problem and nothing is opened in its place. Never throws.
 */
export function decodeLink(link: string, options: ReadOptions = {}): Result<Scenario> {
  const payload = wholePayload(link);
  if (typeof payload !== 'string') return { ok: false, problem: payload };
  const text = inflated(payload);
  if (typeof text !== 'string') return { ok: false, problem: text };
  const raw = parsed(text);
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

function wholePayload(link: string): string | SharingProblem {
  if (link.length > linkCharactersMax) return problem('link-too-large', '', { maximum: scenarioBytesMax / 1024 });
  // Programs that send links break lines and add full stops and brackets after them; none of these is ever part of one.
  const fragment = link
    .slice(link.indexOf('#') + 1)
    .replace(/[\s\u200b\u00ad]+/g, '')
    .replace(/[^A-Za-z0-9_-]+$/, '');
  const parts = /^(\d{1,6})(?:\.([a-z]{0,8})(?:\.([0-9a-z]{0,6})(?:\.([\w-]{0,6})(?:\.([\w-]*))?)?)?)?$/.exec(fragment);
  if (parts === null) return problem(/^\d+\.[a-z]/.test(fragment) ? 'link-damaged' : 'link-not-a-link', '');
  const [, version, codec, length, check, payload] = parts;
  if (Number(version) > currentFormat && codec !== undefined)
    return problem('link-newer', '', { version: Number(version), known: currentFormat });
  if (codec === undefined || Number(version) < 1) return problem('link-not-a-link', '');
  if (length === undefined || payload === undefined || check?.length !== checksumCharacters) return problem('link-cut-short', '');
  if (codec !== 'd') return problem('link-damaged', '');
  const expected = Number.parseInt(length, 36);
  const counts = { arrived: payload.length, expected };
  if (payload.length < expected) return problem('link-cut-off', '', counts);
  if (payload.length > expected) return problem('link-overlong', '', counts);
  return checksum(payload) === check ? payload : problem('link-damaged', '');
}

function inflated(payload: string): string | SharingProblem {
  const bytes = fromBase64url(payload);
  if (bytes === null) return problem('link-damaged', '');
  const chunks: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((chunk) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  try {
    for (let at = 0; at < bytes.length && size <= scenarioBytesMax; at += inflateSliceBytes) {
      inflate.push(bytes.subarray(at, at + inflateSliceBytes), at + inflateSliceBytes >= bytes.length);
    }
    if (size > scenarioBytesMax) return problem('link-too-large', '', { maximum: scenarioBytesMax / 1024 });
    return strFromU8(joined(chunks, size));
  } catch {
    // The compressor refuses what no compressor wrote; there is nothing to say about it but that.
    return problem('link-damaged', '');
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
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

/** Six characters of base64url: the checksum covers version and codec too. */
function checksum(payload: string): string {
  const crc = crc32(`1.d.${payload}`);
  return toBase64url(Uint8Array.of(crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255));
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
