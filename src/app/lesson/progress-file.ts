/** Progress as a file, for another machine: what was done of each lesson, and when each card is due. */
import type { Memory } from '../storage.ts';
import { CardBook, later, parseCards } from './card-book.ts';
import type { CardState } from './card-book.ts';
import { parseProgress, ProgressBook } from './progress.ts';
import type { Progress } from './progress.ts';

/** The format that is written and the newest that is read. Format 1 had no cards. */
const currentFormat = 2;

/** What came of reading a file. */
export type ImportResult = 'imported' | 'not-imported' | 'newer';

/** The file's text. */
export function exportProgress(memory: Memory): string {
  const { all: lessons } = new ProgressBook(memory);
  const { all: cards } = new CardBook(memory);
  return `${JSON.stringify({ format: currentFormat, kind: 'kafkascope-progress', lessons, cards }, null, 2)}\n`;
}

interface ImportOptions {
  readonly nowMillis: number;
  /** The cards of a lesson by its id. */
  readonly cardsOf: (lesson: string) => Promise<readonly string[]>;
}

/** Takes such a file in, of this format or an older one. What is already here and further stays. */
export async function importProgress(memory: Memory, text: string, options: ImportOptions): Promise<ImportResult> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return 'not-imported'; // Not JSON: the page says so.
  }
  if (typeof raw !== 'object' || raw === null || !('lessons' in raw)) return 'not-imported';
  const { format, lessons, cards }: RawFile = raw;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) return 'not-imported';
  if (format > currentFormat) return 'newer';
  const progress = parseProgress(JSON.stringify(lessons ?? {}));
  const known = format === 1 ? await firstCards(progress, options) : parseCards(JSON.stringify(cards ?? {}));
  new ProgressBook(memory).merge(progress);
  new CardBook(memory).merge(known);
  return 'imported';
}

interface RawFile {
  readonly format?: unknown;
  readonly lessons?: unknown;
  readonly cards?: unknown;
}

/** What format 1 did not have: the cards of its finished lessons, as if each had been brought to its end when it says. */
async function firstCards(progress: Progress, { nowMillis, cardsOf }: ImportOptions): Promise<ReadonlyMap<string, CardState>> {
  const lists = Object.entries(progress)
    .filter(([, { isSuccess }]) => isSuccess)
    .map(async ([id, { finishedAt }]) => (await cardsOf(id)).map((key) => [key, later(0, finishedAt ?? nowMillis)] as const));
  return new Map((await Promise.all(lists)).flat());
}
