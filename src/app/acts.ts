/** What a person can do to the page itself: point, open, close. */
import { useMemo } from 'react';
import type { Preset } from './services.ts';
import { useApp } from './context.ts';
import type { App } from './context.ts';
import type { ObjectRef } from './objects.ts';
import { parseObjectKey } from './objects.ts';
import type { SheetName, Theme, Visit } from './session-store.ts';

/** The page's own verbs. */
export interface Acts {
  readonly select: (ref: ObjectRef | null) => void;
  readonly openMenu: (ref: ObjectRef, x: number, y: number) => void;
  readonly closeMenu: () => void;
  /** Opens the verbs of whatever has the focus or is selected. */
  readonly openMenuOfFocus: () => void;
  readonly showSheet: (sheet: SheetName | null) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setVisit: (visit: Visit) => void;
  readonly openPreset: (preset: Preset) => Promise<void>;
  readonly say: (sentence: string) => void;
  /** Closes the innermost open thing; false when nothing was open. */
  readonly closeOne: () => boolean;
}

/** The verbs of the running page. */
export function useActs(): Acts {
  const app = useApp();
  return useMemo(() => actsOf(app), [app]);
}

/** The verbs of a page. */
export function actsOf({ session, client, memory }: App): Acts {
  const acts: Acts = {
    select: (ref) => {
      session.setState((before) => ({
        selection: ref,
        menu: null,
        // Only the widest layout has room for the inspector beside the stage: elsewhere selecting opens its drawer.
        isDrawerOpen: ref !== null || before.isDrawerOpen,
        focus: ref?.kind === 'partition' ? ref.id : before.focus,
      }));
    },
    openMenu: (ref, x, y) => {
      session.setState({ menu: { ref, x, y } });
    },
    closeMenu: () => {
      session.setState({ menu: null });
    },
    openMenuOfFocus: () => {
      const key = document.activeElement?.getAttribute('data-object');
      const ref = key === null || key === undefined ? session.getState().selection : parseObjectKey(key);
      const element = ref === null ? null : document.querySelector(`[data-object="${CSS.escape(`${ref.kind}:${ref.id}`)}"]`);
      if (ref === null || element === null) return;
      const corner = element.getBoundingClientRect();
      acts.openMenu(ref, corner.right - 8, corner.top + 8);
    },
    showSheet: (sheet) => {
      session.setState({ sheet });
    },
    setTheme: (theme) => {
      session.setState({ theme });
      memory.write('theme', theme);
      applyTheme(theme);
    },
    setVisit: (visit) => {
      session.setState({ visit });
      if (visit === 'done') memory.write('visited', '1');
    },
    openPreset: async (preset) => {
      client.pause();
      window.history.replaceState(null, '', window.location.pathname + window.location.search);
      await client.open(await preset.load());
    },
    say: (sentence) => {
      session.setState({ spoken: sentence });
    },
    closeOne: () => {
      const { menu, why, sheet, isDrawerOpen, comparing } = session.getState();
      if (menu !== null) session.setState({ menu: null });
      else if (why !== null) session.setState({ why: null });
      else if (sheet !== null) session.setState({ sheet: null });
      else if (comparing !== null) client.compare(null);
      else if (isDrawerOpen && window.innerWidth < 1280) session.setState({ isDrawerOpen: false });
      else return false;
      return true;
    },
  };
  return acts;
}

/** Puts a theme on the page. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme);
}
