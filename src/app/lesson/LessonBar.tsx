import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import { MenuButton } from '../../design/MenuButton.tsx';
import { useActs } from '../acts.ts';
import { useApp, useSession } from '../context.ts';
import { LanguageSwitch } from '../LanguageSwitch.tsx';
import { later } from '../later.tsx';
import { themes } from '../session-store.ts';
import { useWords } from '../words.ts';
import { Wordmark } from '../Wordmark.tsx';
import { leaveLesson, showPage } from './open-lesson.ts';
import { reviewId } from './review.ts';
import { useLesson } from './use-lesson.ts';

const TermsSheet = later(() => import('./TermsSheet.tsx').then((module) => module.TermsSheet), []);

const levels = ['worked', 'completion', 'independent'] as const;

/** Which lesson, how much help, where in it, and out. */
export function LessonBar({ isPhone }: { readonly isPhone: boolean }): ReactElement {
  const open = useLesson();
  const app = useApp();
  const acts = useActs();
  const { t } = useWords();
  const theme = useSession((state) => state.theme);
  const [hasTerms, setTerms] = useState(false);
  return (
    <header className="bar lesson-bar">
      <Wordmark hasWord={!isPhone} />
      {open === null ? null : (
        <span className="lesson-name">
          <button
            type="button"
            className="value ink-2"
            onClick={() => {
              showPage(app, 'lessons');
            }}
          >
            {open.lesson.id === reviewId ? t('lessons.title') : open.lesson.id}
          </button>{' '}
          <strong>{open.say(open.lesson.title)}</strong>
        </span>
      )}
      <span className="grow" />
      {open === null || isPhone || open.lesson.id === reviewId ? null : (
        <MenuButton
          name={t('lesson.level')}
          items={levels.map((level) => ({
            id: level,
            label: t(`lesson.level-${level}`),
            consequence: t(`lesson.level-${level}-about`),
            isChecked: level === open.view.level,
            choose: () => {
              open.move({ kind: 'level', level });
            },
          }))}
        >
          <span className="dotted small">{t(`lesson.level-${open.view.level}`)}</span>
        </MenuButton>
      )}
      <Dots isPhone={isPhone} />
      {isPhone || open?.lesson.terms.length === 0 ? null : (
        <Button
          kind="bare"
          aria-expanded={hasTerms}
          onClick={() => {
            setTerms(!hasTerms);
          }}
        >
          {t('lesson.terms')}
        </Button>
      )}
      {isPhone ? null : (
        <Button
          kind="bare"
          title={t('bar.present-about')}
          onClick={() => {
            app.session.setState({ isPresenting: true });
          }}
        >
          {t('bar.present')}
        </Button>
      )}
      <Button
        kind="bare"
        title={t('lesson.sandbox-about')}
        onClick={() => {
          void leaveLesson(app);
        }}
      >
        {t(isPhone ? 'lesson.leave' : 'lesson.sandbox')}
      </Button>
      <LanguageSwitch />
      {isPhone ? null : (
        <MenuButton
          name={t('bar.theme')}
          icon="theme"
          items={themes.map((candidate) => ({
            id: candidate,
            label: t(`theme.${candidate}`),
            isChecked: candidate === theme,
            choose: () => {
              acts.setTheme(candidate);
            },
          }))}
        />
      )}
      {hasTerms ? (
        <TermsSheet
          close={() => {
            setTerms(false);
          }}
        />
      ) : null}
    </header>
  );
}

/** One square a step; those behind and before are doors. */
function Dots({ isPhone }: { readonly isPhone: boolean }): ReactElement | null {
  const open = useLesson();
  const { session } = useApp();
  const { t } = useWords();
  if (open === null) return null;
  const { steps, stepIndex, completed } = open.view;
  const titleOf = (id: string): string => open.say(open.lesson.steps.find((step) => step.id === id)?.title);
  return (
    <span className="step-dots">
      <span className="small">{t(isPhone ? 'lesson.step-short' : 'lesson.step', { index: stepIndex + 1, count: steps.length })}</span>
      <span role="group" aria-label={t('lesson.steps')}>
        {steps.map((id, index) => (
          <button
            key={id}
            type="button"
            className={`step-dot ${completed.includes(id) ? 'is-done' : ''} ${index === stepIndex ? 'is-here' : ''}`}
            aria-label={t('lesson.step-named', { index: index + 1, title: titleOf(id) })}
            aria-current={index === stepIndex ? 'step' : undefined}
            title={titleOf(id)}
            onClick={() => {
              session.setState({ hasReadTerms: true });
              open.move({ kind: 'go', step: id });
            }}
          />
        ))}
      </span>
    </span>
  );
}
