/** Draws on the canvas what happened when: lifelines, arrows, marks. All of it is a function of simulated time. */
import type { Brush } from '../../design/canvas/brush.ts';
import { glyphOf } from '../../app/event-glyphs.ts';
import { eventOfCells } from '../../app/event-cells.ts';
import { drawGlyph } from '../../design/canvas/glyphs.ts';
import { font } from '../../design/canvas/palette.ts';
import type { Palette } from '../../design/canvas/palette.ts';
import { drawArrow, endsOf } from './draw-arrows.ts';
import { LabelRoom } from './label-room.ts';
import { printTick, ticksOf, timeX } from './layout.ts';
import type { SpaceTimeLayout } from './layout.ts';
import { lifeState } from './rows.ts';
import type { ArrowRow, LifelineRow, MarkRow } from './rows.ts';

/** What one picture is drawn from. */
export interface Picture {
  readonly canvas: Brush;
  readonly palette: Palette;
  readonly layout: SpaceTimeLayout;
  readonly lifelines: readonly LifelineRow[];
  readonly arrows: readonly ArrowRow[];
  readonly marks: readonly MarkRow[];
  readonly nowMicros: number;
  readonly hovered: string | null;
  /** How long a fold was, and the word for it. */
  readonly quietText: (micros: number) => readonly string[];
  readonly arrowText: (arrow: ArrowRow) => string;
  readonly markText: (mark: MarkRow) => string;
}

/** Draws the picture. */
export function drawSpaceTime(picture: Picture): void {
  drawGrid(picture);
  for (const line of picture.lifelines) drawLifeline(picture, line);
  const isLit = picture.arrows.some((arrow) => arrow.part === 'selected') || picture.marks.some((mark) => mark.part === 'selected');
  // The selected one and its chain lie over the rest.
  const order = { none: 0, led: 1, needed: 2, selected: 3 } as const;
  for (const arrow of [...picture.arrows].sort((one, other) => order[one.part] - order[other.part])) drawArrow(picture, arrow, isLit);
  drawMarks(picture);
  drawLabels(picture, isLit);
  drawNow(picture);
}

function drawGrid({ canvas, palette, layout, quietText }: Picture): void {
  const { stretches, axisY, height } = layout;
  const top = axisY + 8;
  const lanesBottom = height - 14;
  const { stepMicros, ticks } = ticksOf(layout, layout.isNarrow ? 64 : 78);
  canvas.font = font(palette, 11, 'code');
  canvas.textAlign = 'center';
  canvas.textBaseline = 'alphabetic';
  let lastX = -Infinity;
  for (const micros of ticks) {
    const x = timeX(layout, micros);
    canvas.strokeStyle = palette.line;
    canvas.lineWidth = 1;
    canvas.beginPath();
    canvas.moveTo(x, top);
    canvas.lineTo(x, lanesBottom);
    canvas.stroke();
    const text = printTick(micros, stepMicros);
    const half = canvas.measureText(text).width / 2;
    if (x - half < lastX + 6 || x - half < layout.left - 4 || x + half > layout.width) continue;
    canvas.fillStyle = palette.ink3;
    canvas.fillText(text, x, axisY);
    lastX = x + half;
  }
  for (let index = 1; index < stretches.length; index++) {
    const from = stretches[index - 1];
    const to = stretches[index];
    if (from === undefined || to === undefined) continue;
    drawHatch(canvas, palette, { x: from.x1 + 4, y: top, width: to.x0 - from.x1 - 8, height: lanesBottom - top });
    canvas.font = font(palette, 11, 'ui');
    const middle = (from.x1 + to.x0) / 2;
    const words = quietText(to.fromMicros - from.toMicros);
    words.slice(0, layout.isNarrow ? 1 : 2).forEach((word, row) => {
      const y = top + 14 + row * 14;
      const half = canvas.measureText(word).width / 2;
      canvas.fillStyle = palette.paper;
      canvas.fillRect(middle - half - 2, y - 10, half * 2 + 4, 14);
      canvas.fillStyle = palette.ink2;
      canvas.fillText(word, middle, y);
    });
  }
}

function drawHatch(
  canvas: Brush,
  palette: Palette,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  canvas.save();
  canvas.beginPath();
  canvas.rect(box.x, box.y, box.width, box.height);
  canvas.clip();
  canvas.strokeStyle = palette.line;
  canvas.lineWidth = 1;
  canvas.beginPath();
  for (let x = box.x - box.height; x < box.x + box.width; x += 8) {
    canvas.moveTo(x, box.y + box.height);
    canvas.lineTo(x + box.height, box.y);
  }
  canvas.stroke();
  canvas.restore();
}

/** A line while the process runs, dotted while it does not, dashed with two bars while it stands still. */
function drawLifeline({ canvas, palette, layout, nowMicros }: Picture, line: LifelineRow): void {
  const y = layout.laneY.get(line.node);
  const first = layout.stretches[0];
  const last = layout.stretches.at(-1);
  if (y === undefined || first === undefined || last === undefined) return;
  const from = first.fromMicros;
  const to = last.toMicros;
  const firstKnown = line.stateMicros[0] ?? 0;
  const changes = line.stateMicros.map((micros, index) => ({ micros, state: line.states[index] ?? lifeState.up }));
  if (firstKnown > from) changes.unshift({ micros: -1e15, state: changes[0]?.state === lifeState.up ? lifeState.down : lifeState.up });
  for (const [index, change] of changes.entries()) {
    const start = Math.max(from, change.micros);
    const end = Math.min(to, changes[index + 1]?.micros ?? to);
    if (end < start || (end === start && end !== to)) continue;
    const x0 = timeX(layout, start);
    const x1 = timeX(layout, end);
    const isFuture = start > nowMicros;
    canvas.strokeStyle = isFuture ? palette.ghost : change.state === lifeState.up ? palette.ink : palette.offline;
    canvas.lineWidth = change.state === lifeState.up ? 2 : 1.5;
    canvas.setLineDash(change.state === lifeState.up ? [] : change.state === lifeState.down ? [1.5, 4] : [6, 5]);
    canvas.beginPath();
    canvas.moveTo(x0, y);
    canvas.lineTo(x1, y);
    canvas.stroke();
    canvas.setLineDash([]);
    if (change.state === lifeState.paused && change.micros >= from) {
      canvas.fillStyle = palette.ink;
      canvas.fillRect(x0 - 4, y - 7, 3, 14);
      canvas.fillRect(x0 + 2, y - 7, 3, 14);
    }
  }
}

/** Marks that say nothing by a shape of their own: a dot on the line. */
const dots: ReadonlySet<string> = new Set(['recordsAppended', 'recordsReplicated', 'recordsDelivered', 'batchAcknowledged']);

function drawMarks({ canvas, palette, layout, marks, nowMicros }: Picture): void {
  let lastX = -Infinity;
  let lastNode = -1;
  for (const mark of marks) {
    const x = timeX(layout, mark.micros);
    const y = markY(layout, mark);
    canvas.globalAlpha = mark.micros > nowMicros ? 0.5 : 1;
    if (mark.part === 'selected') {
      canvas.beginPath();
      canvas.arc(x, y, 10, 0, Math.PI * 2);
      canvas.fillStyle = palette.now;
      canvas.fill();
      canvas.strokeStyle = palette.nowEdge;
      canvas.lineWidth = 1.2;
      canvas.stroke();
    }
    if (mark.name === 'highWatermarkAdvanced') drawPennant(canvas, palette, x, y);
    else if (dots.has(mark.name)) {
      canvas.beginPath();
      canvas.arc(x, y, 4, 0, Math.PI * 2);
      canvas.fillStyle = palette.ink;
      canvas.fill();
    } else if (mark.interest > 0 && (mark.node !== lastNode || x - lastX > 6)) {
      drawGlyph(canvas, palette, glyphOf(eventOfCells(mark)), { x, y: y - (layout.laneY.has(mark.node) ? 13 : 0) });
      lastX = x;
      lastNode = mark.node;
    }
    canvas.globalAlpha = 1;
  }
}

function drawPennant(canvas: Brush, palette: Palette, x: number, y: number): void {
  canvas.strokeStyle = palette.ink;
  canvas.lineWidth = 2;
  canvas.beginPath();
  canvas.moveTo(x, y);
  canvas.lineTo(x, y - 20);
  canvas.stroke();
  canvas.fillStyle = palette.ink;
  canvas.beginPath();
  canvas.moveTo(x, y - 20);
  canvas.lineTo(x - 12, y - 20);
  canvas.lineTo(x - 8, y - 15);
  canvas.lineTo(x - 12, y - 10);
  canvas.lineTo(x, y - 10);
  canvas.fill();
}

/** What belongs to no node stands above all lines. */
export function markY(layout: SpaceTimeLayout, mark: MarkRow): number {
  return layout.laneY.get(mark.node) ?? layout.axisY + 14;
}

const colors: Readonly<Record<string, 'leader' | 'loss' | 'outsync' | 'insync'>> = {
  becameLeader: 'leader',
  leaderElected: 'leader',
  uncleanLeaderElected: 'leader',
  recordsLost: 'loss',
  logTruncated: 'loss',
  isrShrunk: 'outsync',
  isrExpanded: 'insync',
};

/** Labels are drawn where there is room: those of the lit chain first, then what changed, then the rest. */
function drawLabels(picture: Picture, isLit: boolean): void {
  const { canvas, palette, layout, arrows, marks, nowMicros, arrowText, markText } = picture;
  const room = new LabelRoom(layout);
  canvas.textBaseline = 'middle';
  const rank = (part: ArrowRow['part']): number => (part === 'none' ? 0 : 1);
  const byRank = <T extends { readonly part: ArrowRow['part'] }>(rows: readonly T[], isFirst: boolean): readonly T[] =>
    rows.filter((row) => rank(row.part) === (isFirst ? 1 : 0));
  for (const isFirst of [true, false]) {
    for (const mark of byRank(marks, isFirst)) {
      const text = markText(mark);
      if (text === '') continue;
      canvas.font = font(palette, 11, /^(LEO|HW|ISR)/.test(text) ? 'code' : 'ui', mark.interest >= 2);
      const color = colors[mark.name];
      const place = room.besideMark(timeX(layout, mark.micros), markY(layout, mark), canvas.measureText(text).width, mark.name);
      if (place === null) continue;
      write(picture, text, place, mark.micros > nowMicros ? palette.ghost : color === undefined ? palette.ink2 : palette[color]);
    }
    for (const arrow of byRank(arrows, isFirst)) {
      const ends = endsOf(picture, arrow);
      const text = arrowText(arrow);
      if (ends === null || text === '' || arrow.sentMicros > nowMicros) continue;
      const isError = arrow.labelKind === 'error' || arrow.state === 'lost';
      canvas.font = font(palette, 11, 'ui', isFirst);
      const place = room.besideArrow(ends, canvas.measureText(text).width);
      if (place === null) continue;
      write(picture, text, place, isError ? palette.loss : isFirst ? palette.ink : isLit ? palette.ink3 : palette.ink2);
    }
  }
}

function write(
  { canvas, palette }: Pick<Picture, 'canvas' | 'palette'>,
  text: string,
  at: { readonly x: number; readonly y: number },
  color: string,
): void {
  canvas.textAlign = 'left';
  canvas.lineWidth = 4;
  canvas.lineJoin = 'round';
  canvas.strokeStyle = palette.paper;
  canvas.strokeText(text, at.x, at.y);
  canvas.fillStyle = color;
  canvas.fillText(text, at.x, at.y);
}

function drawNow({ canvas, palette, layout, nowMicros }: Picture): void {
  const x = timeX(layout, nowMicros);
  canvas.fillStyle = palette.now;
  canvas.strokeStyle = palette.nowEdge;
  canvas.lineWidth = 1.2;
  canvas.fillRect(x - 2.5, layout.axisY + 6, 5, layout.height - layout.axisY - 18);
  canvas.strokeRect(x - 2.5, layout.axisY + 6, 5, layout.height - layout.axisY - 18);
}
