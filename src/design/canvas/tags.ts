/** Requests and responses in flight: pointed tags that carry their contents. */
import type { Brush } from './brush.ts';
import { drawCell, strokePath } from './cells.ts';
import type { Box } from './cells.ts';
import { font } from './palette.ts';
import type { Palette } from './palette.ts';

/** One piece of what a tag carries. */
export type TagPiece =
  | { readonly kind: 'name' | 'plain' | 'code' | 'error'; readonly text: string }
  | { readonly kind: 'record'; readonly key: string; readonly keyIndex: number };

/** A tag's look. `direction`: 1 points right, -1 left, 0 stands (waiting). */
export interface TagMark {
  readonly isResponse: boolean;
  readonly direction: -1 | 0 | 1;
  readonly state: 'flying' | 'held' | 'stuck' | 'dropped' | 'waiting';
  readonly pieces: readonly TagPiece[];
}

const padding = 9;
const point = 8;
const recordWidth = 14;
const textSize = 11;

/** Width that a tag's contents need. */
export function measureTag(canvas: Brush, palette: Palette, mark: TagMark): number {
  let width = padding * 2 + (mark.direction === 0 ? -4 : point - 2) + (mark.isResponse && mark.direction !== 0 ? 5 : 0);
  mark.pieces.forEach((piece, index) => {
    width += pieceWidth(canvas, palette, piece) + gapBefore(mark.pieces, index);
  });
  return Math.ceil(width);
}

/** Draws a tag with its contents. */
export function drawTag(canvas: Brush, palette: Palette, box: Box, mark: TagMark): void {
  outline(canvas, box, mark);
  canvas.setLineDash([]);
  if (mark.state === 'dropped') {
    canvas.setLineDash([3, 3]);
    canvas.strokeStyle = palette.loss;
    canvas.lineWidth = 1.5;
    canvas.stroke();
    canvas.setLineDash([]);
    drawCross(canvas, palette.loss, box.x + box.width / 2, box.y + box.height / 2);
    return;
  }
  const isStill = mark.state === 'waiting' || mark.state === 'stuck';
  const isNow = !mark.isResponse && !isStill;
  canvas.fillStyle = isNow ? palette.now : isStill ? palette.paper : palette.raised;
  canvas.fill();
  canvas.strokeStyle = isNow ? palette.nowEdge : isStill ? palette.ink : palette.nowEdge;
  canvas.lineWidth = mark.isResponse ? 1.6 : 1.3;
  canvas.stroke();
  drawPieces(canvas, palette, box, { ...mark, isNow });
  if (mark.state === 'held') drawPin(canvas, palette, box.x + box.width / 2, box.y);
  if (mark.state === 'stuck') drawBars(canvas, palette, box, mark.direction);
}

/** So many tags are told apart by their outlines; of more, each is a block. */
const outlined = 48;

/** A small tag, and where it is. */
export interface SmallTag {
  readonly box: Box;
  readonly mark: Pick<TagMark, 'isResponse' | 'direction' | 'state'>;
}

/**
 * Draws messages that are too small or too many to be read. A crowd is drawn as blocks, filled by what they are, with a dark end where they
 * go: a rectangle costs a sixth of an outline or of a copied picture, and of hundreds nobody sees more.
 */
export function drawSmallTags(canvas: Brush, palette: Palette, tags: readonly SmallTag[]): void {
  const isCrowd = tags.length > outlined;
  if (isCrowd) drawBlocks(canvas, palette, tags);
  for (const { box, mark } of tags) if (!isCrowd || mark.state !== 'flying') drawSmallTag(canvas, palette, box, mark);
}

function drawBlocks(canvas: Brush, palette: Palette, tags: readonly SmallTag[]): void {
  canvas.fillStyle = palette.nowEdge;
  for (const { box, mark } of tags)
    if (mark.state === 'flying') canvas.fillRect(Math.round(box.x), Math.round(box.y), box.width, box.height);
  for (const isResponse of [false, true]) {
    canvas.fillStyle = isResponse ? palette.raised : palette.now;
    for (const { box, mark } of tags)
      if (mark.state === 'flying' && mark.isResponse === isResponse)
        canvas.fillRect(Math.round(box.x) + (mark.direction < 0 ? 5 : 1), Math.round(box.y) + 1, box.width - 6, box.height - 2);
  }
}

/** Its point and its kind. */
function drawSmallTag(canvas: Brush, palette: Palette, box: Box, mark: Pick<TagMark, 'isResponse' | 'direction' | 'state'>): void {
  outline(canvas, box, { ...mark, pieces: [] });
  canvas.setLineDash(mark.state === 'dropped' ? [3, 2] : []);
  if (mark.state !== 'dropped') {
    canvas.fillStyle = mark.isResponse ? palette.raised : palette.now;
    canvas.fill();
  }
  canvas.strokeStyle = mark.state === 'dropped' ? palette.loss : palette.nowEdge;
  canvas.lineWidth = 1.2;
  canvas.stroke();
  canvas.setLineDash([]);
  if (mark.state === 'held') drawPin(canvas, palette, box.x + box.width / 2, box.y);
}

/** So many wires are followed by eye; of more, each lane is one stroke. */
const wiresFollowed = 24;

/** A wire: from an end to the lane on which its messages travel, along it, and to the other end. */
export interface WireMark {
  readonly wire: {
    readonly fromX: number;
    readonly fromY: number;
    readonly toX: number;
    readonly toY: number;
    readonly laneY: number;
  };
}

/** Draws the wires that something is on: dotted, or, where there are too many to follow, each lane as thick as its traffic. */
export function drawWires(canvas: Brush, palette: Palette, wires: readonly WireMark[]): void {
  if (wires.length <= wiresFollowed) {
    for (const { wire } of wires)
      drawWire(canvas, palette, [
        [wire.fromX, wire.fromY],
        [wire.fromX, wire.laneY],
        [wire.toX, wire.laneY],
        [wire.toX, wire.toY],
      ]);
    return;
  }
  const lanes = new Map<number, { left: number; right: number; count: number }>();
  for (const { wire } of wires) {
    let lane = lanes.get(wire.laneY);
    if (lane === undefined) lanes.set(wire.laneY, (lane = { left: Infinity, right: -Infinity, count: 0 }));
    lane.left = Math.min(lane.left, wire.fromX, wire.toX);
    lane.right = Math.max(lane.right, wire.fromX, wire.toX);
    lane.count += 1;
  }
  canvas.fillStyle = palette.edge;
  for (const [y, { left, right, count }] of lanes) {
    const thickness = Math.min(6, Math.ceil(count / 4));
    canvas.fillRect(left, Math.round(y - thickness / 2), right - left, thickness);
  }
}

/** A dotted wire through points. */
export function drawWire(canvas: Brush, palette: Palette, points: readonly (readonly [number, number])[]): void {
  canvas.setLineDash([2, 3]);
  strokePath(canvas, palette.edge, 1, points);
  canvas.setLineDash([]);
}

function drawPieces(canvas: Brush, palette: Palette, box: Box, { isNow, ...mark }: TagMark & { readonly isNow: boolean }): void {
  const middle = box.y + box.height / 2;
  let x =
    box.x +
    padding +
    (mark.direction < 0 ? point - 2 : 0) +
    (mark.isResponse && mark.direction > 0 ? 5 : 0) -
    (mark.direction === 0 ? 2 : 0);
  mark.pieces.forEach((piece, index) => {
    x += gapBefore(mark.pieces, index);
    if (piece.kind === 'record') {
      drawCell(
        canvas,
        palette,
        { x, y: middle - 8, width: recordWidth + 1, height: 16 },
        { state: 'committed', key: piece.key, keyIndex: piece.keyIndex, hasText: true },
      );
    } else {
      canvas.font = pieceFont(palette, piece.kind);
      canvas.textAlign = 'left';
      canvas.textBaseline = 'middle';
      canvas.fillStyle = piece.kind === 'error' ? palette.loss : isNow ? palette.nowInk : palette.ink;
      canvas.fillText(piece.text, x, middle + 0.5);
    }
    x += pieceWidth(canvas, palette, piece);
  });
}

function outline(canvas: Brush, { x, y, width, height }: Box, mark: TagMark): void {
  const right = x + width;
  const bottom = y + height;
  const middle = y + height / 2;
  const tip = Math.min(point, width / 2.2);
  const notch = mark.isResponse ? tip * 0.7 : 0;
  canvas.beginPath();
  if (mark.direction === 0) {
    canvas.rect(x, y, width, height);
    return;
  }
  const at = (distance: number): number => (mark.direction > 0 ? x + distance : right - distance);
  canvas.moveTo(at(0), y);
  canvas.lineTo(at(width - tip), y);
  canvas.lineTo(at(width), middle);
  canvas.lineTo(at(width - tip), bottom);
  canvas.lineTo(at(0), bottom);
  if (notch > 0) canvas.lineTo(at(notch), middle);
  canvas.closePath();
}

function gapBefore(pieces: readonly TagPiece[], index: number): number {
  const before = pieces[index - 1];
  const piece = pieces[index];
  if (before === undefined || piece === undefined) return 0;
  return before.kind === 'record' && piece.kind === 'record' ? 0 : 6;
}

/** Canvas text is measured again and again with the same words. */
const measured = new Map<string, number>();

function pieceWidth(canvas: Brush, palette: Palette, piece: TagPiece): number {
  if (piece.kind === 'record') return recordWidth;
  const face = pieceFont(palette, piece.kind);
  const known = measured.get(face + piece.text);
  if (known !== undefined) return known;
  canvas.font = face;
  const { width } = canvas.measureText(piece.text);
  if (measured.size > 2000) measured.clear();
  measured.set(face + piece.text, width);
  return width;
}

function pieceFont(palette: Palette, kind: 'name' | 'plain' | 'code' | 'error'): string {
  if (kind === 'code' || kind === 'error') return font(palette, textSize, 'code', kind === 'error');
  return font(palette, textSize, 'ui', kind === 'name');
}

function drawCross(canvas: Brush, color: string, x: number, y: number): void {
  canvas.strokeStyle = color;
  canvas.lineWidth = 2;
  canvas.beginPath();
  canvas.moveTo(x - 4, y - 4);
  canvas.lineTo(x + 4, y + 4);
  canvas.moveTo(x + 4, y - 4);
  canvas.lineTo(x - 4, y + 4);
  canvas.stroke();
}

/** Two bars before its point: the link ends here. */
function drawBars(canvas: Brush, palette: Palette, { x, y, width, height }: Box, direction: -1 | 0 | 1): void {
  const tip = direction > 0 ? x + width : x;
  for (const away of [4, 9])
    strokePath(canvas, palette.ink, 2, [
      [tip + direction * away, y - 2],
      [tip + direction * away, y + height + 2],
    ]);
}

function drawPin(canvas: Brush, palette: Palette, x: number, top: number): void {
  strokePath(canvas, palette.ink, 1.5, [
    [x, top - 8],
    [x, top + 2],
  ]);
  canvas.fillStyle = palette.ink;
  canvas.beginPath();
  canvas.arc(x, top - 9, 4, 0, Math.PI * 2);
  canvas.fill();
}
