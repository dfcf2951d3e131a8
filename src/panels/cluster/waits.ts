/** How long producers waited for results, in two histories. */
import { printDuration } from '../../texts/format.ts';
import type { LongestWaitRow } from './rows.ts';

/** The longest wait at a time. */
export interface LongestWait {
  readonly waitMicros: number;
  readonly sentMicros: number;
  /** Whether its producer has been told by then. */
  readonly isOver: boolean;
}

/** A producer of both histories. */
export interface WaitsOfBoth {
  readonly producer: string;
  readonly one: LongestWait;
  readonly other: LongestWait;
}

/** Producers that sent something in both histories, as of a time. */
export function waitsOfBoth(here: readonly LongestWaitRow[], there: readonly LongestWaitRow[], nowMicros: number): readonly WaitsOfBoth[] {
  return here.flatMap((row) => {
    const otherRow = there.find(({ id }) => id === row.id);
    return otherRow === undefined ? [] : [{ producer: row.id, one: longestAt(row, nowMicros), other: longestAt(otherRow, nowMicros) }];
  });
}

function longestAt({ toldMicros, toldSentMicros, openSentMicros }: LongestWaitRow, nowMicros: number): LongestWait {
  const openMicros = openSentMicros < 0 ? -1 : nowMicros - openSentMicros;
  return openMicros > toldMicros
    ? { waitMicros: openMicros, sentMicros: openSentMicros, isOver: false }
    : { waitMicros: toldMicros, sentMicros: toldSentMicros, isOver: true };
}

/** A wait that is not over is longer with every moment: a list of differences does not say how long it is. */
export function shownWait({ waitMicros, isOver }: LongestWait): string {
  return isOver ? printDuration(waitMicros) : '…';
}
