/** Time on a line: where much happens it is wide, quiet stretches are folded and say how long they were. */
import { scaleLinear } from 'd3-scale';
import type { ScaleLinear } from 'd3-scale';

/** A quiet stretch. */
export interface QuietStretch {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** The line: time to px and back, and what is folded. */
export interface TimelineScale {
  readonly x: ScaleLinear<number, number>;
  readonly quiet: readonly QuietStretch[];
  readonly endMicros: number;
}

/** A stretch without a mark longer than this is folded. */
const quietMicros = 5_000_000;
/** Marks closer than this are one place on the line. */
const sameMicros = 2_000;

/** Builds the line for the times of the marks, oldest first. The same times give the same line, whatever the time that is shown. */
export function timelineScale(markMicros: readonly number[], endMicros: number, width: number): TimelineScale {
  const end = Math.max(endMicros, 10_000);
  const times = [0];
  for (const micros of markMicros) if (micros - (times.at(-1) ?? 0) > sameMicros && end - micros > sameMicros) times.push(micros);
  times.push(end);
  const weights: number[] = [];
  const quiet: QuietStretch[] = [];
  for (let index = 1; index < times.length; index++) {
    const fromMicros = times[index - 1] ?? 0;
    const toMicros = times[index] ?? end;
    const isFolded = toMicros - fromMicros > quietMicros;
    if (isFolded) quiet.push({ fromMicros, toMicros });
    weights.push(weightOf(toMicros - fromMicros, isFolded));
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const range = [0];
  let sum = 0;
  for (const weight of weights) {
    sum += weight;
    range.push((sum / total) * width);
  }
  return { x: scaleLinear().domain(times).range(range).clamp(true), quiet, endMicros: end };
}

/** Ten times as long takes one step more; a folded stretch takes as much as a few seconds would. */
function weightOf(micros: number, isFolded: boolean): number {
  const steps = Math.log10(1 + micros / 2_000);
  return isFolded ? 3.6 + (steps - 3.4) * 0.4 : 0.35 + steps;
}
