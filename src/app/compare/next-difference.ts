/** When the next difference begins: looked for in what both histories have computed, without showing it, and then by running on. */
import { findBeginnings, looksBetween } from './beginnings.ts';

/** Where it is looked for. */
export interface Search {
  /** The differences that are there now. */
  readonly ids: readonly string[];
  readonly nowMicros: number;
  /** Up to here both histories are known. */
  readonly endMicros: number;
  /** When something happened in either of them: a difference begins where something happens. */
  readonly happenedMicros: readonly number[];
  /** The differences of another time; null when nobody knows any more, because time runs again. */
  readonly idsAt: (micros: number) => Promise<readonly string[] | null>;
  /** Runs both histories on for a little; says how far they are then, `end` when they do not go on, null when nobody wants it any more. */
  readonly runOn: () => Promise<number | 'end' | null>;
}

/** So often, and for so long, both are run on before whoever waits is told that nothing new came: Kafka's own timeouts end before. */
const mostRuns = 24;
const longestRunMicros = 150_000_000;

/** A time in simulated microseconds; `none`: it was looked for and not found; `unknown`: nobody could look to the end. */
export type Found = number | 'none' | 'unknown';

/** When the next difference begins that is not there now. */
export async function nextDifference({ ids, nowMicros, endMicros, happenedMicros, idsAt, runOn }: Search): Promise<Found> {
  let sameMicros = nowMicros;
  const lookAt = async (micros: number): Promise<Found> => {
    const there = await idsAt(micros);
    if (there === null) return 'unknown';
    const fresh = there.filter((id) => !ids.includes(id));
    if (fresh.length > 0) return earliest(fresh, { sameMicros, differsMicros: micros }, idsAt);
    sameMicros = micros;
    return 'none';
  };
  const ends = endMicros > nowMicros ? [endMicros] : [];
  for (const micros of [...looksBetween(happenedMicros, nowMicros, endMicros), ...ends]) {
    const found = await lookAt(micros);
    if (found !== 'none') return found;
  }
  for (let run = 0; run < mostRuns && sameMicros < endMicros + longestRunMicros; run++) {
    const micros = await runOn();
    if (micros === 'end') break;
    const found = micros === null ? 'unknown' : await lookAt(micros);
    if (found !== 'none') return found;
  }
  return 'none';
}

async function earliest(
  ids: readonly string[],
  between: { readonly sameMicros: number; readonly differsMicros: number },
  idsAt: Search['idsAt'],
): Promise<number> {
  let began: readonly number[] = [];
  await findBeginnings({ ids, between, looks: [], idsAt, isWanted: () => true, tell: (found) => (began = [...found.values()]) });
  return Math.min(between.differsMicros, ...began);
}
