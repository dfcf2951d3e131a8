/** Where the x-ray draws what: numbers alone, so that a test can look at them. */
import type { StorageBatchRow, StorageEntryRow, StorageLogRow, StorageSegmentRow } from './rows.ts';

/** A box along the line of the log. */
export interface Span {
  readonly x: number;
  readonly width: number;
}

/** A mark above the segments, with the row that its label has room in. */
export interface LogMark {
  readonly name: 'start' | 'recovery' | 'high-watermark' | 'log-end';
  readonly offset: number;
  readonly x: number;
  readonly level: number;
  readonly isRight: boolean;
}

const minimumWidth = 3;

/** Segments side by side, as wide as they are long. */
export function layOutSegments(segments: readonly StorageSegmentRow[], width: number): readonly Span[] {
  const gap = segments.length > 30 ? 2 : 6;
  const room = Math.max(1, width - gap * Math.max(0, segments.length - 1));
  const total = segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  const wanted = segments.map((segment) => Math.max(minimumWidth, total === 0 ? room : (segment.sizeBytes / total) * room));
  const factor =
    room /
    Math.max(
      room,
      wanted.reduce((sum, each) => sum + each, 0),
    );
  let x = 0;
  return wanted.map((each) => {
    const span = { x, width: each * factor };
    x += span.width + gap;
    return span;
  });
}

/** Where a byte of the log lies among its segments. */
export function xOfByte(byte: number, segments: readonly StorageSegmentRow[], spans: readonly Span[]): number {
  let before = 0;
  for (const [index, segment] of segments.entries()) {
    const span = spans[index];
    if (span === undefined) break;
    const isLast = index === segments.length - 1;
    if (byte < before + segment.sizeBytes || isLast) {
      const share = segment.sizeBytes === 0 ? 0 : Math.min(1, (byte - before) / segment.sizeBytes);
      return span.x + share * span.width;
    }
    before += segment.sizeBytes;
  }
  return 0;
}

/** The log's marks; those at one place share a pole, and labels that would touch stand above each other. */
export function layOutMarks(
  log: StorageLogRow,
  segments: readonly StorageSegmentRow[],
  spans: readonly Span[],
  { width, textWidth }: { readonly width: number; readonly textWidth: number },
): readonly LogMark[] {
  // Rows of files that are shown in part are missing from the front.
  const shown = segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  const hidden = log.sizeBytes - shown;
  const wanted: readonly (readonly [LogMark['name'], number, number])[] = [
    ['start', log.logStartOffset, log.logStartByte],
    ['log-end', log.logEndOffset, log.sizeBytes],
    ['high-watermark', log.highWatermark, log.highWatermarkByte],
    ['recovery', log.recoveryPoint, log.recoveryPointByte],
  ];
  const taken: { readonly from: number; readonly to: number; readonly level: number }[] = [];
  const marks: LogMark[] = [];
  for (const [name, offset, byte] of wanted) {
    if (offset < 0) continue;
    const x = xOfByte(byte - hidden, segments, spans);
    // In a log that is empty, its end is at the left edge: nothing stands outside of the picture.
    const isRight = x < textWidth || (x + textWidth <= width && name !== 'log-end' && x < width / 2);
    const [from, to] = isRight ? [x, x + textWidth] : [x - textWidth, x];
    let level = 0;
    while (taken.some((other) => other.level === level && from < other.to && to > other.from)) level++;
    taken.push({ from, to, level });
    marks.push({ name, offset, x, level, isRight });
  }
  return marks;
}

/** The batches in large, as wide as they are long, and the byte axis under them. */
export interface BatchLine {
  readonly fromByte: number;
  readonly toByte: number;
  readonly spans: readonly Span[];
  readonly xOf: (byte: number) => number;
}

/** Lays the window's batches out over the whole width. */
export function layOutBatches(batches: readonly StorageBatchRow[], width: number): BatchLine {
  const fromByte = batches[0]?.position ?? 0;
  const last = batches[batches.length - 1];
  const toByte = last === undefined ? fromByte : last.position + last.sizeBytes;
  const scale = width / Math.max(1, toByte - fromByte);
  const xOf = (byte: number): number => (byte - fromByte) * scale;
  return { fromByte, toByte, xOf, spans: batches.map((batch) => ({ x: xOf(batch.position), width: batch.sizeBytes * scale })) };
}

/** An index entry's box. */
export interface EntryBox<Entry> extends Span {
  readonly entry: Entry;
  /** Where its thread begins. */
  readonly tickX: number;
}

/** Boxes beside their ticks, moved apart where they would overlap; when they do not all fit, those nearest to `slot` stay. */
export function layOutEntries<Entry extends { readonly slot: number }>(
  entries: readonly Entry[],
  tickOf: (entry: Entry) => number,
  { width, boxWidth, slot }: { readonly width: number; readonly boxWidth: number; readonly slot: number },
): readonly EntryBox<Entry>[] {
  const step = boxWidth + 14;
  const room = Math.max(1, Math.floor((width + 14) / step));
  const around = Math.max(
    0,
    entries.findIndex((entry) => entry.slot === slot),
  );
  const first = slot < 0 ? Math.max(0, entries.length - room) : Math.max(0, Math.min(around - Math.floor(room / 2), entries.length - room));
  const kept = entries.slice(first, first + room);
  const boxes: { x: number; width: number; entry: Entry; tickX: number }[] = [];
  for (const entry of kept) {
    const tickX = tickOf(entry);
    const previous = boxes[boxes.length - 1];
    boxes.push({ x: Math.max(tickX + 24, previous === undefined ? 0 : previous.x + step), width: boxWidth, entry, tickX });
  }
  let limit = width - boxWidth;
  for (const box of boxes.reverse()) {
    box.x = Math.max(0, Math.min(box.x, limit));
    limit = box.x - step;
  }
  return boxes.reverse();
}

/** Bytes that are named on the axis: both ends and the entries, without labels that would touch. */
export function axisLabels(
  boxes: readonly EntryBox<StorageEntryRow>[],
  line: BatchLine,
  width: number,
): readonly { readonly x: number; readonly byte: number }[] {
  const labels = [{ x: 0, byte: line.fromByte }];
  for (const { tickX, entry } of boxes)
    if (tickX - (labels[labels.length - 1]?.x ?? 0) > 64 && tickX < width - 112) labels.push({ x: tickX, byte: entry.position });
  labels.push({ x: width, byte: line.toByte });
  return labels;
}
