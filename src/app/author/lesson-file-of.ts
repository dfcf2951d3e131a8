import type { Command } from '../../contract/command.ts';
import type { LessonFile } from '../../contract/lesson.ts';
import { loadTexts } from '../../texts/index.ts';
import { loadAuthorTexts } from '../../texts/parts.ts';
import type { Language } from '../../texts/types.ts';
import { commandWords } from '../command-words.ts';
import { wordsOf } from '../words.ts';
import type { Draft } from './draft.ts';
import { lessonOf } from './lesson-of.ts';

/** The draft as a lesson file: what is said of acts is said in both languages. */
export async function lessonFileOf(draft: Draft): Promise<LessonFile> {
  const [en, zh, english, chinese] = await Promise.all([
    loadAuthorTexts('en'),
    loadAuthorTexts('zh-Hans'),
    loadTexts('en'),
    loadTexts('zh-Hans'),
  ]);
  const words = { en: wordsOf(english), 'zh-Hans': wordsOf(chinese) };
  return lessonOf(draft, {
    texts: { en, 'zh-Hans': zh },
    commandWords: (language: Language, command: Command) => commandWords(command, words[language]),
  });
}
