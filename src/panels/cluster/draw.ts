/** Draws on the canvas what moves by the clock: wires, cut records, waiting operations, timers, messages. Records have a layer below. */
import type { Brush } from '../../design/canvas/brush.ts';
import { drawCell } from '../../design/canvas/cells.ts';
import type { Box } from '../../design/canvas/cells.ts';
import { font } from '../../design/canvas/palette.ts';
import type { Glides } from '../../design/canvas/glides.ts';
import type { Palette } from '../../design/canvas/palette.ts';
import { drawSmallTags, drawTag, drawWires, measureTag } from '../../design/canvas/tags.ts';
import { drawBrokerTimers } from './draw-timers.ts';
import type { Words } from '../../app/words.ts';
import { drawClients } from './draw-clients.ts';
import { drawShelves } from './draw-shelves.ts';
import { drawLinks } from './draw-links.ts';
import { drawMarks } from './draw-marks.ts';
import { offsetX } from './layout.ts';
import type { StageLayout } from './layout.ts';
import type { ReplicaRow, TornRow } from './rows.ts';
import { placeMessages } from './scene.ts';
import type { PlacedMessage } from './scene.ts';
import type { StageRows } from './tables.ts';

/** What one picture is drawn from. */
export interface Picture {
  readonly canvas: Brush;
  readonly palette: Palette;
  readonly layout: StageLayout;
  readonly rows: StageRows;
  readonly nowMicros: number;
  readonly words: Words;
  readonly controllerEndX: number;
  readonly isStepped: boolean;
  /** Where flags are on their way; null where nothing has stood before. */
  readonly glides: Glides | null;
}

/** Draws the picture and says where the messages are. */
export function drawStage(picture: Picture): readonly PlacedMessage[] {
  const { canvas, palette, layout, rows } = picture;
  const replicas = rows.replicaById;
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
  drawWires(canvas, palette, messages);
  for (const torn of rows.torn) drawTorn(picture, torn, replicas, !rows.torn.some((next) => isNextTo(torn, next)));
  drawMarks(picture);
  if (layout.form !== 'visit') drawShelves(picture);
  drawBrokerTimers(picture);
  drawClients(picture);
  drawLinks(picture);
  drawSmallTags(
    canvas,
    palette,
    messages.filter(({ isSmall }) => isSmall),
  );
  for (const { box, mark, isSmall } of messages) {
    if (isSmall) continue;
    drawScaled(canvas, layout.tagScale, box, (at) => {
      drawTag(canvas, palette, at, mark);
    });
  }
  return messages;
}

/** Whether `next` lies right of a record that was cut off. */
function isNextTo(torn: TornRow, next: TornRow): boolean {
  return next.partition === torn.partition && next.broker === torn.broker && next.offset === torn.offset + 1;
}

/** A record that was cut off lies beside or below its strip; the fate stands in words in the row. */
function drawTorn(
  { canvas, palette, layout, nowMicros, words }: Picture,
  torn: TornRow,
  replicas: ReadonlyMap<string, ReplicaRow>,
  isLast: boolean,
): void {
  const id = `${torn.partition}@${String(torn.broker)}`;
  const strip = layout.strips.get(id);
  const replica = replicas.get(id);
  if (strip === undefined || replica === undefined || strip.level <= 1 || nowMicros < torn.atMicros) return;
  // It hangs below a large strip; where the next machine stands close below, it lies where it was.
  const hangs = strip.level === 3 && layout.form !== 'stacked';
  const at = offsetX(strip, torn.offset, replica.firstOffset) + (hangs ? 2 : 6);
  const x = Math.min(at, strip.right - strip.cellWidth - 4);
  const height = Math.min(strip.height, 26);
  const y = hangs ? strip.y + strip.height + 24 : strip.y + (strip.height - height) / 2;
  canvas.save();
  canvas.translate(x + strip.cellWidth / 2, y + height / 2);
  if (hangs) canvas.rotate(0.08);
  drawCell(
    canvas,
    palette,
    { x: -strip.cellWidth / 2, y: -height / 2, width: strip.cellWidth, height },
    { state: torn.isLost ? 'lost' : 'cut', key: torn.key, keyIndex: torn.keyIndex, hasText: true },
  );
  canvas.restore();
  // One word for a row of them, after the last.
  if (!isLast) return;
  const wordX = x + strip.cellWidth + 5;
  const word = words.t(torn.isLost ? 'record.lost' : 'record.cut');
  canvas.font = font(palette, 11, 'ui', true);
  if (wordX + canvas.measureText(word).width > strip.right - 2) return;
  canvas.fillStyle = palette.loss;
  canvas.textAlign = 'left';
  canvas.textBaseline = 'middle';
  canvas.fillText(word, wordX, y + height / 2);
}

function drawScaled(canvas: Brush, scale: number, box: Box, draw: (at: Box) => void): void {
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
