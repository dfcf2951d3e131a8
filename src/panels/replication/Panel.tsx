import { useEffect, useMemo } from 'react';
import type { ReactElement, RefObject } from 'react';
import './replication.css';
import { useApp, useSession } from '../../app/context.ts';
import { useDrawing } from '../../app/drawing.ts';
import type { Drawing } from '../../app/drawing.ts';
import { useSize } from '../../app/size.ts';
import { useWords } from '../../app/words.ts';
import { moveFocus } from '../../design/roving.ts';
import { Bands } from './Bands.tsx';
import { drawLineUp } from './draw.ts';
import { Head } from './Head.tsx';
import { LaneMarks } from './LaneMarks.tsx';
import { LaneTargets } from './LaneTargets.tsx';
import { asked } from './asked.ts';
import { cellCountOf, lineUp } from './layout.ts';
import type { LineUp } from './layout.ts';
import { rowsOf, useRows } from './tables.ts';

/** The replicas of one partition, lined up by offset: what each has, what each knows, and what the leader believes. */
export function Panel(): ReactElement {
  const [box, size] = useSize();
  const { client } = useApp();
  const focus = useSession((state) => state.focus);
  const isNarrow = size.windowWidth < 768;
  const width = Math.max(0, size.width - (isNarrow ? 0 : 40));
  const cellCount = width === 0 ? 12 : cellCountOf(width, isNarrow);
  useEffect(() => {
    client.watch(asked({ focus, cellCount }));
  }, [client, focus, cellCount]);
  return (
    <div ref={box} className={`replication ${isNarrow ? 'is-narrow' : ''}`}>
      <Head />
      {width === 0 ? null : <Picture width={width} isNarrow={isNarrow} isShort={!isNarrow && size.windowHeight < 820} />}
    </div>
  );
}

interface PictureProps {
  readonly width: number;
  readonly isNarrow: boolean;
  readonly isShort: boolean;
}

function Picture({ width, isNarrow, isShort }: PictureProps): ReactElement | null {
  const { t } = useWords();
  const [partition] = useRows('replication.partition');
  const cuts = useRows('replication.cuts');
  const order = partition === undefined ? [] : leaderFirst(partition.replicas, partition.leader);
  const brokers = order.join();
  // What is cut from whom decides how tall the lanes are.
  const counts = order.map((broker) => cuts.filter((cut) => cut.broker === broker).length).join();
  const answers = order.map((broker) => Number(cuts.some((cut) => cut.broker === broker && cut.divergingEpoch >= 0))).join();
  const firstOffset = partition?.firstOffset ?? 0;
  const layout = useMemo(
    () =>
      lineUp({
        width,
        isNarrow,
        isShort,
        firstOffset,
        brokers: numbersOf(brokers),
        cutCounts: numbersOf(counts),
        hasAnswers: numbersOf(answers).map((has) => has === 1),
      }),
    [width, isNarrow, isShort, firstOffset, brokers, counts, answers],
  );
  const canvas = useLineUp(layout);
  if (partition === undefined) return <p className="view-empty ink-2">{t('views.no-partition')}</p>;
  const size = { width: layout.width, height: layout.height };
  return (
    <div
      className="stage-picture"
      style={size}
      role="group"
      aria-label={t('replication.name', { partition: partition.id })}
      onKeyDown={(event) => {
        if (moveFocus(event, '.lane-target')) event.stopPropagation();
      }}
    >
      <svg {...size} className="stage-base" aria-hidden="true">
        <defs>
          <pattern id="hatch-outsync" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--outsync-wash)" />
            <line x1="0" y1="0" x2="0" y2="6" stroke="var(--outsync)" strokeWidth="2" />
          </pattern>
        </defs>
        <Bands layout={layout} partition={partition} />
      </svg>
      <canvas ref={canvas} className="stage-canvas" style={size} aria-hidden="true" />
      <svg {...size} className="stage-flags" aria-hidden="true">
        {layout.lanes.map((lane) => (
          <LaneMarks key={lane.broker} lane={lane} layout={layout} partition={partition} />
        ))}
      </svg>
      <div className="stage-targets">
        <LaneTargets layout={layout} partition={partition} />
      </div>
    </div>
  );
}

function numbersOf(text: string): readonly number[] {
  return text === '' ? [] : text.split(',').map(Number);
}

/** The leader stands on top; the others keep the order of the replica list. */
function leaderFirst(replicas: readonly number[], leader: number): readonly number[] {
  return [...replicas].sort((one, other) => Number(other === leader) - Number(one === leader));
}

/** The canvas: records and fetches. */
function useLineUp(layout: LineUp): RefObject<HTMLCanvasElement | null> {
  const { frames, clock } = useApp();
  const { t } = useWords();
  const drawing = useMemo((): Drawing => {
    const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
    return {
      width: layout.width,
      height: layout.height,
      draw: (canvas, palette, nowMicros) => {
        const state = frames.getState();
        drawLineUp({
          canvas,
          palette,
          layout,
          logs: rowsOf(state, 'replication.logs'),
          cuts: rowsOf(state, 'replication.cuts'),
          fetches: rowsOf(state, 'replication.fetches'),
          newestLogEndOffset: rowsOf(state, 'replication.partition')[0]?.newestLogEndOffset ?? 0,
          nowMicros,
          freshMicros: clock.paceMicrosPerSecond,
          isStepped: stillness.matches,
          tagText: (fetch) => {
            if (!fetch.isResponse)
              return fetch.offset < 0 ? t('replication.fetch-session') : t('replication.fetch', { offset: fetch.offset });
            return fetch.offset < 0
              ? t('replication.answer-empty', { offset: fetch.highWatermark })
              : t('replication.answer', { offset: fetch.offset });
          },
        });
      },
    };
  }, [layout, frames, clock, t]);
  return useDrawing(drawing);
}
