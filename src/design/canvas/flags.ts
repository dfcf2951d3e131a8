/** What stands at offsets, on a canvas: the same marks as `Flags.tsx`. A flag's number changes at once; only its pole glides. */
import type { Brush } from './brush.ts';
import { strokePath } from './cells.ts';
import { font } from './palette.ts';
import type { Palette } from './palette.ts';

/** Where a flag stands. */
export interface FlagPlace {
  readonly x: number;
  /** Top of the pole's flag. */
  readonly top: number;
  readonly stripY: number;
  readonly stripHeight: number;
  readonly label: string;
  readonly side: 'left' | 'right';
}

/** Where a text stands, `y` the line below its letters, and how it is set. */
export interface TextLook {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly face: 'ui' | 'code';
  readonly color: string;
  readonly isBold?: boolean;
  readonly align?: 'left' | 'center' | 'right';
  /** Drawn around the letters, so that they are readable on what lies below. */
  readonly halo?: string;
}

/** Writes a line of text. */
export function writeText(canvas: Brush, palette: Palette, text: string, look: TextLook): void {
  canvas.font = font(palette, look.size, look.face, look.isBold);
  canvas.textAlign = look.align ?? 'left';
  canvas.textBaseline = 'alphabetic';
  if (look.halo !== undefined) {
    canvas.setLineDash([]);
    canvas.lineJoin = 'round';
    canvas.lineWidth = 6;
    canvas.strokeStyle = look.halo;
    canvas.strokeText(text, look.x, look.y);
  }
  canvas.fillStyle = look.color;
  canvas.fillText(text, look.x, look.y);
}

/** High watermark: the thickest pole, a swallow-tailed pennant that points at what is committed. */
export function drawHighWatermark(canvas: Brush, palette: Palette, { x, top, stripY, stripHeight, label, side }: FlagPlace): void {
  const way = side === 'left' ? -1 : 1;
  canvas.setLineDash([]);
  canvas.fillStyle = palette.ink;
  canvas.fillRect(x - 1.25, top, 2.5, stripY + stripHeight + 4 - top);
  canvas.beginPath();
  canvas.moveTo(x, top - 1);
  canvas.lineTo(x + way * 11, top - 1);
  canvas.lineTo(x + way * 7, top + 4);
  canvas.lineTo(x + way * 11, top + 9);
  canvas.lineTo(x, top + 9);
  canvas.closePath();
  canvas.fill();
  writeLabel(canvas, palette, label, { x: x + way * 15, y: top + 8, way, isBold: true });
}

/** Log end: a thin pole with an open square on top. */
export function drawLogEnd(canvas: Brush, palette: Palette, { x, top, stripY, stripHeight, label, side }: FlagPlace): void {
  const way = side === 'left' ? -1 : 1;
  canvas.setLineDash([]);
  canvas.fillStyle = palette.ink;
  canvas.fillRect(x - 0.75, top + 4, 1.5, stripY + stripHeight - 3 - top);
  canvas.fillStyle = palette.paper;
  canvas.fillRect(x - 4, top - 1, 8, 8);
  canvas.strokeStyle = palette.ink;
  canvas.lineWidth = 1.5;
  canvas.strokeRect(x - 4, top - 1, 8, 8);
  writeLabel(canvas, palette, label, { x: x + way * 9, y: top + 7, way, isBold: false });
}

/** Last stable offset: a dotted pole with a half-filled disc. */
export function drawLastStable(canvas: Brush, palette: Palette, { x, top, stripY, stripHeight, label, side }: FlagPlace): void {
  const way = side === 'left' ? -1 : 1;
  canvas.setLineDash([1.5, 2.5]);
  strokePath(canvas, palette.ink, 1.5, [
    [x, top + 4],
    [x, stripY + stripHeight + 4],
  ]);
  canvas.setLineDash([]);
  canvas.beginPath();
  canvas.arc(x, top + 4, 5, 0, Math.PI * 2);
  canvas.fillStyle = palette.paper;
  canvas.fill();
  canvas.stroke();
  canvas.beginPath();
  canvas.arc(x, top + 4, 5, Math.PI / 2, (Math.PI * 3) / 2);
  canvas.closePath();
  canvas.fillStyle = palette.ink;
  canvas.fill();
  writeLabel(canvas, palette, label, { x: x + way * 9, y: top + 8, way, isBold: false });
}

/** Log start: a corner at the top left of its offset. */
export function drawLogStart(canvas: Brush, palette: Palette, { x, top, stripY, stripHeight, label }: Omit<FlagPlace, 'side'>): void {
  canvas.setLineDash([]);
  strokePath(canvas, palette.ink, 2, [
    [x + 6, top],
    [x, top],
    [x, stripY + stripHeight + 1],
  ]);
  writeLabel(canvas, palette, label, { x: x + 10, y: top + 5, way: 1, isBold: false });
}

/** Where a consumer reads next: an open triangle below the strip, at the left edge of that record. */
export function drawPosition(canvas: Brush, palette: Palette, x: number, y: number): void {
  canvas.setLineDash([]);
  canvas.beginPath();
  canvas.moveTo(x, y);
  canvas.lineTo(x + 5, y + 9);
  canvas.lineTo(x - 5, y + 9);
  canvas.closePath();
  canvas.fillStyle = palette.paper;
  canvas.fill();
  canvas.strokeStyle = palette.ink;
  canvas.lineWidth = 1.4;
  canvas.stroke();
}

/** What a group has committed: a filled pin below the strip. */
export function drawCommitted(canvas: Brush, palette: Palette, x: number, y: number): void {
  canvas.fillStyle = palette.ink;
  canvas.fillRect(x - 0.75, y, 1.5, 9);
  canvas.beginPath();
  canvas.arc(x, y + 11, 4, 0, Math.PI * 2);
  canvas.fill();
}

/** What the leader believes of a follower, drawn only when it is wrong. */
export function drawBelief(canvas: Brush, palette: Palette, at: { readonly x: number; readonly y: number; readonly label: string }): void {
  const { x, y, label } = at;
  canvas.beginPath();
  canvas.moveTo(x, y);
  canvas.lineTo(x + 5, y + 5);
  canvas.lineTo(x, y + 10);
  canvas.lineTo(x - 5, y + 5);
  canvas.closePath();
  canvas.fillStyle = palette.paper;
  canvas.fill();
  canvas.setLineDash([2, 1.5]);
  canvas.strokeStyle = palette.ink;
  canvas.lineWidth = 1.3;
  canvas.stroke();
  canvas.setLineDash([]);
  writeText(canvas, palette, label, { x: x - 10, y: y + 9, size: 11, face: 'ui', color: palette.ink2, align: 'right' });
}

interface LabelPlace {
  readonly x: number;
  readonly y: number;
  /** To which side of its flag it stands. */
  readonly way: 1 | -1;
  readonly isBold: boolean;
}

function writeLabel(canvas: Brush, palette: Palette, text: string, { x, y, way, isBold }: LabelPlace): void {
  if (text === '') return;
  writeText(canvas, palette, text, { x, y, size: 11, face: 'code', color: palette.ink, isBold, align: way < 0 ? 'right' : 'left' });
}
