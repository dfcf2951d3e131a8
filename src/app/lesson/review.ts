/**
 * Retrieval cards as a lesson of their own: each card is a step in which one answers first and the engine shows the truth afterwards. The
 * numbers are drawn anew each time.
 */
import type { Lesson, LessonStep, LessonTexts, RetrievalCard } from '../../contract/lesson.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { fill } from '../../texts/format.ts';
import type { LessonContent } from './content.ts';

/** The id under which cards are open. */
export const reviewId = 'Cards';

/** A card and the lesson that it is from. */
export interface ReviewCard {
  readonly content: LessonContent;
  readonly card: RetrievalCard;
}

/** Draws a whole number between two others. */
export type Draw = (min: number, max: number) => number;

/** How a card is called in what is remembered, and its step in the review. */
export function cardKey(lesson: Lesson, card: RetrievalCard): string {
  return `${lesson.id}.${card.id}`;
}

/** The lesson that asks these cards, with its words. `title`: what the page calls it. */
export function reviewOf(cards: readonly ReviewCard[], title: string, draw: Draw): LessonContent {
  const [first] = cards;
  if (first === undefined) throw new Error('a review has cards');
  const scenarios = Object.fromEntries(
    cards.map(({ content, card }) => [cardKey(content.lesson, card), drawnScenario(content.lesson, card, draw)]),
  );
  const lesson: Lesson = {
    ...first.content.lesson,
    id: reviewId,
    rev: 1,
    title: 'title',
    terms: [],
    claims: [],
    scenarios,
    panels: [...new Set(cards.flatMap(({ content }) => content.lesson.panels))],
    predicates: Object.assign({}, ...cards.map(({ content }) => content.lesson.predicates ?? {})) as NonNullable<Lesson['predicates']>,
    steps: cards.map(stepOf),
    levels: {},
    success: { all: cards.map(({ content, card }) => ({ completed: cardKey(content.lesson, card) })) },
    alternatives: [],
    wrong: [],
    retrieval: [],
  };
  return { lesson, texts: reviewTexts(lesson, cards, title) };
}

/** The words of a review in the language of these contents; the numbers are those that were drawn. */
export function reviewTexts(lesson: Lesson, cards: readonly ReviewCard[], title: string): LessonTexts {
  const texts: Record<string, string> = { title };
  for (const { content, card } of cards) {
    const key = cardKey(content.lesson, card);
    const scenario = lesson.scenarios[key];
    const [first] = card.vary ?? [];
    const drawn = first === undefined || scenario === undefined ? '' : String(valueAt(scenario, first.at));
    texts[`${key}.title`] = content.texts[content.lesson.title] ?? '';
    for (const text of keysIn(card.ask)) texts[`${key}.${text}`] = fill(content.texts[text] ?? text, { n: drawn });
  }
  return texts;
}

function stepOf({ content, card }: ReviewCard): LessonStep {
  const { lesson } = content;
  const key = cardKey(lesson, card);
  const topic = lesson.scenarios[card.scenario]?.cluster.topics[0]?.name;
  return {
    id: key,
    title: `${key}.title`,
    say: '',
    engagement: 'respond',
    scenario: key,
    panel: lesson.panels[0] ?? 'cluster',
    ...(topic === undefined ? {} : { focus: `${topic}-0` }),
    controls: {},
    predict: [withPrefix(card.ask, `${key}.`)],
    run: card.run,
  };
}

function drawnScenario(lesson: Lesson, card: RetrievalCard, draw: Draw): Scenario {
  const scenario = lesson.scenarios[card.scenario];
  if (scenario === undefined) throw new Error(`${lesson.id} has no scenario ${card.scenario}`);
  const { open = { at: { micros: 0, steps: -1 }, panels: [] }, ...rest } = scenario;
  const start: Scenario = { ...rest, seed: draw(1, 9999), open: { ...open, at: { micros: card.fromMillis * 1000, steps: -1 } } };
  return (card.vary ?? []).reduce<Scenario>((drawn, { at, min, max }) => withValue(drawn, at.split('/').slice(1), draw(min, max)), start);
}

/** A copy with one value replaced; places that do not exist stay as they are. */
function withValue<T>(whole: T, [name, ...rest]: readonly string[], value: number): T {
  if (name === undefined || typeof whole !== 'object' || whole === null || !(name in whole)) return whole;
  const set = (inside: unknown): unknown => (rest.length === 0 ? value : withValue(inside, rest, value));
  const copy: unknown = Array.isArray(whole)
    ? whole.map((item: unknown, at) => (String(at) === name ? set(item) : item))
    : Object.fromEntries(Object.entries(whole).map(([key, item]) => [key, key === name ? set(item) : item]));
  return copy as T;
}

function valueAt(whole: unknown, pointer: string): unknown {
  let value = whole;
  for (const name of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(name);
  }
  return value;
}

const textFields: readonly string[] = ['ask', 'text', 'because', 'why', 'unit'];

/** Every text that a question names. */
function keysIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => keysIn(item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) =>
    textFields.includes(name) && typeof inside === 'string' ? [inside] : keysIn(inside),
  );
}

/** A question whose texts have a prefix: cards of several lessons have keys of the same name. */
function withPrefix<T>(value: T, prefix: string): T {
  if (typeof value !== 'object' || value === null) return value;
  const inside = (name: string, item: unknown): unknown =>
    textFields.includes(name) && typeof item === 'string' ? prefix + item : withPrefix(item, prefix);
  const copy: unknown = Array.isArray(value)
    ? value.map((item: unknown) => withPrefix(item, prefix))
    : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inside(name, item)]));
  return copy as T;
}
