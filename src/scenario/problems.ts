/** Turns what the schema found into problems that a person can act on: code, parameters, JSON path. */
import type * as z from 'zod/mini';
import type { Problem } from '../contract/engine-api.ts';
import type { SharingProblemCode } from '../contract/scenario-problem.ts';

/** A problem whose code has a text. */
export interface SharingProblem extends Problem {
  readonly code: SharingProblemCode;
}

/** Makes a problem; `where` is a JSON path, empty for the whole. */
export function problem(code: SharingProblemCode, where: string, params: Problem['params'] = {}): SharingProblem {
  return { code, params, where };
}

/** A JSON path as people write it: `cluster.topics[0].name`. */
export function jsonPath(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${String(part)}]`;
    // A name that is none is shown as the text that it is: empty, or with dots of its own, it would not be found again.
    if (typeof part === 'string' && !/^[\w$?-]+$/.test(part)) return `${path}[${JSON.stringify(part.slice(0, 60))}]`;
    return path === '' ? String(part) : `${path}.${String(part)}`;
  }, '');
}

type Issue = z.core.$ZodIssue;

/** One problem for each thing the schema found; several unknown keys at one place are several problems. */
export function problemsOfIssue(issue: Issue, above: readonly PropertyKey[] = []): readonly SharingProblem[] {
  const path = [...above, ...issue.path];
  const where = jsonPath(path);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return [problem('scenario-missing', where)];
      return [problem('scenario-wrong-type', where, { expected: jsonType(issue.expected) })];
    case 'unrecognized_keys':
      return issue.keys.map((key) => problem('scenario-unknown-key', jsonPath([...path, key]), { key }));
    case 'invalid_key':
    case 'invalid_element':
      return [problem('scenario-bad-key', where, { key: String(issue.path.at(-1) ?? '') })];
    case 'too_big':
      return [tooBig(issue, where)];
    case 'too_small':
      return [tooSmall(issue, where)];
    case 'invalid_format':
      return [problem('scenario-bad-characters', where)];
    case 'invalid_value':
      if (issue.input === undefined) return [problem('scenario-missing', where)];
      return [problem('scenario-not-one-of', where, { values: issue.values.map(String).join(', ') })];
    case 'invalid_union':
      return [unionProblem(issue, where, path)];
    default:
      return [problem('scenario-not-a-scenario', where)];
  }
}

function tooBig(issue: Extract<Issue, { readonly code: 'too_big' }>, where: string): SharingProblem {
  const params = { maximum: Number(issue.maximum) };
  if (issue.origin === 'string') return problem('scenario-text-too-long', where, params);
  return problem(issue.origin === 'array' ? 'scenario-too-many' : 'scenario-number-too-large', where, params);
}

function tooSmall(issue: Extract<Issue, { readonly code: 'too_small' }>, where: string): SharingProblem {
  if (issue.origin === 'string') return problem('scenario-text-empty', where);
  return problem(issue.origin === 'array' ? 'scenario-too-few' : 'scenario-number-too-small', where, { minimum: Number(issue.minimum) });
}

function unionProblem(
  issue: Extract<Issue, { readonly code: 'invalid_union' }>,
  where: string,
  path: readonly PropertyKey[],
): SharingProblem {
  if ('options' in issue && Array.isArray(issue.options)) {
    return problem('scenario-not-one-of', where, { values: issue.options.map(String).join(', ') });
  }
  // Claims and values of lessons: the form that has just these fields is the one that was meant, and what is wrong lies inside it.
  const meant = issue.errors.find((found) => found.every((other) => other.path.length > 0 && !isMissing(other)));
  const [inside] = meant?.[0] === undefined ? [] : problemsOfIssue(meant[0], path);
  if (inside !== undefined) return inside;
  // A plain union: a fault's parameter, text or number. Of the right type but too large, it says so.
  const inner = issue.errors.flat().find((other) => other.code === 'too_big' || other.code === 'too_small');
  if (inner?.code === 'too_big') return tooBig(inner, where);
  if (inner?.code === 'too_small') return tooSmall(inner, where);
  return problem('scenario-wrong-type', where, { expected: 'string, number' });
}

/** A field that a form of a union has and the value has not: another form was meant. */
function isMissing(issue: Issue): boolean {
  return issue.path.length === 1 && issue.input === undefined;
}

function jsonType(expected: string): string {
  switch (expected) {
    case 'int':
      return 'integer';
    case 'record':
      return 'object';
    default:
      return expected;
  }
}
