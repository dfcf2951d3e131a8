/** Which entries of the controller's log are drawn, and where. */
import type { Words } from '../../app/words.ts';
import { printSet } from '../../texts/format.ts';
import type { StageLayout } from './layout.ts';
import type { MetadataRow } from './rows.ts';

/** An entry with its place and words. */
export interface PlacedEntry {
  readonly entry: MetadataRow;
  readonly x: number;
  readonly width: number;
  readonly title: string;
  readonly detail: string;
}

/** The newest entries that fit, oldest first; they end where the log ends. */
export function placeEntries(entries: readonly MetadataRow[], layout: StageLayout, words: Words): readonly PlacedEntry[] {
  const left = layout.left + 18;
  const room = layout.right - left - (layout.form === 'wide' ? 130 : 20);
  const chosen: Omit<PlacedEntry, 'x'>[] = [];
  let used = 0;
  for (const entry of [...entries].sort((one, other) => other.offset - one.offset)) {
    const title = entryTitle(entry, words);
    const detail = entryDetail(entry, words);
    const width = Math.max(84, Math.ceil(Math.max(textWidth(title) * 1.06, textWidth(detail))) + 14);
    if (used + width > room) break;
    used += width;
    chosen.push({ entry, width, title, detail });
  }
  let x = left;
  return chosen.reverse().map((item) => {
    const placed = { ...item, x };
    x += item.width;
    return placed;
  });
}

/** Where the log ends on the stage. */
export function controllerEndX(entries: readonly PlacedEntry[], layout: StageLayout): number {
  const last = entries.at(-1);
  return last === undefined ? layout.left + 18 : last.x + last.width;
}

/** What an entry is about. */
export function entryTitle(entry: MetadataRow, words: Words): string {
  if (entry.detail === 'other') return entry.type.replace(/Record$/, '');
  return words.t(`metadata.${entry.detail}.title`, { subject: entry.subject, type: entry.type });
}

/** What it says. */
export function entryDetail(entry: MetadataRow, words: Words): string {
  if (entry.detail === 'other') return entry.subject === entry.type ? '' : entry.subject;
  const [first, ...rest] = entry.numbers;
  return words.t(`metadata.${entry.detail}.detail`, {
    set: printSet(entry.numbers),
    list: entry.numbers.join(' '),
    first,
    rest: rest.join(' '),
    type: entry.type,
  });
}

/** Width of 11 px text, near enough: full-width characters count twice. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += character.charCodeAt(0) > 0x2e80 ? 11 : 6.1;
  return width;
}
