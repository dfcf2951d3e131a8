import type { ReactElement } from 'react';
import { useSession } from './context.ts';
import { panelOf, panels } from './panels.ts';

/** The view that is chosen; two histories beside each other where it can show them. */
export function ShownPanel(): ReactElement | null {
  const chosen = useSession((state) => state.panel);
  const isComparing = useSession((state) => state.comparing !== null);
  const entry = panels.find((candidate) => candidate.name === chosen) ?? panels[0];
  if (entry === undefined) return null;
  if (isComparing && entry.Compare !== undefined) return <entry.Compare />;
  return <entry.Panel />;
}

/** The verbs of the thing whose menu is open. */
export function StageMenu(): ReactElement | null {
  const isOpen = useSession((state) => state.menu !== null);
  const chosen = useSession((state) => state.panel);
  // What can be done to a thing depends on the thing; a view without verbs of its own offers the first one's.
  const ObjectMenu = panelOf(chosen)?.ObjectMenu ?? panels[0]?.ObjectMenu;
  return isOpen && ObjectMenu !== undefined ? <ObjectMenu /> : null;
}
