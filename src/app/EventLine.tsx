import { memo } from 'react';
import type { ReactElement } from 'react';
import type { EventRow } from '../contract/engine-api.ts';
import { Glyph } from '../design/Glyph.tsx';
import { printSeconds } from '../texts/format.ts';
import { useApp, useSession } from './context.ts';
import { glyphOf } from './event-glyphs.ts';
import { Say } from './Say.tsx';
import { useWords } from './words.ts';

interface EventLineProps {
  readonly event: EventRow;
  readonly isNewest: boolean;
  readonly isFuture: boolean;
}

/** One line of the log: when, a mark, a sentence. Pressing it goes there in time; "Why?" asks for its causes. */
export const EventLine = memo(function EventLine({ event, isNewest, isFuture }: EventLineProps): ReactElement {
  const { client } = useApp();
  const words = useWords();
  const isAsked = useSession((state) => state.why?.event === event.id);
  const canAsk = useSession((state) => state.exposes?.hides?.includes('why') !== true);
  return (
    <li className={`event ${isAsked ? 'is-asked' : ''} ${isFuture ? 'is-future' : ''}`}>
      <button
        type="button"
        className="event-main"
        tabIndex={isNewest ? 0 : -1}
        onClick={() => {
          client.seekToEvent(event.id);
        }}
      >
        <span className="code event-time">{printSeconds(event.micros)}</span>
        <span className="event-glyph">
          <Glyph name={glyphOf(event)} isGhost={isFuture} />
        </span>
        <span>
          <Say>{words.what(event)}</Say>
        </span>
      </button>
      {canAsk ? (
        <button
          type="button"
          className="link event-why"
          tabIndex={isNewest || isAsked ? 0 : -1}
          aria-label={words.t('why.about', { what: words.what(event) })}
          onClick={() => {
            void client.why(event.id);
          }}
        >
          {words.t('why.ask')}
        </button>
      ) : null}
    </li>
  );
});
