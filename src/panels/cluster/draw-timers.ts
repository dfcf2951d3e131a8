/** Timers as arcs on their owners; how long is left stands beside an arc that is about to fire. */
import { font } from '../../design/canvas/palette.ts';
import { drawTimer, goneOf } from '../../design/canvas/timers.ts';
import type { TimerMark } from '../../design/canvas/timers.ts';
import { printDuration } from '../../texts/format.ts';
import type { Picture } from './draw.ts';
import type { TimerRow } from './rows.ts';

/** From here on the time that is left stands in words. */
const nearlyGone = 0.9;
/** A follower that has only just been missed has nothing to fear yet: between two fetches every follower is. */
const worthSeeing = 0.02;

/** The brokers' sessions with the controller at their heads, and how long followers have not been caught up below their caps. */
export function drawBrokerTimers(picture: Picture): void {
  const { layout, rows } = picture;
  if (layout.form === 'stacked' || layout.form === 'visit' || layout.form === 'compare') return;
  const columns = new Map(layout.columns.map((column) => [`broker:${String(column.broker)}`, column]));
  for (const timer of rows.timers) {
    const column = columns.get(timer.owner);
    if (column === undefined) continue;
    if (timer.kind === 'session')
      drawArc(
        picture,
        timer,
        column.width < 110
          ? { x: column.x + column.width - 9, y: column.y + 36, radius: 5, lineWidth: 2 }
          : { x: column.x + column.width - 44, y: column.y + 19, radius: 7, lineWidth: 3 },
        'left',
      );
    if (timer.kind !== 'replica-lag' || goneOf(timer, picture.nowMicros) < worthSeeing) continue;
    const strip = layout.strips.get(`${timer.subject}@${String(column.broker)}`);
    if (strip === undefined || strip.level <= 1) continue;
    const under = strip.y + strip.height;
    // In the large row the word for its state stands between the cap and the arc.
    if (strip.level === 3)
      drawArc(picture, timer, { x: strip.capX + strip.capWidth / 2, y: under + 29, radius: 6, lineWidth: 2.5 }, 'right');
    else drawArc(picture, timer, { x: strip.right - 14, y: under + 10, radius: 5, lineWidth: 2 }, 'left');
  }
}

/** What a client waits for: the answer to its oldest request, and beside it the delivery of its oldest batch. */
export function drawClientTimers(picture: Picture, owner: string, place: { readonly x: number; readonly y: number }): void {
  const own = picture.rows.timers.filter((timer) => timer.owner === owner);
  let { x } = place;
  for (const kind of ['request', 'delivery']) {
    const timer = own.find((candidate) => candidate.kind === kind);
    if (timer === undefined) continue;
    // From right to left: the request's timeout is the shorter one, and is read first.
    drawArc(picture, timer, { x, y: place.y, radius: kind === 'request' ? 5 : 7, lineWidth: kind === 'request' ? 2 : 3 }, 'left');
    x -= 20;
  }
}

/** An arc, with the time that is left in words when it is about to fire. */
function drawArc(picture: Picture, timer: TimerRow, mark: Omit<TimerMark, 'gone'>, side: 'left' | 'right'): void {
  const { canvas, palette, nowMicros } = picture;
  const gone = goneOf(timer, nowMicros);
  drawTimer(canvas, palette, { ...mark, gone });
  if (gone < nearlyGone || gone >= 1 || timer.isPaused) return;
  canvas.font = font(palette, 11, 'code', true);
  canvas.fillStyle = palette.ink;
  canvas.textAlign = side === 'left' ? 'right' : 'left';
  canvas.textBaseline = 'middle';
  const away = (mark.radius + 5) * (side === 'left' ? -1 : 1);
  canvas.fillText(printDuration(timer.dueMicros - nowMicros), mark.x + away, mark.y);
}
