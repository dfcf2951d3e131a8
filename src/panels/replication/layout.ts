/** Where everything of the Replication view stands: lanes under each other, offsets in columns. Pure arithmetic. */

/** The room and what has to find a place in it. */
export interface LineUpContents {
  readonly width: number;
  readonly isNarrow: boolean;
  /** Little height: the lanes stand closer, so that all replicas are seen at once. */
  readonly isShort: boolean;
  readonly brokers: readonly number[];
  readonly firstOffset: number;
  /** Records that each broker cut, as far as they are shown. */
  readonly cutCounts: readonly number[];
  /** Whether what the leader had answered is told of each broker's cut. */
  readonly hasAnswers: readonly boolean[];
}

/** One replica's lane. */
export interface Lane {
  readonly broker: number;
  readonly stripY: number;
  readonly cutCount: number;
  readonly top: number;
  readonly bottom: number;
}

/** The whole picture. */
export interface LineUp {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly capX: number;
  readonly capWidth: number;
  readonly foldX: number;
  readonly cellX: number;
  readonly cellWidth: number;
  readonly cellCount: number;
  readonly stripHeight: number;
  readonly rulerY: number;
  readonly firstOffset: number;
  readonly lanes: readonly Lane[];
}

const foldWidth = 32;
const flagRoom = 58;
const underRoom = 44;
const shortUnderRoom = 24;
const cutHeadRoom = 92;
const cutLine = 17;

/** How many offsets fit; what the projection is asked for. */
export function cellCountOf(width: number, isNarrow: boolean): number {
  const { cellX, cellWidth, right } = columnsOf(width, isNarrow);
  return Math.max(4, Math.floor((right - cellX) / cellWidth));
}

function columnsOf(width: number, isNarrow: boolean): { capX: number; capWidth: number; cellX: number; cellWidth: number; right: number } {
  const capX = isNarrow ? 0 : 166;
  const capWidth = isNarrow ? 26 : 34;
  const cellX = capX + capWidth + foldWidth + 4;
  // To the right of the strips fetches go up and down.
  return { capX, capWidth, cellX, cellWidth: isNarrow ? 40 : width < 860 ? 44 : 52, right: width - (isNarrow ? 4 : 170) };
}

/** Places everything. */
export function lineUp(contents: LineUpContents): LineUp {
  const { width, isNarrow, isShort, brokers, cutCounts, hasAnswers } = contents;
  const { capX, capWidth, cellX, cellWidth } = columnsOf(width, isNarrow);
  const stripHeight = isNarrow || isShort ? 40 : 50;
  const rulerY = isShort ? 56 : 64;
  let y = rulerY + 8;
  const lanes = brokers.map((broker, index): Lane => {
    const top = y;
    const stripY = y + flagRoom + (isNarrow ? 22 : 0);
    const cutCount = cutCounts[index] ?? 0;
    y = stripY + stripHeight + (isShort ? shortUnderRoom : underRoom);
    // On a phone the answer stands below the fates; elsewhere beside them, two lines itself.
    const answerLines = hasAnswers[index] === true ? 2 : 0;
    if (cutCount > 0) y += cutHeadRoom + cutLine * (isNarrow ? cutCount + answerLines : Math.max(cutCount, answerLines));
    return { broker, stripY, cutCount, top, bottom: y };
  });
  return {
    width,
    height: y + 8,
    isNarrow,
    capX,
    capWidth,
    foldX: capX + capWidth + 2,
    cellX,
    cellWidth,
    cellCount: cellCountOf(width, isNarrow),
    stripHeight,
    rulerY,
    firstOffset: contents.firstOffset,
    lanes,
  };
}

/** Left edge of an offset; before the window it is the fold. */
export function offsetX(layout: LineUp, offset: number): number {
  if (offset < layout.firstOffset) return layout.foldX;
  const index = Math.min(offset - layout.firstOffset, layout.cellCount + 1);
  return layout.cellX + index * layout.cellWidth;
}

/** A leader epoch as a band behind the cells. */
export interface Band {
  readonly epoch: number;
  readonly leader: number;
  readonly startOffset: number;
  /** Exclusive; -1: still open. */
  readonly endOffset: number;
  readonly x: number;
  readonly width: number;
}

/** The bands of the epochs that reach into the window. */
export function bandsOf(
  layout: LineUp,
  epochs: { readonly epochs: readonly number[]; readonly epochStartOffsets: readonly number[]; readonly epochLeaders: readonly number[] },
): readonly Band[] {
  const right = layout.cellX + layout.cellCount * layout.cellWidth;
  const bands: Band[] = [];
  for (const [index, epoch] of epochs.epochs.entries()) {
    const startOffset = epochs.epochStartOffsets[index] ?? 0;
    const endOffset = epochs.epochStartOffsets[index + 1] ?? -1;
    if (endOffset >= 0 && endOffset <= layout.firstOffset) continue;
    const x = Math.max(layout.cellX, offsetX(layout, startOffset));
    const end = endOffset < 0 ? right : offsetX(layout, endOffset);
    if (end > x || endOffset < 0)
      bands.push({ epoch, leader: epochs.epochLeaders[index] ?? -1, startOffset, endOffset, x, width: Math.max(0, end - x) });
  }
  return bands;
}
