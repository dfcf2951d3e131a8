import { lazy, Suspense } from 'react';
import type { ComponentType, ReactElement } from 'react';
import { textParts } from '../texts/types.ts';
import type { TextPart } from '../texts/types.ts';
import { needTexts } from './text-shelf.ts';

/** Loads of parts that the first picture does not need; they are fetched when it stands, so that nobody waits for them later. */
const waiting: (() => Promise<unknown>)[] = [];

/** A part of the page that loads after the first picture, with the words that it needs. Until it is there, nothing stands in its place. */
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
  const loadOnce = async (): Promise<{ readonly default: ComponentType<Props> }> => {
    const [component] = await Promise.all([load(), needTexts(words)]);
    return { default: component };
  };
  const Part: ComponentType<Props> = lazy(loadOnce);
  return function Later(props: Props): ReactElement {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  };
}

/** Fetches every later part, one after the other. A part that cannot be fetched now is asked for again when it is needed. */
export async function loadLaterParts(): Promise<void> {
  await needTexts(textParts);
  for (const load of waiting) await load().catch(() => undefined);
}
