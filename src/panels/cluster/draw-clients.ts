/** Producers' batches and slots in flight, consumers' timers: what of the clients is drawn on the canvas. */
import { drawCell, strokeBox } from '../../design/canvas/cells.ts';
import { font } from '../../design/canvas/palette.ts';
import { drawTimer, goneOf } from '../../design/canvas/timers.ts';
import { drawClientTimers } from './draw-timers.ts';
import type { Picture } from './draw.ts';
import { batchesShown } from './layout.ts';
import type { ClientPlace } from './layout.ts';
import type { BatchRow, ProducerRow } from './rows.ts';

/** Slots in flight that are drawn; a producer may be allowed more. */
const slotsShown = 5;

/** Draws the clients' moving parts. */
export function drawClients(picture: Picture): void {
  for (const place of picture.layout.clients) {
    if (place.kind === 'producer') {
      const producer = picture.rows.producers.find((row) => row.id === place.id);
      if (producer === undefined) continue;
      if (picture.layout.form === 'wide') drawProducer(picture, place, producer);
      if (picture.layout.form !== 'visit')
        drawClientTimers(picture, `producer:${place.id}`, { x: place.x + place.width - 12, y: place.y + 10 });
    } else if (picture.layout.form !== 'visit') drawConsumer(picture, place);
  }
}

function drawProducer(picture: Picture, place: ClientPlace, producer: ProducerRow): void {
  const batches = picture.rows.batches.filter((batch) => batch.producer === place.id);
  batches.slice(0, batchesShown).forEach((batch, index) => {
    drawBatch(picture, place, batch, place.y + 46 + index * 20);
  });
  const slotsY = place.y + place.height - 19;
  if (batches.length > batchesShown) {
    const { canvas, palette } = picture;
    canvas.font = font(palette, 11, 'code');
    canvas.fillStyle = palette.ink3;
    canvas.textAlign = 'left';
    canvas.textBaseline = 'middle';
    canvas.fillText(`+${String(batches.length - batchesShown)}`, place.x, slotsY + 5);
  }
  drawSlots(picture, place.x + 20, slotsY, producer);
}

/** A batch as far as it has filled, with its linger timer. */
function drawBatch({ canvas, palette, nowMicros }: Picture, place: ClientPlace, batch: BatchRow, y: number): void {
  const x = place.x + 20;
  const width = 82;
  canvas.setLineDash([]);
  canvas.font = font(palette, 11, 'code');
  canvas.fillStyle = palette.ink3;
  canvas.textAlign = 'left';
  canvas.textBaseline = 'middle';
  canvas.fillText(batch.partition.slice(batch.partition.lastIndexOf('-') + 1), place.x, y + 8);
  canvas.lineWidth = 1;
  strokeBox(canvas, { x: x + 0.5, y: y + 0.5, width, height: 15 }, palette.edge);
  const shown = Math.min(batch.recordCount, 5);
  for (let index = 0; index < shown; index++) {
    drawCell(
      canvas,
      palette,
      { x: x + 1 + index * 15, y: y + 0.5, width: 15, height: 15 },
      { state: 'committed', key: batch.keys[index] ?? '', keyIndex: batch.keyIndexes[index] ?? -1, hasText: true },
    );
  }
  if (batch.recordCount > shown) canvas.fillText(`+${String(batch.recordCount - shown)}`, x + width + 4, y + 8);
  if (batch.lingerDueMicros > batch.lingerStartMicros) {
    drawTimer(canvas, palette, {
      x: x + width + 14,
      y: y + 8,
      radius: 6,
      lineWidth: 2.5,
      gone: goneOf({ startMicros: batch.lingerStartMicros, dueMicros: batch.lingerDueMicros }, nowMicros),
    });
  }
}

/** max.in.flight.requests.per.connection as slots; the taken ones are yellow, since they are under way now. */
function drawSlots({ canvas, palette }: Picture, x: number, y: number, producer: ProducerRow): void {
  canvas.setLineDash([]);
  canvas.lineWidth = 1;
  for (let slot = 0; slot < Math.min(producer.maxInFlight, slotsShown); slot++) {
    const left = x + slot * 17;
    canvas.beginPath();
    canvas.moveTo(left, y);
    canvas.lineTo(left + 9, y);
    canvas.lineTo(left + 13, y + 5);
    canvas.lineTo(left + 9, y + 10);
    canvas.lineTo(left, y + 10);
    canvas.closePath();
    const isTaken = slot < producer.inFlightCount;
    if (isTaken) {
      canvas.fillStyle = palette.now;
      canvas.fill();
    }
    canvas.strokeStyle = isTaken ? palette.nowEdge : palette.edge;
    canvas.stroke();
  }
}

function drawConsumer(picture: Picture, place: ClientPlace): void {
  drawClientTimers(picture, `consumer:${place.id}`, { x: place.x + place.width - 12, y: place.y + 10 });
}
