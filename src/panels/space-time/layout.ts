/** Where everything of the Space-time view stands: lifelines under each other, time to the right, silence folded. Pure arithmetic. */

/** A stretch of time that is drawn to scale; between two there is a fold. */
export interface PlacedStretch {
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly x0: number;
  readonly x1: number;
}

/** The room of the picture and what must find a place. */
export interface SpaceTimeContents {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly nodes: readonly number[];
  readonly fromMicros: readonly number[];
  readonly toMicros: readonly number[];
}

/** The whole picture. */
export interface SpaceTimeLayout {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly left: number;
  readonly right: number;
  readonly axisY: number;
  readonly laneHeight: number;
  readonly laneY: ReadonlyMap<number, number>;
  readonly stretches: readonly PlacedStretch[];
  readonly pixelsPerMicro: number;
}

const axisHeight = 58;
const laneMin = 44;
const laneMax = 88;

/** Places everything. */
export function layoutSpaceTime(contents: SpaceTimeContents): SpaceTimeLayout {
  const { width, height, isNarrow, nodes, fromMicros, toMicros } = contents;
  const left = isNarrow ? 0 : 152;
  const right = width - (isNarrow ? 10 : 18);
  const first = axisHeight + (isNarrow ? 40 : 22);
  const laneHeight = Math.max(isNarrow ? 58 : laneMin, Math.min(laneMax, (height - first - 30) / Math.max(1, nodes.length - 0.4)));
  const laneY = new Map(nodes.map((node, index) => [node, Math.round(first + index * laneHeight)]));
  const foldWidth = isNarrow ? 40 : 64;
  const total = fromMicros.reduce((sum, from, index) => sum + (toMicros[index] ?? from) - from, 0);
  const active = Math.max(40, right - left - foldWidth * Math.max(0, fromMicros.length - 1));
  const pixelsPerMicro = active / Math.max(1, total);
  let x = left;
  const stretches = fromMicros.map((from, index): PlacedStretch => {
    const to = toMicros[index] ?? from;
    const x0 = x;
    const x1 = x0 + (to - from) * pixelsPerMicro;
    x = x1 + foldWidth;
    return { fromMicros: from, toMicros: to, x0, x1 };
  });
  const bottom = first + Math.max(0, nodes.length - 1) * laneHeight + 34;
  return { width, height: bottom, isNarrow, left, right, axisY: axisHeight - 22, laneHeight, laneY, stretches, pixelsPerMicro };
}

/** Where a time stands; inside a fold it is placed in proportion. */
export function timeX({ stretches, left }: SpaceTimeLayout, micros: number): number {
  let before: PlacedStretch | null = null;
  for (const stretch of stretches) {
    if (micros < stretch.fromMicros) {
      if (before === null) return left - 4;
      const share = (micros - before.toMicros) / (stretch.fromMicros - before.toMicros);
      return before.x1 + share * (stretch.x0 - before.x1);
    }
    if (micros <= stretch.toMicros)
      return stretch.x0 + ((micros - stretch.fromMicros) / Math.max(1, stretch.toMicros - stretch.fromMicros)) * (stretch.x1 - stretch.x0);
    before = stretch;
  }
  return before?.x1 ?? left;
}

/** The time that stands at a place. */
export function timeAt({ stretches }: SpaceTimeLayout, x: number): number {
  let before: PlacedStretch | null = null;
  for (const stretch of stretches) {
    if (x < stretch.x0) {
      if (before === null) return stretch.fromMicros;
      const share = (x - before.x1) / (stretch.x0 - before.x1);
      return before.toMicros + share * (stretch.fromMicros - before.toMicros);
    }
    if (x <= stretch.x1)
      return stretch.fromMicros + ((x - stretch.x0) / Math.max(0.001, stretch.x1 - stretch.x0)) * (stretch.toMicros - stretch.fromMicros);
    before = stretch;
  }
  return before?.toMicros ?? 0;
}

/** Times that get a line and a number: 1, 2 or 5 of a unit, at least so many px from each other. */
export function ticksOf(layout: SpaceTimeLayout, minPixels: number): { readonly stepMicros: number; readonly ticks: readonly number[] } {
  const wanted = minPixels / Math.max(layout.pixelsPerMicro, 1e-9);
  let unit = 1;
  while (unit * 10 <= wanted) unit *= 10;
  const stepMicros = [1, 2, 5, 10].map((factor) => factor * unit).find((step) => step >= wanted) ?? unit * 10;
  const ticks: number[] = [];
  for (const stretch of layout.stretches) {
    const before = ticks.length;
    // Before the beginning there is no time to tell.
    const from = Math.max(0, stretch.fromMicros);
    for (let micros = Math.ceil(from / stepMicros) * stepMicros; micros <= stretch.toMicros; micros += stepMicros) ticks.push(micros);
    // A short stretch between two folds still says when it was.
    if (ticks.length === before) ticks.push(Math.round((stretch.fromMicros + stretch.toMicros) / 2));
  }
  return { stepMicros, ticks };
}

/** Seconds with as many decimals as the step between two numbers needs. */
export function printTick(micros: number, stepMicros: number): string {
  const decimals = stepMicros >= 1_000_000 ? 0 : stepMicros >= 100_000 ? 1 : stepMicros >= 10_000 ? 2 : stepMicros >= 1_000 ? 3 : 4;
  const scale = [1_000_000, 100_000, 10_000, 1_000, 100][decimals] ?? 100;
  const units = Math.floor(micros / scale);
  const sign = units < 0 ? '-' : '';
  const text = String(Math.abs(units)).padStart(decimals + 1, '0');
  return decimals === 0 ? sign + text : `${sign}${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}
