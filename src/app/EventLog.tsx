import { useEffect, useMemo, useRef } from 'react';
import type { ReactElement } from 'react';
import type { EventRow } from '../contract/engine-api.ts';
import { moveFocus } from '../design/roving.ts';
import { printSeconds } from '../texts/format.ts';
import { useApp, useFrame, useSession } from './context.ts';
import { countUntil } from './events-at.ts';
import { isAbout, isLogged } from './event-glyphs.ts';
import { EventLine } from './EventLine.tsx';
import { useWords } from './words.ts';

/** More lines than a person reads; older ones come back when time goes back. */
const pastShown = 60;
const futureShown = 12;

/** What happened, in plain words, up to now; below the line of now, what a known future holds. */
export function EventLog(): ReactElement {
  const { session } = useApp();
  const { t } = useWords();
  const scope = useSession((state) => state.logScope);
  const selection = useSession((state) => state.selection);
  const events = useFrame((state) => state.events);
  const at = useFrame((state) => state.at.micros);
  const isScoped = scope === 'selected' && selection !== null;
  const shown = useMemo(
    () => events.filter((event) => isLogged(event) && (!isScoped || isAbout(event, selection.kind, selection.id))),
    [events, isScoped, selection],
  );
  const split = countUntil(shown, at);
  const past = shown.slice(Math.max(0, split - pastShown), split);
  const future = shown.slice(split, split + futureShown);
  return (
    <section className="log" aria-label={t('log.title')}>
      <div className="log-head">
        <h2>{t('log.title')}</h2>
        <span className="grow" />
        <button
          type="button"
          className="value small ink-3"
          aria-pressed={isScoped}
          disabled={selection === null}
          onClick={() => {
            session.setState({ logScope: scope === 'all' ? 'selected' : 'all' });
          }}
        >
          {t(isScoped ? 'log.about-selected' : 'log.all')}
        </button>
      </div>
      <Lines past={past} future={future} at={at} />
    </section>
  );
}

function Lines({
  past,
  future,
  at,
}: {
  readonly past: readonly EventRow[];
  readonly future: readonly EventRow[];
  readonly at: number;
}): ReactElement {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const now = useRef<HTMLLIElement>(null);
  const newest = past.at(-1)?.id ?? -1;
  const hasFuture = future.length > 0;
  useEffect(() => {
    const scroller = box.current;
    if (scroller === null) return;
    // What stands above takes room, and gives it back: the line of now stays in view through both.
    const observer = new ResizeObserver(() => {
      keepInView(scroller, now.current, hasFuture);
    });
    observer.observe(scroller);
    return () => {
      observer.disconnect();
    };
  }, [hasFuture]);
  useEffect(() => {
    keepInView(box.current, now.current, hasFuture);
  }, [newest, hasFuture]);
  return (
    <div
      ref={box}
      className="log-lines"
      onKeyDown={(event) => {
        moveFocus(event, '.event-main');
      }}
    >
      {past.length === 0 && future.length === 0 ? <p className="log-empty small ink-2">{t('log.empty')}</p> : null}
      <ol>
        {past.map((event, index) => (
          <EventLine key={event.id} event={event} isNewest={index === past.length - 1} isFuture={false} />
        ))}
        <li ref={now} className="now-line" aria-label={t('log.now')}>
          <span className="code">{printSeconds(at)}</span>
          <span className="now-bar" />
          <strong>{t('log.now')}</strong>
        </li>
        {future.map((event) => (
          <EventLine key={event.id} event={event} isNewest={false} isFuture />
        ))}
      </ol>
    </div>
  );
}

/** Scrolls to the line of now; whoever reads above is not pulled away while the focus is there. */
function keepInView(scroller: HTMLElement | null, line: HTMLElement | null, hasFuture: boolean): void {
  if (scroller === null || line === null || scroller.contains(document.activeElement)) return;
  scroller.scrollTop = Math.max(0, line.offsetTop - scroller.clientHeight + line.offsetHeight + (hasFuture ? 96 : 8));
}
