import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Problem } from '../../contract/engine-api.ts';
import type { LessonFile } from '../../contract/lesson.ts';
import { Button } from '../../design/Button.tsx';
import { printCount } from '../../texts/format.ts';
import { useApp } from '../context.ts';
import { openLessonFile } from '../lesson/open-lesson.ts';
import { saveFile } from '../links.ts';
import { linkOf } from '../share/addresses.ts';
import { linkLengthMax } from '../share/snippets.ts';
import { useAuthor } from './author-context.ts';
import type { Draft } from './draft.ts';
import { lessonFileOf } from './lesson-file-of.ts';
import { goToPlace, nameOfPlace } from './places.ts';
import { usePrinted } from './Problems.tsx';

/** More at once nobody mends. */
const problemsMax = 12;

type Answer =
  | { readonly kind: 'checking' }
  | { readonly kind: 'problems' }
  | { readonly kind: 'good' }
  | { readonly kind: 'link'; readonly length: number; readonly isCopied: boolean };

/** Check, preview, save, link. What cannot be a lesson is not handed out: it says why, with the place. */
export function Outlet({ draft }: { readonly draft: Draft }): ReactElement {
  const app = useApp();
  const { a, problems, setProblems } = useAuthor();
  const print = usePrinted();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const refuse = (found: readonly Problem[]): void => {
    setProblems(found);
    setAnswer(found.length === 0 ? { kind: 'good' } : { kind: 'problems' });
  };
  const whole = async (use: (lesson: LessonFile) => Promise<void> | void): Promise<void> => {
    const { checkLessonText, writeLesson } = await import('./lesson-codec.ts');
    const checked = checkLessonText(writeLesson(await lessonFileOf(draft)));
    if (!checked.ok) refuse(checked.problems);
    else await use(checked.value);
  };
  const check = (lesson: LessonFile): Promise<void> => {
    setAnswer({ kind: 'checking' });
    return app.client.checkLesson(lesson).then(refuse);
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
            <p>{problems.length === 0 ? a('mended') : a('problems', { count: problems.length })}</p>
            <ul className="more-problems">
              {problems.slice(0, problemsMax).map(({ problem: each, place }) => (
                <li key={`${place} ${print(each)}`}>
                  <button
                    type="button"
                    className="author-go"
                    title={place}
                    onClick={(event) => {
                      const form = event.currentTarget.closest('.author');
                      if (form !== null) goToPlace(form, place);
                    }}
                  >
                    {nameOfPlace(place, a) ?? place}: {print(each)}
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  );
}
