import type { Lesson, LessonPredicate } from '../../contract/lesson.ts';
import { jsonPath, problem } from '../problems.ts';
import type { SharingProblem } from '../problems.ts';

/** Parts of a lesson that hold no claims. */
const withoutClaims: ReadonlySet<string> = new Set(['scenarios', 'texts', 'commands', 'command', 'acts', 'solution', 'answer', 'where']);

interface Reference {
  readonly kind: 'ref' | 'completed';
  readonly name: string;
  readonly where: string;
}

/** Claims that name a claim or a step that is not there, and named claims that speak of themselves, over others or not. */
export function claimReferences(lesson: Lesson): readonly SharingProblem[] {
  const steps = lesson.steps.map(({ id }) => id);
  const predicates = lesson.predicates ?? {};
  const unknown = referencesIn(lesson)
    .filter(({ kind, name }) => (kind === 'ref' ? !Object.hasOwn(predicates, name) : !steps.includes(name)))
    .map(({ name, where }) => problem('lesson-unknown-name', where, { name }));
  const circular = Object.keys(predicates)
    .filter((name) => isReached(name, name, predicates, new Set()))
    .map((name) => problem('lesson-claim-in-itself', jsonPath(['predicates', name]), { name }));
  return [...unknown, ...circular];
}

function isReached(wanted: string, from: string, predicates: Readonly<Record<string, LessonPredicate>>, seen: Set<string>): boolean {
  if (seen.has(from) || !Object.hasOwn(predicates, from)) return false;
  seen.add(from);
  const next = referencesIn(predicates[from]).filter(({ kind }) => kind === 'ref');
  return next.some(({ name }) => name === wanted || isReached(wanted, name, predicates, seen));
}

function referencesIn(value: unknown, path: readonly PropertyKey[] = []): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, at) => referencesIn(item, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]: readonly [string, unknown]) => {
    if (withoutClaims.has(key)) return [];
    const isName = (key === 'ref' || key === 'completed') && typeof inside === 'string';
    return isName ? [{ kind: key, name: inside, where: jsonPath(path) }] : referencesIn(inside, [...path, key]);
  });
}
