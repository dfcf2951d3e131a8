import { useEffect, useState } from 'react';
import type { ComponentType, ReactElement } from 'react';
import { textParts } from '../texts/types.ts';
import type { TextPart } from '../texts/types.ts';
import { awaited } from './awaited.ts';
import { needTexts } from './text-shelf.ts';

/** Loads of parts that the first picture does not need; they are fetched when it stands, so that nobody waits for them later. */
const waiting: (() => Promise<unknown>)[] = [];

/**
 * A part of the page that loads after the first picture, with the words that it needs. Until it is there, nothing stands in its place, and
 * `OnItsWay` says so.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  words: readonly TextPart[] = ['rest'],
): ComponentType<Props> {
  waiting.push(load);
  return seldom(load, words);
}

/** The same for what few people ever open: it is fetched when it is opened. */
export function seldom<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  words: readonly TextPart[] = ['rest'],
): ComponentType<Props> {
  let Part: ComponentType<Props> | null = null;
  return function Later(props: Props): ReactElement | null {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (Part !== null) return undefined;
      let isWanted = true;
      const ask = (): void => {
        if (!isWanted) return;
        void awaited(() => Promise.all([load(), needTexts(words)]), ask).then((loaded) => {
          if (loaded === null) return;
          [Part] = loaded;
          if (isWanted) redraw((count) => count + 1);
        });
      };
      ask();
      return () => {
        isWanted = false;
      };
    }, []);
    return Part === null ? null : <Part {...props} />;
  };
}

/** Fetches every later part, one after the other. A part that cannot be fetched now is asked for again when it is needed. */
export async function loadLaterParts(): Promise<void> {
  await needTexts(textParts).catch(() => undefined);
  for (const load of waiting) await load().catch(() => undefined);
}
