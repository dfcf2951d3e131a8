/** Where in the form a problem of the lesson belongs: paths of the file become fields. */
import type { Problem } from '../../contract/engine-api.ts';
import type { AuthorKey } from '../../texts/en/author.ts';
import type { PartWords } from '../part-words.ts';

/** A problem with its place in the form. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly place: string;
}

/** Claims that the engine plays are named by their step alone: which field they come from is known by what went wrong. */
const ofTheGoal: ReadonlySet<string> = new Set([
  'lesson-check-not-solved',
  'lesson-check-null-run',
  'lesson-check-true-at-start',
  'lesson-check-mutation',
]);

/** The place of a problem, as a path of the lesson file: `steps[1].expect` is the goal of the second step. */
export function placeOf({ code, where, params }: Problem): string {
  // One text of the form serves in three places of the file.
  if (where === 'objectives[0].text' || where === 'instructor.board') return 'goal';
  const [, number, rest = ''] = /^s(\d+)(\..*)?$/.exec(where) ?? [];
  if (number === undefined) return where;
  const step = `steps[${String(Number(number) - 1)}]`;
  if (code === 'lesson-check-no-truth') {
    const question = /^q(\d+)$/.exec(String(params['name']))?.[1];
    return question === undefined ? step : `${step}.predict[${String(Number(question) - 1)}]`;
  }
  return ofTheGoal.has(code) ? `${step}.expect` : step + rest;
}

/** Problems with their places; the same text that is missing in two languages is one problem where one text serves for both. */
export function placed(problems: readonly Problem[], isBilingual: boolean): readonly PlacedProblem[] {
  const seen = new Set<string>();
  return problems.flatMap((problem) => {
    const place = placeOf(problem);
    const { key: _key, language, ...params } = problem.params;
    const key = [problem.code, place, isBilingual ? language : '', JSON.stringify(params)].join(' ');
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ problem, place }];
  });
}

/** Whether a place lies in another, or is it. */
export function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(`${outer}.`) || place.startsWith(`${outer}[`);
}

/** Problems of a field; of a group of fields, those that none of its own fields shows. */
export function problemsAt(problems: readonly PlacedProblem[], place: string, inner: readonly string[] = []): readonly PlacedProblem[] {
  return problems.filter(
    (each) =>
      isWithin(each.place, place) && !inner.some((field) => isWithin(each.place, `${place}${field.startsWith('[') ? '' : '.'}${field}`)),
  );
}

/** Brings the person to the field of a problem. False when the form has none for it. */
export function goToPlace(form: ParentNode, place: string): boolean {
  const fields = [...form.querySelectorAll<HTMLElement>('[data-place]')].filter(({ dataset }) => isWithin(place, dataset['place'] ?? ''));
  const [nearest] = fields.sort((one, other) => (other.dataset['place'] ?? '').length - (one.dataset['place'] ?? '').length);
  if (nearest === undefined) return false;
  for (let around = nearest.closest('details'); around !== null; around = around.parentElement?.closest('details') ?? null)
    around.open = true;
  const input = nearest.matches('input, select, textarea')
    ? nearest
    : nearest.querySelector<HTMLElement>('input, select, textarea, button, summary');
  input?.focus();
  nearest.scrollIntoView({ block: 'nearest' });
  return true;
}

/** Names of fields, from the end of a path. */
const fieldNames: Readonly<Record<string, AuthorKey>> = {
  title: 'step-title',
  say: 'step-say',
  after: 'step-after',
  expect: 'goal',
  ask: 'question-ask',
  truth: 'goal-path',
  options: 'question-wrong-short',
};
const wholeNames: Readonly<Record<string, AuthorKey>> = {
  title: 'lesson-title',
  goal: 'lesson-goal',
  id: 'lesson-id',
  minutes: 'step-minutes',
  'instructor.talk': 'lesson-talk',
};

/** A place in the words of the form: "Step 2 · Hint 1"; null: the form has no field for it. */
export function nameOfPlace(place: string, a: PartWords<AuthorKey>): string | null {
  const whole = wholeNames[place];
  if (whole !== undefined) return a(whole);
  const minutes = /^instructor\.timing\[(\d+)\]/.exec(place)?.[1];
  if (minutes !== undefined) return `${a('step', { index: Number(minutes) + 1 })} · ${a('step-minutes')}`;
  const level = /^levels\.(completion|independent)\b/.exec(place)?.[1];
  if (level === 'completion' || level === 'independent') return a(`level-${level}`);
  const parts = [...place.matchAll(/(?:^|\.)([a-z]+)(?:\[(\d+)\])?/gi)].map(([, name = '', at]) => nameOfPart(name, at, a));
  return parts[0] === null || parts.length === 0 ? null : parts.filter((part) => part !== null).join(' · ');
}

function nameOfPart(name: string, at: string | undefined, a: PartWords<AuthorKey>): string | null {
  const index = Number(at ?? 0) + 1;
  if (name === 'steps') return at === undefined ? a('steps') : a('step', { index });
  if (name === 'predict') return a('question', { index });
  if (name === 'hints' && at !== undefined) return a('hint', { index });
  if (name === 'terms') return at === undefined ? a('terms-short') : a('term', { index });
  const field = fieldNames[name];
  return field === undefined ? null : a(field);
}
