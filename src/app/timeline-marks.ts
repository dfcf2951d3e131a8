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
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) > 0x2e80 ? 11.2 : 6.1;
  return width;
}
