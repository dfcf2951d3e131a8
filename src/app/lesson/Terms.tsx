import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useApp } from '../context.ts';
import { useWords } from '../words.ts';
import { Rich } from './Rich.tsx';
import { useLesson } from './use-lesson.ts';

/** The words of the lesson before its first step: what it is about, and four terms. */
export function Terms(): ReactElement | null {
  const open = useLesson();
  const { session } = useApp();
  const { t } = useWords();
  if (open === null) return null;
  const { lesson, say } = open;
  return (
    <>
      <h2 className="question">{say(lesson.title)}</h2>
      <p className="lesson-text">
        <Rich>{say(lesson.goal)}</Rich>
      </p>
      <p className="small ink-2">{t('lesson.length', { minutes: lesson.minutes, steps: lesson.steps.length })}</p>
      <TermList />
      <Button
        kind="primary"
        className="wide"
        onClick={() => {
          session.setState({ hasReadTerms: true });
        }}
      >
        {t('lesson.begin')}
      </Button>
    </>
  );
}

/** The terms and what they mean; also behind the glossary's button. */
export function TermList(): ReactElement | null {
  const open = useLesson();
  if (open === null) return null;
  return (
    <dl className="terms">
      {open.lesson.terms.map(({ name, text }) => (
        <div key={name}>
          <dt className="code" lang="en">
            {name}
          </dt>
          <dd>
            <Rich>{open.say(text)}</Rich>
          </dd>
        </div>
      ))}
    </dl>
  );
}
