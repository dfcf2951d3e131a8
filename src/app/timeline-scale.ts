/** Time on a line: where much happens it is wide, quiet stretches are folded and say how long they were. */

/** A quiet stretch. */
export interface QuietStretch {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Time to px, and back; never beyond the ends. */
interface Line {
  (micros: number): number;
  readonly invert: (px: number) => number;
}

/** The line: time to px and back, and what is folded. */
export interface TimelineScale {
  readonly x: Line;
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
  return { x: Object.assign(through(times, range), { invert: through(range, times) }), quiet, endMicros: end };
}

/** Ten times as long takes one step more; a folded stretch takes as much as a few seconds would. */
function weightOf(micros: number, isFolded: boolean): number {
  const steps = Math.log10(1 + micros / 2_000);
  return isFolded ? 3.6 + (steps - 3.4) * 0.4 : 0.35 + steps;
}

/**
 * The straight lines through points that go up. Like d3's linear scale, whose code for colours, dates and formats nobody should have to
 * download for the sake of a line.
 */
function through(from: readonly number[], to: readonly number[]): (value: number) => number {
  return (value) => {
    let at = 1;
    while (at < from.length - 1 && value > (from[at] ?? 0)) at += 1;
    const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [from[at - 1], from[at], to[at - 1], to[at]];
    return x1 <= x0 ? y0 : y0 + Math.min(1, Math.max(0, (value - x0) / (x1 - x0))) * (y1 - y0);
  };
}
