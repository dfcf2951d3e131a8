import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { printSet } from '../../texts/format.ts';
import { isMatrixLayout } from './layout.ts';
import type { RowPlace, StageLayout } from './layout.ts';
import { leaderWords, troubleWords } from './names.ts';
import type { PartitionRow } from './rows.ts';
import { useRow } from './tables.ts';

/** The rule and the words above each partition's row. Healthy rows say only their name, leader and ISR. */
export function RowHeads({ layout }: { readonly layout: StageLayout }): ReactElement {
  return (
    <g>
      {layout.rows.map((row) => (
        <RowHead key={row.partition} row={row} layout={layout} />
      ))}
    </g>
  );
}

function RowHead({ row, layout }: { readonly row: RowPlace; readonly layout: StageLayout }): ReactElement | null {
  const words = useWords();
  const partition = useRow('partitions', row.partition);
  if (partition === undefined) return null;
  const { left, right, columns } = layout;
  const baseline = row.y + (row.level === 1 ? 13 : 18);
  const nameWidth = partition.id.length * 8.6 + 14;
  // A row that stands apart from the machines says all of it at its left end.
  const last =
    columns.length > 2 && !isMatrixLayout({ form: layout.form, brokers: columns.map((column) => column.broker) })
      ? columns.at(-1)
      : undefined;
  if (row.level === 0) return <GutterHead row={row} layout={layout} partition={partition} />;
  // Beside the ISR, the clause needs 134 px; a letter of it takes about 5.2.
  const isr = isrWords(partition, words.t);
  const leader = leaderWords(partition, words);
  return (
    <g>
      <line x1={left} y1={row.y} x2={right} y2={row.y} stroke="var(--edge)" strokeWidth={row.level === 1 ? 0.5 : 1} />
      <text x={left + 8} y={baseline} className={`code name ${row.level === 1 ? 's11' : 's14'}`}>
        {partition.id}
      </text>
      {row.level === 1 ? null : (
        <text x={left + 8 + nameWidth} y={baseline} className={`s12 ${partition.leader < 0 ? 'name of-loss' : 'ink-2'}`}>
          {last === undefined ? `${leader} · ${isr}` : leader}
        </text>
      )}
      {last === undefined || row.level === 1 ? null : (
        <text x={last.x + 8} y={baseline} className="s12 ink-2">
          {isr}
        </text>
      )}
      <Clause
        partition={partition}
        x={right - 8}
        y={baseline}
        isFocus={row.isFocus}
        words={words}
        hasRoom={(last?.width ?? 400) > (partition.trouble === null ? isr.length * 5.2 + 134 : 190) && columns.length > 1}
      />
    </g>
  );
}

/** In a matrix a row's name stands beside it; trouble has a mark at the other end, and its words in the row's title. */
function GutterHead({
  row,
  layout,
  partition,
}: {
  readonly row: RowPlace;
  readonly layout: StageLayout;
  readonly partition: PartitionRow;
}): ReactElement {
  const words = useWords();
  const { left, right } = layout;
  const isTrouble = partition.trouble !== null;
  const name = partition.id.length > 12 ? `…${partition.id.slice(-11)}` : partition.id;
  return (
    <g>
      <line x1={left} y1={row.y} x2={right} y2={row.y} stroke="var(--edge)" strokeWidth="0.5" />
      <text x={left - 8} y={row.y + 14} textAnchor="end" className={`code s11 ${isTrouble ? `name ${troubleColor(partition)}` : ''}`}>
        {name}
      </text>
      {isTrouble ? (
        <text x={right + 4} y={row.y + 14} className={`s11 name ${troubleColor(partition)}`}>
          !<title>{troubleWords(partition, words)}</title>
        </text>
      ) : null}
    </g>
  );
}

interface ClauseProps {
  readonly partition: PartitionRow;
  readonly x: number;
  readonly y: number;
  readonly isFocus: boolean;
  readonly words: ReturnType<typeof useWords>;
  readonly hasRoom: boolean;
}

/** One clause at the right end: what hurts, in its colour; for the focused healthy row, the rule that holds it. */
function Clause({ partition, x, y, isFocus, words, hasRoom }: ClauseProps): ReactElement | null {
  if (!hasRoom) return null;
  if (partition.trouble !== null)
    return (
      <text x={x} y={y} textAnchor="end" className={`s12 name ${troubleColor(partition)}`}>
        {troubleWords(partition, words)}
      </text>
    );
  return isFocus ? (
    <text x={x} y={y} textAnchor="end" className="s12 ink-2">{`min.insync.replicas ${String(partition.minIsr)}`}</text>
  ) : null;
}

function troubleColor(partition: PartitionRow): string {
  return partition.trouble === 'no-leader' || partition.trouble === 'records-lost' || partition.trouble === 'under-min-isr'
    ? 'of-loss'
    : 'of-outsync';
}

function isrWords(partition: PartitionRow, t: ReturnType<typeof useWords>['t']): string {
  const now = t('partition.in-sync', { isr: printSet(partition.isr) });
  const { pendingIsr } = partition;
  if (pendingIsr === null) return now;
  const added = pendingIsr.filter((broker) => !partition.isr.includes(broker));
  const removed = partition.isr.filter((broker) => !pendingIsr.includes(broker));
  if (added.length > 0) return `${now}${t('partition.adding', { brokers: added.join(', ') })}`;
  return removed.length > 0 ? `${now}${t('partition.removing', { brokers: removed.join(', ') })}` : now;
}
