import type { ReactElement } from 'react';
import type { Answer, Prediction, Verdict } from '../../contract/lesson.ts';
import { Icon } from '../../design/Icon.tsx';
import { useWords } from '../words.ts';
import { printAnswer } from './print-answer.ts';
import { Rich } from './Rich.tsx';
import { useLesson } from './use-lesson.ts';
import type { LessonHandle } from './use-lesson.ts';

/** What happened beside what was said: no praise and no red, but the belief that is refuted. */
export function Outcome(): ReactElement | null {
  const open = useLesson();
  const verdicts = open?.view.verdicts ?? null;
  if (open === null || verdicts === null) return null;
  const { answers } = open.view;
  return (
    <div className="outcome" role="status">
      {(open.step.predict ?? []).map((prediction) => {
        const verdict = verdicts.find((each) => each.prediction === prediction.id);
        return verdict === undefined ? null : (
          <One key={prediction.id} open={open} prediction={prediction} verdict={verdict} answer={answers[prediction.id]} />
        );
      })}
    </div>
  );
}

interface OneProps {
  readonly open: LessonHandle;
  readonly prediction: Prediction;
  readonly verdict: Verdict;
  readonly answer: Answer | undefined;
}

function One({ open, prediction, verdict, answer }: OneProps): ReactElement {
  const { t } = useWords();
  const given = answer === undefined ? t('lesson.nothing-said') : printAnswer(open.say, prediction, answer);
  const right = printAnswer(open.say, prediction, verdict.right);
  return (
    <section className="verdict">
      <p className="small ink-2">
        <Rich>{open.say(prediction.ask)}</Rich>
      </p>
      <p className="verdict-line">
        {verdict.isRight ? <Icon name="tick" /> : null}
        <strong>
          <Rich>{right}</Rich>
        </strong>
      </p>
      <p className="small ink-2">{verdict.isRight ? t('lesson.as-you-said') : <Rich>{t('lesson.you-said', { answer: given })}</Rich>}</p>
      {verdict.why === null ? null : (
        <p className="belief">
          <Rich>{open.say(verdict.why)}</Rich>
        </p>
      )}
    </section>
  );
}
