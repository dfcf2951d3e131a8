import type { ReactElement } from 'react';
import { languages } from '../texts/types.ts';
import { useApp } from './context.ts';
import { useWords } from './words.ts';

/** Each language's own short name. */
export const languageNames = { en: 'EN', 'zh-Hans': '中文' } as const;

/** Both languages side by side, each in its own script. */
export function LanguageSwitch(): ReactElement {
  const { setLanguage } = useApp();
  const { language, t } = useWords();
  return (
    <span className="languages" role="group" aria-label={t('bar.language')}>
      {languages.map((candidate) => (
        <button
          key={candidate}
          type="button"
          className="button bare"
          lang={candidate}
          aria-pressed={candidate === language}
          onClick={() => {
            setLanguage(candidate);
          }}
        >
          {languageNames[candidate]}
        </button>
      ))}
    </span>
  );
}
