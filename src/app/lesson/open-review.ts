/** Opening retrieval cards, and their words in another language. */
import type { Lesson } from '../../contract/lesson.ts';
import type { Language } from '../../texts/types.ts';
import type { App } from '../context.ts';
import { lessonEntries, loadLesson } from './content.ts';
import { cardKey, reviewOf, reviewTexts } from './review.ts';
import type { ReviewCard } from './review.ts';

type Parts = Pick<App, 'client' | 'session'>;

/** The cards of these keys (`L11.how-many`), or all of a lesson (`L11`), in the order in which they are named. */
async function cardsOf(names: readonly string[], language: Language): Promise<readonly ReviewCard[]> {
  const known = names.filter((name) => lessonEntries.some(({ id }) => id === name.split('.')[0]));
  const found = await Promise.all(
    known.map(async (name) => {
      const content = await loadLesson(name.split('.')[0] ?? name, language);
      const cards = content?.lesson.retrieval.filter((card) => name === content.lesson.id || name === cardKey(content.lesson, card)) ?? [];
      return content === null ? [] : cards.map((card) => ({ content, card }));
    }),
  );
  return found.flat();
}

/** Asks cards, one after the other. False when there are none of these names. */
export async function openReview(
  { client, session }: Parts,
  names: readonly string[],
  words: { readonly language: Language; readonly title: string },
): Promise<boolean> {
  const cards = await cardsOf(names, words.language);
  if (cards.length === 0) return false;
  const content = reviewOf(cards, words.title, (min, max) => min + Math.floor(Math.random() * (max - min + 1)));
  client.pause();
  session.setState({ lesson: content, page: 'stage', visit: 'done', hasReadTerms: true });
  const isOpen = await client.openLesson(content.lesson, { level: 'worked', step: null });
  if (!isOpen) session.setState({ lesson: null });
  return isOpen;
}

/** The words of an open review in another language. */
export async function translateReview(
  { session }: Parts,
  lesson: Lesson,
  words: { readonly language: Language; readonly title: string },
): Promise<void> {
  const cards = await cardsOf(
    lesson.steps.map(({ id }) => id),
    words.language,
  );
  if (session.getState().lesson?.lesson === lesson)
    session.setState({ lesson: { lesson, texts: reviewTexts(lesson, cards, words.title) } });
}
