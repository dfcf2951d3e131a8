import type { ReactElement } from 'react';
import { useApp, useSession } from './context.ts';
import { useWords } from './words.ts';

interface PanelTabsProps {
  readonly panels: readonly string[];
  readonly className: string;
}

/** The few views that a lesson or a presentation offers, side by side; nothing where there is no choice. */
export function PanelTabs({ panels, className }: PanelTabsProps): ReactElement | null {
  const { session } = useApp();
  const { code, t } = useWords();
  const shown = useSession((state) => state.panel);
  if (panels.length < 2) return null;
  return (
    <nav className={className} aria-label={t('bar.views')}>
      {panels.map((panel) => (
        <button
          key={panel}
          type="button"
          className="view-tab"
          aria-current={panel === shown ? 'page' : undefined}
          onClick={() => {
            session.setState({ panel });
          }}
        >
          {code('panel', panel)}
        </button>
      ))}
    </nav>
  );
}
