import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useApp, useFrame, useSession } from './context.ts';
import { countUntil } from './events-at.ts';
import { printSeconds } from '../texts/format.ts';
import { useWords } from './words.ts';

/** Between two spoken sentences while time runs. */
const gapMillis = 1500;

/** Says politely what happened: after a step the newest event, while running at most one sentence in a while. The focus never moves. */
export function LiveRegion(): ReactElement {
  const { session } = useApp();
  const words = useWords();
  const spoken = useSession((state) => state.spoken);
  const narration = useSession((state) => state.narration);
  const at = useFrame((state) => state.at.micros);
  const events = useFrame((state) => state.events);
  const isRunning = useFrame((state) => state.isRunning);
  const last = useRef({ event: -1, atMillis: 0 });
  useEffect(() => {
    if (narration === 'off') return;
    const newest = events[countUntil(events, at) - 1];
    if (newest === undefined || newest.id === last.current.event) return;
    const nowMillis = performance.now();
    if (isRunning && nowMillis - last.current.atMillis < gapMillis) return;
    last.current = { event: newest.id, atMillis: nowMillis };
    const why = narration === 'full' ? ` ${words.why(newest)}` : '';
    session.setState({ spoken: `${printSeconds(newest.micros)} s: ${words.what(newest)}${why}` });
  }, [at, events, isRunning, narration, session, words]);
  return (
    <div className="spoken" role="status" aria-live="polite">
      {spoken}
    </div>
  );
}
