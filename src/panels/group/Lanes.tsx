import { memo, useEffect, useId, useRef } from 'react';
import type { ReactElement, RefObject } from 'react';
import { useApp } from '../../app/context.ts';
import { printSeconds } from '../../texts/format.ts';
import { Asks } from './Asks.tsx';
import { ticksOf, timeAt, timeX } from './layout.ts';
import type { LaneLayout } from './layout.ts';
import { PhaseHeads, Phases } from './Phases.tsx';
import { Spans } from './Spans.tsx';

/** The lanes: a function of simulated time. What is known is drawn once; a clip that follows the clock lets it be seen. */
export function Lanes({ layout }: { readonly layout: LaneLayout }): ReactElement {
  const { client } = useApp();
  const clip = useId();
  const shown = useRef<SVGRectElement>(null);
  const playhead = useRef<SVGGElement>(null);
  useClock(layout, shown, playhead);
  const { left, right, top, axisY } = layout;
  return (
    <svg
      width={layout.width}
      height={layout.height}
      className="lanes"
      aria-hidden="true"
      onClick={(event) => {
        const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
        if (x < left || x > right) return;
        client.pause();
        client.seek(timeAt(layout, x));
      }}
    >
      <defs>
        <clipPath id={clip}>
          <rect ref={shown} x={left} y="0" width="0" height={layout.height} />
        </clipPath>
        <pattern id="group-frozen" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--paper)" />
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--offline)" strokeWidth="3" />
        </pattern>
      </defs>
      <rect x={left} y={top} width={Math.max(0, right - left)} height={axisY - top} className="lanes-ground" />
      <g clipPath={`url(#${clip})`}>
        <Phases layout={layout} />
      </g>
      <Grid layout={layout} />
      <g clipPath={`url(#${clip})`}>
        <Spans layout={layout} />
      </g>
      <PhaseHeads layout={layout} />
      <Asks layout={layout} />
      <g ref={playhead}>
        <rect x="-2" y={top} width="4" height={axisY - top} fill="var(--now)" stroke="var(--now-edge)" />
      </g>
    </svg>
  );
}

function useClock(layout: LaneLayout, shown: RefObject<SVGRectElement | null>, playhead: RefObject<SVGGElement | null>): void {
  const { clock } = useApp();
  useEffect(
    () =>
      clock.listen((now) => {
        const x = timeX(layout, now);
        shown.current?.setAttribute('width', String(Math.max(0, x - layout.left)));
        playhead.current?.setAttribute('transform', `translate(${x.toFixed(1)} 0)`);
      }),
    [clock, layout, shown, playhead],
  );
}

const Grid = memo(function Grid({ layout }: { readonly layout: LaneLayout }): ReactElement {
  const { left, right, top, axisY, lanes, window, isNarrow } = layout;
  const ticks = ticksOf(layout);
  const decimals = (ticks[1] ?? 0) - (ticks[0] ?? 0) < 1_000_000 ? 1 : 0;
  return (
    <g>
      {lanes.map((lane) => (
        <line key={lane.name} x1={isNarrow ? left : 0} y1={lane.headTop} x2={right} y2={lane.headTop} stroke="var(--edge)" />
      ))}
      <line x1={left} y1={top} x2={left} y2={axisY} stroke="var(--edge)" />
      <line x1={isNarrow ? left : 0} y1={axisY} x2={right} y2={axisY} stroke="var(--edge)" />
      {ticks.map((micros) => {
        const x = timeX(layout, micros);
        return (
          <g key={micros}>
            <line x1={x} y1={axisY} x2={x} y2={axisY + 5} stroke="var(--edge)" />
            <text
              x={x}
              y={axisY + 19}
              textAnchor={micros === window.fromMicros ? 'start' : micros === window.untilMicros ? 'end' : 'middle'}
              className="code s11 ink-3"
            >
              {`${printSeconds(micros, decimals)} s`}
            </text>
          </g>
        );
      })}
    </g>
  );
});
