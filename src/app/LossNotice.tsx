import { useMemo, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Glyph } from '../design/Glyph.tsx';
import { Icon } from '../design/Icon.tsx';
import { useApp, useFrame, useSession } from './context.ts';
import { Say } from './Say.tsx';
import { useWords } from './words.ts';

/** Where there is no room for the log beside the picture: the newest loss in a line, until it is put away; else what is given. */
export function LossNotice({ children }: { readonly children: ReactNode }): ReactElement {
  const { client } = useApp();
  const words = useWords();
  const { t } = words;
  const events = useFrame((state) => state.events);
  const now = useFrame((state) => state.at.micros);
  const lost = useMemo(() => events.filter(({ name }) => name === 'recordsLost'), [events])
    .filter(({ micros }) => micros <= now)
    .at(-1);
  const canAsk = useSession((state) => state.exposes?.hides?.includes('why') !== true);
  const [away, setAway] = useState(-1);
  if (lost === undefined || lost.id === away) return <>{children}</>;
  return (
    <p className="loss-notice" role="note">
      <Glyph name="lost" />
      <span className="grow">
        <Say>{words.what(lost)}</Say>
      </span>
      {canAsk ? (
        <button
          type="button"
          className="link"
          aria-label={t('why.about', { what: words.what(lost) })}
          onClick={() => {
            void client.why(lost.id);
          }}
        >
          {t('why.ask')}
        </button>
      ) : null}
      <button
        type="button"
        className="button bare"
        aria-label={t('close')}
        onClick={() => {
          setAway(lost.id);
        }}
      >
        <Icon name="close" size={14} />
      </button>
    </p>
  );
}
