import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useApp } from '../context.ts';
import { useWords } from '../words.ts';
import { CardBook } from './card-book.ts';
import { openReview } from './open-review.ts';

/** So many cards are asked at a time: some minutes of work. */
const atOnce = 8;

/** Cards that are due, above the list of lessons; nothing while no lesson was finished. */
export function RecallPart(): ReactElement | null {
  const app = useApp();
  const { t, language } = useWords();
  const book = useMemo(() => new CardBook(app.memory), [app.memory]);
  const now = Date.now();
  const due = book.due(now);
  const days = book.nextInDays(now);
  if (days === null) return null;
  return (
    <section className="recall" aria-label={t('cards.title')}>
      {due.length === 0 ? (
        <p className="ink-2">{t('cards.next', { count: days })}</p>
      ) : (
        <p className="next-row">
          <Button
            kind="primary"
            onClick={() => {
              void openReview(app, due.slice(0, atOnce), { language, title: t('cards.title') });
            }}
          >
            {t('cards.due', { count: due.length })}
          </Button>
          <span className="small ink-2">{t('cards.about')}</span>
        </p>
      )}
    </section>
  );
}
