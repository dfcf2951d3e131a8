/** Messages as slanted arrows: where they begin and end, and how they look by what became of them. */
import type { Brush } from '../../design/canvas/brush.ts';
import type { Palette } from '../../design/canvas/palette.ts';
import type { Picture } from './draw.ts';
import { timeX } from './layout.ts';
import type { ArrowRow } from './rows.ts';

/** An arrow on the picture. */
export interface ArrowEnds {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Where an arrow goes; null when one of its ends has no line. One on its way ends where it has come to. */
export function endsOf({ layout, nowMicros }: Pick<Picture, 'layout' | 'nowMicros'>, arrow: ArrowRow): ArrowEnds | null {
  const y0 = layout.laneY.get(arrow.from);
  const y1 = layout.laneY.get(arrow.to);
  if (y0 === undefined || y1 === undefined) return null;
  const x0 = timeX(layout, arrow.sentMicros);
  const whole = { x0, y0, x1: timeX(layout, arrow.dueMicros), y1 };
  const isKept = arrow.state === 'stuck' || arrow.state === 'held';
  const takes = Math.max(1, arrow.dueMicros - arrow.sentMicros);
  let share = isKept ? 0.55 : 1;
  if (arrow.state === 'lost') share = Math.min(0.9, Math.max(0.3, (arrow.lostMicros - arrow.sentMicros) / takes));
  if (arrow.sentMicros <= nowMicros) share = Math.min(share, Math.max(0.02, (nowMicros - arrow.sentMicros) / takes));
  if (share >= 1) return whole;
  const end = arrow.sentMicros + takes * share;
  return { x0, y0, x1: timeX(layout, end), y1: y0 + (y1 - y0) * share };
}

interface Look {
  readonly color: string;
  readonly width: number;
  readonly dash: readonly number[];
}

function lookOf(palette: Palette, arrow: ArrowRow, isFuture: boolean, isLit: boolean): Look {
  if (isFuture) return { color: palette.ghost, width: 1, dash: [6, 4] };
  if (arrow.state === 'lost') return { color: palette.loss, width: arrow.part === 'none' ? 1.4 : 2.2, dash: [3, 3] };
  switch (arrow.part) {
    case 'selected':
    case 'needed':
      return { color: palette.ink, width: 2.2, dash: [] };
    case 'led':
      return { color: palette.ink, width: 2.2, dash: [7, 4] };
    case 'none':
      return { color: isLit ? palette.edge : palette.ink2, width: 1.2, dash: [] };
  }
}

/** Draws one arrow. */
export function drawArrow(picture: Picture, arrow: ArrowRow, isLit: boolean): void {
  const { canvas, palette, nowMicros, hovered } = picture;
  const ends = endsOf(picture, arrow);
  if (ends === null) return;
  const look = lookOf(palette, arrow, arrow.sentMicros > nowMicros, isLit);
  const { x0, y0, x1, y1 } = ends;
  if (arrow.part === 'selected') {
    stroke(canvas, ends, { color: palette.nowEdge, width: 8, dash: [] });
    stroke(canvas, ends, { color: palette.now, width: 5.5, dash: [] });
  } else stroke(canvas, ends, hovered === arrow.id ? { ...look, width: look.width + 1.5 } : look);
  const tip: Tip = { x: x1, y: y1, angle: Math.atan2(y1 - y0, x1 - x0) };
  if (arrow.state === 'lost') return drawCross(canvas, look.color, x1, y1);
  if (arrow.state === 'stuck') return drawBars(canvas, palette.ink, tip);
  if (arrow.state === 'held') return drawPin(canvas, palette, x1, y1);
  drawHead(canvas, arrow.part === 'selected' ? palette.ink : look.color, tip, arrow.part === 'none' ? 8 : 10);
}

function stroke(canvas: Brush, { x0, y0, x1, y1 }: ArrowEnds, { color, width, dash }: Look): void {
  canvas.strokeStyle = color;
  canvas.lineWidth = width;
  canvas.setLineDash([...dash]);
  canvas.beginPath();
  canvas.moveTo(x0, y0);
  canvas.lineTo(x1, y1);
  canvas.stroke();
  canvas.setLineDash([]);
}

interface Tip {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

function drawHead(canvas: Brush, color: string, { x, y, angle }: Tip, size: number): void {
  canvas.save();
  canvas.translate(x, y);
  canvas.rotate(angle);
  canvas.fillStyle = color;
  canvas.beginPath();
  canvas.moveTo(0, 0);
  canvas.lineTo(-size, -size * 0.38);
  canvas.lineTo(-size, size * 0.38);
  canvas.fill();
  canvas.restore();
}

function drawCross(canvas: Brush, color: string, x: number, y: number): void {
  canvas.strokeStyle = color;
  canvas.lineWidth = 2;
  canvas.beginPath();
  canvas.moveTo(x - 5, y - 5);
  canvas.lineTo(x + 5, y + 5);
  canvas.moveTo(x + 5, y - 5);
  canvas.lineTo(x - 5, y + 5);
  canvas.stroke();
}

function drawBars(canvas: Brush, color: string, { x, y, angle }: Tip): void {
  canvas.save();
  canvas.translate(x, y);
  canvas.rotate(angle);
  canvas.fillStyle = color;
  canvas.fillRect(0, -7, 2, 14);
  canvas.fillRect(5, -7, 2, 14);
  canvas.restore();
}

function drawPin(canvas: Brush, palette: Palette, x: number, y: number): void {
  canvas.strokeStyle = palette.ink;
  canvas.lineWidth = 1.5;
  canvas.beginPath();
  canvas.moveTo(x, y);
  canvas.lineTo(x, y - 12);
  canvas.stroke();
  canvas.fillStyle = palette.ink;
  canvas.beginPath();
  canvas.arc(x, y - 13, 4, 0, Math.PI * 2);
  canvas.fill();
}
