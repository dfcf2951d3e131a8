import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { Button } from '../design/Button.tsx';
import { askAgain, awaitedStore } from './awaited.ts';
import { useWords } from './words.ts';

/** A moment is not worth a word; longer than this is. */
const patienceMillis = 300;

/** A line above the transport while a part of the page is on its way, and what to do when it does not come. */
export function OnItsWay(): ReactElement | null {
  const { t } = useWords();
  const isWaiting = useStore(awaitedStore, ({ waiting }) => waiting > 0);
  const hasFailed = useStore(awaitedStore, ({ retries }) => retries.length > 0);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => {
      setLong(true);
    }, patienceMillis);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isWaiting]);
  if (!hasFailed && !(isWaiting && isLong)) return null;
  return (
    <div className="part-on-its-way" role="status">
      <span>{t(isWaiting ? 'loading.part' : 'loading.failed')}</span>
      {hasFailed && !isWaiting ? <Button onClick={askAgain}>{t('loading.again')}</Button> : null}
    </div>
  );
}
