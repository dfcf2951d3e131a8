import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Command } from '../../contract/command.ts';
import type { Problem } from '../../contract/engine-api.ts';
import type { LessonFile } from '../../contract/lesson.ts';
import { Button } from '../../design/Button.tsx';
import { loadTexts } from '../../texts/index.ts';
import { loadAuthorTexts } from '../../texts/parts.ts';
import { printCount } from '../../texts/format.ts';
import type { Language } from '../../texts/types.ts';
import { commandWords } from '../command-words.ts';
import { useApp } from '../context.ts';
import { openLessonFile } from '../lesson/open-lesson.ts';
import { saveFile } from '../links.ts';
import { linkOf } from '../share/addresses.ts';
import { linkLengthMax } from '../share/snippets.ts';
import { useWords, wordsOf } from '../words.ts';
import { useAuthor } from './author-context.ts';
import type { Draft } from './draft.ts';
import { lessonOf } from './lesson-of.ts';

/** More at once nobody mends. */
const problemsMax = 12;

type Answer =
  | { readonly kind: 'checking' }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'good' }
  | { readonly kind: 'link'; readonly length: number; readonly isCopied: boolean };

/** Check, preview, save, link. What cannot be a lesson is not handed out: it says why, with the place. */
export function Outlet({ draft }: { readonly draft: Draft }): ReactElement {
  const app = useApp();
  const { a } = useAuthor();
  const { problem } = useWords();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const whole = async (use: (lesson: LessonFile) => Promise<void> | void): Promise<void> => {
    const { checkLessonText, writeLesson } = await import('./lesson-codec.ts');
    const checked = checkLessonText(writeLesson(await lessonFileOf(draft)));
    if (checked.ok) await use(checked.value);
    else setAnswer({ kind: 'problems', problems: checked.problems });
  };
  const check = (lesson: LessonFile): Promise<void> => {
    setAnswer({ kind: 'checking' });
    return app.client.checkLesson(lesson).then((problems) => {
      setAnswer(problems.length === 0 ? { kind: 'good' } : { kind: 'problems', problems });
    });
  };
  const save = async (lesson: LessonFile): Promise<void> => {
    const { writeLesson } = await import('./lesson-codec.ts');
    saveFile(`${lesson.id.toLowerCase()}.lesson.json`, writeLesson(lesson));
  };
  const copy = async (lesson: LessonFile): Promise<void> => {
    const { encodeLessonLink } = await import('./lesson-codec.ts');
    const link = linkOf(encodeLessonLink(lesson), window.location.href);
    const isCopied = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false,
    );
    setAnswer({ kind: 'link', length: link.length, isCopied });
  };
  const preview = async (lesson: LessonFile): Promise<void> => {
    await openLessonFile(app, lesson);
  };
  const act = (use: (lesson: LessonFile) => Promise<void>) => () => void whole(use);
  return (
    <section className="author-out">
      <p className="author-verbs">
        <Button kind="primary" onClick={act(check)}>
          {a('check')}
        </Button>
        <Button onClick={act(preview)}>{a('preview')}</Button>
        <Button icon="download" onClick={act(save)}>
          {a('save')}
        </Button>
        <Button icon="copy" onClick={act(copy)}>
          {a('link')}
        </Button>
      </p>
      <div role="status">
        {answer === null ? null : answer.kind === 'checking' ? (
          <p>{a('checking')}</p>
        ) : answer.kind === 'good' ? (
          <p>{a('good')}</p>
        ) : answer.kind === 'link' ? (
          <p>
            {a(answer.isCopied ? 'copied' : 'not-copied')} · {a('link-size', { count: printCount(answer.length) })}
            {answer.length > linkLengthMax ? ` ${a('link-long')}` : ''}
          </p>
        ) : (
          <>
            <p>{a('problems', { count: answer.problems.length })}</p>
            <ul className="more-problems">
              {answer.problems.slice(0, problemsMax).map((each, index) => (
                <li key={index}>{problem(each)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  );
}

/** The draft as a lesson file: what is said of acts is said in both languages. */
async function lessonFileOf(draft: Draft): Promise<LessonFile> {
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
