/**
 * Scenario to link and back: `1.<codec>.<length in base 36>.<CRC-32>.<payload>`. The payload is tuples as text, deflated (`d`); what
 * deflate leaves longer than a handout can carry is written by a coder that learns as it writes (`c`). Both are read for ever.
 */
import type { Problem, Result } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';
import { Newer, TooLarge } from './coded/bit-coder.ts';
import { readCoded, writeCoded } from './coded/shape-coder.ts';
import { asColumns, fromColumns } from './columns.ts';
import type { Columns } from './columns.ts';
import { deflated, inflated, opened, sealed } from './envelope.ts';
import { scenarioBytesMax } from './limits.ts';
import { problem } from './problems.ts';
import { readRawScenario } from './read-scenario.ts';
import type { ReadOptions } from './read-scenario.ts';
import { linkShapeV1, usualWordsV1 } from './tuple-shapes.ts';
import { parseTupleText, tupleText } from './tuple-text.ts';
import { TupleReader, TupleWriter } from './tuples.ts';

/** With an address before it, a link of so many characters has at most 520: a QR code that is read from a sheet of paper. */
const deflatedLengthMax = 484;

/**
 * The fragment of a link, without `#`. Equal scenarios give equal links in every browser: whole numbers and a fixed compressor at a fixed
 * level. It carries inputs and never state.
 */
export function encodeLink(scenario: Scenario): string {
  const columns = asColumns(scenario);
  const link = sealed('d', deflated(tupleText(new TupleWriter(usualWordsV1).write(columns, linkShapeV1))));
  if (link.length <= deflatedLengthMax) return link;
  const coded = sealed('c', writeCoded(columns, linkShapeV1, usualWordsV1));
  return coded.length < link.length ? coded : link;
}

/**
 * Reads a fragment, a whole address, or what a mail program left of it. Length and checksum come first, so that a link that was
 * cut off says so; whatever is wrong comes back as a problem and nothing is opened in its place. Never throws.
 */
export function decodeLink(link: string, options: ReadOptions = {}): Result<Scenario> {
  const payload = opened(link, ['d', 'c'], scenarioBytesMax);
  if (!payload.ok) return payload;
  const { codec, bytes } = payload.value;
  const columns = codec === 'd' ? inflatedColumns(bytes) : codedColumns(bytes);
  if (!columns.ok) return columns;
  const result = readRawScenario(fromColumns(columns.value), options);
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

function inflatedColumns(bytes: Uint8Array): Result<Columns> {
  const text = inflated(bytes, scenarioBytesMax);
  if (!text.ok) return text;
  const damaged: Result<Columns> = { ok: false, problem: problem('link-damaged', '') };
  try {
    const tuples = parseTupleText(text.value);
    return tuples === null ? damaged : asResult(new TupleReader(usualWordsV1).read(tuples.value, linkShapeV1));
  } catch {
    // An escape that JSON does not know: no encoder wrote it.
    return damaged;
  }
}

function codedColumns(bytes: Uint8Array): Result<Columns> {
  try {
    return asResult(readCoded(bytes, linkShapeV1, usualWordsV1, scenarioBytesMax));
  } catch (error) {
    if (error instanceof TooLarge) return { ok: false, problem: problem('link-too-large', '', { maximum: scenarioBytesMax / 1024 }) };
    if (error instanceof Newer) return { ok: false, problem: problem('link-newer-field', error.where) };
    // Only the two and `Damaged` are thrown there: no encoder wrote these bytes.
    return { ok: false, problem: problem('link-damaged', '') };
  }
}

function asResult(raw: unknown): Result<Columns> {
  const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  return isObject ? { ok: true, value: raw } : { ok: false, problem: problem('link-damaged', '') };
}
