import { useEffect, useRef, useState } from 'react';
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
  const details = hides?.includes('details') === true ? <Kept part="details" /> : Inspector === undefined ? null : (
    <Details>
      <Inspector />
    </Details>
  );
  return (
    <aside className="rail" aria-label={t('rail.name')}>
      <AfterPicture>
        {part === 'events' ? null : details}
        {part === 'details' ? null : hides?.includes('events') === true ? <Kept part="events" /> : <EventLog />}
      </AfterPicture>
    </aside>
  );
}

/** Facts that may be longer than their room: then they are a stop of the tab key, so that they can be scrolled without a mouse. */
function Details({ children }: { readonly children: ReactElement }): ReactElement {
  const room = useRef<HTMLDivElement>(null);
  const contents = useRef<HTMLDivElement>(null);
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const [outer, inner] = [room.current, contents.current];
    if (outer === null || inner === null) return undefined;
    const observer = new ResizeObserver(() => {
      setIsLong(outer.scrollHeight > outer.clientHeight + 1);
    });
    observer.observe(outer);
    observer.observe(inner);
    return () => {
      observer.disconnect();
    };
  }, []);
  return (
    <div ref={room} className="rail-details" tabIndex={isLong ? 0 : undefined}>
      <div ref={contents}>{children}</div>
    </div>
  );
}
