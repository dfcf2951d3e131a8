import type { ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { useApp, useSession } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { WindowedList } from '../../design/WindowedList.tsx';
import { RecordLine } from './RecordLine.tsx';
import type { Fate } from './rows.ts';
import { useRows } from './tables.ts';

interface ListProps {
  readonly rowHeight: number;
  readonly isNarrow: boolean;
  readonly fate: Fate | null;
  readonly ask: (firstRow: number) => void;
}

/** The list: as long as all records, but only what is on screen is there. It stays at the newest while it is scrolled to the end. */
export function RecordList({ rowHeight, isNarrow, fate, ask }: ListProps): ReactElement {
  const acts = useActs();
  const { client } = useApp();
  const { t } = useWords();
  const selection = useSession((state) => state.selection);
  const [totals] = useRows('records.totals');
  const rows = [...useRows('records.rows')].sort((one, other) => one.index - other.index);
  const total = totals?.rowCount ?? 0;
  const selectedIndex = rows.findIndex((row) => selection?.kind === 'record' && selection.id === row.id);
  const selected = rows[selectedIndex];
  return (
    <div className="record-table">
      {isNarrow || total === 0 ? null : (
        <div className="record-line record-head small ink-2" aria-hidden="true">
          <span />
          <span>{t('records.column-record')}</span>
          <span>{t('records.column-key')}</span>
          <span>{t('records.column-partition')}</span>
          <span className="is-number">{t('records.column-offset')}</span>
          <span>{t('records.column-producer')}</span>
          <span className="is-number">{t('records.column-sent')}</span>
          <span>{t('records.column-fate')}</span>
          <span>{t('records.column-readers')}</span>
        </div>
      )}
      {total === 0 ? <p className="view-empty ink-2">{t(fate === null ? 'records.empty' : 'records.empty-fate')}</p> : null}
      <WindowedList
        name={t('records.name')}
        className="record-scroll"
        total={total}
        rowHeight={rowHeight}
        activeId={selected === undefined ? undefined : `record-${String(selected.firstId)}`}
        staysAtEnd
        ask={ask}
        move={(by) => {
          const next = selectedIndex < 0 ? rows.at(-1) : rows[Math.min(rows.length - 1, Math.max(0, selectedIndex + by))];
          if (next === undefined) return null;
          acts.select({ kind: 'record', id: next.id });
          return next.index;
        }}
        enter={() => {
          if (selected !== undefined) client.seek(selected.sentMicros);
        }}
      >
        {rows.map((row) => (
          <RecordLine
            key={row.id}
            row={row}
            top={row.index * rowHeight}
            height={rowHeight}
            total={total}
            isNarrow={isNarrow}
            isSelected={row === selected}
          />
        ))}
      </WindowedList>
    </div>
  );
}
