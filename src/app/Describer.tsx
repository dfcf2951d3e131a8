import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { printSeconds } from '../texts/format.ts';
import { useApp, useSession } from './context.ts';
import { isLogged } from './event-glyphs.ts';
import { panels } from './panels.ts';
import { useWords } from './words.ts';

/** So many of the newest events are "what changed". */
const changesSaid = 3;

/** Puts the scene, or what changed last, into words when somebody asks for it; it computes nothing until then. */
export function Describer(): ReactElement | null {
  const describing = useSession((state) => state.describing);
  const chosen = useSession((state) => state.panel);
  const entry = panels.find((candidate) => candidate.name === chosen);
  if (describing === 'changes') return <Changes />;
  if (describing === 'scene' && entry?.useDescription !== undefined)
    return <Scene key={entry.name} useDescription={entry.useDescription} />;
  return null;
}

function Scene({ useDescription }: { readonly useDescription: () => string }): null {
  const { session } = useApp();
  const description = useDescription();
  useEffect(() => {
    session.setState({ spoken: description, describing: null });
  }, [session, description]);
  return null;
}

function Changes(): null {
  const { session, frames } = useApp();
  const words = useWords();
  useEffect(() => {
    const { events, at } = frames.getState();
    const newest = events.filter((event) => isLogged(event) && event.micros <= at.micros).slice(-changesSaid);
    const sentences = newest.map((event) => `${printSeconds(event.micros)} s: ${words.what(event)}`);
    session.setState({ spoken: sentences.join(' ') || words.t('log.empty'), describing: null });
  }, [session, frames, words]);
  return null;
}
