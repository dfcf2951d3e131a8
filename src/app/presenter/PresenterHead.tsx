import type { ReactElement } from 'react';
import { ClockText } from '../ClockText.tsx';
import { useSession } from '../context.ts';
import { Rich } from '../lesson/Rich.tsx';
import { useLesson } from '../lesson/use-lesson.ts';
import { useWords } from '../words.ts';
import { useQuestion } from './use-question.ts';

/** The one question of the moment, what it is about, and the clock. */
export function PresenterHead(): ReactElement {
  const open = useLesson();
  const { title, code } = useWords();
  const name = useSession((state) => state.title);
  const { prediction, isRevealed } = useQuestion();
  const isAsked = prediction !== null && open !== null;
  const heading = open === null ? title(name) : isAsked ? open.say(prediction.ask) : open.say(open.step.title);
  const about = isRevealed && open?.step.after !== undefined ? open.say(open.step.after) : open?.say(open.step.say);
  return (
    <header className="presenter-head">
      <div className="presenter-title">
        <h1>
          <Rich>{heading}</Rich>
        </h1>
        <ClockText />
      </div>
      <div className="presenter-say">
        {open === null ? (
          <p>{title(name) === name ? '' : code('preset', `${name}.about`)}</p>
        ) : (
          <>
            <p>
              <Rich>{about ?? ''}</Rich>
            </p>
            {open.step.facts === undefined || isRevealed ? null : <pre className="code">{open.say(open.step.facts)}</pre>}
          </>
        )}
      </div>
    </header>
  );
}
