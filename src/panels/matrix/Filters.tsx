import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printCount } from '../../texts/format.ts';
import { StateMark } from './StateMark.tsx';
import { partitionState } from './rows.ts';
import type { MatrixFilter, MatrixTotalsRow } from './rows.ts';
import { useRows } from './tables.ts';

const shown: readonly { readonly filter: MatrixFilter; readonly state: number; readonly count: (totals: MatrixTotalsRow) => number }[] = [
  { filter: 'under-replicated', state: partitionState.underReplicated, count: (totals) => totals.underReplicated },
  { filter: 'at-min-isr', state: -1, count: (totals) => totals.atMinIsr },
  { filter: 'under-min-isr', state: partitionState.underMinIsr, count: (totals) => totals.underMinIsr },
  { filter: 'unavailable', state: partitionState.unavailable, count: (totals) => totals.unavailable },
];

/** How many partitions describe would list under each of its flags; a number lists them alone. */
export function Filters({
  filter,
  choose,
}: {
  readonly filter: MatrixFilter | null;
  readonly choose: (filter: MatrixFilter) => void;
}): ReactElement {
  const { t } = useWords();
  const [totals] = useRows('matrix.totals');
  return (
    <div className="totals" role="group" aria-label={t('matrix.filters')}>
      <p className="total">
        <span className="code total-number">{printCount(totals?.partitions ?? 0)}</span>
        <span className="small ink-2">{t('matrix.partitions')}</span>
      </p>
      {shown.map((each) => {
        const count = totals === undefined ? 0 : each.count(totals);
        const isBad = each.filter === 'unavailable' || each.filter === 'under-min-isr';
        return (
          <button
            key={each.filter}
            type="button"
            className={`total ${isBad && count > 0 ? 'of-loss' : ''}`}
            aria-pressed={filter === each.filter}
            onClick={() => {
              choose(each.filter);
            }}
          >
            <span className="code total-number">{printCount(count)}</span>
            <span className="small total-name">
              {each.state < 0 ? null : <StateMark state={each.state} />} {t(`matrix.${each.filter}`)}
            </span>
          </button>
        );
      })}
    </div>
  );
}
