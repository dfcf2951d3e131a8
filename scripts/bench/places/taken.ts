/** What something takes by both clocks of a place. */
import { median, spread } from '../measure.ts';
import type { Place } from './place.ts';

/** What something took, in milliseconds. */
export interface Taken {
  /** The engine's thread on a processor: what neighbours on the machine do not change much. Null where the place does not tell. */
  readonly cpuMillis: number | null;
  readonly wallMillis: number;
}

/** Measures a function that takes at least some hundred milliseconds. */
export function taken(place: Place, act: () => void): Taken {
  return between(place, () => place.cpuMillis(), act);
}

/** Measures a function that takes a few milliseconds. */
export function takenShort(place: Place, act: () => void): Taken {
  return between(place, () => place.shortCpuMillis(), act);
}

/** The wall is looked at inside: to ask for processor time may take a while. */
function between(place: Place, cpuMillis: () => number | null, act: () => void): Taken {
  const cpuBefore = cpuMillis();
  const wallBefore = place.wallMillis();
  act();
  const wallMillis = place.wallMillis() - wallBefore;
  const cpuAfter = cpuMillis();
  return { cpuMillis: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore, wallMillis };
}

/** The milliseconds that count: processor time, or the wall's where nobody tells it. */
export function countedMillis({ cpuMillis, wallMillis }: Taken): number {
  return cpuMillis ?? wallMillis;
}

/** The name of the clock whose milliseconds count. */
export function clockOf(times: readonly Taken[]): 'CPU' | 'wall' {
  return times.every(({ cpuMillis }) => cpuMillis !== null) ? 'CPU' : 'wall';
}

/** What was reached in each round. */
export interface Rates {
  /** By the milliseconds that count. */
  readonly median: number;
  /** By both clocks, without a unit. */
  readonly words: string;
}

/** Rates of some rounds; `rateOf` makes one of milliseconds. */
export function ratesOf(times: readonly Taken[], rateOf: (millis: number) => number): Rates {
  const rates = times.map((time) => rateOf(countedMillis(time)));
  const wall = `wall ${spread(times.map(({ wallMillis }) => rateOf(wallMillis)))}`;
  const words = clockOf(times) === 'CPU' ? `CPU ${spread(rates)}, ${wall}` : `${wall} (no CPU time is told here)`;
  return { median: median(rates), words };
}
