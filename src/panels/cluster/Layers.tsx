import { useContext, useMemo } from 'react';
import type { ReactElement, RefObject } from 'react';
import { SideContext, useApp } from '../../app/context.ts';
import { useDrawing } from '../../app/drawing.ts';
import { scrubbing } from '../../app/scrubbing.ts';
import type { Drawing } from '../../app/drawing.ts';
import { useWords } from '../../app/words.ts';
import type { Brush } from '../../design/canvas/brush.ts';
import { Glides } from '../../design/canvas/glides.ts';
import type { Palette } from '../../design/canvas/palette.ts';
import { drawStage } from './draw.ts';
import type { StageLayout } from './layout.ts';
import type { PlaceMessages } from './MessageTargets.tsx';
import type { PlacedMessage } from './scene.ts';
import { drawStrips, StripPainter } from './strips.ts';
import type { StripMoment } from './strips.ts';
import { byIdOf, stageRows } from './tables.ts';

interface LayersProps {
  readonly layout: StageLayout;
  /** Where the controller's log ends. */
  readonly endX: number;
  /** Told after each picture where the messages are. */
  readonly follow: RefObject<PlaceMessages | null>;
}

/** The two layers of the picture: records, of which little changes at a time, and above them what moves by the clock. */
export function Layers(props: LayersProps): ReactElement {
  const { records, moving } = useDrawings(props);
  const style = { width: props.layout.width, height: props.layout.height };
  return (
    <>
      <canvas ref={useDrawing(records)} className="stage-canvas" style={style} aria-hidden="true" />
      <canvas ref={useDrawing(moving)} className="stage-canvas" style={style} aria-hidden="true" />
    </>
  );
}

function useDrawings({ layout, endX, follow }: LayersProps): { readonly records: Drawing; readonly moving: Drawing } {
  const { frames, clock } = useApp();
  const words = useWords();
  const side = useContext(SideContext);
  return useMemo(() => {
    const { width, height } = layout;
    const strips = new StripPainter();
    const moment = (nowMicros: number): StripMoment => {
      const state = frames.getState();
      return {
        layout,
        replicas: byIdOf(state, 'replicas', side),
        partitions: byIdOf(state, 'partitions', side),
        nowMicros,
        freshMicros: clock.paceMicrosPerSecond,
      };
    };
    const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
    const glides = new Glides();
    const draw = (brush: Brush, palette: Palette, nowMicros: number, gliding: Glides | null): readonly PlacedMessage[] =>
      drawStage({
        canvas: brush,
        palette,
        layout,
        words,
        nowMicros,
        rows: stageRows(frames.getState(), side),
        controllerEndX: endX,
        isStepped: stillness.matches,
        glides: gliding,
      });
    const recordsDrawing: Drawing = {
      width,
      height,
      draw: (brush, palette, nowMicros) => {
        drawStrips(brush, palette, moment(nowMicros));
      },
      update: (canvas, palette, nowMicros, isNew) => {
        if (isNew) strips.reset();
        strips.paint(canvas, palette, moment(nowMicros), (x, y, w, h) => {
          canvas.clearRect(x, y, w, h);
        });
      },
    };
    const movingDrawing: Drawing = {
      width,
      height,
      draw: (brush, palette, nowMicros) => {
        draw(brush, palette, nowMicros, null);
      },
      update: (canvas, palette, nowMicros) => {
        canvas.clearRect(0, 0, width, height);
        glides.begin(performance.now(), stillness.matches || scrubbing.isHeld);
        const placed = draw(canvas, palette, nowMicros, glides);
        follow.current?.(placed);
        if (glides.isMoving) clock.wake();
      },
    };
    return { records: recordsDrawing, moving: movingDrawing };
  }, [layout, endX, frames, clock, words, side, follow]);
}
