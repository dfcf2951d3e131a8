import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { EventRow } from '../../contract/engine-api.ts';
import { printSeconds } from '../../texts/format.ts';
import { useApp, useFrame } from '../context.ts';
import { Say } from '../Say.tsx';
import { useWords } from '../words.ts';
import { useLesson } from './use-lesson.ts';

/** Newest lines that are shown while nothing is to be picked. */
const shownMax = 7;

/** What happened in this step, in plain words; after a wrong prediction, the place where the event that refuted it is picked. */
export function Story(): ReactElement | null {
  const open = useLesson();
  const { client } = useApp();
  const { t, what } = useWords();
  const steps = useFrame((state) => state.at.steps);
  const [rows, setRows] = useState<readonly EventRow[]>([]);
  const step = open?.view.step;
  useEffect(() => {
    let isCurrent = true;
    void client.lessonStory().then((story) => {
      if (isCurrent) setRows(story);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, steps, step]);
  if (open === null) return null;
  const isPicking = open.view.phase === 'explain';
  const shown = isPicking ? rows : rows.slice(-shownMax);
  return (
    <section className="story" aria-label={t('lesson.story')}>
      <h3>{t('lesson.story')}</h3>
      {shown.length === 0 ? <p className="small ink-3">{t('lesson.story-empty')}</p> : null}
      <ol>
        {shown.map((event) => (
          <li key={event.id} className={open.view.picked?.event === event.id ? 'is-picked' : ''}>
            <span className="code event-time">{printSeconds(event.micros)}</span>
            <span>
              <Say>{what(event)}</Say>
            </span>
            {isPicking ? (
              <button
                type="button"
                className="button"
                aria-label={t('lesson.pick-this', { what: what(event) })}
                onClick={() => {
                  open.move({ kind: 'pick', event: event.id });
                }}
              >
                {t('lesson.pick')}
              </button>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
