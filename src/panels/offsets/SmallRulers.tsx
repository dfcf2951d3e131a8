import { memo } from 'react';
import type { ReactElement } from 'react';
import { useApp } from '../../app/context.ts';
import { DifferenceMark } from '../../app/compare/marks.tsx';
import { useWords } from '../../app/words.ts';
import { moveFocus } from '../../design/roving.ts';
import { fateCounts } from './fates.ts';
import type { OffsetRow } from './rows.ts';

/** All partitions of the group from log start to log end; one of them is in large. */
export function SmallRulers({
  rows,
  width,
  isNarrow,
}: {
  readonly rows: readonly OffsetRow[];
  readonly width: number;
  readonly isNarrow: boolean;
}): ReactElement {
  const { session } = useApp();
  const { t } = useWords();
  const columns = width < 700 ? 1 : 2;
  const ruler = Math.max(60, Math.floor(width / columns) - (isNarrow ? 166 : 320));
  return (
    <div
      className="small-rulers"
      role="group"
      aria-label={t('offsets.partitions')}
      style={{ gridTemplateColumns: `repeat(${String(columns)}, 1fr)` }}
      onKeyDown={(event) => {
        if (moveFocus(event, '.small-ruler')) event.stopPropagation();
      }}
    >
      {rows.map((row) => (
        <button
          key={row.id}
          type="button"
          className="small-ruler"
          tabIndex={row.isFocused ? 0 : -1}
          aria-pressed={row.isFocused}
          onClick={() => {
            session.setState({ focus: row.id });
          }}
        >
          <span className="code ruler-name">{row.id}</span>
          <Bar row={row} width={ruler} />
          <span className="code tick ruler-lag">{row.lag < 0 ? t('group.no-commit') : t('group.lag', { count: row.lag })}</span>
          {isNarrow ? null : <Risk row={row} />}
          <DifferenceMark place={`partition:${row.id}`} />
        </button>
      ))}
    </div>
  );
}

/** What a crash would come to, in a word. */
function Risk({ row }: { readonly row: OffsetRow }): ReactElement {
  const { t } = useWords();
  const { again, skipped } = fateCounts(row);
  if (row.owner === '') return <span className="tick name of-outsync">{t('group.nobody')}</span>;
  if (skipped > 0) return <span className="tick name of-loss">{t('offsets.risk-skipped', { count: skipped })}</span>;
  return <span className="tick ink-2">{again > 0 ? t('offsets.risk-again', { count: again }) : ''}</span>;
}

const Bar = memo(function Bar({ row, width }: { readonly row: OffsetRow; readonly width: number }): ReactElement {
  const from = Math.max(0, row.logStartOffset);
  const to = Math.max(from, row.logEndOffset);
  const x = (offset: number): number => 4 + ((Math.min(Math.max(offset, from), to) - from) / Math.max(1, to - from)) * (width - 20);
  const hw = x(Math.max(from, row.highWatermark));
  const again = row.unfinishedOffset > row.startOffset && row.startOffset >= 0;
  return (
    <svg width={width} height="32" aria-hidden="true">
      {again ? (
        <rect
          x={x(row.startOffset)}
          y="10"
          width={Math.max(1, x(row.unfinishedOffset) - x(row.startOffset))}
          height="8"
          fill="url(#offsets-again)"
        />
      ) : null}
      <path d="M9 8H4v12" fill="none" stroke="var(--ink)" strokeWidth="1.6" />
      <line x1="4" y1="14" x2={x(to)} y2="14" stroke="var(--edge)" />
      <line x1="4" y1="14" x2={x(Math.max(from, row.committedOffset))} y2="14" stroke="var(--ink)" strokeWidth="3" />
      <path d={`M${hw.toFixed(1)} 2v16M${hw.toFixed(1)} 2h-9l3 3.5l-3 3.5h9z`} fill="var(--ink)" stroke="var(--ink)" strokeWidth="1.6" />
      <rect x={x(to) + 1} y="10.5" width="7" height="7" fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.4" />
      {row.position < 0 ? null : (
        <path d={`M${x(row.position).toFixed(1)} 19l5 9h-10z`} fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.4" />
      )}
      {row.committedOffset < 0 ? null : <circle cx={x(row.committedOffset)} cy="24" r="4" fill="var(--ink)" />}
    </svg>
  );
});
