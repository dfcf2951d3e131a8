import type { ReactElement } from 'react';
import { useWords } from '../../app/words.ts';
import { offsetX } from './layout.ts';
import type { ColumnPlace, StageLayout } from './layout.ts';
import { useRow } from './tables.ts';

/** The words of the quiet first picture: who keeps the log, who copies it, who writes and who reads. */
export function VisitHeads({ layout }: { readonly layout: StageLayout }): ReactElement {
  return (
    <g>
      {layout.columns.map((column, index) => (
        <Band key={column.broker} column={column} layout={layout} isLeader={index === 0} />
      ))}
      {layout.clients.map((client) => (
        <ClientWords key={client.id} kind={client.kind} id={client.id} x={client.x} y={client.y} />
      ))}
      {layout.clients.map((client) =>
        client.kind === 'consumer' ? (
          <path
            key={`w${client.id}`}
            d={`M${String(layout.right)} ${String(client.dockY)}H${String(client.dockX)}`}
            stroke="var(--edge)"
            strokeDasharray="2 3"
            fill="none"
          />
        ) : null,
      )}
    </g>
  );
}

function Band({
  column,
  layout,
  isLeader,
}: {
  readonly column: ColumnPlace;
  readonly layout: StageLayout;
  readonly isLeader: boolean;
}): ReactElement | null {
  const { t } = useWords();
  const strip = [...layout.strips.values()].find((candidate) => candidate.broker === column.broker);
  const replica = useRow('replicas', strip?.replica ?? '');
  const partition = useRow('partitions', strip?.partition ?? '');
  if (strip === undefined || replica === undefined) return null;
  const { x, y, width, height } = column;
  const next = replica.logEndOffset;
  const offsets = Array.from(
    { length: Math.max(0, Math.min(next - replica.firstOffset + 1, strip.cellCount)) },
    (_, index) => replica.firstOffset + index,
  );
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} fill="var(--lane)" />
      <line x1={x} y1={y} x2={x + width} y2={y} stroke={isLeader ? 'var(--ink)' : 'var(--edge)'} strokeWidth={isLeader ? 3 : 1.5} />
      {isLeader ? (
        <>
          <text x={x + 24} y={y + 32}>
            <tspan className="s18 name">{t('object.broker', { broker: column.broker })}</tspan>
            <tspan dx="10" className="s14 ink-2">
              {t('visit.keeps-log', { partition: strip.partition })}
            </tspan>
          </text>
          {offsets.map((offset) => (
            <text
              key={offset}
              x={offsetX(strip, offset, replica.firstOffset) + strip.cellWidth / 2}
              y={strip.y + strip.height + 18}
              textAnchor="middle"
              className="code s13 ink-3"
            >
              {offset}
            </text>
          ))}
          <text
            x={offsetX(strip, next, replica.firstOffset) + strip.cellWidth / 2}
            y={strip.y - 10}
            textAnchor="middle"
            className="s13 ink-2"
          >
            {t('visit.next')}
          </text>
        </>
      ) : (
        <CopyWords
          x={
            strip.cellX +
            strip.cellWidth * Math.max(5, Math.min(strip.cellCount, (partition?.newestLogEndOffset ?? 0) - replica.firstOffset)) +
            20
          }
          right={x + width - 30}
          y={strip.y + 18}
          text={t('visit.keeps-copy', { broker: column.broker })}
        />
      )}
    </g>
  );
}

/** Beside the copy as long as there is room; its target says the same. */
function CopyWords({
  x,
  right,
  y,
  text,
}: {
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly text: string;
}): ReactElement | null {
  return right - x < text.length * 7 ? null : (
    <text x={x} y={y} className="s14 ink-2">
      {text}
    </text>
  );
}

function ClientWords({
  kind,
  id,
  x,
  y,
}: {
  readonly kind: 'producer' | 'consumer';
  readonly id: string;
  readonly x: number;
  readonly y: number;
}): ReactElement {
  const { t } = useWords();
  const consumer = useRow('consumers', id);
  const position = consumer?.positions[0] ?? -1;
  return (
    <g>
      <text x={x} y={y + 13} className="s18 name">
        {id}
      </text>
      <text x={x} y={y + 35} className="s14 ink-2">
        {t(kind === 'producer' ? 'visit.a-producer' : 'visit.a-consumer')}
      </text>
      {kind === 'consumer' && position > 0 ? (
        <text x={x} y={y + 55} className="s14 ink-2">
          {t('visit.has-read', { last: position - 1 })}
        </text>
      ) : null}
    </g>
  );
}
