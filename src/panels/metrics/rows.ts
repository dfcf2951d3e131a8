/** What the Metrics view is drawn from: values in columns of simulated time. -1 stands for "no value in this column". */
import type { CellValue } from '../../contract/engine-api.ts';

/** The time that the columns cover. One row, id `window`. */
export type MetricsWindowRow = {
  readonly id: string;
  readonly fromMicros: number;
  readonly columnMicros: number;
  readonly columnCount: number;
};

/** What is measured. */
export type SeriesName =
  | 'messages-in'
  | 'produce-p50'
  | 'produce-p95'
  | 'produce-p99'
  | 'under-replicated'
  | 'under-min-isr'
  | 'isr-total'
  | 'offline'
  | 'lag-max';

/** One line of a chart. id: a `SeriesName`. Rates are per second, times in microseconds. */
export type MetricsSeriesRow = {
  readonly id: string;
  readonly values: readonly number[];
};

/** Table names and their rows. */
export type MetricsTables = {
  readonly 'metrics.window': MetricsWindowRow;
  readonly 'metrics.series': MetricsSeriesRow;
};

type RowsAreCells = {
  readonly [T in keyof MetricsTables]: MetricsTables[T] extends Readonly<Record<string, CellValue>> ? true : never;
};
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = { 'metrics.window': true, 'metrics.series': true };
