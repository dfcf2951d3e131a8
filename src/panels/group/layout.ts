/** Where everything of the Group view stands: members under each other, time to the right, nobody below. Pure arithmetic. */
import type { MemberRow, SpanRow, WindowRow } from './rows.ts';

/** The room and what has to find a place in it. */
export interface LaneContents {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly window: WindowRow;
  readonly members: readonly Pick<MemberRow, 'id'>[];
  readonly spans: readonly Pick<SpanRow, 'lane' | 'partition' | 'index'>[];
}

/** One member's lane; the lane of nobody has an empty name. */
export interface Lane {
  readonly name: string;
  readonly top: number;
  readonly bottom: number;
  /** Where the name stands: beside the lane, or above it on a phone. */
  readonly headTop: number;
  /** The middle of each partition's line. */
  readonly slots: ReadonlyMap<string, number>;
  readonly pitch: number;
}

/** The whole picture. */
export interface LaneLayout {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly axisY: number;
  readonly lanes: readonly Lane[];
  readonly window: WindowRow;
  /** Where the columns of timers begin; -1: they stand elsewhere. */
  readonly timersX: number;
  readonly timerWidth: number;
}

const bandHead = 38;
const axisHeight = 26;
const askRoom = 20;

/** Places everything. */
export function layoutLanes(contents: LaneContents): LaneLayout {
  const { width, height, isNarrow, members, spans, window } = contents;
  const left = isNarrow ? 0 : width < 960 ? 132 : 150;
  const timerWidth = isNarrow ? 0 : width < 960 ? 76 : 92;
  const right = isNarrow ? width - 2 : width - timerWidth * 3 - 24;
  const names = [...members.map(({ id }) => id), ''];
  const headRoom = isNarrow ? 40 : 0;
  const wanted = Math.floor((height - bandHead - axisHeight) / names.length) - headRoom;
  const shared = Math.max(isNarrow ? 54 : 60, Math.min(82, wanted));
  let y = bandHead;
  const lanes = names.map((name): Lane => {
    const partitions = [...new Map(spans.filter(({ lane }) => lane === name).map((span) => [span.partition, span.index]))]
      .sort(([a, i], [b, j]) => i - j || (a < b ? -1 : 1))
      .map(([partition]) => partition);
    const headTop = y;
    const top = y + headRoom;
    const laneHeight = Math.max(shared, askRoom + 4 * partitions.length);
    const lines = laneHeight - (name === '' ? 8 : askRoom) - 6;
    const pitch = partitions.length === 0 ? 0 : Math.min(25, lines / partitions.length);
    const first = top + (name === '' ? 6 : askRoom) + pitch / 2;
    y = top + laneHeight;
    return { name, top, bottom: y, headTop, slots: new Map(partitions.map((partition, i) => [partition, first + i * pitch])), pitch };
  });
  return {
    width,
    height: y + axisHeight,
    isNarrow,
    left,
    right,
    top: bandHead,
    axisY: y,
    lanes,
    window,
    timersX: isNarrow ? -1 : right + 24,
    timerWidth,
  };
}

/** Where a time stands; outside of the window it stands at its edge. */
export function timeX({ left, right, window }: Pick<LaneLayout, 'left' | 'right' | 'window'>, micros: number): number {
  const share = (micros - window.fromMicros) / (window.untilMicros - window.fromMicros);
  return left + Math.min(1, Math.max(0, share)) * (right - left);
}

/** The time that stands at a place. */
export function timeAt({ left, right, window }: LaneLayout, x: number): number {
  const share = Math.min(1, Math.max(0, (x - left) / Math.max(1, right - left)));
  return window.fromMicros + share * (window.untilMicros - window.fromMicros);
}

/** Whole seconds, or parts of them, that get a number under the lanes. */
export function ticksOf({ left, right, window }: LaneLayout): readonly number[] {
  const most = Math.max(2, Math.floor((right - left) / 84));
  const span = window.untilMicros - window.fromMicros;
  let step = 100_000;
  for (let unit = 100_000; span / step > most; unit *= 10)
    step = [unit, unit * 2, unit * 5].find((each) => span / each <= most) ?? unit * 10;
  const ticks: number[] = [];
  for (let micros = Math.ceil(window.fromMicros / step) * step; micros <= window.untilMicros; micros += step) ticks.push(micros);
  return ticks;
}
