import { marks as english } from './en/marks.ts';
import type { Language } from './types.ts';
import { marks as chinese } from './zh-Hans/marks.ts';

/** Events in two or three words, by name, in each language: those that get a mark above the line of time, which loads them. */
export const marks: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en: english, 'zh-Hans': chinese };
