import type { ReactElement } from 'react';
import { useSession } from './context.ts';
import { EventLog } from './EventLog.tsx';
import { panels } from './panels.ts';
import { useWords } from './words.ts';

/** The right rail: the selected thing above, what happened below. */
export function Rail({ part }: { readonly part: 'both' | 'events' | 'details' }): ReactElement {
  const { t } = useWords();
  const chosen = useSession((state) => state.panel);
  const entry = panels.find((candidate) => candidate.name === chosen) ?? panels[0];
  return (
    <aside className="rail" aria-label={t('rail.name')}>
      {part === 'events' || entry?.Inspector === undefined ? null : <entry.Inspector />}
      {part === 'details' ? null : <EventLog />}
    </aside>
  );
}
