import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { Answer } from '../../contract/lesson.ts';
import { Button } from '../../design/Button.tsx';
import { useApp, useFrame, useSession } from '../context.ts';
import { useWords } from '../words.ts';
import { CardActs } from './CardActs.tsx';
import { Claims } from './Claims.tsx';
import { Hints } from './Hints.tsx';
import { Outcome } from './Outcome.tsx';
import { PredictionForm } from './PredictionForm.tsx';
import { Rich } from './Rich.tsx';
import { StepEnd } from './StepEnd.tsx';
import { Terms } from './Terms.tsx';
import { useLesson } from './use-lesson.ts';

/** The one question beside the picture: what happens here, what you say will happen, what you can do, and what it showed. */
export function LessonCard(): ReactElement | null {
  const open = useLesson();
  const hasReadTerms = useSession((state) => state.hasReadTerms);
  const { t } = useWords();
  const box = useRef<HTMLElement>(null);
  const where = open === null ? '' : `${open.view.step} ${String(hasReadTerms)}`;
  useEffect(() => {
    box.current?.scrollTo(0, 0);
  }, [where]);
  if (open === null) return null;
  return (
    <aside ref={box} className="lesson-card" aria-label={t('lesson.card')}>
      {hasReadTerms ? <StepCard key={`${open.view.step} ${String(open.view.openedCount)}`} /> : <Terms />}
    </aside>
  );
}

function StepCard(): ReactElement | null {
  const open = useLesson();
  const { t, code } = useWords();
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({});
  if (open === null) return null;
  const { step, view, say, move } = open;
  const { phase } = view;
  const predictions = step.predict ?? [];
  const isRevealed = view.verdicts !== null;
  const isAnswered = predictions.every(({ id }) => isGiven(answers[id]));
  const isOver = phase === 'done' || phase === 'explain';
  return (
    <>
      <h2 className="question">{say(step.title)}</h2>
      {step.say === '' ? null : (
        <p className="lesson-text">
          <Rich>{say(step.say)}</Rich>
        </p>
      )}
      {step.facts === undefined ? null : <pre className="lesson-facts code">{say(step.facts)}</pre>}
      {isRevealed ? <Outcome /> : null}
      {phase === 'predict' ? (
        <form
          className="predictions"
          onSubmit={(event) => {
            event.preventDefault();
            if (isAnswered) move({ kind: 'commit', answers });
          }}
        >
          {predictions.map((prediction) => (
            <PredictionForm
              key={prediction.id}
              prediction={prediction}
              answer={answers[prediction.id]}
              change={(answer) => {
                setAnswers((before) => ({ ...before, [prediction.id]: answer }));
              }}
            />
          ))}
          <Button
            kind="primary"
            className="wide"
            locked={isAnswered ? undefined : code('problem', 'lesson-unanswered')}
            onClick={() => {
              move({ kind: 'commit', answers });
            }}
          >
            {t('lesson.commit')}
          </Button>
        </form>
      ) : null}
      {!isRevealed && phase !== 'predict' && predictions.length > 0 ? <Committed /> : null}
      {phase === 'ready' || phase === 'running' ? <RunPart /> : null}
      <CardActs />
      {isOver ? <StepEnd /> : null}
      <Refusal />
      {isOver ? <Claims rows={step.claims ?? []} /> : null}
      <Hints />
    </>
  );
}

/** Every part of an answer is there. */
function isGiven(answer: Answer | undefined): boolean {
  if (answer === undefined) return false;
  if (typeof answer === 'string') return answer.trim() !== '';
  return Array.isArray(answer) || Object.values(answer).every((part) => String(part).trim() !== '');
}

/** What was said, until the run shows what is so. */
function Committed(): ReactElement {
  const { t } = useWords();
  return <p className="small ink-2">{t('lesson.committed')}</p>;
}

function RunPart(): ReactElement | null {
  const { client } = useApp();
  const { t } = useWords();
  const open = useLesson();
  const isRunning = useFrame((state) => state.isRunning);
  if (open === null) return null;
  return (
    <div className="run-part">
      <Button
        kind="primary"
        className="wide"
        icon={isRunning ? 'pause' : 'play'}
        onClick={() => {
          client.toggle();
        }}
      >
        {t(isRunning ? 'lesson.pause' : 'lesson.run')}
      </Button>
      <button
        type="button"
        className="link small"
        onClick={() => {
          client.setPace({ kind: 'unbounded' });
        }}
      >
        {t('lesson.at-once')}
      </button>
    </div>
  );
}

/** Why the engine would not do it. */
function Refusal(): ReactElement | null {
  const { problem } = useWords();
  const open = useLesson();
  const refusal = useSession((state) => state.refusal);
  if (refusal === null || open === null) return null;
  const reason = refusal.code === 'lesson-locked' ? open.say(open.step.controls.lockReason) : '';
  return (
    <p className="problem" role="alert">
      {problem(refusal)} {reason}
    </p>
  );
}
