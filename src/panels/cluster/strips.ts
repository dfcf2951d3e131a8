/** The records of every replica: on a layer of their own, on which only what changed is drawn again. */
import { drawCell, drawFold, strokePath } from '../../design/canvas/cells.ts';
import type { CellMark, CellState } from '../../design/canvas/cells.ts';
import type { Brush } from '../../design/canvas/brush.ts';
import { keyColor } from '../../design/canvas/palette.ts';
import type { Palette } from '../../design/canvas/palette.ts';
import type { StageLayout, StripPlace } from './layout.ts';
import { cellFlag } from './rows.ts';
import type { PartitionRow, ReplicaRow } from './rows.ts';

/** What the strips of one moment are drawn from. */
export interface StripMoment {
  readonly layout: StageLayout;
  readonly replicas: ReadonlyMap<string, ReplicaRow>;
  readonly partitions: ReadonlyMap<string, PartitionRow>;
  readonly nowMicros: number;
  /** Records appended within this time are yellow. */
  readonly freshMicros: number;
}

/** A cell reaches so far beyond its box: a duplicate's second edge. */
const overhang = 3;

/** Draws the strips on nothing. */
export function drawStrips(brush: Brush, palette: Palette, moment: StripMoment): void {
  new StripPainter().paint(brush, palette, moment, () => {});
}

/** Empties a rectangle. */
type Clear = (x: number, y: number, width: number, height: number) => void;

interface Painted {
  readonly replica: ReplicaRow;
  readonly newest: number;
  readonly marks: readonly CellMark[];
  /** The marks stay as they are from here to before there. */
  readonly fromMicros: number;
  readonly untilMicros: number;
}

/** Remembers what each strip shows. A strip whose row is the same, and in which no record ceases to be news, costs one look. */
export class StripPainter {
  private strips: readonly StripPlace[] = [];
  /** What each of `strips` shows. */
  private painted: (Painted | undefined)[] = [];
  private freshMicros = -1;

  /** Forgets what was drawn: the canvas is empty. */
  reset(): void {
    this.strips = [];
    this.painted = [];
  }

  /** Draws what changed. `clear` empties a rectangle before it is drawn again. */
  paint(brush: Brush, palette: Palette, moment: StripMoment, clear: Clear): void {
    if (this.strips.length === 0) this.strips = [...moment.layout.strips.values()];
    const isSamePace = this.freshMicros === moment.freshMicros;
    this.freshMicros = moment.freshMicros;
    for (const [index, strip] of this.strips.entries()) {
      const before = this.painted[index];
      const replica = moment.replicas.get(strip.replica);
      if (replica === undefined) {
        if (before !== undefined) clear(...boxOf(strip));
        this.painted[index] = undefined;
        continue;
      }
      const end = moment.partitions.get(strip.partition)?.newestLogEndOffset ?? replica.logEndOffset;
      const isSame = before !== undefined && isSamePace && before.replica === replica && before.newest === end;
      if (isSame && moment.nowMicros >= before.fromMicros && moment.nowMicros < before.untilMicros) continue;
      const now = look(strip, replica, end, moment);
      this.painted[index] = now;
      if (strip.level === 0) continue;
      if (strip.level === 1) {
        if (before !== undefined) clear(...boxOf(strip));
        drawBar(brush, palette, strip, now);
      } else repaint({ brush, palette, clear }, strip, now, before);
    }
  }
}

/** Where a strip draws. */
function boxOf(strip: StripPlace): [x: number, y: number, width: number, height: number] {
  const x = strip.foldX - 1;
  return [x, strip.y - overhang, strip.right - x - 1, strip.height + overhang * 2];
}

/** What a strip shows at a moment, and for how long. */
function look(strip: StripPlace, replica: ReplicaRow, newest: number, moment: StripMoment): Painted {
  const marks: CellMark[] = [];
  let fromMicros = -Infinity;
  let untilMicros = Infinity;
  if (strip.level > 1) {
    const isVisit = moment.layout.form === 'visit' && strip.level === 3;
    // The first picture shows the place of the next record.
    const end = Math.min(newest + (isVisit ? 1 : 0), replica.firstOffset + strip.cellCount);
    for (let offset = replica.firstOffset; offset < end; offset++) {
      const index = offset - replica.firstOffset;
      if (offset < replica.logStartOffset) marks.push(nothing);
      else if (offset >= replica.logEndOffset) marks.push(missing);
      else marks.push(markOf(moment, strip, replica, index));
      const appended = replica.cellAppendedMicros[index] ?? -1;
      if (appended < 0 || offset < replica.highWatermark || offset >= replica.logEndOffset) continue;
      for (const edge of [appended, appended + moment.freshMicros]) {
        if (edge <= moment.nowMicros) fromMicros = Math.max(fromMicros, edge);
        else untilMicros = Math.min(untilMicros, edge);
      }
    }
  }
  return { replica, newest, marks, fromMicros, untilMicros };
}

const missing: CellMark = { state: 'missing', key: '', keyIndex: -1, hasText: false };
/** Before the log's start: nothing is there, and nothing is drawn. */
const nothing: CellMark = { state: 'missing', key: 'none', keyIndex: -1, hasText: false };

interface Tools {
  readonly brush: Brush;
  readonly palette: Palette;
  readonly clear: Clear;
}

/** Draws the cells that differ from what is there, from the first such to the last. */
function repaint({ brush, palette, clear }: Tools, strip: StripPlace, now: Painted, before: Painted | undefined): void {
  const isMoved = before === undefined || before.replica.firstOffset !== now.replica.firstOffset;
  const count = Math.max(now.marks.length, before?.marks.length ?? 0);
  let first = isMoved ? 0 : count;
  let last = isMoved ? count - 1 : -1;
  if (!isMoved) {
    for (let index = 0; index < count; index++) {
      if (isSameMark(before.marks[index], now.marks[index])) continue;
      first = Math.min(first, index);
      last = index;
    }
  }
  const isFolded = now.replica.firstOffset > now.replica.logStartOffset;
  const wasFolded = before !== undefined && before.replica.firstOffset > before.replica.logStartOffset;
  if (before !== undefined && (isMoved || isFolded !== wasFolded)) clear(...boxOf(strip));
  else if (before !== undefined && last >= first) {
    // A duplicate's second edge lies above it and on its neighbour: both are drawn anew with it.
    const hasDuplicate = (index: number): boolean => before.marks[index]?.isDuplicate === true || now.marks[index]?.isDuplicate === true;
    let reach = 0;
    for (let index = first - 1; index <= last; index++) if (hasDuplicate(index)) reach = overhang;
    if (reach > 0) {
      first = Math.max(0, first - 1);
      last = Math.min(count - 1, last + 1);
    }
    clear(strip.cellX + first * strip.cellWidth, strip.y - reach, (last - first + 1) * strip.cellWidth + reach, strip.height + reach * 2);
  }
  if (isMoved || isFolded !== wasFolded) {
    first = 0;
    last = count - 1;
    if (isFolded && strip.cellX > strip.foldX + 10)
      drawFold(brush, palette, { x: strip.foldX, y: strip.y, width: strip.cellX - strip.foldX, height: strip.height });
  }
  for (let index = first; index <= last; index++) {
    const mark = now.marks[index];
    if (mark === undefined || mark === nothing) continue;
    drawCell(brush, palette, { x: strip.cellX + index * strip.cellWidth, y: strip.y, width: strip.cellWidth, height: strip.height }, mark);
  }
}

function isSameMark(one: CellMark | undefined, other: CellMark | undefined): boolean {
  if (one === other) return true;
  return (
    one !== undefined &&
    other !== undefined &&
    one.state === other.state &&
    one.key === other.key &&
    one.keyIndex === other.keyIndex &&
    one.isDuplicate === other.isDuplicate &&
    one.isTombstone === other.isTombstone &&
    one.control === other.control
  );
}

/** How a record looks: what its replica knows of it, not what is true elsewhere. */
function markOf(moment: StripMoment, strip: StripPlace, replica: ReplicaRow, index: number): CellMark {
  const offset = replica.firstOffset + index;
  const flags = replica.cellFlags[index] ?? 0;
  const appended = replica.cellAppendedMicros[index] ?? -1;
  const isFresh = appended >= 0 && moment.nowMicros >= appended && moment.nowMicros - appended < moment.freshMicros;
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
function drawBar(brush: Brush, palette: Palette, strip: StripPlace, { replica, newest }: Painted): void {
  const room = strip.right - 12 - strip.cellX;
  const end = Math.max(1, newest);
  const x = (offset: number): number => strip.cellX + (room * offset) / end;
  const start = x(replica.logStartOffset);
  brush.setLineDash([]);
  brush.fillStyle = keyColor(palette, 1);
  brush.fillRect(start, strip.y + 2, x(replica.highWatermark) - start, 8);
  brush.strokeStyle = palette.ink;
  brush.lineWidth = 1;
  brush.strokeRect(start + 0.5, strip.y + 2.5, Math.max(1, x(replica.logEndOffset) - start - 1), 7);
  strokePath(brush, palette.ink, 2, [
    [x(replica.highWatermark), strip.y - 1],
    [x(replica.highWatermark), strip.y + 13],
  ]);
}
