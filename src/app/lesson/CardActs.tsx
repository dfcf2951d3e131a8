import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useApp, useFrame } from '../context.ts';
import { useWords } from '../words.ts';
import { Rich } from './Rich.tsx';
import { useLesson } from './use-lesson.ts';

/** The verbs of the step: what it offers, what it locks and why. Everything else on the stage is locked with the step's reason. */
export function CardActs(): ReactElement | null {
  const open = useLesson();
  const { client } = useApp();
  const { t, code } = useWords();
  const isRunning = useFrame((state) => state.isRunning);
  if (open === null) return null;
  const { step, view, say, move, lesson } = open;
  const { offer = [], lockReason } = step.controls;
  const patch = view.level === 'worked' ? undefined : lesson.levels?.[view.level]?.find((each) => each.step === step.id);
  const isActing = view.phase === 'act';
  const wrong = (step.onWrong ?? []).find(({ id }) => id === view.wrongPath);
  const why = isActing ? undefined : view.phase === 'predict' ? t('lesson.predict-first') : code('problem', 'lesson-not-now');
  return (
    <div className="card-acts">
      {view.isOverdue ? <p className="problem">{t('lesson.overdue')}</p> : null}
      {isActing ? <p className="goal-line">{t('lesson.your-turn')}</p> : null}
      {patch?.hidesOffers === true && isActing ? <p className="small ink-2">{t('lesson.find-verb')}</p> : null}
      {offer.length === 0 || patch?.hidesOffers === true || view.phase === 'done' || view.phase === 'explain' ? null : (
        <ul className="offers">
          {offer.map(({ id, text, locked }) => (
            <li key={id}>
              <Button
                locked={locked === undefined ? why : say(locked)}
                {...(locked === undefined && why === undefined ? {} : { icon: 'lock' as const })}
                onClick={() => {
                  move({ kind: 'offer', offer: id });
                }}
              >
                {say(text)}
              </Button>
              {locked === undefined ? null : <span className="small ink-2">{say(locked)}</span>}
            </li>
          ))}
        </ul>
      )}
      {isActing ? (
        <p className="act-time">
          <Button
            icon={isRunning ? 'pause' : 'play'}
            onClick={() => {
              client.toggle();
            }}
          >
            {t(isRunning ? 'lesson.pause' : 'lesson.let-time-run')}
          </Button>
          <Button
            kind="bare"
            onClick={() => {
              client.nextInteresting();
            }}
          >
            {t('lesson.next-news')}
          </Button>
        </p>
      ) : null}
      {wrong === undefined ? null : (
        <p className="belief" role="status">
          <Rich>{say(wrong.say)}</Rich>
        </p>
      )}
      {isActing && lockReason !== undefined ? <p className="small ink-3">{t('lesson.locked-rest', { reason: say(lockReason) })}</p> : null}
    </div>
  );
}
