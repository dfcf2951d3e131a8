/** Where everything on the stage stands: a function of what is there and of the room, never of the state it is in. */
import { layoutStacked, layoutVisit } from './layout-stacked.ts';

/**
 * How the room is divided. `stacked`: one partition, its replicas below each other, for a phone. `visit`: the quiet first picture.
 * `compare`: one partition of one of two histories.
 */
export type StageForm = 'wide' | 'folded' | 'narrow' | 'stacked' | 'visit' | 'compare';

/** Level of detail of a row (DESIGN-LANGUAGE, "Density"). */
export type DetailLevel = 3 | 2 | 1 | 0;

/** What the layout is made from. */
export interface StageContents {
  readonly form: StageForm;
  readonly width: number;
  readonly brokers: readonly number[];
  readonly partitions: readonly { readonly id: string; readonly replicas: readonly number[]; readonly isInternal?: boolean }[];
  readonly focus: string | null;
  readonly producers: readonly { readonly id: string; readonly batchCount: number }[];
  readonly consumers: readonly { readonly id: string; readonly partitionCount: number }[];
  readonly leader: number;
}

/** So many batches of a producer are drawn; of the rest there is the number. */
export const batchesShown = 2;

/** So many partitions of a consumer have a line of their own; of the rest there is the number. */
export const partitionsShown = 6;

/** A machine's column; in the stacked form a band. */
export interface ColumnPlace {
  readonly broker: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A partition's row. */
export interface RowPlace {
  readonly partition: string;
  readonly level: DetailLevel;
  readonly isFocus: boolean;
  readonly y: number;
  readonly height: number;
  readonly stripY: number;
  readonly stripHeight: number;
  /** Requests travel in the upper lane, responses in the lower. */
  readonly requestLaneY: number;
  readonly responseLaneY: number;
  readonly shelfY: number;
}

/** A replica's strip. */
export interface StripPlace {
  readonly replica: string;
  readonly partition: string;
  readonly broker: number;
  readonly level: DetailLevel;
  readonly capX: number;
  readonly capWidth: number;
  readonly y: number;
  readonly height: number;
  readonly foldX: number;
  readonly cellX: number;
  readonly cellWidth: number;
  readonly cellCount: number;
  readonly right: number;
  readonly column: ColumnPlace;
  readonly hasText: boolean;
  /** Stands apart from its machine, and says which it is. */
  readonly isApart?: boolean;
}

/** A client's block. */
export interface ClientPlace {
  readonly kind: 'producer' | 'consumer';
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where its wires begin. */
  readonly dockX: number;
  readonly dockY: number;
}

/** The whole stage. */
export interface StageLayout {
  readonly form: StageForm;
  readonly width: number;
  readonly height: number;
  readonly cellCount: number;
  readonly left: number;
  readonly right: number;
  readonly controllerY: number;
  readonly controllerLaneY: number;
  readonly machineTop: number;
  readonly columns: readonly ColumnPlace[];
  readonly rows: readonly RowPlace[];
  readonly strips: ReadonlyMap<string, StripPlace>;
  readonly clients: readonly ClientPlace[];
  /** Size of the tags in flight against their usual size. */
  readonly tagScale: number;
}

const margin = 20;
/** Top of the machines, or of the strip that stands above them. */
const firstTop = 92;
const columnGap = 12;
const clientsWidth = 144;
const groupWidth = 168;
/** Beside a lesson on a small screen: the names of clients, and no room beside them. */
const tightWidth = 740;
const tightGroupWidth = 124;
const capWidth = 26;
const foldWidth = 18;
const headHeight = 56;
const rowHeights: Readonly<Record<DetailLevel, number>> = { 3: 274, 2: 82, 1: 42, 0: 20 };
/** From so many brokers on, columns are too narrow for records: those of the partition in large stand in a strip on top. */
const manyBrokers = 6;
/** Beside a matrix, the names of its rows stand in a gutter. */
const gutterWidth = 84;

/** Computes the stage. */
export function layoutStage(contents: StageContents): StageLayout {
  switch (contents.form) {
    case 'stacked':
      return layoutStacked(contents);
    case 'visit':
      return layoutVisit(contents);
    default:
      return layoutColumns(contents);
  }
}

function layoutColumns(contents: StageContents): StageLayout {
  const { form, width, brokers, partitions } = contents;
  const isMatrix = isMatrixLayout(contents);
  const left = (form === 'wide' ? margin + clientsWidth + 32 : margin) + (isMatrix ? gutterWidth : 0);
  const isTight = form !== 'wide' && width < tightWidth;
  const reserved = form === 'wide' ? groupWidth + 40 : isTight ? tightGroupWidth + 36 : groupWidth + 64;
  const count = Math.max(1, brokers.length);
  const gap = isMatrix ? 4 : columnGap;
  const room = width - left - reserved - gap * (count - 1);
  const least = isMatrix ? 44 : leastColumnWidth(form, count);
  const columnWidth = Math.max(least, Math.min(360, Math.floor(room / count)));
  const right = left + columnWidth * count + gap * (count - 1);
  const machineTop = firstTop + (isMatrix && partitions.length > 0 ? rowHeights[3] + 14 : 0);
  const rows = isMatrix ? placeMatrixRows(contents, machineTop + headHeight) : placeRows(contents, machineTop + headHeight);
  const rowsBottom = rows.at(-1) === undefined ? machineTop + headHeight + 160 : rowBottom(rows);
  const clients = placeClients(contents, rows, { left: left - (isMatrix ? gutterWidth : 0), right, top: firstTop });
  const bottom = rowsBottom + 4;
  const columns = brokers.map((broker, index) => ({
    broker,
    x: left + index * (columnWidth + gap),
    y: machineTop,
    width: columnWidth,
    height: bottom - machineTop,
  }));
  const clientsBottom = Math.max(0, ...clients.map((client) => client.y + client.height));
  const large = isMatrix ? largeColumns(contents, rows[0], { left, right }) : columns;
  const strips = placeStrips(columns, isMatrix ? rows.slice(1) : rows, partitions);
  if (isMatrix) for (const [id, strip] of placeStrips(large, rows.slice(0, 1), partitions)) strips.set(id, { ...strip, isApart: true });
  return {
    form,
    width: Math.max(width, right + reserved),
    height: Math.max(bottom, clientsBottom) + 20,
    left,
    right,
    machineTop,
    controllerY: 22,
    controllerLaneY: 74,
    columns,
    rows,
    clients,
    cellCount: cellsIn(large[0]?.width ?? columnWidth),
    strips,
    tagScale: 1,
  };
}

/** Of the room that a machine's words and a few records need; several machines on a small screen are scrolled to, in full. */
function leastColumnWidth(form: StageForm, count: number): number {
  if (count > 3) return form === 'narrow' ? 232 : 150;
  return form === 'wide' ? 180 : 144;
}

function rowBottom(rows: readonly RowPlace[]): number {
  const last = rows.at(-1);
  return last === undefined ? 0 : last.y + last.height;
}

/** How many records a column has room for: never more than twelve, nobody reads further back. */
function cellsIn(columnWidth: number): number {
  return Math.max(4, Math.min(12, Math.floor((columnWidth - 8 - capWidth - foldWidth - 10) / 17)));
}

function placeRows({ partitions, focus }: StageContents, top: number): readonly RowPlace[] {
  const focused = partitions.some((partition) => partition.id === focus) ? focus : (partitions[0]?.id ?? null);
  const others: DetailLevel = partitions.length > 7 ? 1 : 2;
  const hasOwn = partitions.some(({ isInternal }) => isInternal !== true);
  let y = top;
  return partitions.map(({ id, isInternal }) => {
    const isFocus = id === focused;
    // What Kafka keeps for itself is a bar until somebody picks it, below what people wrote.
    const level: DetailLevel = isFocus ? 3 : hasOwn && isInternal === true ? 1 : others;
    const place = rowPlace(id, level, isFocus, y);
    y += place.height;
    return place;
  });
}

/** Whether the machines stand as a matrix of caps, with the partition in large above them. */
export function isMatrixLayout({ form, brokers }: Pick<StageContents, 'form' | 'brokers'>): boolean {
  return (form === 'wide' || form === 'folded') && brokers.length >= manyBrokers;
}

/** The partition in large first, above the machines; below their heads each of the others as one line of caps. */
function placeMatrixRows({ partitions, focus }: StageContents, top: number): readonly RowPlace[] {
  const large = partitions.find((partition) => partition.id === focus) ?? partitions[0];
  if (large === undefined) return [];
  const others = partitions.filter((partition) => partition !== large);
  return [rowPlace(large.id, 3, true, firstTop), ...others.map(({ id }, index) => rowPlace(id, 0, false, top + index * rowHeights[0]))];
}

/** Side by side over the whole width: a column for each replica of the partition in large. */
function largeColumns(
  { partitions }: StageContents,
  row: RowPlace | undefined,
  { left, right }: Omit<Edges, 'top'>,
): readonly ColumnPlace[] {
  const replicas = partitions.find((partition) => partition.id === row?.partition)?.replicas ?? [];
  const width = Math.min(360, Math.floor((right - left - columnGap * (replicas.length - 1)) / Math.max(1, replicas.length)));
  return [...replicas]
    .sort((one, other) => one - other)
    .map((broker, index) => ({ broker, x: left + index * (width + columnGap), y: firstTop, width, height: rowHeights[3] }));
}

function rowPlace(partition: string, level: DetailLevel, isFocus: boolean, y: number): RowPlace {
  const stripY = y + { 3: 66, 2: 41, 1: 24, 0: 5 }[level];
  const stripHeight = level === 3 ? 40 : level === 2 ? 18 : 12;
  // In a matrix messages pass over their row.
  const requestLaneY = level === 3 ? stripY + 92 : level === 0 ? stripY + 3 : stripY + stripHeight + 8;
  return {
    partition,
    level,
    isFocus,
    y,
    height: rowHeights[level],
    stripY,
    stripHeight,
    requestLaneY,
    responseLaneY: level === 3 ? requestLaneY + 34 : requestLaneY + 9,
    shelfY: stripY + 174,
  };
}

function placeStrips(
  columns: readonly ColumnPlace[],
  rows: readonly RowPlace[],
  partitions: StageContents['partitions'],
): Map<string, StripPlace> {
  const strips = new Map<string, StripPlace>();
  for (const row of rows) {
    const replicas = partitions.find((partition) => partition.id === row.partition)?.replicas ?? [];
    for (const column of columns) {
      if (!replicas.includes(column.broker)) continue;
      // In a cell of a matrix the cap alone stands, in its middle.
      const capX = row.level === 0 ? column.x + Math.round((column.width - capWidth) / 2) : column.x + 8;
      const cellCount = cellsIn(column.width);
      const cellX = capX + capWidth + foldWidth;
      const cellWidth = Math.min(24, Math.floor((column.x + column.width - 8 - cellX) / cellCount));
      strips.set(`${row.partition}@${String(column.broker)}`, {
        replica: `${row.partition}@${String(column.broker)}`,
        partition: row.partition,
        broker: column.broker,
        level: row.level,
        capX,
        capWidth,
        y: row.stripY,
        height: row.stripHeight,
        foldX: capX + capWidth,
        cellX,
        cellWidth,
        cellCount,
        right: column.x + column.width,
        column,
        hasText: row.level === 3,
      });
    }
  }
  return strips;
}

interface Edges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

function placeClients(contents: StageContents, rows: readonly RowPlace[], { left, right, top }: Edges): readonly ClientPlace[] {
  const focus = rows.find((row) => row.isFocus);
  const lane = focus?.requestLaneY ?? top + 160;
  const isWide = contents.form === 'wide';
  const places: ClientPlace[] = [];
  const first = contents.producers[0];
  const producerX = isWide ? 24 : right + 28;
  const sideWidth = !isWide && contents.width < tightWidth ? tightGroupWidth : groupWidth;
  // In the wide form the first producer's wire leaves at the height of the lane: its block ends there.
  let y = isWide ? Math.max(top + 60, lane - producerHeight(first?.batchCount ?? 0) + 14) : top + 56;
  for (const { id, batchCount } of contents.producers) {
    const height = isWide ? producerHeight(batchCount) : 62;
    places.push({
      kind: 'producer',
      id,
      x: producerX,
      y,
      width: isWide ? clientsWidth - 4 : sideWidth,
      height,
      dockX: isWide ? left - 62 : right + 20,
      dockY: isWide ? y + height - 14 : y + 14,
    });
    y += height + (isWide ? 34 : 8);
  }
  let consumerY = isWide ? Math.max(top + 60, lane - 20) : Math.max(y + 24, lane + 34);
  for (const { id, partitionCount } of contents.consumers) {
    const height = 58 + 17 * Math.min(partitionCount, partitionsShown + 1);
    places.push({ kind: 'consumer', id, x: right + 28, y: consumerY, width: sideWidth, height, dockX: right + 20, dockY: consumerY + 12 });
    consumerY += height + 12;
  }
  return places;
}

/** Name, settings, one line a batch, the slots in flight. */
function producerHeight(batchCount: number): number {
  return 44 + Math.min(3, batchCount) * 20 + 40;
}

/** x of an offset's left edge, kept inside the strip's own room. */
export function offsetX(strip: StripPlace, offset: number, firstOffset: number): number {
  const index = Math.min(Math.max(offset - firstOffset, 0), strip.cellCount);
  return strip.cellX + index * strip.cellWidth;
}
