/** Which marks stand as one above the line of time, and what is written beside them. */
import type { EventRow } from '../contract/engine-api.ts';
import { marks } from '../texts/marks.ts';
import { glyphOf } from './event-glyphs.ts';
import type { Words } from './words.ts';

/** Room that a mark takes from its neighbours. */
export const markWidth = 17;
/** Room that a mark takes with the number of others that it stands for. */
const numberedWidth = 38;

/** Marks that stand as one. */
export interface MarkGroup {
  readonly x: number;
  readonly events: readonly EventRow[];
}

/** A mark with its words, and the room that they take. */
export interface PlacedMark {
  readonly x: number;
  readonly events: readonly EventRow[];
  readonly shown: EventRow;
  readonly label: string;
  readonly fromX: number;
  readonly toX: number;
}

/** Each mark with as many of its words as find room before the next, or before the end of the line. */
export function placeMarks(
  marks: readonly EventRow[],
  { x, endX }: { readonly x: (micros: number) => number; readonly endX: number },
  words: Pick<Words, 'about' | 'language'>,
): readonly PlacedMark[] {
  const groups = groupByPlace(marks, x);
  return groups.map((group, index) => {
    const shown = mostTelling(group.events);
    const room = (groups[index + 1]?.x ?? endX) - group.x - markWidth - 6;
    const label = markLabel(shown, group.events, room, words);
    return { ...group, shown, label, fromX: group.x - 8, toX: group.x + 10 + widthOf(label) };
  });
}

/** Where the word at the playhead covers nothing: at its right, else at its left, else nowhere. */
export function flagPlace(
  x: number,
  placed: readonly PlacedMark[],
  { flagWidth, width }: { readonly flagWidth: number; readonly width: number },
): { readonly side: 'right' | 'left' | 'none'; readonly isOverMark: boolean } {
  const isFree = (from: number, to: number): boolean =>
    from >= 0 && to <= width && !placed.some((mark) => mark.fromX < to && mark.toX > from);
  const isOverMark = placed.some((mark) => mark.fromX < x + 3 && mark.toX > x - 3);
  if (isFree(x + 6, x + 12 + flagWidth)) return { side: 'right', isOverMark };
  return { side: isFree(x - 12 - flagWidth, x - 6) ? 'left' : 'none', isOverMark };
}

/** Narrower than this a frame around a stretch of time could not be seen. */
const frameMin = 10;

/** Frames around stretches of time that are shown: each is wide enough to be seen, and those that would touch are one. */
export function shownFrames(
  stretches: readonly { readonly fromMicros: number; readonly toMicros: number }[],
  x: (micros: number) => number,
): readonly { readonly fromX: number; readonly toX: number }[] {
  const frames: { fromX: number; toX: number }[] = [];
  for (const { fromMicros, toMicros } of stretches) {
    const middle = (x(fromMicros) + x(toMicros)) / 2;
    const half = Math.max(frameMin, x(toMicros) - x(fromMicros)) / 2;
    const last = frames.at(-1);
    if (last !== undefined && middle - half - last.toX < 3) last.toX = Math.max(last.toX, middle + half);
    else frames.push({ fromX: middle - half, toX: middle + half });
  }
  return frames;
}

/** Marks by place: none lies on another, nor on the number of those that another stands for. */
export function groupByPlace(marks: readonly EventRow[], x: (micros: number) => number): readonly MarkGroup[] {
  const groups: { x: number; events: EventRow[] }[] = [];
  for (const event of marks) {
    const at = x(event.micros);
    const last = groups.at(-1);
    if (last !== undefined && at - last.x < (last.events.length > 1 ? numberedWidth : markWidth)) last.events.push(event);
    else groups.push({ x: at, events: [event] });
  }
  return groups;
}

/** What a person did comes first, then what was lost, then what matters most; of equals, the newest. */
export function mostTelling(events: readonly EventRow[]): EventRow {
  const rank = (event: EventRow): number => (event.name === 'commandGiven' ? 5 : glyphOf(event) === 'lost' ? 4 : event.interest);
  return events.reduce((best, event) => (rank(event) >= rank(best) ? event : best));
}

/** The words of a mark and the number of others, as far as there is room in px; a number alone where there is none for words. */
export function markLabel(
  shown: EventRow,
  events: readonly EventRow[],
  room: number,
  { about, language }: Pick<Words, 'about' | 'language'>,
): string {
  const rest = events.length > 1 ? ` +${String(events.length - 1)}` : '';
  const text = about(shown, marks[language][shown.name] ?? '');
  if (widthOf(text + rest) <= room) return text + rest;
  const cut = cutText(text, room - widthOf(`…${rest}`));
  return cut.length < shortest ? rest.trim() : `${cut}…${rest}`;
}

/** A word that is cut shorter says nothing. */
const shortest = 6;

function cutText(text: string, room: number): string {
  let used = 0;
  let index = 0;
  for (; index < text.length; index++) {
    used += widthOf(text.charAt(index));
    if (used > room) break;
  }
  return text.slice(0, index).trimEnd();
}

/** Near enough: full-width characters take the height of the letters. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) > 0x2e80 ? 11.2 : 6.1;
  return width;
}
