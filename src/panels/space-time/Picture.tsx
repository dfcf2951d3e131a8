import { useMemo, useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement, RefObject } from 'react';
import { useActs } from '../../app/acts.ts';
import { useApp, useFrame, useSession } from '../../app/context.ts';
import { useDrawing } from '../../app/drawing.ts';
import type { Drawing } from '../../app/drawing.ts';
import { objectKey } from '../../app/objects.ts';
import type { ObjectRef } from '../../app/objects.ts';
import { useWords } from '../../app/words.ts';
import { printDuration } from '../../texts/format.ts';
import { drawSpaceTime } from './draw.ts';
import { hitAt } from './hit.ts';
import { layoutSpaceTime, timeAt } from './layout.ts';
import type { SpaceTimeLayout } from './layout.ts';
import { Lifelines } from './Lifelines.tsx';
import { arrowLabel, markLabel } from './names.ts';
import { nextStop, optionsOf, Options } from './Options.tsx';
import { rowsOf, useRows } from './tables.ts';

interface PictureProps {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly goTo: (micros: number, windowEnd: number) => void;
}

/** The picture: names at the left, time to the right. One stop of the tab key; arrow keys choose what happened. */
export function Picture({ width, height, isNarrow, goTo }: PictureProps): ReactElement {
  const acts = useActs();
  const { frames } = useApp();
  const { t } = useWords();
  const layout = useLayout(width, height, isNarrow);
  const selection = useSession((state) => state.selection);
  const isRunning = useFrame((state) => state.isRunning);
  const hovered = useRef<string | null>(null);
  const canvas = usePicture(layout, hovered);
  const { clock } = useApp();
  const under = (event: PointerEvent<HTMLElement>): { readonly ref: ObjectRef | null; readonly x: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    const state = frames.getState();
    const x = event.clientX - box.left;
    const picture = {
      layout,
      arrows: rowsOf(state, 'space-time.arrows'),
      marks: rowsOf(state, 'space-time.marks'),
      nowMicros: clock.nowMicros,
    };
    return { ref: hitAt(picture, x, event.clientY - box.top), x };
  };
  const windowEnd = layout.stretches.at(-1)?.toMicros ?? 0;
  const onKey = (event: KeyboardEvent): void => {
    const options = optionsOf(frames.getState());
    const at = options.findIndex((option) => selection?.id === option.ref.id && selection.kind === option.ref.kind);
    if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      goTo(options[at]?.micros ?? 0, windowEnd);
      return;
    }
    const next = nextStop(options, at, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    acts.select(next.ref);
  };
  return (
    <div
      className="stage-picture space-time-picture"
      style={{ width: layout.width, height: layout.height }}
      role="listbox"
      aria-label={t('space-time.name')}
      aria-activedescendant={selection === null ? undefined : `st-${objectKey(selection)}`}
      tabIndex={0}
      onKeyDown={onKey}
      onPointerMove={(event) => {
        const { ref } = under(event);
        hovered.current = ref?.id ?? null;
        event.currentTarget.style.cursor = ref === null ? 'crosshair' : 'pointer';
        clock.wake();
      }}
      onPointerLeave={() => {
        hovered.current = null;
        clock.wake();
      }}
      onClick={(event) => {
        const { ref, x } = under(event as unknown as PointerEvent<HTMLElement>);
        if (ref !== null) acts.select(ref);
        else if (x >= layout.left) goTo(timeAt(layout, x), windowEnd);
      }}
    >
      <canvas ref={canvas} className="stage-canvas" style={{ width: layout.width, height: layout.height }} aria-hidden="true" />
      <Lifelines layout={layout} />
      {isRunning ? null : <Options />}
    </div>
  );
}

function useLayout(width: number, height: number, isNarrow: boolean): SpaceTimeLayout {
  const [shown] = useRows('space-time.window');
  const lifelines = useRows('space-time.lifelines');
  const nodes = lifelines.map((row) => row.node).join();
  return useMemo(
    () =>
      layoutSpaceTime({
        width,
        height,
        isNarrow,
        nodes: nodes === '' ? [] : nodes.split(',').map(Number),
        fromMicros: shown?.fromMicros ?? [0],
        toMicros: shown?.toMicros ?? [1],
      }),
    [width, height, isNarrow, nodes, shown],
  );
}

/** The canvas: all that happened when. */
function usePicture(layout: SpaceTimeLayout, hovered: RefObject<string | null>): RefObject<HTMLCanvasElement | null> {
  const { frames } = useApp();
  const words = useWords();
  const drawing = useMemo(
    (): Drawing => ({
      width: layout.width,
      height: layout.height,
      draw: (canvas, palette, nowMicros) => {
        const state = frames.getState();
        drawSpaceTime({
          canvas,
          palette,
          layout,
          lifelines: rowsOf(state, 'space-time.lifelines'),
          arrows: rowsOf(state, 'space-time.arrows'),
          marks: rowsOf(state, 'space-time.marks'),
          nowMicros,
          hovered: hovered.current,
          quietText: (micros) => [printDuration(micros), words.t('space-time.quiet')],
          arrowText: (arrow) => arrowLabel(arrow, words),
          markText: (mark) => markLabel(mark, words),
        });
      },
    }),
    [layout, frames, words, hovered],
  );
  return useDrawing(drawing);
}
