/** Draws on the canvas what moves by the clock and what there is much of: records, cut records, fetches under way. */
import type { Brush } from '../../design/canvas/brush.ts';
import { drawCell, drawFold, fillBox, strokePath } from '../../design/canvas/cells.ts';
import type { CellMark, CellState } from '../../design/canvas/cells.ts';
import { font } from '../../design/canvas/palette.ts';
import type { Palette } from '../../design/canvas/palette.ts';
import { drawTag, measureTag } from '../../design/canvas/tags.ts';
import type { TagMark, TagPiece } from '../../design/canvas/tags.ts';
import { keyIndexOf, keyLetterOf } from '../../design/keys.ts';
import { offsetX } from './layout.ts';
import type { Lane, LineUp } from './layout.ts';
import { cellFlag } from './rows.ts';
import type { CutRecordRow, LinedUpLogRow, ReplicaFetchRow } from './rows.ts';

/** What one picture is drawn from. */
export interface Picture {
  readonly canvas: Brush;
  readonly palette: Palette;
  readonly layout: LineUp;
  readonly logs: readonly LinedUpLogRow[];
  readonly cuts: readonly CutRecordRow[];
  readonly fetches: readonly ReplicaFetchRow[];
  readonly newestLogEndOffset: number;
  readonly nowMicros: number;
  readonly freshMicros: number;
  readonly isStepped: boolean;
  /** What a fetch's tag says. */
  readonly tagText: (fetch: ReplicaFetchRow) => string;
}

/** Draws the picture. */
export function drawLineUp(picture: Picture): void {
  for (const lane of picture.layout.lanes) {
    const log = picture.logs.find((row) => row.broker === lane.broker);
    if (log !== undefined) drawStrip(picture, lane, log);
    picture.cuts
      .filter((cut) => cut.broker === lane.broker)
      .forEach((cut, index) => {
        drawCut(picture, lane, cut, index);
      });
  }
  if (!picture.layout.isNarrow) drawFetches(picture);
}

function drawStrip(picture: Picture, lane: Lane, log: LinedUpLogRow): void {
  const { canvas, palette, layout } = picture;
  const height = layout.stripHeight;
  if (log.firstOffset > log.logStartOffset)
    drawFold(canvas, palette, { x: layout.foldX + 4, y: lane.stripY, width: layout.cellX - layout.foldX - 4, height });
  const end = Math.min(picture.newestLogEndOffset, layout.firstOffset + layout.cellCount);
  for (let offset = Math.max(log.logStartOffset, layout.firstOffset); offset < end; offset++) {
    const box = { x: offsetX(layout, offset), y: lane.stripY, width: layout.cellWidth, height };
    const isMissing = offset >= log.logEndOffset;
    drawCell(canvas, palette, box, isMissing ? missing : markOf(picture, log, offset));
    const epoch = isMissing ? -1 : (log.cellEpochs[offset - log.firstOffset] ?? -1);
    if (epoch < 0) continue;
    canvas.font = font(palette, 11, 'code');
    canvas.textAlign = 'right';
    canvas.textBaseline = 'top';
    canvas.fillStyle = palette.keyInk;
    if (offset >= log.highWatermark) canvas.fillStyle = palette.ink2;
    canvas.fillText(String(epoch), box.x + box.width - 4, box.y + 4);
  }
}

const missing: CellMark = { state: 'missing', key: '', keyIndex: -1, hasText: false };

/** How a record looks: what its replica knows of it, not what is true elsewhere. */
function markOf(picture: Picture, log: LinedUpLogRow, offset: number): CellMark {
  const index = offset - log.firstOffset;
  const flags = log.cellFlags[index] ?? 0;
  const key = log.cellKeys[index] ?? '';
  const appended = log.cellAppendedMicros[index] ?? -1;
  const isFresh = appended >= 0 && picture.nowMicros >= appended && picture.nowMicros - appended < picture.freshMicros;
  let state: CellState = offset < log.highWatermark ? 'committed' : isFresh ? 'now' : 'open';
  if ((flags & (cellFlag.commit | cellFlag.abort)) !== 0) state = 'control';
  if ((flags & cellFlag.lost) !== 0) state = 'lost';
  if ((flags & cellFlag.compactedAway) !== 0) state = 'missing';
  return {
    state,
    key: keyLetterOf(key),
    keyIndex: keyIndexOf(key),
    hasText: true,
    isDuplicate: (flags & cellFlag.duplicate) !== 0,
    isTombstone: (flags & cellFlag.tombstone) !== 0,
    control: (flags & cellFlag.abort) !== 0 ? 'A' : 'C',
    textSize: 18,
  };
}

/** A record that was cut off lies below its strip, torn: at its own offset, as long as the window reaches there. */
function drawCut({ canvas, palette, layout, nowMicros }: Picture, lane: Lane, cut: CutRecordRow, index: number): void {
  if (nowMicros < cut.atMicros) return;
  const width = layout.cellWidth;
  const height = layout.stripHeight - 6;
  const y = lane.stripY + layout.stripHeight + 40;
  const x = Math.min(offsetX(layout, cut.offset), layout.width - width - 8) + 6;
  if (cut.offset < layout.firstOffset) return;
  canvas.save();
  canvas.translate(x + width / 2, y + height / 2);
  canvas.rotate(index % 2 === 0 ? 0.05 : 0.09);
  const box = { x: -width / 2, y: -height / 2, width: width - 2, height };
  if (cut.isLost) drawCell(canvas, palette, box, { state: 'lost', key: keyLetterOf(cut.key), keyIndex: -1, hasText: true, textSize: 16 });
  else {
    fillBox(canvas, box, palette.paper);
    drawCell(canvas, palette, box, { state: 'cut', key: keyLetterOf(cut.key), keyIndex: -1, hasText: true, textSize: 16 });
  }
  canvas.restore();
}

/** Fetches go up and down to the right of the strips: a tag glides evenly from its sender's lane to its receiver's. */
function drawFetches({ canvas, palette, layout, fetches, nowMicros, tagText, isStepped }: Picture): void {
  const wireX = layout.cellX + layout.cellCount * layout.cellWidth + 14;
  const laneOf = (broker: number): number => {
    const lane = layout.lanes.find((candidate) => candidate.broker === broker);
    return lane === undefined ? -1 : lane.stripY + layout.stripHeight / 2;
  };
  for (const [index, fetch] of fetches.entries()) {
    const from = laneOf(fetch.from);
    const to = laneOf(fetch.to);
    if (from < 0 || to < 0 || nowMicros < fetch.sentMicros) continue;
    if (fetch.state === 'flying' && nowMicros > fetch.dueMicros) continue;
    const share = Math.min(1, (nowMicros - fetch.sentMicros) / Math.max(1, fetch.dueMicros - fetch.sentMicros));
    const gone = fetch.state !== 'flying' ? 0.5 : isStepped ? (share < 0.34 ? 0 : share < 0.67 ? 0.5 : 1) : share;
    const x = wireX + (index % 3) * 10;
    canvas.setLineDash([2, 3]);
    strokePath(canvas, palette.edge, 1, [
      [wireX - 10, from],
      [x, from],
      [x, to],
      [wireX - 10, to],
    ]);
    canvas.setLineDash([]);
    const pieces: TagPiece[] = [{ kind: 'name', text: tagText(fetch) }];
    if (fetch.isResponse)
      for (const key of fetch.keys.slice(0, 4)) pieces.push({ kind: 'record', key: keyLetterOf(key), keyIndex: keyIndexOf(key) });
    const mark: TagMark = { isResponse: fetch.isResponse, direction: fetch.isResponse ? 1 : -1, state: fetch.state, pieces };
    const width = Math.min(measureTag(canvas, palette, mark), layout.width - x - 4);
    drawTag(canvas, palette, { x: Math.min(x - 4, layout.width - width - 4), y: from + (to - from) * gone - 13, width, height: 26 }, mark);
  }
}
