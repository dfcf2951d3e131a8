import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { useApp } from '../context.ts';
import { useWords } from '../words.ts';
import { CardBook } from './card-book.ts';
import { showPage } from './open-lesson.ts';
import { useLesson } from './use-lesson.ts';

/** After the last card: how many were known, and when they come again. */
export function CardsEnd(): ReactElement | null {
  const open = useLesson();
  const app = useApp();
  const { t } = useWords();
  if (open === null) return null;
  const { view } = open;
  const days = new CardBook(app.memory).nextInDays(Date.now());
  return (
    <div className="lesson-end">
      <h3>{t('cards.known', { right: view.firstRight, asked: view.firstAsked })}</h3>
      {days === null ? null : <p className="small ink-2">{t('cards.next', { count: days })}</p>}
      <p className="next-row">
        <Button
          kind="primary"
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
