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
  /** Runs both histories on for a little; says how far they are then, null when they do not go on. */
  readonly runOn: () => Promise<number | null>;
}

/** So often, and for so long, both are run on before whoever waits is told that nothing new came: Kafka's own timeouts end before. */
const mostRuns = 24;
const longestRunMicros = 150_000_000;

/** The time of the next difference that is not there now, in simulated microseconds; null where none was found. */
export async function nextDifference({ ids, nowMicros, endMicros, happenedMicros, idsAt, runOn }: Search): Promise<number | null> {
  let sameMicros = nowMicros;
  /** The beginning of what is new at a time; null: nothing is, undefined: nobody knows. */
  const lookAt = async (micros: number): Promise<number | null | undefined> => {
    const there = await idsAt(micros);
    if (there === null) return undefined;
    const fresh = there.filter((id) => !ids.includes(id));
    if (fresh.length > 0) return earliest(fresh, { sameMicros, differsMicros: micros }, idsAt);
    sameMicros = micros;
    return null;
  };
  const ends = endMicros > nowMicros ? [endMicros] : [];
  for (const micros of [...looksBetween(happenedMicros, nowMicros, endMicros), ...ends]) {
    const found = await lookAt(micros);
    if (found !== null) return found ?? null;
  }
  for (let run = 0; run < mostRuns && sameMicros < endMicros + longestRunMicros; run++) {
    const micros = await runOn();
    const found = micros === null ? undefined : await lookAt(micros);
    if (found !== null) return found ?? null;
  }
  return null;
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
