import type { ReactElement } from 'react';
import { AfterPicture } from './AfterPicture.tsx';
import { useSession } from './context.ts';
import { EventLog } from './EventLog.tsx';
import { Kept } from './Kept.tsx';
import { inspectorOf } from './panels.ts';
import { useWords } from './words.ts';

/** The right rail: the selected thing above, what happened below. */
export function Rail({ part }: { readonly part: 'both' | 'events' | 'details' }): ReactElement {
  const { t } = useWords();
  const chosen = useSession((state) => state.panel);
  const kind = useSession((state) => state.selection?.kind ?? 'nothing');
  const hides = useSession((state) => state.exposes?.hides);
  const Inspector = inspectorOf(chosen, kind);
  const details = hides?.includes('details') === true ? <Kept part="details" /> : Inspector === undefined ? null : <Inspector />;
  return (
    <aside className="rail" aria-label={t('rail.name')}>
      <AfterPicture>
        {part === 'events' ? null : details}
        {part === 'details' ? null : hides?.includes('events') === true ? <Kept part="events" /> : <EventLog />}
      </AfterPicture>
    </aside>
  );
}
