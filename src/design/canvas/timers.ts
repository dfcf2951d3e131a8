/** Timers as arcs on their owner: clockwise from 12; a full ring means that it fires. */
import type { Brush } from './brush.ts';
import type { Palette } from './palette.ts';

/** Where a timer stands, and how much of it has gone. */
export interface TimerMark {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly lineWidth: number;
  /** 0 to 1. */
  readonly gone: number;
}

/** Draws an arc. */
export function drawTimer(canvas: Brush, palette: Palette, { x, y, radius, lineWidth, gone }: TimerMark): void {
  const share = Math.min(1, Math.max(0, gone));
  const start = -Math.PI / 2;
  const end = start + share * Math.PI * 2;
  canvas.setLineDash([]);
  canvas.lineWidth = lineWidth;
  canvas.strokeStyle = palette.line;
  canvas.beginPath();
  canvas.arc(x, y, radius, 0, Math.PI * 2);
  canvas.stroke();
  canvas.strokeStyle = palette.ink;
  canvas.beginPath();
  canvas.arc(x, y, radius, start, end);
  canvas.stroke();
  canvas.fillStyle = palette.ink;
  canvas.beginPath();
  canvas.arc(x + radius * Math.cos(end), y + radius * Math.sin(end), lineWidth * 0.75, 0, Math.PI * 2);
  canvas.fill();
}

/** How much of a timer has gone, 0 to 1. */
export function goneOf(timer: { readonly startMicros: number; readonly dueMicros: number }, nowMicros: number): number {
  const span = timer.dueMicros - timer.startMicros;
  return span <= 0 ? 1 : (nowMicros - timer.startMicros) / span;
}
