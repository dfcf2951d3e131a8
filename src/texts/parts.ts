/** Texts that only instructors see: they load with what they belong to, so that nobody else waits for them. */
import type { AuthorTexts } from './en/author.ts';
import type { PresenterTexts } from './en/presenter.ts';
import type { Language } from './types.ts';

/** Words of the presenter's two windows. */
export async function loadPresenterTexts(language: Language): Promise<PresenterTexts> {
  return language === 'en' ? (await import('./en/presenter.ts')).presenter : (await import('./zh-Hans/presenter.ts')).presenter;
}

/** Words of writing a lesson. */
export async function loadAuthorTexts(language: Language): Promise<AuthorTexts> {
  return language === 'en' ? (await import('./en/author.ts')).author : (await import('./zh-Hans/author.ts')).author;
}
