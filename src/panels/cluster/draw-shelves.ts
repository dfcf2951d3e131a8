/** Purgatory: requests that wait at their leader, on a shelf under its strip; and where the answer of a long poll will go. */
import { strokePath } from '../../design/canvas/cells.ts';
import { font } from '../../design/canvas/palette.ts';
import { drawTag, drawWire, measureTag } from '../../design/canvas/tags.ts';
import type { TagMark } from '../../design/canvas/tags.ts';
import { drawTimer, goneOf } from '../../design/canvas/timers.ts';
import { writeText } from '../../design/canvas/flags.ts';
import type { Picture } from './draw.ts';
import type { ColumnPlace } from './layout.ts';
import { pollWords } from './messages.ts';
import type { WaitingRow } from './rows.ts';

/** Draws the shelves of the partition in large. */
export function drawShelves(picture: Picture): void {
  const { canvas, palette, layout, rows, words, nowMicros } = picture;
  const row = layout.rows.find((candidate) => candidate.isFocus);
  if (row === undefined) return;
  for (const machine of layout.columns) {
    const column = layout.strips.get(`${row.partition}@${String(machine.broker)}`)?.column ?? machine;
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
    drawLongPoll(picture, waiting, { column, bottom, x });
  }
}

/** The shelf that a long poll waits on: its line, and where its last tag ends. */
interface Shelf {
  readonly column: ColumnPlace;
  readonly bottom: number;
  readonly x: number;
}

/** A consumer's fetch that waits keeps its wire: dotted from the shelf to who asked, with the reason in words on it. */
function drawLongPoll({ canvas, palette, layout, words }: Picture, waiting: readonly WaitingRow[], { column, bottom, x }: Shelf): void {
  const poll = waiting.find(({ kind, from }) => kind === 'fetch' && from.startsWith('consumer:'));
  if (poll === undefined) return;
  const client = layout.clients.find(({ kind, id }) => `${kind}:${id}` === poll.from);
  if (client === undefined) return;
  const y = bottom - 12;
  const edge = client.x - 12;
  const foot = Math.min(client.y + client.height - 8, y);
  drawWire(canvas, palette, [
    [x, y],
    [edge, y],
    [edge, foot],
    [client.x - 2, foot],
  ]);
  const text = pollWords(poll, words);
  canvas.font = font(palette, 11, 'ui');
  const width = canvas.measureText(text).width;
  const after = Math.max(x, column.x + column.width) + 20;
  const at =
    after + width < layout.right ? { x: after, y: y - 6 } : { x: Math.min(column.x + 10, layout.right - 8 - width), y: bottom + 14 };
  writeText(canvas, palette, text, { ...at, size: 11, face: 'ui', color: palette.ink2 });
}
