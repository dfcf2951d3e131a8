import { useEffect, useMemo, useState } from 'react';
import type { ComponentType, ReactElement } from 'react';
import type { TextCatalogue } from '../texts/index.ts';
import type { Language } from '../texts/types.ts';
import { AppContext, TextContext } from './context.ts';
import type { App as AppParts } from './context.ts';
import { OnItsWay } from './OnItsWay.tsx';
import { onTexts, switchTexts } from './text-shelf.ts';

interface AppProps {
  readonly parts: Omit<AppParts, 'setLanguage'>;
  readonly texts: TextCatalogue;
  /** The regions of the page: all of them, or those of a frame. */
  readonly Shell: ComponentType;
}

/** The page. Switching the language keeps everything else as it is. */
export function App({ parts, texts: firstTexts, Shell }: AppProps): ReactElement {
  const [texts, setTexts] = useState(firstTexts);
  const app = useMemo<AppParts>(
    () => ({
      ...parts,
      setLanguage: (language: Language) => {
        parts.memory.write('language', language);
        void switchTexts(language);
      },
    }),
    [parts],
  );
  useEffect(() => onTexts(setTexts), []);
  useEffect(() => {
    document.documentElement.lang = texts.language;
  }, [texts]);
  return (
    <AppContext value={app}>
      <TextContext value={texts}>
        <Shell />
        <OnItsWay />
      </TextContext>
    </AppContext>
  );
}
