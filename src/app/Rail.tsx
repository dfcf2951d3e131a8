import type { ReactElement } from 'react';
import { useSession } from './context.ts';
import { EventLog } from './EventLog.tsx';
import { inspectorOf } from './panels.ts';
import { useWords } from './words.ts';

/** The right rail: the selected thing above, what happened below. */
export function Rail({ part }: { readonly part: 'both' | 'events' | 'details' }): ReactElement {
  const { t } = useWords();
  const chosen = useSession((state) => state.panel);
  const kind = useSession((state) => state.selection?.kind ?? 'nothing');
  const Inspector = inspectorOf(chosen, kind);
  return (
    <aside className="rail" aria-label={t('rail.name')}>
      {part === 'events' || Inspector === undefined ? null : <Inspector />}
      {part === 'details' ? null : <EventLog />}
    </aside>
  );
}
