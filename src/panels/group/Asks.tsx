import { memo } from 'react';
import type { ReactElement } from 'react';
import { timeX } from './layout.ts';
import type { LaneLayout } from './layout.ts';
import type { AskRow } from './rows.ts';
import { useRows } from './tables.ts';

const labelWidth = 72;

interface Mark {
  readonly ask: AskRow;
  readonly x: number;
  readonly y: number;
  readonly hasLabel: boolean;
}

/** What members ask of their coordinator: joins and syncs by name, heartbeats as ticks. */
export const Asks = memo(function Asks({ layout }: { readonly layout: LaneLayout }): ReactElement {
  const asks = useRows('group.asks');
  const tops = new Map(layout.lanes.map(({ name, top }) => [name, top]));
  return (
    <>
      {placed(asks, layout, tops).map(({ ask, x, y, hasLabel }) => (
        <g key={ask.id}>
          <path d={shapeOf(ask.api, x, y)} fill={fillOf(ask.api)} stroke="var(--ink)" strokeWidth={isBeat(ask.api) ? 1 : 1.4} />
          {hasLabel ? (
            <text x={x + 9} y={y + 9} className="s11 ink-2 code on-lane">
              {ask.api}
            </text>
          ) : null}
        </g>
      ))}
    </>
  );
});

function placed(asks: readonly AskRow[], layout: LaneLayout, tops: ReadonlyMap<string, number>): readonly Mark[] {
  const marks: Mark[] = [];
  const freeFrom = new Map<string, number>();
  for (const [index, ask] of asks.entries()) {
    const top = tops.get(ask.lane);
    if (top === undefined) continue;
    const x = timeX(layout, ask.micros);
    const next = asks.slice(index + 1).find((other) => other.lane === ask.lane && !isBeat(other.api));
    const room = (next === undefined ? layout.right : timeX(layout, next.micros)) - x;
    const isFree = x >= (freeFrom.get(ask.lane) ?? 0);
    const hasLabel = !isBeat(ask.api) && isFree && (room > labelWidth || (next !== undefined && room < 10));
    if (hasLabel) freeFrom.set(ask.lane, x + labelWidth);
    marks.push({ ask, x, y: top + 4, hasLabel });
  }
  return marks;
}

function isBeat(api: string): boolean {
  return api === 'Heartbeat' || api === 'ConsumerGroupHeartbeat';
}

function shapeOf(api: string, x: number, y: number): string {
  if (isBeat(api)) return `M${x.toFixed(1)} ${String(y)}v6`;
  if (api === 'LeaveGroup') return `M${(x - 4).toFixed(1)} ${String(y)}l8 8m0-8l-8 8`;
  return `M${(x - 5).toFixed(1)} ${String(y)}h10l-5 8z`;
}

function fillOf(api: string): string {
  return api === 'JoinGroup' ? 'var(--ink)' : api === 'SyncGroup' ? 'var(--paper)' : 'none';
}
