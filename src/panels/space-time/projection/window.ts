import type { SpaceTimeWindowRow } from '../rows.ts';
import type { Mark, Sent, SpaceTimeMemory } from './memory.ts';

/** A stretch of time that is drawn to scale. */
export interface Stretch {
  fromMicros: number;
  readonly toMicros: number;
}

/** What is shown. */
export interface Shown {
  readonly messages: readonly Sent[];
  readonly marks: readonly Mark[];
  /** Oldest first. */
  readonly stretches: readonly Stretch[];
  readonly routineCount: number;
  readonly isClipped: boolean;
}

/** What is asked for. */
export interface Asked {
  /** The end of the window. */
  readonly endMicros: number;
  /** How much time is drawn to scale, folds not counted. */
  readonly spanMicros: number;
  readonly withRoutine: boolean;
  /** Shown whatever they are. */
  readonly lit: ReadonlySet<number>;
}

const maxMessages = 260;
const maxMarks = 160;
/** Messages that are looked at, at most. */
const maxLooks = 20_000;

/** Walks back from the end until the span is used up; silence longer than a sixth of the span is folded. */
export function shownIn(memory: SpaceTimeMemory, { endMicros, spanMicros, withRoutine, lit }: Asked): Shown {
  const foldMicros = Math.max(spanMicros / 6, 400);
  const padMicros = spanMicros / 40;
  // A fold takes room as well: a few of them, not a picture of folds.
  const foldCostMicros = spanMicros / 7;
  const messages: Sent[] = [];
  const marks: Mark[] = [];
  const stretches: Stretch[] = [{ fromMicros: endMicros, toMicros: endMicros }];
  let routineCount = 0;
  let isClipped = false;
  let used = 0;
  let m = lastAt(memory.sent, endMicros, (message) => message.sentMicros);
  let k = lastAt(memory.marks, endMicros, (mark) => mark.micros);
  const start = m;
  while (m >= 0 || k >= 0) {
    const message = memory.sent[m];
    const mark = memory.marks[k];
    const isMark = mark !== undefined && (message === undefined || mark.micros >= message.sentMicros);
    const from = isMark ? mark.micros : (message?.sentMicros ?? 0);
    const to =
      isMark || message === undefined ? from : Math.min(endMicros, message.lostMicros >= 0 ? message.lostMicros : message.dueMicros);
    if (from < 0 || start - m > maxLooks) break;
    if (
      isMark ? !isShownMark(mark) : !(withRoutine || lit.has(message?.id ?? -1) || (message !== undefined && memory.isTelling(message)))
    ) {
      if (isMark) k--;
      else {
        routineCount++;
        m--;
      }
      continue;
    }
    if (messages.length >= maxMessages || marks.length >= maxMarks) {
      isClipped = true;
      break;
    }
    const current = stretches.at(-1)!;
    const gap = current.fromMicros - to - padMicros;
    const grows = gap > foldMicros ? to - from + 2 * padMicros + foldCostMicros : Math.max(0, current.fromMicros - from);
    if (used + grows > spanMicros && used > 0) break;
    used += grows;
    if (gap > foldMicros) stretches.push({ fromMicros: from - padMicros, toMicros: to + padMicros });
    else current.fromMicros = Math.min(current.fromMicros, from - (isMark ? padMicros : 0));
    if (isMark) {
      marks.push(mark);
      k--;
    } else if (message !== undefined) {
      messages.push(message);
      m--;
    }
  }
  stretches.reverse();
  const first = stretches[0]!;
  // What is left of the span stands empty before the first thing, never before time 0.
  if (!isClipped && stretches.length === 1) first.fromMicros = Math.max(0, Math.min(first.fromMicros, endMicros - spanMicros));
  return { messages: messages.reverse(), marks: marks.reverse(), stretches, routineCount, isClipped };
}

const quietMarks: ReadonlySet<string> = new Set([
  'recordSent',
  'batchSent',
  'flushReturned',
  'offsetCommitSent',
  'lastKnownLeaderNoted',
  'positionChanged',
]);

function isShownMark({ spec, micros }: Mark): boolean {
  return micros >= 0 && !quietMarks.has(spec.name);
}

function lastAt<T extends { readonly id: number }>(items: readonly T[], micros: number, timeOf: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(items[middle]!) <= micros) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The window's row. */
export function windowRow({ stretches, routineCount, isClipped }: Shown): SpaceTimeWindowRow {
  return {
    id: 'window',
    fromMicros: stretches.map((stretch) => Math.round(stretch.fromMicros)),
    toMicros: stretches.map((stretch) => Math.round(stretch.toMicros)),
    routineCount,
    isClipped,
  };
}
