import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import type { Words } from '../../app/words.ts';
import { measuredWidth } from '../../design/measured-width.ts';
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
  // A row that stands apart from the machines says all of it at its left end.
  const last =
    columns.length > 2 && !isMatrixLayout({ form: layout.form, brokers: columns.map((column) => column.broker) })
      ? columns.at(-1)
      : undefined;
  if (row.level === 0) return <GutterHead row={row} layout={layout} partition={partition} />;
  const isr = isrWords(partition, words.t);
  const leader = leaderWords(partition, words);
  // Beside the ISR, the clause needs 134 px; a letter of it takes about 5.2.
  const hasRoom = (last?.width ?? 400) > (partition.trouble === null ? isr.length * 5.2 + 134 : 190) && columns.length > 1;
  const clause = hasRoom ? clauseOf(partition, row.isFocus, words) : null;
  const clauseX = right - 8;
  // Where a wide face leaves no room between both, the ISR stands before the clause and begins further left.
  const isrRight = clause === null ? clauseX : clauseX - measuredWidth(clause.text, 12, partition.trouble === null ? 400 : 600) - 12;
  const isAligned = last === undefined || last.x + 8 + measuredWidth(isr, 12) <= isrRight;
  return (
    <g>
      <line x1={left} y1={row.y} x2={right} y2={row.y} stroke="var(--edge)" strokeWidth={row.level === 1 ? 0.5 : 1} />
      <text x={left + 8} y={baseline}>
        <tspan className={`code name ${row.level === 1 ? 's11' : 's14'}`}>{partition.id}</tspan>
        {row.level === 1 ? null : (
          <tspan dx="12" className={`s12 ${partition.leader < 0 ? 'name of-loss' : 'ink-2'}`}>
            {last === undefined ? `${leader} · ${isr}` : leader}
          </tspan>
        )}
      </text>
      {last === undefined || row.level === 1 ? null : (
        <text x={isAligned ? last.x + 8 : isrRight} y={baseline} textAnchor={isAligned ? 'start' : 'end'} className="s12 ink-2">
          {isr}
        </text>
      )}
      {clause === null ? null : (
        <text x={clauseX} y={baseline} textAnchor="end" className={clause.look}>
          {clause.text}
        </text>
      )}
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

/** One clause at the right end: what hurts, in its colour; for the focused healthy row, the rule that holds it. */
function clauseOf(partition: PartitionRow, isFocus: boolean, words: Words): { readonly text: string; readonly look: string } | null {
  if (partition.trouble !== null) return { text: troubleWords(partition, words), look: `s12 name ${troubleColor(partition)}` };
  return isFocus ? { text: `min.insync.replicas ${String(partition.minIsr)}`, look: 's12 ink-2' } : null;
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
