import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printCount } from '../../texts/format.ts';
import { FateMark } from './FateMark.tsx';
import type { Fate, RecordTotalsRow } from './rows.ts';
import { useRows } from './tables.ts';

const shown: readonly { readonly fate: Fate; readonly count: (totals: RecordTotalsRow) => number }[] = [
  { fate: 'acked', count: (totals) => totals.acked },
  { fate: 'lost', count: (totals) => totals.lost },
  { fate: 'again', count: (totals) => totals.again },
  { fate: 'unknown', count: (totals) => totals.unknown },
  { fate: 'not-written', count: (totals) => totals.notWritten },
  { fate: 'waiting', count: (totals) => totals.waiting },
];

/** How many records had which fate. A number shows its records alone. */
export function Totals({ fate, choose }: { readonly fate: Fate | null; readonly choose: (fate: Fate) => void }): ReactElement {
  const { t } = useWords();
  const [totals] = useRows('records.totals');
  return (
    <div className="totals" role="group" aria-label={t('records.totals')}>
      <p className="total">
        <span className="code total-number">{printCount(totals?.sent ?? 0)}</span>
        <span className="small ink-2">{t('records.sent')}</span>
      </p>
      {shown.map((each) => {
        const count = totals === undefined ? 0 : each.count(totals);
        return (
          <button
            key={each.fate}
            type="button"
            className={`total ${each.fate === 'lost' && count > 0 ? 'of-loss' : ''}`}
            aria-pressed={fate === each.fate}
            onClick={() => {
              choose(each.fate);
            }}
          >
            <span className="code total-number">{printCount(count)}</span>
            <span className="small total-name">
              <FateMark fate={each.fate} /> {t(`records.total-${each.fate}`)}
            </span>
          </button>
        );
      })}
    </div>
  );
}
