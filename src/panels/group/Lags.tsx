import { memo } from 'react';
import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { LagRow } from './rows.ts';
import { useRows } from './tables.ts';

/** More than so many rulers are a list, and the Offsets view has it. */
const mostRulers = 12;

/** How far the group is with each partition, on small rulers. */
export function Lags({ width, isNarrow }: { readonly width: number; readonly isNarrow: boolean }): ReactElement | null {
  const { t } = useWords();
  const rows = useRows('group.lags');
  if (rows.length === 0 || width === 0) return null;
  const columns = width < 620 ? 1 : 2;
  const ruler = Math.max(60, Math.floor(width / columns) - (isNarrow ? 190 : 236));
  return (
    <section className="group-lags" aria-label={t('group.offsets')}>
      <h3>
        {t('group.offsets')}
        <Legend />
      </h3>
      <ul style={{ gridTemplateColumns: `repeat(${String(columns)}, 1fr)` }}>
        {rows.slice(0, mostRulers).map((row) => (
          <li key={row.id}>
            <span className="code lag-name">{row.id}</span>
            <Ruler row={row} width={ruler} />
            <span className="code tick lag-number">{row.lag < 0 ? t('group.no-commit') : t('group.lag', { count: row.lag })}</span>
            {row.owner === '' ? <span className="tick name of-outsync">{t('group.nobody')}</span> : null}
          </li>
        ))}
      </ul>
      {rows.length > mostRulers ? <p className="tick ink-2">{t('group.more-partitions', { count: rows.length - mostRulers })}</p> : null}
    </section>
  );
}

function Legend(): ReactElement {
  const { t } = useWords();
  return (
    <span className="tick ink-2 lag-legend">
      <svg width="10" height="12" aria-hidden="true">
        <circle cx="5" cy="6" r="4" fill="var(--ink)" />
      </svg>
      {t('group.legend-committed')}
      <svg width="12" height="12" aria-hidden="true">
        <path d="M6 2l5 9H1z" fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.4" />
      </svg>
      {t('group.legend-position')}
      <svg width="12" height="12" aria-hidden="true">
        <path d="M11 1H1l4 4-4 4h10z" fill="var(--ink)" />
      </svg>
      {t('group.legend-hw')}
      <svg width="10" height="12" aria-hidden="true">
        <rect x="1" y="2" width="8" height="8" fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.5" />
      </svg>
      {t('group.legend-leo')}
    </span>
  );
}

/** One partition from its log start to its log end; what would be read again is hatched. */
const Ruler = memo(function Ruler({ row, width }: { readonly row: LagRow; readonly width: number }): ReactElement {
  const from = Math.max(0, row.logStartOffset);
  const to = Math.max(from, row.logEndOffset);
  const x = (offset: number): number => 3 + ((Math.min(Math.max(offset, from), to) - from) / Math.max(1, to - from)) * (width - 18);
  const hw = x(Math.max(from, row.highWatermark));
  return (
    <svg width={width} height="34" aria-hidden="true" className="lag-ruler">
      {row.committedOffset >= 0 && row.highWatermark > row.committedOffset ? (
        <rect x={x(row.committedOffset)} y="11" width={hw - x(row.committedOffset)} height="8" fill="url(#lag-hatch)" />
      ) : null}
      <defs>
        <pattern id="lag-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="var(--outsync-wash)" />
          <line x1="0" y1="0" x2="0" y2="5" stroke="var(--outsync)" strokeWidth="2" />
        </pattern>
      </defs>
      <path d={`M8 9H3v12`} fill="none" stroke="var(--ink)" strokeWidth="1.6" />
      <line x1="3" y1="15" x2={row.committedOffset < 0 ? 3 : x(row.committedOffset)} y2="15" stroke="var(--ink)" strokeWidth="3" />
      <line x1="3" y1="15" x2={x(to)} y2="15" stroke="var(--edge)" strokeWidth="1" />
      <path d={`M${hw.toFixed(1)} 3v16M${hw.toFixed(1)} 3h-9l3 3.5l-3 3.5h9z`} fill="var(--ink)" stroke="var(--ink)" strokeWidth="1.6" />
      <rect x={x(to) + 1} y="11" width="7" height="7" fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.4" />
      {row.position < 0 ? null : (
        <path d={`M${x(row.position).toFixed(1)} 20l5 9h-10z`} fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.4" />
      )}
      {row.committedOffset < 0 ? null : (
        <g>
          <line x1={x(row.committedOffset)} y1="15" x2={x(row.committedOffset)} y2="24" stroke="var(--ink)" strokeWidth="1.5" />
          <circle cx={x(row.committedOffset)} cy="26" r="4" fill="var(--ink)" />
        </g>
      )}
    </svg>
  );
});
