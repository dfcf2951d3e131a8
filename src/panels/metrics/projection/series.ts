/** Values over time, kept as they come and counted into columns when they are shown. */

/** Something that happened: when, and how much it counts or measures. */
export interface Sample {
  readonly id: number;
  readonly micros: number;
  readonly value: number;
}

/** Columns of time. */
export interface Columns {
  readonly fromMicros: number;
  readonly columnMicros: number;
  readonly columnCount: number;
  /** Columns after this time have no value yet. */
  readonly untilMicros: number;
}

const kept = 200_000;

/** Samples in order; the oldest go when there are too many. */
export class Samples {
  list: Sample[] = [];

  add(sample: Sample): void {
    this.list.push(sample);
    if (this.list.length > kept * 1.2) this.list = this.list.slice(-kept);
  }

  forgetFrom(id: number): void {
    this.list = this.list.filter((sample) => sample.id < id);
  }
}

function filled({ columnCount }: Columns): number[] {
  return new Array<number>(columnCount).fill(-1);
}

function lastColumn({ fromMicros, columnMicros, columnCount, untilMicros }: Columns): number {
  return Math.min(columnCount - 1, Math.floor((untilMicros - fromMicros) / columnMicros));
}

/** A rate is counted over this time at least: one record in a column of 10 ms is not a hundred a second. */
const rateMicros = 1_000_000;

/** What came per second, counted over the second that ends with the column, or over the column when it is longer. */
export function ratesOf({ list }: Samples, columns: Columns): readonly number[] {
  const { fromMicros, columnMicros, columnCount } = columns;
  const values = filled(columns);
  for (let column = 0; column <= lastColumn(columns); column++) values[column] = 0;
  for (const { micros, value } of list) {
    const column = Math.floor((micros - fromMicros) / columnMicros);
    if (column >= 0 && column < columnCount) values[column] = Math.max(0, values[column] ?? 0) + value;
  }
  const width = Math.max(1, Math.round(rateMicros / columnMicros));
  let sum = 0;
  return values.map((value, column) => {
    if (value < 0) return value;
    sum += value - (column >= width ? (values[column - width] ?? 0) : 0);
    return (sum * 1_000_000) / (width * columnMicros);
  });
}

/** Percentiles of what was measured in a column: the smallest value that so many of a hundred do not pass. */
export function percentilesOf({ list }: Samples, columns: Columns, percents: readonly number[]): readonly (readonly number[])[] {
  const { fromMicros, columnMicros, columnCount } = columns;
  const found = new Map<number, number[]>();
  for (const { micros, value } of list) {
    const column = Math.floor((micros - fromMicros) / columnMicros);
    if (column < 0 || column >= columnCount) continue;
    const values = found.get(column);
    if (values === undefined) found.set(column, [value]);
    else values.push(value);
  }
  const results = percents.map(() => filled(columns));
  for (const [column, values] of found) {
    values.sort((one, other) => one - other);
    percents.forEach((percent, index) => {
      const rank = Math.max(1, Math.ceil((percent / 100) * values.length));
      const result = results[index];
      if (result !== undefined) result[column] = values[rank - 1] ?? -1;
    });
  }
  return results;
}

/** A gauge: its largest value in each column; between changes it stays. */
export function gaugesOf({ list }: Samples, columns: Columns): readonly number[] {
  const { fromMicros, columnMicros, columnCount } = columns;
  const values = filled(columns);
  const last = lastColumn(columns);
  let current = -1;
  let next = 0;
  for (let column = 0; column < columnCount; column++) {
    if (column > last) break;
    const end = fromMicros + (column + 1) * columnMicros;
    let highest = current;
    for (let sample = list[next]; sample !== undefined && sample.micros < end; sample = list[++next]) {
      current = sample.value;
      highest = Math.max(highest, current);
    }
    values[column] = highest;
  }
  return values;
}
