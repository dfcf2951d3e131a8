import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { LessonProgress } from '../../contract/lesson.ts';
import { Button } from '../../design/Button.tsx';
import { useApp } from '../context.ts';
import { saveFile } from '../links.ts';
import { useWords } from '../words.ts';
import { lessonEntries, loadLesson } from './content.ts';
import { InstructorPart } from './InstructorPart.tsx';
import { openLesson, showHandout } from './open-lesson.ts';
import { openReview } from './open-review.ts';
import { PageFrame } from './PageFrame.tsx';
import { ProgressBook } from './progress.ts';
import { exportProgress, importProgress } from './progress-file.ts';
import { RecallPart } from './RecallPart.tsx';
import { cardKey } from './review.ts';
import { Rich } from './Rich.tsx';
import './lesson.css';

/** Every lesson with what was done of it, and where that is kept. */
export function LessonsPage(): ReactElement {
  const app = useApp();
  const { t, language } = useWords();
  const [changes, redraw] = useState(0);
  // What was loaded from a file is read anew.
  const book = useMemo(() => new ProgressBook(app.memory), [app.memory, changes]);
  const again = (): void => {
    redraw((count) => count + 1);
  };
  return (
    <PageFrame title={t('lessons.title')} lead={t('lessons.lead')} other="map" otherName={t('lessons.map')}>
      <RecallPart key={changes} />
      <ol className="lesson-list">
        {lessonEntries.map((entry) => (
          <li key={entry.id}>
            <span className="code ink-3">{entry.id}</span>
            <div>
              <button
                type="button"
                className="lesson-link"
                onClick={() => {
                  void openLesson(app, entry.id, { language });
                }}
              >
                {entry.title[language]}
              </button>
              <p className="ink-2">
                <Rich>{entry.goal[language]}</Rich>
              </p>
              <p className="lesson-more small">
                <button
                  type="button"
                  className="link"
                  aria-label={`${t('lessons.cards')}: ${entry.title[language]}`}
                  onClick={() => {
                    void openReview(app, [entry.id], { language, title: t('cards.title') });
                  }}
                >
                  {t('lessons.cards')}
                </button>
                <button
                  type="button"
                  className="link"
                  aria-label={`${t('lessons.handout')}: ${entry.title[language]}`}
                  onClick={() => {
                    showHandout(app, entry.id);
                  }}
                >
                  {t('lessons.handout')}
                </button>
              </p>
              <InstructorPart id={entry.id} />
            </div>
            <span className="small ink-2 lesson-size">
              {t('lessons.minutes', { count: entry.minutes })}
              <br />
              {t(`lessons.state-${stateOf(book.all[entry.id])}`)}
            </span>
          </li>
        ))}
      </ol>
      <ProgressPart book={book} changed={again} />
    </PageFrame>
  );
}

function stateOf(progress: LessonProgress | undefined): 'new' | 'begun' | 'seen' | 'done' | 'mastered' {
  if (progress === undefined) return 'new';
  if (progress.isMastered) return 'mastered';
  if (!progress.isSuccess) return 'begun';
  return progress.isAssisted ? 'seen' : 'done';
}

/** The cards of one of the product's lessons. */
async function cardsOf(id: string): Promise<readonly string[]> {
  const content = await loadLesson(id, 'en');
  return content === null ? [] : content.lesson.retrieval.map((card) => cardKey(content.lesson, card));
}

/** Where progress is kept, and how it is taken along. */
function ProgressPart({ book, changed }: { readonly book: ProgressBook; readonly changed: () => void }): ReactElement {
  const { memory } = useApp();
  const { t } = useWords();
  const [note, setNote] = useState('');
  return (
    <section className="progress-part">
      <h2>{t('lessons.progress')}</h2>
      <p className="ink-2">{t(book.isForgotten ? 'lessons.forgotten' : 'lessons.kept')}</p>
      <label className="shared">
        <input
          type="checkbox"
          checked={book.isSharedComputer}
          onChange={(event) => {
            book.setShared(event.target.checked);
            changed();
          }}
        />
        {t('lessons.shared')}
      </label>
      <p className="next-row">
        <Button
          icon="download"
          onClick={() => {
            saveFile('kafkascope-progress.json', exportProgress(memory));
          }}
        >
          {t('lessons.export')}
        </Button>
        <label className="button file-button">
          {t('lessons.import')}
          <input
            type="file"
            className="spoken"
            accept="application/json,.json"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              void file
                ?.text()
                .then((text) => importProgress(memory, text, { nowMillis: Date.now(), cardsOf }))
                .then((result) => {
                  setNote(t(`lessons.${result}`));
                  changed();
                });
            }}
          />
        </label>
        <span role="status">{note}</span>
      </p>
    </section>
  );
}
