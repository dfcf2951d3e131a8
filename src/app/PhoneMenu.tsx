import type { ReactElement } from 'react';
import { MenuButton } from '../design/MenuButton.tsx';
import type { MenuItem } from '../design/Menu.tsx';
import { languages } from '../texts/types.ts';
import { useActs } from './acts.ts';
import { useApp, useFrame, useSession } from './context.ts';
import { languageNames } from './LanguageSwitch.tsx';
import { panels } from './panels.ts';
import { themes } from './session-store.ts';
import { useViewLock, viewItems } from './Views.tsx';
import { useWords } from './words.ts';

/** On a phone: all views behind one button, and what stands in the bar of wider windows. */
export function PhoneMenu(): ReactElement {
  const { session } = useApp();
  const { t, code } = useWords();
  const shown = useSession((state) => state.panel);
  const lockedBy = useViewLock();
  const views = viewItems(panels, shown, { code, lockedBy, choose: (panel) => session.setState({ panel, phoneTab: 'picture' }) });
  return (
    <span className="views-phone">
      <MenuButton name={t('bar.views')} icon="more" items={[...views, ...usePageItems()]} />
    </span>
  );
}

function usePageItems(): readonly MenuItem[] {
  const { client, session, setLanguage } = useApp();
  const acts = useActs();
  const { t, language } = useWords();
  const theme = useSession((state) => state.theme);
  const comparing = useSession((state) => state.comparing);
  const other = useFrame((state) => state.branches.filter((branch) => !branch.isCurrent).at(-1)?.id ?? null);
  const inOther = languages.find((each) => each !== language) ?? language;
  return [
    {
      id: 'compare',
      label: t(comparing === null ? 'bar.compare' : 'compare.end'),
      startsGroup: true,
      locked: comparing === null && other === null ? t('compare.locked') : undefined,
      choose: () => {
        client.compare(comparing === null ? other : null);
        session.setState({ phoneTab: 'picture' });
      },
    },
    {
      id: 'lessons',
      label: t('bar.lessons'),
      choose: () => {
        session.setState({ page: 'lessons' });
      },
    },
    {
      id: 'language',
      label: <span lang={inOther}>{languageNames[inOther]}</span>,
      startsGroup: true,
      choose: () => {
        setLanguage(inOther);
      },
    },
    ...themes.map((each) => ({
      id: each,
      label: t(`theme.${each}`),
      isChecked: each === theme,
      choose: () => {
        acts.setTheme(each);
      },
    })),
    {
      id: 'keys',
      label: t('bar.keys'),
      startsGroup: true,
      choose: () => {
        acts.showSheet('keys');
      },
    },
  ];
}
