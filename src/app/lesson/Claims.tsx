import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useWords } from '../words.ts';
import { loadClaims } from './claims.ts';
import type { Claim } from './claims.ts';
import { Rich } from './Rich.tsx';

/** What the course notes say of this, beside what Kafka 4.x does: one switch for all claims of the step. */
export function Claims({ rows }: { readonly rows: readonly number[] }): ReactElement | null {
  const { t, language } = useWords();
  const [isNow, setNow] = useState(true);
  const [claims, setClaims] = useState<readonly Claim[]>([]);
  const wanted = rows.join();
  useEffect(() => {
    let isCurrent = true;
    void loadClaims(language).then((all) => {
      if (isCurrent) setClaims(all.filter(({ row }) => wanted.split(',').includes(String(row))));
    });
    return () => {
      isCurrent = false;
    };
  }, [language, wanted]);
  if (claims.length === 0) return null;
  return (
    <section className="claims" aria-label={t('lesson.claims')}>
      <p className="claim-switch" role="group" aria-label={t('lesson.claims')}>
        {[false, true].map((isKafka) => (
          <button
            key={String(isKafka)}
            type="button"
            className="view-tab"
            aria-pressed={isNow === isKafka}
            onClick={() => {
              setNow(isKafka);
            }}
          >
            {t(isKafka ? 'lesson.kafka-says' : 'lesson.notes-say')}
          </button>
        ))}
      </p>
      {claims.map(({ row, source, verdict, notes, kafka }) => (
        <p key={row} className="claim small">
          <span className="code ink-3">{source}</span> <span className="ink-3">{t(`lesson.verdict-${verdict}`)}</span>
          <span className="claim-text">
            <Rich>{isNow ? kafka : notes}</Rich>
          </span>
        </p>
      ))}
    </section>
  );
}
