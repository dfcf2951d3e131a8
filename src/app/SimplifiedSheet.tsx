import type { ReactElement } from 'react';
import { Sheet } from '../design/Sheet.tsx';
import { differences } from '../texts/simplified.ts';
import { Say } from './Say.tsx';
import { useWords } from './words.ts';

const kinds = ['simplified', 'left-out'] as const;

/** What the engine does more simply than Kafka, and what it does not do: the list of docs/FIDELITY.md. */
export function SimplifiedSheet({ close }: { readonly close: () => void }): ReactElement {
  const { t, language } = useWords();
  return (
    <Sheet name={t('simplified.title')} title={t('simplified.title')} closeName={t('close')} close={close} className="keys-sheet">
      {kinds.map((kind) => (
        <section key={kind}>
          <h3 className="small">{t(`simplified.${kind}`)}</h3>
          <ul>
            {differences
              .filter((difference) => difference.kind === kind)
              .map((difference) => (
                <li key={difference.en}>
                  <Say>{difference[language]}</Say>{' '}
                  <span className="small ink-3" lang="en">
                    {difference.source}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Sheet>
  );
}
