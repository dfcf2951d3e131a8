import { useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { MenuButton } from '../design/MenuButton.tsx';
import type { MenuItem } from '../design/Menu.tsx';
import { isPanelExposed } from '../scenario/exposure.ts';
import type { ExposureSpec } from '../contract/scenario.ts';
import { useApp, useSession } from './context.ts';
import { lockText } from './Kept.tsx';
import { panels } from './panels.ts';
import type { PanelEntry } from './panels.ts';
import { useWindowWidth } from './size.ts';
import { useWords } from './words.ts';

/** The views that the scenario offers at once; the others are one press further. What is shown is always among the first. */
export function offeredViews(
  asked: readonly string[] | null,
  shown: string,
  room: number,
  exposes: ExposureSpec | null = null,
): { readonly tabs: readonly PanelEntry[]; readonly others: readonly PanelEntry[] } {
  const isOffered = (panel: PanelEntry): boolean => isPanelExposed(exposes, panel.name) && (asked === null || asked.includes(panel.name));
  const offered = panels.filter(isOffered).slice(0, room);
  const current = panels.find((panel) => panel.name === shown) ?? panels[0];
  const tabs = current === undefined || offered.includes(current) ? offered : [...offered.slice(0, Math.max(0, room - 1)), current];
  return { tabs, others: panels.filter((panel) => !tabs.includes(panel)) };
}

function roomFor(width: number): number {
  if (width >= 1280) return 6;
  return width >= 1024 ? 3 : 1;
}

/** The views: as many as the task needs and the bar has room for, the rest in a menu. One stop of the tab key; arrows go between them. */
export function Views(): ReactElement {
  const { session } = useApp();
  const { t, code } = useWords();
  const box = useRef<HTMLElement>(null);
  const shown = useSession((state) => state.panel);
  const asked = useSession((state) => state.offeredPanels);
  const exposes = useSession((state) => state.exposes);
  const lockedBy = useViewLock();
  const { tabs, others } = offeredViews(asked, shown, roomFor(useWindowWidth()), exposes);
  const onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const all = [...(box.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = all.findIndex((element) => element === document.activeElement);
    if (by === 0 || at < 0 || document.querySelector('[role="menu"]') !== null) return;
    event.preventDefault();
    event.stopPropagation();
    all[(at + by + all.length) % all.length]?.focus();
  };
  return (
    <nav ref={box} className="views" aria-label={t('bar.views')} onKeyDown={onKey}>
      {tabs.map((panel) => (
        <button
          key={panel.name}
          type="button"
          className="view-tab"
          tabIndex={panel.name === shown ? 0 : -1}
          aria-current={panel.name === shown ? 'page' : undefined}
          onClick={() => {
            session.setState({ panel: panel.name });
          }}
        >
          {code('panel', panel.name)}
        </button>
      ))}
      {others.length === 0 ? null : (
        <span className="views-more">
          <MenuButton
            name={t('bar.more-views')}
            items={viewItems(others, shown, { code, lockedBy, choose: (panel) => session.setState({ panel }) })}
          >
            {t('bar.more')}
          </MenuButton>
        </span>
      )}
    </nav>
  );
}

/** Views as a menu: each with what it answers. */
export function viewItems(
  views: readonly PanelEntry[],
  shown: string,
  {
    code,
    lockedBy,
    choose,
  }: {
    readonly code: ReturnType<typeof useWords>['code'];
    readonly lockedBy: (panel: string) => string | undefined;
    readonly choose: (panel: string) => void;
  },
): MenuItem[] {
  return views.map((panel) => ({
    id: panel.name,
    label: code('panel', panel.name),
    consequence: code('panel', `${panel.name}.about`),
    isChecked: panel.name === shown,
    locked: lockedBy(panel.name),
    choose: () => {
      choose(panel.name);
    },
  }));
}

/** Why a view cannot be opened: the scenario's author keeps it back. */
export function useViewLock(): (panel: string) => string | undefined {
  const { t } = useWords();
  const exposes = useSession((state) => state.exposes);
  return (panel) => (isPanelExposed(exposes, panel) ? undefined : lockText(exposes, t));
}
