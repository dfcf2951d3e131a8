import { useEffect, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { useApp, useSession } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { RecordLine } from './RecordLine.tsx';
import type { Fate } from './rows.ts';
import { useRows } from './tables.ts';

interface ListProps {
  readonly rowHeight: number;
  readonly isNarrow: boolean;
  readonly fate: Fate | null;
  /** Rows in the window that is asked for: what is seen, and some more on both sides. */
  readonly rowCount: number;
  readonly ask: (firstRow: number) => void;
}

/** The list: as long as all records, but only what is on screen is there. It stays at the newest while it is scrolled to the end. */
export function RecordList({ rowHeight, isNarrow, fate, rowCount, ask }: ListProps): ReactElement {
  const acts = useActs();
  const { client } = useApp();
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const selection = useSession((state) => state.selection);
  const [totals] = useRows('records.totals');
  const rows = [...useRows('records.rows')].sort((one, other) => one.index - other.index);
  const total = totals?.rowCount ?? 0;
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [total]);
  const margin = 10;
  const onScroll = (): void => {
    const element = box.current;
    if (element === null) return;
    isAtEnd.current = element.scrollTop + element.clientHeight >= element.scrollHeight - rowHeight;
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - margin);
    // In steps, so that not every px asks the worker.
    ask(isAtEnd.current ? -1 : first - (first % margin));
  };
  useEffect(() => {
    if (isAtEnd.current) ask(-1);
  }, [rowCount, ask]);
  const selectedIndex = rows.findIndex((row) => selection?.kind === 'record' && selection.id === row.id);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      const row = rows[selectedIndex];
      if (row !== undefined) client.seek(row.sentMicros);
      return;
    }
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = selectedIndex < 0 ? rows.at(-1) : rows[Math.min(rows.length - 1, Math.max(0, selectedIndex + by))];
    if (next === undefined) return;
    acts.select({ kind: 'record', id: next.id });
    const element = box.current;
    const top = next.index * rowHeight;
    if (element === null) return;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + rowHeight - element.clientHeight;
  };
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
      <div
        ref={box}
        className="record-scroll"
        role="listbox"
        aria-label={t('records.name')}
        aria-activedescendant={selectedIndex < 0 ? undefined : `record-${String(rows[selectedIndex]?.firstId ?? 0)}`}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKey}
      >
        <div className="record-room" style={{ height: total * rowHeight }} role="presentation">
          {rows.map((row) => (
            <RecordLine
              key={row.id}
              row={row}
              top={row.index * rowHeight}
              height={rowHeight}
              total={total}
              isNarrow={isNarrow}
              isSelected={selection?.kind === 'record' && selection.id === row.id}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
