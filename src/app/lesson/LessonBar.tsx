import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../design/Button.tsx';
import type { MenuItem } from '../../design/Menu.tsx';
import { MenuButton } from '../../design/MenuButton.tsx';
import { useActs } from '../acts.ts';
import { useApp, useSession } from '../context.ts';
import { LanguageSwitch } from '../LanguageSwitch.tsx';
import { later } from '../later.tsx';
import { themes } from '../session-store.ts';
import { useWindowWidth } from '../size.ts';
import { useWords } from '../words.ts';
import { Wordmark } from '../Wordmark.tsx';
import { leaveLesson, showPage } from './open-lesson.ts';
import { reviewId } from './review.ts';
import { useLesson } from './use-lesson.ts';

const TermsSheet = later(() => import('./TermsSheet.tsx').then((module) => module.TermsSheet), []);

const levels = ['worked', 'completion', 'independent'] as const;

/** Narrower windows put what is seldom needed into one menu, so that the lesson's name stays whole. */
const roomyWidth = 1240;

/** Which lesson, how much help, where in it, and out. */
export function LessonBar({ isPhone }: { readonly isPhone: boolean }): ReactElement {
  const open = useLesson();
  const app = useApp();
  const { t } = useWords();
  const [hasTerms, setTerms] = useState(false);
  const isRoomy = useWindowWidth() >= roomyWidth;
  const choices = useChoices(isPhone, () => {
    setTerms(!hasTerms);
  });
  return (
    <header className="bar lesson-bar">
      <Wordmark hasWord={isRoomy} />
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
      {isRoomy ? <LevelButton items={choices.levels} /> : null}
      <Dots isPhone={isPhone} />
      {isRoomy ? <Verbs verbs={choices.verbs} hasTerms={hasTerms} /> : null}
      <LanguageSwitch />
      {isRoomy ? (
        <MenuButton name={t('bar.theme')} icon="theme" items={choices.themes} />
      ) : (
        <MenuButton name={t('lesson.more')} icon="more" items={[...choices.verbs, ...group(choices.levels), ...group(choices.themes)]} />
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

const group = (items: readonly MenuItem[]): MenuItem[] => items.map((item, index) => ({ ...item, startsGroup: index === 0 }));

interface Choices {
  readonly verbs: readonly (MenuItem & { readonly label: string })[];
  readonly levels: readonly MenuItem[];
  readonly themes: readonly MenuItem[];
}

/** What can be chosen in a lesson, wherever the bar has room for it. */
function useChoices(isPhone: boolean, showTerms: () => void): Choices {
  const open = useLesson();
  const app = useApp();
  const acts = useActs();
  const { t } = useWords();
  const theme = useSession((state) => state.theme);
  const terms = { id: 'terms', label: t('lesson.terms'), choose: showTerms };
  const present = {
    id: 'present',
    label: t('bar.present'),
    consequence: t('bar.present-about'),
    choose: () => {
      app.session.setState({ isPresenting: true });
    },
  };
  const sandbox = {
    id: 'sandbox',
    label: t('lesson.sandbox'),
    consequence: t('lesson.sandbox-about'),
    choose: () => {
      void leaveLesson(app);
    },
  };
  const level = (name: (typeof levels)[number]): MenuItem => ({
    id: name,
    label: t(`lesson.level-${name}`),
    consequence: t(`lesson.level-${name}-about`),
    isChecked: name === open?.view.level,
    choose: () => {
      open?.move({ kind: 'level', level: name });
    },
  });
  return {
    verbs: [...(open === null || open.lesson.terms.length === 0 ? [] : [terms]), ...(isPhone ? [] : [present]), sandbox],
    levels: open === null || open.lesson.id === reviewId ? [] : levels.map(level),
    themes: themes.map((candidate) => ({
      id: `theme-${candidate}`,
      label: t(`theme.${candidate}`),
      isChecked: candidate === theme,
      choose: () => {
        acts.setTheme(candidate);
      },
    })),
  };
}

function LevelButton({ items }: { readonly items: readonly MenuItem[] }): ReactElement | null {
  const { t } = useWords();
  const now = items.find(({ isChecked }) => isChecked === true);
  if (now === undefined) return null;
  return (
    <MenuButton name={t('lesson.level')} items={items}>
      <span className="dotted small">{now.label}</span>
    </MenuButton>
  );
}

function Verbs({ verbs, hasTerms }: { readonly verbs: Choices['verbs']; readonly hasTerms: boolean }): ReactElement {
  return (
    <>
      {verbs.map(({ id, label, consequence, choose }) => (
        <Button key={id} kind="bare" title={consequence} aria-expanded={id === 'terms' ? hasTerms : undefined} onClick={choose}>
          {label}
        </Button>
      ))}
    </>
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
