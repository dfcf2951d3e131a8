import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { useActs } from './acts.ts';
import { useFrame, useSession } from './context.ts';
import { useWords } from './words.ts';

/** Two hints after the first press, each at the place where things happen; then never again. */
export function Hint(): ReactElement | null {
  const acts = useActs();
  const { t } = useWords();
  const visit = useSession((state) => state.visit);
  const hasMenu = useSession((state) => state.menu !== null);
  const isRunning = useFrame((state) => state.isRunning);
  useEffect(() => {
    // Whoever opened a broker's verbs has found what the last hint is about.
    if (hasMenu && visit === 'hint-break') acts.setVisit('done');
  }, [hasMenu, visit, acts]);
  if (visit !== 'hint-step' && visit !== 'hint-break') return null;
  const isFirst = visit === 'hint-step';
  return (
    <div className={`hint sheet ${isFirst ? 'at-transport' : 'at-broker'}`} role="note">
      <p>{t(isFirst ? (isRunning ? 'hint.running' : 'hint.step') : 'hint.break')}</p>
      <p className="hint-acts">
        <button
          type="button"
          className="link"
          onClick={() => {
            acts.setVisit(isFirst ? 'hint-break' : 'done');
          }}
        >
          {t(isFirst ? 'hint.next' : 'hint.done')}
        </button>
        {isFirst ? (
          <button
            type="button"
            className="link"
            onClick={() => {
              acts.setVisit('done');
            }}
          >
            {t('hint.skip')}
          </button>
        ) : null}
      </p>
    </div>
  );
}
