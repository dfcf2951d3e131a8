import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { Icon } from '../design/Icon.tsx';
import { useApp, useFrame, useSession } from './context.ts';
import { Say } from './Say.tsx';
import { useWindowWidth } from './size.ts';
import { useWords } from './words.ts';

/** What a preset asks you to do next, under its picture, until you have acted or waved it away. */
export function NextThing(): ReactElement | null {
  const { t, code } = useWords();
  const title = useSession((state) => state.title);
  const visit = useSession((state) => state.visit);
  // A phone has no first picture of its own: the advice is its welcome.
  const isWelcomed = useWindowWidth() < 768 ? visit === 'first' || visit === 'done' : visit === 'done';
  const isBusy = useSession((state) => state.why !== null || state.comparing !== null);
  const events = useFrame((state) => state.events);
  const acts = useMemo(() => events.filter((event) => event.name === 'commandGiven').length, [events]);
  const atOpening = useRef({ title: '', acts: 0 });
  useEffect(() => {
    if (atOpening.current.title !== title) atOpening.current = { title, acts };
  }, [title, acts]);
  const scripted = useScriptedActs(title);
  // Whoever opens what somebody shared finds what they did done already.
  const hasActed = atOpening.current.title === title && (acts > atOpening.current.acts || acts > scripted);
  // Some presets have a second thing to do, once the first has cost a record.
  const hasLost = useMemo(() => events.some((event) => event.name === 'recordsLost'), [events]);
  const name = hasActed && hasLost ? `${title}.2` : title;
  const [waved, setWaved] = useState('');
  const text = code('next', name);
  const isWritten = text !== name.replace(/[-_.]/g, ' ');
  // A scenario without such a text is somebody's own: it speaks for itself.
  if (!isWritten || (hasActed && !hasLost) || isBusy || waved === name || !isWelcomed) return null;
  return (
    <p className="next-thing" role="note">
      <strong>{t('next.label')}</strong>
      <span>
        <Say>{text}</Say>
      </span>
      <button
        type="button"
        className="button bare"
        aria-label={t('close')}
        onClick={() => {
          setWaved(name);
        }}
      >
        <Icon name="close" size={14} />
      </button>
    </p>
  );
}

/** How many acts a preset has of its own: more than those were done by somebody. Asked for only where a link was opened. */
function useScriptedActs(title: string): number {
  const { services } = useApp();
  const [known, setKnown] = useState({ title: '', acts: Infinity });
  useEffect(() => {
    const preset = services.presets.find(({ name }) => name === title);
    if (preset === undefined || window.location.hash.length < 2) return;
    void preset.load().then(({ commands }) => {
      setKnown({ title, acts: commands.length });
    });
  }, [services, title]);
  return known.title === title ? known.acts : Infinity;
}
