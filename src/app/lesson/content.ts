/** The lessons that come with the product: each loads by itself, and its words by language. */
import catalogue from '../../lessons/catalogue.json';
import type { Lesson, LessonTexts } from '../../contract/lesson.ts';
import type { Language } from '../../texts/types.ts';

/** What a list of lessons shows of one. */
export interface LessonEntry {
  readonly id: string;
  readonly folder: string;
  readonly minutes: number;
  readonly steps: number;
  readonly title: Readonly<Record<Language, string>>;
  readonly goal: Readonly<Record<Language, string>>;
}

/** A lesson with the words of one language. */
export interface LessonContent {
  readonly lesson: Lesson;
  readonly texts: LessonTexts;
}

const files = import.meta.glob<Lesson>('../../lessons/*/lesson.json', { import: 'default' });
const words = import.meta.glob<LessonTexts>('../../lessons/*/text.*.json', { import: 'default' });

/** Every lesson, in order. */
export const lessonEntries: readonly LessonEntry[] = catalogue;

/** Whether a lesson comes with the product. */
export function isOurs(id: string): boolean {
  return lessonEntries.some((entry) => entry.id === id);
}

/** Loads a lesson in a language; null when there is none of that id. */
export async function loadLesson(id: string, language: Language): Promise<LessonContent | null> {
  const entry = lessonEntries.find((candidate) => candidate.id === id);
  if (entry === undefined) return null;
  const folder = `../../lessons/${entry.folder}`;
  const [lesson, texts] = await Promise.all([files[`${folder}/lesson.json`]?.(), words[`${folder}/text.${language}.json`]?.()]);
  return lesson === undefined || texts === undefined ? null : { lesson, texts };
}
