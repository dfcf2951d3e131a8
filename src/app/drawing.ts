/** Canvases of the views: drawn from the clock, sharp on every screen, and once more as vectors when a picture of the view is saved. */
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { Brush } from '../design/canvas/brush.ts';
import { readPalette } from '../design/canvas/palette.ts';
import type { Palette } from '../design/canvas/palette.ts';
import { zoomOf } from './zoom.ts';
import type { PageClock } from './page-clock.ts';
import { useApp, useSession } from './context.ts';
import { isDrawnByProcessor } from './software-drawing.ts';

/** What is drawn on a canvas. Pictures are a function of rows and time: drawing the same moment twice gives the same picture. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Draws all of it, on nothing. */
  readonly draw: (brush: Brush, palette: Palette, nowMicros: number) => void;
  /**
   * Brings what was drawn on the canvas before up to date. `isNew`: nothing has been drawn, or it is gone. Absent: everything is drawn
   * anew for each picture.
   */
  readonly update?: (canvas: CanvasRenderingContext2D, palette: Palette, nowMicros: number, isNew: boolean) => void;
}

/** Sent to a canvas that is asked for its picture as vectors: it answers by drawing with the brush. */
export const vectorEvent = 'kafkascope-vector';

/** Draws on a canvas whenever time moves, rows come, or the theme changes. */
export function useDrawing(drawing: Drawing): RefObject<HTMLCanvasElement | null> {
  const { clock } = useApp();
  const theme = useSession((state) => state.theme);
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => (ref.current === null ? undefined : attachDrawing(ref.current, drawing, clock)), [drawing, clock, theme]);
  return ref;
}

/** The same outside of React; returns how to end it. */
export function attachDrawing(element: HTMLCanvasElement, drawing: Drawing, clock: PageClock): () => void {
  const canvas = element.getContext('2d', { desynchronized: isDrawnByProcessor() });
  if (canvas === null) return () => {};
  const { width, height } = drawing;
  // A presenter's picture is enlarged by the browser: its canvases have as many pixels as the projector shows.
  const ratio = Math.max(1, window.devicePixelRatio * zoomOf(element));
  element.width = Math.round(width * ratio);
  element.height = Math.round(height * ratio);
  let palette = readPalette(element);
  let isNew = true;
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  const onScheme = (): void => {
    palette = readPalette(element);
    isNew = true;
    clock.wake();
  };
  const onVector = (event: Event): void => {
    if (event instanceof CustomEvent) drawing.draw(event.detail as Brush, palette, clock.nowMicros);
  };
  scheme.addEventListener('change', onScheme);
  element.addEventListener(vectorEvent, onVector);
  const stop = clock.listen((nowMicros) => {
    canvas.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (isNew || drawing.update === undefined) canvas.clearRect(0, 0, width, height);
    if (drawing.update === undefined) drawing.draw(canvas, palette, nowMicros);
    else drawing.update(canvas, palette, nowMicros, isNew);
    isNew = false;
  });
  return () => {
    stop();
    scheme.removeEventListener('change', onScheme);
    element.removeEventListener(vectorEvent, onVector);
  };
}
