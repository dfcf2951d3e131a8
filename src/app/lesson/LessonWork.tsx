import { useEffect, useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useApp, useSession } from '../context.ts';
import { useWords } from '../words.ts';
import { Anchor } from './Anchor.tsx';
import { LessonCard } from './LessonCard.tsx';
import { CardBook } from './card-book.ts';
import { isOurs } from './content.ts';
import { translateLesson } from './open-lesson.ts';
import { translateReview } from './open-review.ts';
import { ProgressBook } from './progress.ts';
import { cardKey, reviewId } from './review.ts';
import { Story } from './Story.tsx';
import { StepViews } from './StepViews.tsx';
import { useLesson } from './use-lesson.ts';
import type { LessonHandle } from './use-lesson.ts';
import './lesson.css';

interface LessonWorkProps {
  readonly isPhone: boolean;
  /** The view that is shown. */
  readonly children: ReactNode;
}

/** The lesson's page: the picture left, one question right, what happened under the picture. */
export function LessonWork({ isPhone, children }: LessonWorkProps): ReactElement {
  const { t } = useWords();
  const [tab, setTab] = useState<'question' | 'picture'>('question');
  useFollow();
  const hasPicture = !isPhone || tab === 'picture';
  return (
    <>
      {isPhone ? (
        <div className="phone-head">
          <div className="phone-tabs" role="tablist" aria-label={t('phone.tabs')}>
            {(['question', 'picture'] as const).map((name) => (
              <button
                key={name}
                type="button"
                role="tab"
                aria-selected={tab === name}
                onClick={() => {
                  setTab(name);
                }}
              >
                {t(`lesson.tab-${name}`)}
              </button>
            ))}
          </div>
        </div>
      ) : null}
      {hasPicture ? (
        <main id="stage" className="stage lesson-stage" tabIndex={-1} aria-label={t('shell.stage')}>
          <StepViews />
          <div className="stage-room">
            {children}
            <Anchor />
          </div>
          <Story />
        </main>
      ) : null}
      {!isPhone || tab === 'question' ? <LessonCard /> : null}
    </>
  );
}

/** Keeps what the page shows in step with the lesson, the words with the language, and progress with both. */
export function useFollow(): void {
  const app = useApp();
  const { session } = app;
  const { t, language } = useWords();
  const open = useLesson();
  const where = open === null ? null : `${open.view.step} ${String(open.view.openedCount)}`;
  const step = open?.step;
  const title = open === null ? null : open.say(open.lesson.title);
  const panels = open?.lesson.panels;
  useEffect(() => {
    if (where === null || step === undefined || panels === undefined) return;
    session.setState({
      panel: step.panel ?? panels[0] ?? 'cluster',
      offeredPanels: panels,
      focus: step.focus ?? session.getState().focus,
      selection: null,
      refusal: null,
    });
  }, [where, step, panels, session]);
  useEffect(() => {
    if (title !== null) session.setState({ title });
  }, [title, session]);
  const lesson = open?.lesson;
  const shown = useRef(language);
  useEffect(() => {
    if (shown.current === language) return;
    shown.current = language;
    if (lesson?.id === reviewId) void translateReview(app, lesson, { language, title: t('cards.title') });
    else void translateLesson(app, language);
  }, [language, app, lesson, t]);
  useRecords(open);
  const refusal = useSession((state) => state.refusal);
  useEffect(() => {
    if (refusal === null) return undefined;
    // A refusal is about the last act alone.
    const timeout = setTimeout(() => {
      session.setState({ refusal: null });
    }, 6000);
    return () => {
      clearTimeout(timeout);
    };
  }, [refusal, session]);
}

/** Keeps what was done: of a lesson its progress, of a card whether it was known the first time. */
function useRecords(open: LessonHandle | null): void {
  const { memory } = useApp();
  const book = useRef<ProgressBook | null>(null);
  const answered = useRef('');
  const view = open?.view;
  const lesson = open?.lesson;
  useEffect(() => {
    if (view === undefined || lesson === undefined) return;
    if (lesson.id === reviewId) {
      const [verdict] = view.verdicts ?? [];
      const which = `${view.step} ${String(view.openedCount)}`;
      if (verdict === undefined || answered.current === which) return;
      answered.current = which;
      new CardBook(memory).answered(view.step, verdict.isRight, Date.now());
      return;
    }
    book.current ??= new ProgressBook(memory);
    book.current.note(view, lesson.rev, Date.now());
    const keys = lesson.retrieval.map((card) => cardKey(lesson, card));
    if (isOurs(lesson.id) && view.isSuccess) new CardBook(memory).enter(keys, Date.now());
  }, [view, lesson, memory]);
}
