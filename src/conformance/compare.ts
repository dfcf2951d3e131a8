import type { Adapter, Json } from './registry.ts';
import { isList, isObject, type Row } from './rows.ts';

/** How a row came out: `unsupported` when all that differs is what the engine says it does not model; `threw` is a bug of ours. */
export type Verdict = 'equal' | 'unsupported' | 'different' | 'threw';

/** One place where an answer departs from what Kafka answered. */
export interface Difference {
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** The outcome of one row. `stepCount` is 0 for rows that are not transcripts. */
export interface RowResult {
  readonly id: string;
  readonly comment: string;
  readonly verdict: Verdict;
  readonly stepCount: number;
  readonly equalStepCount: number;
  readonly differences: readonly Difference[];
}

/** The outcome of a kind: what `headless conform` prints. */
export interface KindResult {
  readonly kind: string;
  readonly rowCount: number;
  readonly equalRowCount: number;
  readonly unsupportedRowCount: number;
  readonly differentRowCount: number;
  readonly stepCount: number;
  readonly equalStepCount: number;
  /** Rows that are not equal, in the order of the file. */
  readonly unequal: readonly RowResult[];
}

/** Answers one row from its input alone, as plain JSON: what is compared is exactly what `headless answer` prints. */
export function answerRow(adapter: Adapter, row: Row): Json {
  return toPlainJson(adapter.answer(row.input));
}

/** Runs every row against an adapter. `differencesMax` limits how many differences are kept per row. */
export function conformKind(adapter: Adapter, rows: readonly Row[], differencesMax: number): KindResult {
  const counts = { equal: 0, unsupported: 0, different: 0, steps: 0, equalSteps: 0 };
  const unequal: RowResult[] = [];
  for (const row of rows) {
    const result = conformRow(adapter, row, differencesMax);
    counts[result.verdict === 'threw' ? 'different' : result.verdict]++;
    counts.steps += result.stepCount;
    counts.equalSteps += result.equalStepCount;
    if (result.verdict !== 'equal') unequal.push(result);
  }
  return {
    kind: adapter.kind,
    rowCount: rows.length,
    equalRowCount: counts.equal,
    unsupportedRowCount: counts.unsupported,
    differentRowCount: counts.different,
    stepCount: counts.steps,
    equalStepCount: counts.equalSteps,
    unequal,
  };
}

/** Compares one row's answer with what Kafka answered. An exception is a difference of its own and spares the other rows. */
export function conformRow(adapter: Adapter, row: Row, differencesMax: number): RowResult {
  const recorded = row.expected ?? null;
  const stepCount = stepsOf(recorded).length;
  const base = { id: row.id, comment: row.comment ?? '', stepCount };
  try {
    const answer = answerRow(adapter, row);
    if (unsupportedReason(answer) !== null) {
      return { ...base, verdict: 'unsupported', equalStepCount: 0, differences: differencesOf(recorded, answer, differencesMax) };
    }
    const expected = normalised(adapter, recorded, recorded);
    const actual = normalised(adapter, answer, recorded);
    const differences = differencesOf(expected, actual, differencesMax);
    const equalStepCount = countEqualSteps(expected, actual);
    return { ...base, verdict: differences.length === 0 ? 'equal' : verdictOf(expected, actual), equalStepCount, differences };
  } catch (error) {
    const actual = error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ') : String(error);
    return { ...base, verdict: 'threw', equalStepCount: 0, differences: [{ path: '', expected: 'an answer', actual }] };
  }
}

/** The first differences between two values, depth first, lists by index and objects by key; a key with no value is an absent key. */
export function differencesOf(expected: Json | undefined, actual: Json | undefined, differencesMax: number): Difference[] {
  const found: Difference[] = [];
  collect(expected, actual, '', { found, differencesMax });
  return found;
}

interface Collector {
  readonly found: Difference[];
  readonly differencesMax: number;
}

function collect(expected: Json | undefined, actual: Json | undefined, path: string, into: Collector): void {
  if (expected === actual || into.found.length >= into.differencesMax) return;
  if (isList(expected) && isList(actual)) {
    for (let i = 0; i < Math.max(expected.length, actual.length); i++) collect(expected[i], actual[i], `${path}[${String(i)}]`, into);
    return;
  }
  if (isObject(expected) && isObject(actual) && unsupportedReason(actual) === null) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      collect(expected[key], actual[key], path === '' ? key : `${path}.${key}`, into);
    }
    return;
  }
  into.found.push({ path, expected: shortened(expected), actual: shortened(actual) });
}

/** Why the engine does not model this step or row; null when it is an answer. */
export function unsupportedReason(answer: Json | undefined): string | null {
  const reason = isObject(answer) ? answer['unsupported'] : undefined;
  return typeof reason === 'string' ? reason : null;
}

function verdictOf(expected: Json, actual: Json): Verdict {
  const expectedSteps = stepsOf(expected);
  const actualSteps = stepsOf(actual);
  if (!actualSteps.some((step) => unsupportedReason(step) !== null)) return 'different';
  for (const [index, step] of actualSteps.entries()) {
    if (unsupportedReason(step) === null && differencesOf(expectedSteps[index], step, 1).length > 0) return 'different';
  }
  return 'unsupported';
}

function countEqualSteps(expected: Json, actual: Json): number {
  const actualSteps = stepsOf(actual);
  let equal = 0;
  for (const [index, step] of stepsOf(expected).entries()) if (differencesOf(step, actualSteps[index], 1).length === 0) equal++;
  return equal;
}

function stepsOf(value: Json): readonly Json[] {
  const steps = isObject(value) ? value['steps'] : undefined;
  return isList(steps) ? steps : [];
}

function normalised(adapter: Adapter, value: Json, recorded: Json): Json {
  return adapter.normalise === undefined ? value : toPlainJson(adapter.normalise(value, recorded));
}

function toPlainJson(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

const shownLength = 200;

function shortened(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > shownLength ? `${text.slice(0, shownLength)}… (${String(text.length)} characters)` : text;
}
