import type { ReactElement } from 'react';
import { Button } from '../design/Button.tsx';
import { MenuButton } from '../design/MenuButton.tsx';
import type { MenuItem } from '../design/Menu.tsx';
import { useActs } from './acts.ts';
import { CompareButton } from './CompareButton.tsx';
import { useApp, useSession } from './context.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { PhoneMenu } from './PhoneMenu.tsx';
import { ScaleNote } from './ScaleNote.tsx';
import { themes } from './session-store.ts';
import { Views } from './Views.tsx';
import { useWords } from './words.ts';
import { Wordmark } from './Wordmark.tsx';

interface TopBarProps {
  /** The first picture and the problem pages have nothing that could distract. */
  readonly isQuiet: boolean;
  /** Beside the first picture stand the two other ways to begin. */
  readonly isVisit: boolean;
  readonly isPhone: boolean;
}

/** Wordmark, what is open, the views, and what concerns the whole. */
export function TopBar({ isQuiet, isVisit, isPhone }: TopBarProps): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  return (
    <header className={`bar ${isQuiet ? 'is-quiet' : ''}`}>
      <Wordmark hasWord={!isPhone} />
      {isQuiet ? null : <ScenarioMenu />}
      {isQuiet || isPhone ? null : <LessonsButton />}
      {isQuiet || isPhone ? null : <Views />}
      <span className="grow" />
      {isQuiet || isPhone ? null : <ScaleNote />}
      {isQuiet || isPhone ? null : <CompareButton />}
      {isQuiet ? null : (
        <Button
          icon="share"
          kind={isPhone ? 'bare' : 'plain'}
          aria-label={isPhone ? t('bar.share') : undefined}
          onClick={() => {
            acts.showSheet('share');
          }}
        >
          {isPhone ? null : t('bar.share')}
        </Button>
      )}
      {isVisit ? <LessonsButton /> : null}
      {isVisit ? <BuildButton /> : null}
      {isPhone && !isQuiet ? (
        <PhoneMenu />
      ) : (
        <>
          <LanguageSwitch />
          {isPhone ? null : <ThemeMenu />}
          <Button
            kind="bare"
            aria-label={t('bar.keys')}
            title={t('bar.keys')}
            onClick={() => {
              acts.showSheet('keys');
            }}
          >
            ?
          </Button>
        </>
      )}
    </header>
  );
}

/** To the lessons. */
function LessonsButton(): ReactElement {
  const { session } = useApp();
  const { t } = useWords();
  return (
    <Button
      kind="bare"
      onClick={() => {
        session.setState({ page: 'lessons' });
      }}
    >
      {t('bar.lessons')}
    </Button>
  );
}

/** To a cluster of one's own. */
function BuildButton(): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  return (
    <Button
      kind="bare"
      aria-haspopup="dialog"
      onClick={() => {
        acts.showSheet('build');
      }}
    >
      {t('bar.build')}
    </Button>
  );
}

/** What is open; its menu opens something else. */
function ScenarioMenu(): ReactElement {
  const { client, services, session } = useApp();
  const acts = useActs();
  const { t, title, code } = useWords();
  const open = useSession((state) => state.title);
  const items: MenuItem[] = services.presets.map((preset) => ({
    id: preset.name,
    label: code('preset', `${preset.name}.title`),
    consequence: code('preset', `${preset.name}.about`),
    choose: () => {
      void acts.openPreset(preset);
    },
  }));
  items.push({
    id: 'build',
    label: t('bar.build'),
    consequence: t('bar.build-about'),
    startsGroup: true,
    choose: () => {
      acts.showSheet('build');
    },
  });
  items.push({
    id: 'open',
    label: t('bar.open-file'),
    choose: () => {
      acts.showSheet('share');
    },
  });
  items.push({
    id: 'write',
    label: t('bar.write-lesson'),
    consequence: t('bar.write-lesson-about'),
    choose: () => {
      session.setState({ isAuthoring: true, visit: 'done' });
    },
  });
  items.push({
    id: 'present',
    label: t('bar.present'),
    consequence: t('bar.present-about'),
    choose: () => {
      session.setState({ isPresenting: true });
    },
  });
  items.push({
    id: 'picture',
    label: t('bar.save-picture'),
    choose: () => {
      acts.showSheet('share');
    },
  });
  items.push({
    id: 'simplified',
    label: t('simplified.title'),
    choose: () => {
      acts.showSheet('simplified');
    },
  });
  items.push({
    id: 'check',
    label: t('bar.check-invariants'),
    consequence: t('bar.check-invariants-about'),
    choose: () => {
      void client.checkNow();
    },
  });
  return (
    <MenuButton name={t('bar.scenarios')} items={items} title={t('bar.scenarios')}>
      <span className="scenario-title">{open === '' ? t('bar.scenarios') : title(open)}</span>
    </MenuButton>
  );
}

function ThemeMenu(): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  const chosen = useSession((state) => state.theme);
  const items: MenuItem[] = themes.map((theme) => ({
    id: theme,
    label: t(`theme.${theme}`),
    isChecked: theme === chosen,
    choose: () => {
      acts.setTheme(theme);
    },
  }));
  return <MenuButton name={t('bar.theme')} icon="theme" items={items} />;
}
