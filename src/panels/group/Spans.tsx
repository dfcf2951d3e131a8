import { memo } from 'react';
import type { ReactElement } from 'react';
import { timeX } from './layout.ts';
import type { Lane, LaneLayout } from './layout.ts';
import { partitionColor } from './names.ts';
import type { SpanRow } from './rows.ts';
import { useRows } from './tables.ts';

const chip = 19;

/** Partitions as lines through the lanes of those who have them, and through the lane of nobody while it is nobody. */
export const Spans = memo(function Spans({ layout }: { readonly layout: LaneLayout }): ReactElement {
  const spans = useRows('group.spans');
  const lanes = new Map(layout.lanes.map((lane) => [lane.name, lane]));
  return (
    <>
      {spans.map((span) => {
        const lane = lanes.get(span.lane);
        if (lane === undefined) return null;
        return span.kind === 'nobody' ? (
          <Ownerless key={span.id} span={span} lane={lane} lanes={lanes} all={spans} layout={layout} />
        ) : (
          <Owned key={span.id} span={span} lane={lane} layout={layout} />
        );
      })}
    </>
  );
});

function Owned({ span, lane, layout }: { readonly span: SpanRow; readonly lane: Lane; readonly layout: LaneLayout }): ReactElement {
  const y = lane.slots.get(span.partition) ?? lane.top;
  const x = timeX(layout, span.fromMicros);
  const end = span.toMicros < 0 ? layout.right : timeX(layout, span.toMicros);
  const thickness = Math.max(2, Math.min(8, lane.pitch - 3));
  const isFrozen = span.kind === 'frozen';
  const isStart = span.fromMicros > layout.window.fromMicros;
  return (
    <g>
      <rect
        x={x}
        y={y - thickness / 2}
        width={Math.max(0.5, end - x)}
        height={thickness}
        fill={isFrozen ? 'url(#group-frozen)' : partitionColor(span.index)}
        stroke={thickness < 4 ? 'none' : isFrozen ? 'var(--offline)' : 'var(--ink)'}
        strokeDasharray={isFrozen ? '1.5 3' : undefined}
      />
      {span.toMicros >= 0 && (span.end === 'revoked' || span.end === 'lost') ? (
        <circle cx={end} cy={y} r={Math.min(4.5, lane.pitch / 2)} fill="var(--paper)" stroke="var(--outsync)" strokeWidth="1.8" />
      ) : null}
      {span.end === 'ended' ? (
        <path d={`M${String(end - 4)} ${String(y - 4)}l8 8m0-8l-8 8`} stroke="var(--offline)" strokeWidth="2" />
      ) : null}
      <Chip span={span} x={isStart ? x + 8 : x + 20} y={y} end={end} pitch={lane.pitch} />
    </g>
  );
}

/** The partition's number on its line, where there is room for it. */
function Chip({
  span,
  x,
  y,
  end,
  pitch,
}: {
  readonly span: SpanRow;
  readonly x: number;
  readonly y: number;
  readonly end: number;
  readonly pitch: number;
}): ReactElement | null {
  const height = Math.min(chip, pitch - 2);
  const text = String(span.index);
  const width = Math.max(height, text.length * 7 + 8);
  if (height < 14 || end - x < width) return null;
  return (
    <g>
      <rect x={x} y={y - height / 2} width={width} height={height} fill={partitionColor(span.index)} stroke="var(--ink)" />
      <text x={x + width / 2} y={y + 4} textAnchor="middle" className="code s11 chip-text">
        {text}
      </text>
    </g>
  );
}

interface OwnerlessProps {
  readonly span: SpanRow;
  readonly lane: Lane;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly all: readonly SpanRow[];
  readonly layout: LaneLayout;
}

/** On its way from one reader to the next: the wait is a length. */
function Ownerless({ span, lane, lanes, all, layout }: OwnerlessProps): ReactElement {
  const y = lane.slots.get(span.partition) ?? lane.top;
  const x = timeX(layout, span.fromMicros);
  const end = span.toMicros < 0 ? layout.right : timeX(layout, span.toMicros);
  const before = all.find((other) => other.kind !== 'nobody' && other.partition === span.partition && other.toMicros === span.fromMicros);
  const after = all.find((other) => other.kind !== 'nobody' && other.partition === span.partition && other.fromMicros === span.toMicros);
  const from = before === undefined ? null : (lanes.get(before.lane)?.slots.get(span.partition) ?? null);
  const to = after === undefined ? null : (lanes.get(after.lane)?.slots.get(span.partition) ?? null);
  const bend = Math.min(14, (end - x) / 2);
  const parts = [
    from === null ? `M${n(x)} ${n(y)}` : `M${n(x)} ${n(from)}C${n(x + bend)} ${n(from)} ${n(x)} ${n(y)} ${n(x + bend)} ${n(y)}`,
    `L${n(end - (to === null ? 0 : bend))} ${n(y)}`,
    to === null ? '' : `C${n(end)} ${n(y)} ${n(end - bend)} ${n(to)} ${n(end)} ${n(to)}`,
  ];
  return (
    <g>
      <path d={parts.join('')} fill="none" stroke="var(--outsync)" strokeWidth={lane.pitch < 5 ? 1 : 1.8} strokeDasharray="5 3" />
      <Chip span={span} x={x + bend + 4} y={y} end={end - bend} pitch={lane.pitch} />
    </g>
  );
}

function n(value: number): string {
  return value.toFixed(1);
}
