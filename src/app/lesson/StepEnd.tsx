import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useApp } from '../context.ts';
import { useWords } from '../words.ts';
import { isOurs, lessonEntries } from './content.ts';
import { CardsEnd } from './CardsEnd.tsx';
import { openLesson, showPage } from './open-lesson.ts';
import { openReview } from './open-review.ts';
import { reviewId } from './review.ts';
import { Rich } from './Rich.tsx';
import { useLesson } from './use-lesson.ts';

/** What the step showed, where Kafka has the rule, and on. */
export function StepEnd(): ReactElement | null {
  const open = useLesson();
  const { t } = useWords();
  if (open === null) return null;
  const { step, view, say, move } = open;
  const isExplaining = view.phase === 'explain';
  const isLast = view.stepIndex + 1 >= view.steps.length;
  return (
    <div className="step-end">
      {step.after === undefined ? null : (
        <p className="lesson-text">
          <Rich>{say(step.after)}</Rich>
        </p>
      )}
      {isExplaining && step.explain !== undefined ? (
        <p className="explain-ask" role="status">
          <strong>
            <Rich>{say(step.explain.prompt)}</Rich>
          </strong>
          {view.picked === null || view.picked.isRight ? null : <span className="small ink-2">{t('lesson.not-this-event')}</span>}
        </p>
      ) : null}
      {view.picked?.isRight === true && step.explain !== undefined ? (
        <p className="lesson-text">
          <Rich>{say(step.explain.model)}</Rich>
        </p>
      ) : null}
      {isLast && !isExplaining ? (
        <>{open.lesson.id === reviewId ? <CardsEnd /> : <LessonEnd />}</>
      ) : (
        <p className="next-row">
          <Button
            kind={isExplaining ? 'plain' : 'primary'}
            onClick={() => {
              move({ kind: 'next' });
            }}
          >
            {t(isExplaining ? 'lesson.next-without' : 'lesson.next')}
          </Button>
          {step.source === undefined ? null : <span className="small ink-3 code">{step.source}</span>}
        </p>
      )}
    </div>
  );
}

function LessonEnd(): ReactElement | null {
  const open = useLesson();
  const app = useApp();
  const { t, language } = useWords();
  if (open === null) return null;
  const { view, lesson } = open;
  const next = lessonEntries[lessonEntries.findIndex(({ id }) => id === lesson.id) + 1];
  const left = view.steps.filter((id) => !view.completed.includes(id));
  return (
    <div className="lesson-end">
      <h3>
        {t(
          view.isMastered
            ? 'lesson.mastered'
            : view.isSuccess
              ? view.isAssisted
                ? 'lesson.seen'
                : 'lesson.finished'
              : 'lesson.not-finished',
        )}
      </h3>
      <p className="small ink-2">
        {view.isSuccess
          ? t('lesson.score', { right: view.firstRight, asked: view.firstAsked })
          : t('lesson.steps-left', { count: left.length })}
      </p>
      {lesson.retrieval.length === 0 || !isOurs(lesson.id) ? null : (
        <p className="next-row">
          <Button
            onClick={() => {
              void openReview(app, [lesson.id], { language, title: t('cards.title') });
            }}
          >
            {t('cards.now', { count: lesson.retrieval.length })}
          </Button>
          <span className="small ink-2">{t('cards.about')}</span>
        </p>
      )}
      <p className="next-row">
        {next === undefined ? null : (
          <Button
            kind="primary"
            onClick={() => {
              void openLesson(app, next.id, { language });
            }}
          >
            {t('lesson.next-lesson', { title: next.title[language] })}
          </Button>
        )}
        <Button
          onClick={() => {
            showPage(app, 'lessons');
          }}
        >
          {t('lesson.all')}
        </Button>
      </p>
    </div>
  );
}
