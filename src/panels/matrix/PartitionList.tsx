import { memo } from 'react';
import type { CSSProperties, ReactElement } from 'react';
import { useActs } from '../../app/acts.ts';
import { useSession } from '../../app/context.ts';
import { useWords } from '../../app/words.ts';
import { Cap } from '../../design/Cap.tsx';
import type { CapRole } from '../../design/Cap.tsx';
import { WindowedList } from '../../design/WindowedList.tsx';
import { partitionSpoken, stateColor, stateWords } from './names.ts';
import type { MatrixPartitionRow } from './rows.ts';
import { StateMark } from './StateMark.tsx';
import { useRows } from './tables.ts';

interface ListProps {
  readonly rowHeight: number;
  readonly isNarrow: boolean;
  readonly ask: (firstRow: number) => void;
}

/** Partitions as rows, brokers as columns. */
export function PartitionList({ rowHeight, isNarrow, ask }: ListProps): ReactElement {
  const acts = useActs();
  const { t } = useWords();
  const selection = useSession((state) => state.selection);
  const [totals] = useRows('matrix.totals');
  const rows = [...useRows('matrix.partitions')].sort((one, other) => one.index - other.index);
  const brokers = totals?.brokers ?? [];
  const total = totals?.rowCount ?? 0;
  const chosen = rows.findIndex((row) => selection?.kind === 'partition' && selection.id === row.id);
  const style: CSSProperties & Readonly<Record<'--brokers', string>> = { '--brokers': String(Math.max(1, brokers.length)) };
  return (
    <div className="matrix-table" style={style}>
      {isNarrow || total === 0 ? null : (
        <div className="matrix-line matrix-head small ink-2" aria-hidden="true">
          <span />
          <span>{t('matrix.column-partition')}</span>
          <span className="is-number">{t('matrix.column-leader')}</span>
          <span>{t('matrix.column-replicas')}</span>
          <span>{t('matrix.column-isr')}</span>
          <span className="matrix-caps">
            {brokers.map((broker) => (
              <span key={broker} className="code">
                {broker}
              </span>
            ))}
          </span>
          <span className="is-number">{t('matrix.column-hw')}</span>
          <span className="is-number">{t('matrix.column-leo')}</span>
          <span className="is-number">{t('matrix.column-behind')}</span>
          <span className="is-number">{t('matrix.column-lag')}</span>
          <span />
        </div>
      )}
      {total === 0 ? (
        <p className="view-empty ink-2">{t((totals?.partitions ?? 0) === 0 ? 'views.no-partition' : 'matrix.empty')}</p>
      ) : null}
      <WindowedList
        name={t('matrix.name')}
        className="matrix-scroll"
        total={total}
        rowHeight={rowHeight}
        activeId={chosen < 0 ? undefined : `matrix-${rows[chosen]?.id ?? ''}`}
        staysAtEnd={false}
        ask={ask}
        move={(by) => {
          const next = chosen < 0 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, chosen + by))];
          if (next === undefined) return null;
          acts.select({ kind: 'partition', id: next.id });
          return next.index;
        }}
        enter={() => undefined}
      >
        {rows.map((row, index) => (
          <PartitionLine
            key={row.id}
            row={row}
            top={row.index * rowHeight}
            height={rowHeight}
            total={total}
            isNarrow={isNarrow}
            isChosen={index === chosen}
          />
        ))}
      </WindowedList>
    </div>
  );
}

interface LineProps {
  readonly row: MatrixPartitionRow;
  readonly top: number;
  readonly height: number;
  readonly total: number;
  readonly isNarrow: boolean;
  readonly isChosen: boolean;
}

const PartitionLine = memo(function PartitionLine({ row, top, height, total, isNarrow, isChosen }: LineProps): ReactElement {
  const acts = useActs();
  const words = useWords();
  const state = stateWords(row, words);
  const number = (value: number): string => (value < 0 ? '–' : String(value));
  return (
    <div
      id={`matrix-${row.id}`}
      className={`matrix-line ${isChosen ? 'is-chosen' : ''}`}
      style={{ top, height }}
      role="option"
      aria-selected={isChosen}
      aria-setsize={total}
      aria-posinset={row.index + 1}
      data-object={`partition:${row.id}`}
      onClick={() => {
        acts.select({ kind: 'partition', id: row.id });
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        acts.select({ kind: 'partition', id: row.id });
        acts.openMenu({ kind: 'partition', id: row.id }, event.clientX, event.clientY);
      }}
    >
      {/* One sentence for the ear; the columns are for the eye. */}
      <span className="spoken">{partitionSpoken(row, words)}</span>
      <span className="matrix-columns" aria-hidden="true">
        <StateMark state={row.state} />
        {isNarrow ? (
          <span className="matrix-two">
            <span>
              <span className="code name">{row.id}</span>
              <Caps row={row} />
            </span>
            <span className="small">
              <span className="code">{`HW ${number(row.highWatermark)} LEO ${number(row.logEndOffset)}`}</span>{' '}
              <span className={stateColor(row.state)}>{state}</span>
            </span>
          </span>
        ) : (
          <>
            <PartitionName id={row.id} />
            <span className={`code is-number ${row.leader < 0 ? 'of-loss name' : ''}`}>
              {row.leader < 0 ? words.t('matrix.none') : row.leader}
            </span>
            <span className="code">{row.replicas.join(',')}</span>
            <span className={`code ${stateColor(row.state)}`}>{row.isr.length === 0 ? '–' : row.isr.join(',')}</span>
            <Caps row={row} />
            <span className="code is-number">{number(row.highWatermark)}</span>
            <span className="code is-number">{number(row.logEndOffset)}</span>
            <span className={`code is-number ${row.behindCount > 0 ? '' : 'ink-3'}`}>{row.behindCount}</span>
            <span className={`code is-number ${row.lagCount > 0 ? '' : 'ink-3'}`}>{number(row.lagCount)}</span>
            <span className={`small ${stateColor(row.state)}`}>{state}</span>
          </>
        )}
      </span>
    </div>
  );
});

/** A name that is too long loses letters of its topic, never the number of its partition. */
function PartitionName({ id }: { readonly id: string }): ReactElement {
  const dash = id.lastIndexOf('-');
  return (
    <span className="code matrix-name" title={id}>
      <span>{id.slice(0, dash)}</span>
      <span>{id.slice(dash)}</span>
    </span>
  );
}

const capRoles: readonly string[] = ['leader', 'in-sync', 'out-of-sync', 'eligible', 'fenced', 'offline'] satisfies readonly CapRole[];

function isCapRole(role: string): role is CapRole {
  return capRoles.includes(role);
}

/** What each broker is for the partition: an end cap, or nothing. */
function Caps({ row }: { readonly row: MatrixPartitionRow }): ReactElement {
  return (
    <span className="matrix-caps" aria-hidden="true">
      {row.roles.map((role, index) => (
        // The place of a broker is its place in the list of brokers.
        <svg key={String(index)} width="20" height="20">
          {isCapRole(role) ? (
            <Cap role={role} x={1} y={1} width={18} height={18} />
          ) : (
            <line x1="8" y1="10" x2="12" y2="10" stroke="var(--line)" />
          )}
        </svg>
      ))}
    </span>
  );
}
