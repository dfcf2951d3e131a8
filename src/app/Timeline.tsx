import { useEffect, useMemo, useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { printSeconds } from '../texts/format.ts';
import { useApp, useFrame } from './context.ts';
import { afterPictures } from './following-frames.ts';
import { isTimelineMark } from './event-glyphs.ts';
import { scrubbing } from './scrubbing.ts';
import { useSize } from './size.ts';
import { timelineScale } from './timeline-scale.ts';
import { later } from './later.tsx';
import { TimelineMarks } from './TimelineMarks.tsx';
import { useWords } from './words.ts';

/** Other histories, once there are any. */
const TimelineGhosts = later(() => import('./TimelineGhosts.tsx').then((module) => module.TimelineGhosts));
/** Share of the line that what is computed takes; the rest is not computed yet. */
const knownShare = 0.86;
/** What an arrow key moves, in px on the line: where time is folded it moves further. */
const keyPixels = 4;

/** The run as a line: drag it, or use the arrow keys; Page keys go from mark to mark. */
export function Timeline({ isSmall }: { readonly isSmall: boolean }): ReactElement {
  const { client, clock, frames } = useApp();
  const { t } = useWords();
  const [box, size] = useSize();
  const events = useFrame((state) => state.events);
  const computed = useFrame((state) => Math.ceil(state.computedUntil.micros / 10_000) * 10_000);
  const hasGhosts = useFrame((state) => state.branches.some((branch) => !branch.isCurrent));
  const marks = useMemo(() => events.filter(isTimelineMark), [events]);
  const scale = useMemo(
    () =>
      timelineScale(
        marks.map((event) => event.micros),
        computed,
        Math.max(80, size.width * knownShare),
      ),
    [marks, computed, size.width],
  );
  const slider = useRef<HTMLDivElement>(null);
  const playhead = useRef<SVGGElement>(null);
  useEffect(() => {
    const say = afterPictures(() => {
      slider.current?.setAttribute('aria-valuenow', String(Math.round(clock.nowMicros / 1000)));
      slider.current?.setAttribute('aria-valuetext', `${printSeconds(clock.nowMicros)} s`);
    });
    return clock.listen((now) => {
      // As a style, and on a layer of its own: moving it paints nothing.
      if (playhead.current !== null) playhead.current.style.transform = `translate(${scale.x(now).toFixed(1)}px,0)`;
      say();
    });
  }, [clock, scale]);
  const seekTo = (event: PointerEvent<HTMLElement>): void => {
    const left = event.currentTarget.getBoundingClientRect().left;
    client.seek(scale.x.invert(Math.max(0, event.clientX - left)));
  };
  const wasRunning = useRef(false);
  const onKey = (event: KeyboardEvent): void => {
    const now = frames.getState().at.micros;
    const target = keyTarget(event.key, {
      now,
      marks: marks.map((mark) => mark.micros),
      move: (pixels) => scale.x.invert(scale.x(now) + pixels),
      end: frames.getState().computedUntil.micros,
    });
    if (target === null) return;
    event.preventDefault();
    event.stopPropagation();
    scrubbing.hold();
    scrubbing.release();
    client.pause();
    client.seek(target);
  };
  const y = isSmall ? 11 : 30;
  return (
    <div ref={box} className={`timeline ${isSmall ? 'is-small' : ''}`}>
      <div
        ref={slider}
        className="timeline-slider"
        role="slider"
        tabIndex={0}
        aria-label={t('timeline.name')}
        aria-valuemin={0}
        aria-valuemax={Math.round(scale.endMicros / 1000)}
        aria-valuenow={0}
        onKeyDown={onKey}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          wasRunning.current = frames.getState().isRunning;
          // Each word to the engine is answered with a picture: one for the pause would stand before that of the seek.
          if (wasRunning.current) client.pause();
          seekTo(event);
          scrubbing.hold();
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
        }}
        onPointerUp={() => {
          scrubbing.release();
          if (wasRunning.current) client.play();
        }}
      >
        <svg width={size.width} height={isSmall ? 22 : 84} aria-hidden="true" overflow="visible">
          <TimelineMarks marks={marks} scale={scale} y={y} width={size.width} isSmall={isSmall} />
          {isSmall || !hasGhosts ? null : <TimelineGhosts scale={scale} y={y} />}
          <g ref={playhead} className="playhead">
            <rect
              x="-2.5"
              y={isSmall ? 1 : y - 26}
              width="5"
              height={isSmall ? 20 : 46}
              fill="var(--now)"
              stroke="var(--now-edge)"
              strokeWidth="1.2"
            />
            {isSmall ? null : (
              <text x="9" y={y - 15} className="s11 name on-paper">
                {t('log.now')}
              </text>
            )}
          </g>
        </svg>
      </div>
      {isSmall ? null : <GhostLinks />}
    </div>
  );
}

/** Other histories as buttons: go there, or put one beside this one. */
function GhostLinks(): ReactElement | null {
  const { client } = useApp();
  const { t } = useWords();
  const branches = useFrame((state) => state.branches);
  const other = [...branches].reverse().find((branch) => !branch.isCurrent);
  if (other === undefined) return null;
  return (
    <p className="ghost-links small">
      <button
        type="button"
        className="link"
        onClick={() => {
          client.compare(other.id);
        }}
      >
        {t('bar.compare')}
      </button>
      <button
        type="button"
        className="link"
        onClick={() => {
          client.switchBranch(other.id);
        }}
      >
        {t('timeline.go-there')}
      </button>
    </p>
  );
}

interface TimelineState {
  readonly now: number;
  readonly marks: readonly number[];
  readonly end: number;
  /** The time so many px further on the line. */
  readonly move: (pixels: number) => number;
}

function keyTarget(key: string, { now, marks, end, move }: TimelineState): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(end, Math.max(now + 1_000, move(keyPixels)));
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.min(now - 1_000, move(-keyPixels));
    case 'PageUp':
      return marks.find((micros) => micros > now) ?? end;
    case 'PageDown':
      return [...marks].reverse().find((micros) => micros < now) ?? 0;
    case 'Home':
      return 0;
    case 'End':
      return end;
    default:
      return null;
  }
}
