import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { offsetX } from './layout.ts';
import type { ColumnPlace, StageLayout } from './layout.ts';
import type { BrokerRow, ReplicaRow } from './rows.ts';
import { useRow } from './tables.ts';

/** The words of the stacked stage: one ruler on top, and a line for each machine. */
export function StackedHeads({ layout }: { readonly layout: StageLayout }): ReactElement {
  return (
    <g>
      {layout.columns.map((column, index) => (
        <Band key={column.broker} column={column} layout={layout} isFirst={index === 0} />
      ))}
    </g>
  );
}

function Band({
  column,
  layout,
  isFirst,
}: {
  readonly column: ColumnPlace;
  readonly layout: StageLayout;
  readonly isFirst: boolean;
}): ReactElement | null {
  const words = useWords();
  const strip = [...layout.strips.values()].find((candidate) => candidate.broker === column.broker);
  const replica = useRow('replicas', strip?.replica ?? '');
  const broker = useRow('brokers', String(column.broker));
  if (strip === undefined || replica === undefined || broker === undefined) return null;
  const { y, width } = column;
  const offsets = Array.from({ length: strip.cellCount }, (_, index) => replica.firstOffset + index).filter((offset) => offset % 2 === 0);
  return (
    <g>
      {isFirst
        ? offsets.map((offset) => (
            <text
              key={offset}
              x={offsetX(strip, offset, replica.firstOffset) + strip.cellWidth / 2}
              y={y - 8}
              textAnchor="middle"
              className="code s12 ink-3"
            >
              {offset}
            </text>
          ))
        : null}
      <line
        x1="0"
        y1={y}
        x2={width}
        y2={y}
        stroke={broker.process === 'down' ? 'var(--offline)' : 'var(--ink)'}
        strokeWidth="2"
        strokeDasharray={broker.process === 'down' ? '1.5 4' : undefined}
      />
      <text x="0" y={y + 20}>
        <tspan className="s16 name">{words.t('object.broker', { broker: column.broker })}</tspan>
        <tspan dx="8" className={`s13 name ${stateColor(replica.role)}`}>
          {stateWords(broker, replica, words)}
        </tspan>
      </text>
      <text
        x={width - 34}
        y={y + 20}
        textAnchor="end"
        className="code s13"
      >{`HW ${String(replica.highWatermark)} LEO ${String(replica.logEndOffset)}`}</text>
    </g>
  );
}

function stateWords(broker: BrokerRow, replica: ReplicaRow, words: ReturnType<typeof useWords>): string {
  if (broker.process !== 'running') return words.t(`process.${broker.process}`);
  if (broker.registration !== 'active') return words.t(`registration.${broker.registration}`);
  if (replica.role === 'leader') return words.t('replica.leads-epoch', { epoch: replica.leaderEpoch });
  if (replica.role === 'out-of-sync')
    return replica.isCaughtUp ? words.t('replica.caught-up-short') : words.t('replica.behind', { count: replica.behindCount });
  return words.t(`role.${replica.role}`);
}

function stateColor(role: ReplicaRow['role']): string {
  return role === 'leader' ? 'of-leader' : role === 'in-sync' ? 'of-insync' : role === 'out-of-sync' ? 'of-outsync' : 'of-offline';
}
