import type { ReactElement } from 'react';
import { useApp, useSession } from '../context.ts';
import { useWords } from '../words.ts';
import { useLesson } from './use-lesson.ts';

/** The lesson's views: at most four. Everything else is put away. */
export function StepViews(): ReactElement | null {
  const open = useLesson();
  const { session } = useApp();
  const { code, t } = useWords();
  const shown = useSession((state) => state.panel);
  if (open === null || open.lesson.panels.length < 2) return null;
  return (
    <nav className="views lesson-views" aria-label={t('bar.views')}>
      {open.lesson.panels.map((panel) => (
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
