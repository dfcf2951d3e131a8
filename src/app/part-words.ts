/** Words of a part of the page that brings its own texts. */
import { useEffect, useState } from 'react';
import { fill } from '../texts/format.ts';
import type { TextParams } from '../texts/format.ts';
import type { Language } from '../texts/types.ts';
import { useWords } from './words.ts';

/** A text of the part, filled. */
export type PartWords<Key extends string> = (key: Key, params?: TextParams) => string;

/** The part's words in the language that is shown; null until they have come. A new language takes the old one's place when it is there. */
export function usePartWords<Key extends string>(
  load: (language: Language) => Promise<Readonly<Record<Key, string>>>,
): PartWords<Key> | null {
  const { language } = useWords();
  const [words, setWords] = useState<PartWords<Key> | null>(null);
  useEffect(() => {
    let isWanted = true;
    void load(language).then((texts) => {
      if (isWanted) setWords(() => (key: Key, params?: TextParams) => fill(texts[key], params));
    });
    return () => {
      isWanted = false;
    };
  }, [load, language]);
  return words;
}
