import { useEffect, useMemo, useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import type { EventRow } from '../contract/engine-api.ts';
import { printSeconds } from '../texts/format.ts';
import { forkBetween } from './compare/fork.ts';
import { useApp, useFrame, useSession } from './context.ts';
import { afterPictures } from './following-frames.ts';
import { isTimelineMark } from './event-glyphs.ts';
import { scrubbing } from './scrubbing.ts';
import { useSize } from './size.ts';
import { placeMarks, shownFrames } from './timeline-marks.ts';
import type { PlacedMark } from './timeline-marks.ts';
import { timelineScale } from './timeline-scale.ts';
import type { TimelineScale } from './timeline-scale.ts';
import { later } from './later.tsx';
import { TimelineLine, TimelineMarks, TimelineTimes, timesOf } from './TimelineMarks.tsx';
import { TimelinePlayhead } from './TimelinePlayhead.tsx';
import { useWords } from './words.ts';

/** Other histories, once there are any. */
const TimelineGhosts = later(() => import('./TimelineGhosts.tsx').then((module) => module.TimelineGhosts));
/** The other history on its own line, once one is compared with. */
const TimelineBeside = later(() => import('./TimelineBeside.tsx').then((module) => module.TimelineBeside));
/** Share of the line that what is computed takes; the rest is not computed yet. */
const knownShare = 0.86;
/** What an arrow key moves, in px on the line: where time is folded it moves further. */
const keyPixels = 4;

/** The line of one history, or of two on one clock: where everything of it stands, from the top. */
interface Heights {
  readonly y: number;
  readonly besideY: number;
  readonly timesY: number | null;
  readonly bottom: number;
  readonly height: number;
}

const heightsOf = (isSmall: boolean, isCompared: boolean): Heights => {
  if (isSmall) return { y: 11, besideY: 11, timesY: null, bottom: 21, height: 22 };
  if (isCompared) return { y: 27, besideY: 66, timesY: 88, bottom: 78, height: 94 };
  return { y: 30, besideY: 30, timesY: 52, bottom: 50, height: 84 };
};

/** The run as a line: drag it, or use the arrow keys; Page keys go from mark to mark. */
export function Timeline({ isSmall }: { readonly isSmall: boolean }): ReactElement {
  const { client, clock, frames } = useApp();
  const { t } = useWords();
  const [box, size] = useSize();
  const hasGhosts = useFrame((state) => state.branches.some((branch) => !branch.isCurrent));
  const isCompared = useSession((state) => state.comparing !== null) && !isSmall;
  const { marks, scale, placed, beside, all } = useMarks(size.width, isCompared);
  const slider = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const say = afterPictures(() => {
      slider.current?.setAttribute('aria-valuenow', String(Math.round(clock.nowMicros / 1000)));
      slider.current?.setAttribute('aria-valuetext', `${printSeconds(clock.nowMicros)} s`);
    });
    return clock.listen(say);
  }, [clock]);
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
  const { y, besideY, timesY, bottom, height } = heightsOf(isSmall, isCompared);
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
        <svg width={size.width} height={height} aria-hidden="true" overflow="visible">
          <TimelineLine scale={scale} y={y} timesY={timesY} width={size.width} isCompared={isCompared} />
          {timesY === null ? null : <TimelineTimes placed={all} y={besideY} timesY={timesY} />}
          <TimelineMarks placed={placed} y={y} isSmall={isSmall} />
          {isSmall || isCompared ? null : <ShownTimes scale={scale} y={y} placed={placed} />}
          {isCompared ? <TimelineBeside scale={scale} y={y} besideY={besideY} placed={beside} /> : null}
          {isSmall || isCompared || !hasGhosts ? null : <TimelineGhosts scale={scale} y={y} />}
          <TimelinePlayhead
            scale={scale}
            width={size.width}
            top={isSmall ? 1 : y - 26}
            bottom={bottom}
            shortTop={isSmall ? 1 : y - 9}
            shortBottom={isSmall ? bottom : besideY + 11}
            placed={isSmall ? null : placed}
            hasFlag={!isSmall && !isCompared}
            flagY={y - 15}
          />
        </svg>
      </div>
      {isSmall || isCompared ? null : <GhostLinks />}
    </div>
  );
}

interface Marks {
  readonly marks: readonly EventRow[];
  readonly scale: TimelineScale;
  /** Marks of the history that is shown, of the one beside it, and of both. */
  readonly placed: readonly PlacedMark[];
  readonly beside: readonly PlacedMark[];
  readonly all: readonly PlacedMark[];
}

function useMarks(width: number, isCompared: boolean): Marks {
  const words = useWords();
  const events = useFrame((state) => state.events);
  const eventsBeside = useFrame((state) => state.eventsBeside);
  const comparing = useSession((state) => state.comparing);
  const forkMicros = useFrame((state) => forkBetween(state.branches, comparing) ?? 0);
  const computed = useFrame((state) => Math.ceil(state.computedUntil.micros / 10_000) * 10_000);
  const marks = useMemo(() => events.filter(isTimelineMark), [events]);
  // Until they part, the one line is the line of both.
  const besideMarks = useMemo(
    () =>
      isCompared ? eventsBeside.filter((event) => event.micros >= forkMicros && event.micros <= computed && isTimelineMark(event)) : [],
    [eventsBeside, isCompared, forkMicros, computed],
  );
  const both = useMemo(
    () => (besideMarks.length === 0 ? marks : [...marks, ...besideMarks].sort((one, other) => one.micros - other.micros)),
    [marks, besideMarks],
  );
  const scale = useMemo(
    () =>
      timelineScale(
        both.map((event) => event.micros),
        computed,
        Math.max(80, width * knownShare),
      ),
    [both, computed, width],
  );
  return useMemo(() => {
    const room = { x: scale.x, endX: scale.x(scale.endMicros) + (isCompared ? 0 : 40) };
    const placed = placeMarks(marks, room, words);
    if (!isCompared) return { marks, scale, placed, beside: [], all: placed };
    return { marks, scale, placed, beside: placeMarks(besideMarks, room, words), all: placeMarks(both, room, words) };
  }, [marks, besideMarks, both, scale, isCompared, words]);
}

interface ShownTimesProps {
  readonly scale: TimelineScale;
  readonly y: number;
  readonly placed: readonly PlacedMark[];
}

/** Which stretches of the line the view shows. */
function ShownTimes({ scale, y, placed }: ShownTimesProps): ReactElement | null {
  const { t } = useWords();
  const shown = useSession((state) => state.shownTimes);
  if (shown === null) return null;
  const frames = shownFrames(shown, scale.x);
  const written = [0, ...timesOf(placed).map(({ x }) => x), ...scale.quiet.map((each) => scale.x((each.fromMicros + each.toMicros) / 2))];
  // The playhead stands in a small frame: its words stand before it.
  const middles = frames.map(({ fromX, toX }) => (toX - fromX < 60 ? fromX - 22 : (fromX + toX) / 2));
  const free = middles.find((middle) => written.every((x) => Math.abs(x - middle) > 46));
  return (
    <g>
      {frames.map(({ fromX, toX }) => (
        <rect key={fromX} x={fromX} y={y - 9} width={toX - fromX} height="18" fill="none" stroke="var(--ink)" strokeWidth="1.5" />
      ))}
      {frames.length === 0 ? null : (
        <text x={free ?? middles[0]} y={free === undefined ? y + 36 : y + 22} textAnchor="middle" className="s11 ink-2 on-paper">
          {t('timeline.shown')}
        </text>
      )}
    </g>
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
