/** Records as cells: fill says which key, line says which state (DESIGN-LANGUAGE, "Visual grammar"). */
import type { Brush } from './brush.ts';
import { font, keyColor } from './palette.ts';
import type { Palette } from './palette.ts';

/** What a cell shows. */
export type CellState = 'committed' | 'open' | 'now' | 'lost' | 'cut' | 'control' | 'missing';

/** A rectangle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A record to draw. */
export interface CellMark {
  readonly state: CellState;
  readonly key: string;
  readonly keyIndex: number;
  readonly hasText: boolean;
  readonly isDuplicate?: boolean;
  readonly isTombstone?: boolean;
  /** `C` or `A` for control records. */
  readonly control?: string;
  readonly textSize?: number;
}

/** Draws one record. */
export function drawCell(canvas: Brush, palette: Palette, box: Box, mark: CellMark): void {
  const { x, y, width, height } = box;
  canvas.setLineDash([]);
  canvas.lineWidth = 1;
  if (mark.isDuplicate === true) strokeBox(canvas, { x: x + 2.5, y: y - 1.5, width: width - 1, height: height - 1 }, palette.ink);
  switch (mark.state) {
    case 'committed':
      fillBox(canvas, box, keyColor(palette, mark.keyIndex));
      strokeBox(canvas, { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1 }, palette.ink);
      break;
    case 'open':
    case 'now':
      fillBox(canvas, { x: x + 1, y: y + 1, width: width - 2, height: height - 2 }, mark.state === 'now' ? palette.now : palette.paper);
      if (mark.state === 'open')
        fillBox(canvas, { x: x + 1.6, y: y + height - 6, width: width - 3.2, height: 4.4 }, keyColor(palette, mark.keyIndex));
      canvas.lineWidth = 1.2;
      canvas.setLineDash([2.5, 2]);
      strokeBox(canvas, { x: x + 1, y: y + 1, width: width - 2, height: height - 2 }, palette.ink);
      break;
    case 'lost':
    case 'cut':
      drawLost(canvas, palette, box);
      break;
    case 'control':
      fillBox(canvas, box, palette.ink);
      break;
    case 'missing':
      canvas.setLineDash([1.5, 3]);
      strokeBox(canvas, { x: x + 1, y: y + 1, width: width - 2, height: height - 2 }, palette.edge);
      break;
  }
  canvas.setLineDash([]);
  if (mark.isTombstone === true && mark.state !== 'missing')
    strokePath(canvas, palette.ink, 1.5, [
      [x + 3, y + height - 3],
      [x + width - 3, y + 3],
    ]);
  if (mark.hasText && mark.state !== 'missing') drawLetter(canvas, palette, box, mark);
}

function drawLetter(canvas: Brush, palette: Palette, { x, y, width, height }: Box, mark: CellMark): void {
  const letter = mark.state === 'control' ? (mark.control ?? '') : mark.key;
  if (letter === '') return;
  const isLost = mark.state === 'lost' || mark.state === 'cut';
  if (isLost) fillBox(canvas, { x: x + width / 2 - 5, y: y + height / 2 - 7, width: 10, height: 13 }, palette.lossWash);
  canvas.font = font(palette, mark.textSize ?? 11, 'code', isLost || mark.state === 'control');
  canvas.textAlign = 'center';
  canvas.textBaseline = 'middle';
  const inks: Readonly<Record<CellState, string>> = {
    committed: palette.keyInk,
    open: palette.ink,
    now: palette.nowInk,
    lost: palette.loss,
    cut: palette.loss,
    control: palette.paper,
    missing: palette.ink,
  };
  canvas.fillStyle = inks[mark.state];
  canvas.fillText(letter, x + width / 2, y + height / 2 + (mark.state === 'open' ? -2 : 0.5));
}

function drawLost(canvas: Brush, palette: Palette, { x, y, width, height }: Box): void {
  const inner: Box = { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
  fillBox(canvas, inner, palette.lossWash);
  canvas.save();
  canvas.beginPath();
  canvas.rect(inner.x, inner.y, inner.width, inner.height);
  canvas.clip();
  canvas.strokeStyle = palette.loss;
  canvas.lineWidth = 1.3;
  canvas.beginPath();
  for (let at = -height; at < width; at += 5) {
    canvas.moveTo(x + at, y);
    canvas.lineTo(x + at + height, y + height);
  }
  canvas.stroke();
  canvas.restore();
  canvas.lineWidth = 1.5;
  strokeBox(canvas, inner, palette.loss);
}

/** Offsets left out: dashed rails and a torn zigzag. */
export function drawFold(canvas: Brush, palette: Palette, { x, y, width, height }: Box): void {
  canvas.strokeStyle = palette.edge;
  canvas.lineWidth = 1;
  canvas.setLineDash([2, 2]);
  strokePath(canvas, palette.edge, 1, [
    [x, y + 0.5],
    [x + width, y + 0.5],
  ]);
  strokePath(canvas, palette.edge, 1, [
    [x, y + height - 0.5],
    [x + width, y + height - 0.5],
  ]);
  canvas.setLineDash([]);
  const left = x + width * 0.35;
  const fifth = height * 0.2;
  strokePath(canvas, palette.edge, 1.3, [
    [left, y + 3],
    [left + 4, y + 3 + fifth],
    [left - 1, y + 3 + 2 * fifth],
    [left + 4, y + 3 + 3 * fifth],
    [left, y + height - 3],
  ]);
}

/** Fills a rectangle. */
export function fillBox(canvas: Brush, { x, y, width, height }: Box, color: string): void {
  canvas.fillStyle = color;
  canvas.fillRect(x, y, width, height);
}

/** Outlines a rectangle with the line that is set. */
export function strokeBox(canvas: Brush, { x, y, width, height }: Box, color: string): void {
  canvas.strokeStyle = color;
  canvas.strokeRect(x, y, width, height);
}

/** Draws a line through points. */
export function strokePath(canvas: Brush, color: string, lineWidth: number, points: readonly (readonly [number, number])[]): void {
  canvas.strokeStyle = color;
  canvas.lineWidth = lineWidth;
  canvas.beginPath();
  points.forEach(([x, y], index) => {
    if (index === 0) canvas.moveTo(x, y);
    else canvas.lineTo(x, y);
  });
  canvas.stroke();
}
