import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useFrame } from './context.ts';
import { useWords } from './words.ts';

/** A moment is not worth a word; longer than this is. */
const patienceMillis = 400;

/** The stage's own lines without data; after a while, in words, what is being done. No spinner. */
export function Loading(): ReactElement {
  const { t } = useWords();
  const steps = useFrame((state) => state.stepsTotal);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLong(true);
    }, patienceMillis);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <main id="stage" className="stage loading" aria-busy="true">
      <div className="empty-columns" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      {isLong ? <p role="status">{steps > 0 ? t('loading.replaying', { count: steps }) : t('loading.starting')}</p> : null}
    </main>
  );
}
