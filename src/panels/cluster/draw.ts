/** Draws on the canvas what moves by the clock and what there is much of: wires, records, waiting operations, timers, messages. */
import { drawCell, drawFold, strokePath } from '../../design/canvas/cells.ts';
import type { Box, CellMark, CellState } from '../../design/canvas/cells.ts';
import { font, keyColor } from '../../design/canvas/palette.ts';
import type { Palette } from '../../design/canvas/palette.ts';
import { drawSmallTag, drawTag, drawWire, measureTag } from '../../design/canvas/tags.ts';
import type { TagMark } from '../../design/canvas/tags.ts';
import { drawTimer, goneOf } from '../../design/canvas/timers.ts';
import type { Words } from '../../app/words.ts';
import { drawClients } from './draw-clients.ts';
import { drawLinks } from './draw-links.ts';
import { offsetX } from './layout.ts';
import type { StageLayout, StripPlace } from './layout.ts';
import { cellFlag } from './rows.ts';
import type { PartitionRow, ReplicaRow, TornRow } from './rows.ts';
import { placeMessages } from './scene.ts';
import type { PlacedMessage } from './scene.ts';
import type { StageRows } from './tables.ts';

/** What one picture is drawn from. */
export interface Picture {
  readonly canvas: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly layout: StageLayout;
  readonly rows: StageRows;
  readonly nowMicros: number;
  /** Records appended within this time are yellow. */
  readonly freshMicros: number;
  readonly words: Words;
  readonly controllerEndX: number;
  readonly isStepped: boolean;
}

/** Draws the picture and says where the messages are. */
export function drawStage(picture: Picture): readonly PlacedMessage[] {
  const { canvas, palette, layout, rows } = picture;
  const replicas = new Map(rows.replicas.map((replica) => [replica.id, replica]));
  const messages = placeMessages({
    layout,
    messages: rows.messages,
    replicas,
    nowMicros: picture.nowMicros,
    words: picture.words,
    controllerEndX: picture.controllerEndX,
    isStepped: picture.isStepped,
    measure: (mark) => measureTag(canvas, palette, mark),
  });
  for (const { wire } of messages) drawWire(canvas, palette, wire);
  const partitions = new Map(rows.partitions.map((partition) => [partition.id, partition]));
  for (const strip of layout.strips.values()) {
    const replica = replicas.get(strip.replica);
    if (replica !== undefined) drawStrip(picture, strip, replica, partitions.get(strip.partition));
  }
  for (const torn of rows.torn) drawTorn(picture, torn, replicas);
  if (layout.form !== 'visit') drawShelves(picture);
  drawHeadTimers(picture);
  drawClients(picture);
  drawLinks(picture);
  for (const { box, mark, isSmall } of messages) {
    if (isSmall) drawSmallTag(canvas, palette, box, mark);
    else
      drawScaled(canvas, layout.tagScale, box, (at) => {
        drawTag(canvas, palette, at, mark);
      });
  }
  return messages;
}

function drawStrip(picture: Picture, strip: StripPlace, replica: ReplicaRow, partition: PartitionRow | undefined): void {
  const { canvas, palette } = picture;
  if (strip.level === 1) {
    drawBar(picture, strip, replica, partition);
    return;
  }
  if (strip.cellX > strip.foldX + 10 && replica.firstOffset > replica.logStartOffset)
    drawFold(canvas, palette, { x: strip.foldX, y: strip.y, width: strip.cellX - strip.foldX, height: strip.height });
  const { firstOffset } = replica;
  const isVisit = picture.layout.form === 'visit' && strip.level === 3;
  // The first picture shows the place of the next record.
  const newest = Math.min((partition?.newestLogEndOffset ?? replica.logEndOffset) + (isVisit ? 1 : 0), firstOffset + strip.cellCount);
  for (let offset = Math.max(firstOffset, replica.logStartOffset); offset < newest; offset++) {
    const index = offset - firstOffset;
    const box = { x: strip.cellX + index * strip.cellWidth, y: strip.y, width: strip.cellWidth, height: strip.height };
    drawCell(
      canvas,
      palette,
      box,
      offset < replica.logEndOffset ? markOf(picture, strip, replica, index) : { state: 'missing', key: '', keyIndex: -1, hasText: false },
    );
  }
}

/** How a record looks: what its replica knows of it, not what is true elsewhere. */
function markOf(picture: Picture, strip: StripPlace, replica: ReplicaRow, index: number): CellMark {
  const offset = replica.firstOffset + index;
  const flags = replica.cellFlags[index] ?? 0;
  const appended = replica.cellAppendedMicros[index] ?? -1;
  const isFresh = appended >= 0 && picture.nowMicros >= appended && picture.nowMicros - appended < picture.freshMicros;
  let state: CellState = offset < replica.highWatermark ? 'committed' : isFresh ? 'now' : 'open';
  if ((flags & (cellFlag.commit | cellFlag.abort)) !== 0) state = 'control';
  if ((flags & cellFlag.lost) !== 0) state = 'lost';
  if ((flags & cellFlag.compactedAway) !== 0) state = 'missing';
  return {
    state,
    key: replica.cellKeys[index] ?? '',
    keyIndex: replica.cellKeyIndexes[index] ?? -1,
    hasText: strip.hasText,
    isDuplicate: (flags & cellFlag.duplicate) !== 0,
    isTombstone: (flags & cellFlag.tombstone) !== 0,
    control: (flags & cellFlag.abort) !== 0 ? 'A' : 'C',
    textSize: strip.cellWidth > 40 ? 18 : strip.cellWidth > 24 ? 14 : 11,
  };
}

/** Level 1: the whole log as one bar, to scale; filled to the high watermark, open to the log end. */
function drawBar({ canvas, palette }: Picture, strip: StripPlace, replica: ReplicaRow, partition: PartitionRow | undefined): void {
  const room = strip.right - 12 - strip.cellX;
  const end = Math.max(1, partition?.newestLogEndOffset ?? replica.logEndOffset);
  const x = (offset: number): number => strip.cellX + (room * offset) / end;
  canvas.setLineDash([]);
  canvas.fillStyle = keyColor(palette, 1);
  canvas.fillRect(x(replica.logStartOffset), strip.y + 2, x(replica.highWatermark) - x(replica.logStartOffset), 8);
  canvas.strokeStyle = palette.ink;
  canvas.lineWidth = 1;
  canvas.strokeRect(
    x(replica.logStartOffset) + 0.5,
    strip.y + 2.5,
    Math.max(1, x(replica.logEndOffset) - x(replica.logStartOffset) - 1),
    7,
  );
  strokePath(canvas, palette.ink, 2, [
    [x(replica.highWatermark), strip.y - 1],
    [x(replica.highWatermark), strip.y + 13],
  ]);
}

/** A record that was cut off lies beside or below its strip; the fate stands in words in the row. */
function drawTorn({ canvas, palette, layout, nowMicros, words }: Picture, torn: TornRow, replicas: ReadonlyMap<string, ReplicaRow>): void {
  const id = `${torn.partition}@${String(torn.broker)}`;
  const strip = layout.strips.get(id);
  const replica = replicas.get(id);
  if (strip === undefined || replica === undefined || strip.level === 1 || nowMicros < torn.atMicros) return;
  const at = offsetX(strip, torn.offset, replica.firstOffset) + (strip.level === 3 ? 2 : 6);
  const x = Math.min(at, strip.right - strip.cellWidth - 4);
  const y = strip.level === 3 ? strip.y + strip.height + 24 : strip.y;
  const height = Math.min(strip.height, 26);
  canvas.save();
  canvas.translate(x + strip.cellWidth / 2, y + height / 2);
  if (strip.level === 3) canvas.rotate(0.08);
  drawCell(
    canvas,
    palette,
    { x: -strip.cellWidth / 2, y: -height / 2, width: strip.cellWidth, height },
    { state: torn.isLost ? 'lost' : 'cut', key: torn.key, keyIndex: torn.keyIndex, hasText: true },
  );
  canvas.restore();
  const wordX = x + strip.cellWidth + 5;
  const word = words.t(torn.isLost ? 'record.lost' : 'record.cut');
  canvas.font = font(palette, 11, 'ui', true);
  if (wordX + canvas.measureText(word).width > strip.right - 2) return;
  canvas.fillStyle = palette.loss;
  canvas.textAlign = 'left';
  canvas.textBaseline = 'middle';
  canvas.fillText(word, wordX, y + height / 2);
}

/** Purgatory: what waits at the leader, on a shelf under its strip. */
function drawShelves({ canvas, palette, layout, rows, words, nowMicros }: Picture): void {
  const row = layout.rows.find((candidate) => candidate.isFocus);
  if (row === undefined) return;
  for (const column of layout.columns) {
    const waiting = rows.waiting.filter(
      (item) => item.broker === column.broker && item.partition === row.partition && nowMicros >= item.startMicros,
    );
    if (waiting.length === 0) continue;
    const left = column.x + 10;
    const bottom = row.shelfY;
    strokePath(canvas, palette.ink, 1.5, [
      [column.x + 8, bottom],
      [column.x + column.width - 12, bottom],
    ]);
    let x = left;
    for (const [index, item] of waiting.entries()) {
      const mark: TagMark = {
        isResponse: false,
        direction: 0,
        state: 'waiting',
        pieces: [{ kind: 'plain', text: words.t(item.kind === 'produce' ? 'waiting.ack' : 'waiting.read', { offset: item.offset }) }],
      };
      const width = measureTag(canvas, palette, mark) + 18;
      if (x + width > column.x + column.width - 10) {
        canvas.font = font(palette, 11, 'code');
        canvas.fillStyle = palette.ink2;
        canvas.textAlign = 'left';
        canvas.textBaseline = 'middle';
        canvas.fillText(`+${String(waiting.length - index)}`, x, bottom - 12);
        break;
      }
      drawTag(canvas, palette, { x, y: bottom - 25, width, height: 25 }, mark);
      drawTimer(canvas, palette, { x: x + width - 13, y: bottom - 12.5, radius: 6, lineWidth: 2.5, gone: goneOf(item, nowMicros) });
      x += width + 4;
    }
  }
}

function drawScaled(canvas: CanvasRenderingContext2D, scale: number, box: Box, draw: (at: Box) => void): void {
  if (scale === 1) {
    draw(box);
    return;
  }
  canvas.save();
  canvas.translate(box.x, box.y);
  canvas.scale(scale, scale);
  draw({ x: 0, y: 0, width: box.width / scale, height: box.height / scale });
  canvas.restore();
}

/** The broker's session with the controller, at its head. */
function drawHeadTimers({ canvas, palette, layout, rows, nowMicros }: Picture): void {
  if (layout.form === 'stacked' || layout.form === 'visit' || layout.form === 'compare') return;
  for (const column of layout.columns) {
    const timer =
      rows.timers.find((candidate) => candidate.owner === `broker:${String(column.broker)}` && candidate.kind === 'session') ??
      rows.timers.find((candidate) => candidate.owner === `broker:${String(column.broker)}`);
    if (timer === undefined) continue;
    drawTimer(canvas, palette, {
      x: column.x + column.width - 44,
      y: column.y + 19,
      radius: 7,
      lineWidth: 3,
      gone: goneOf(timer, nowMicros),
    });
  }
}
