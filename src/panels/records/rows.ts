/** What the Records view is drawn from: ground truth about every record, a window of rows at a time. -1 stands for "none" or "not yet". */
import type { CellValue } from '../../contract/engine-api.ts';
import type { EventCells } from '../../contract/event-cells.ts';

/** What became of a run of records: the worst that is true of it. */
export type Fate = 'waiting' | 'acked' | 'lost' | 'again' | 'unknown' | 'not-written';

/** All that the filters count. One row, id `totals`; counts are records, `rowCount` is rows under the filter. */
export type RecordTotalsRow = {
  readonly id: string;
  readonly sent: number;
  readonly acked: number;
  readonly lost: number;
  readonly again: number;
  readonly unknown: number;
  readonly notWritten: number;
  readonly waiting: number;
  readonly rowCount: number;
  readonly firstRow: number;
};

/** Records that were sent one after the other and share their fate. id: partition and the ledger's number of the first. */
export type RecordRow = {
  readonly id: string;
  /** Place in the list under the filter. */
  readonly index: number;
  readonly firstId: number;
  readonly count: number;
  readonly partition: string;
  readonly producer: string;
  readonly key: string | null;
  readonly sentMicros: number;
  readonly outcome: 'pending' | 'acknowledged' | 'failed' | 'unconfirmed';
  readonly outcomeMicros: number;
  /** What the callback of a record that failed was given, in its client's words: the Java class, or librdkafka's code. */
  readonly exception: string;
  /** The error code that stands behind it. */
  readonly error: string;
  /** Where leaders appended the first record, in order. */
  readonly appendOffsets: readonly number[];
  readonly fate: Fate;
  /** Consumers that were handed it, and how often each. */
  readonly readers: readonly string[];
  readonly readCounts: readonly number[];
};

/** A moment in the selected record's life. id: the event as text. */
export type RecordMomentRow = { readonly id: string } & EventCells;

/** Table names and their rows. */
export type RecordsTables = {
  readonly 'records.totals': RecordTotalsRow;
  readonly 'records.rows': RecordRow;
  readonly 'records.selected': RecordRow;
  readonly 'records.life': RecordMomentRow;
};

type RowsAreCells = {
  readonly [T in keyof RecordsTables]: RecordsTables[T] extends Readonly<Record<string, CellValue>> ? true : never;
};
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = {
  'records.totals': true,
  'records.rows': true,
  'records.selected': true,
  'records.life': true,
};
