/** Since when two histories differ: found by looking at other times. */

/** So finely: times are written in milliseconds. */
const fineMicros = 1_000;

/** A difference begins after `sameMicros` and not after `differsMicros`. */
interface Between {
  readonly sameMicros: number;
  readonly differsMicros: number;
}

/** So many times are looked at before the places are narrowed down: more than a person waits for. */
const mostLooks = 24;

/**
 * When to look: just after things happened, since differences begin and end there; thinned out evenly where that is often.
 * Ascending, between two times without them.
 */
export function looksBetween(happenedMicros: readonly number[], fromMicros: number, toMicros: number): readonly number[] {
  const after = happenedMicros.map((micros) => micros + 1).filter((micros) => micros > fromMicros && micros < toMicros);
  const times = [...new Set(after)].sort((one, other) => one - other);
  const every = Math.max(1, Math.ceil(times.length / mostLooks));
  return times.filter((_, index) => index % every === every - 1);
}

/** Where beginnings are looked for. */
export interface Beginnings {
  readonly ids: readonly string[];
  readonly between: Between;
  /** Times in between, ascending: a difference that came, went and came again began after the last of them at which it is not there. */
  readonly looks: readonly number[];
  readonly idsAt: (micros: number) => Promise<readonly string[] | null>;
  readonly isWanted: () => boolean;
  readonly tell: (found: ReadonlyMap<string, number>) => void;
}

/**
 * Since when each of `ids` is there without a break, as far as the looks tell: first between which two of them each came, from now back,
 * and then to the millisecond, by asking which are there at a time in between. Ends with what is known when `isWanted` says no.
 */
export async function findBeginnings(search: Beginnings): Promise<void> {
  const { idsAt, isWanted, tell } = search;
  const open = await placesOf(search);
  if (open === null) return;
  const found = new Map<string, number>();
  while (open.size > 0) {
    // What is known of one narrows down the others: the weightiest is asked about first.
    const [first] = open.values();
    if (first === undefined) return;
    const middle = Math.floor((first.sameMicros + first.differsMicros) / 2);
    const there = first.differsMicros - first.sameMicros <= fineMicros ? [] : await idsAt(middle);
    if (there === null || !isWanted()) return;
    for (const [id, { sameMicros, differsMicros }] of open) {
      const isBetween = sameMicros < middle && middle < differsMicros;
      const next = !isBetween || differsMicros - sameMicros <= fineMicros ? null : there.includes(id);
      const narrowed = { sameMicros: next === false ? middle : sameMicros, differsMicros: next === true ? middle : differsMicros };
      if (narrowed.differsMicros - narrowed.sameMicros > fineMicros) open.set(id, narrowed);
      else {
        open.delete(id);
        found.set(id, narrowed.differsMicros);
      }
    }
    tell(new Map(found));
  }
}

/** Between which looks each came; null when nobody wants to know any more. */
async function placesOf({ ids, between, looks, idsAt, isWanted }: Beginnings): Promise<Map<string, Between> | null> {
  const places = new Map(ids.map((id) => [id, between]));
  const waiting = new Set(ids);
  for (let i = looks.length - 1; i >= 0 && waiting.size > 0; i--) {
    const micros = looks[i];
    if (micros === undefined || micros <= between.sameMicros || micros >= between.differsMicros) continue;
    const there = await idsAt(micros);
    if (there === null || !isWanted()) return null;
    for (const id of waiting) {
      const differsMicros = places.get(id)?.differsMicros ?? between.differsMicros;
      if (there.includes(id)) places.set(id, { sameMicros: between.sameMicros, differsMicros: micros });
      else {
        places.set(id, { sameMicros: micros, differsMicros });
        waiting.delete(id);
      }
    }
  }
  return places;
}
