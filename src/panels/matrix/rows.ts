/** What the Matrix view is drawn from: every partition, as `kafka-topics --describe` says it. -1 stands for "none". */
import type { CellValue } from '../../contract/engine-api.ts';

/** What `kafka-topics --describe` can be asked for. */
export type MatrixFilter = 'under-replicated' | 'unavailable' | 'under-min-isr' | 'at-min-isr';

/** How a partition is, in one number: the worst first. */
export const partitionState = { unavailable: 0, underMinIsr: 1, underReplicated: 2, healthy: 3 } as const;

/** Counts over all partitions, and the window that is shown. One row, id `totals`. */
export type MatrixTotalsRow = {
  readonly id: string;
  readonly partitions: number;
  readonly underReplicated: number;
  readonly unavailable: number;
  readonly underMinIsr: number;
  readonly atMinIsr: number;
  readonly rowCount: number;
  readonly brokers: readonly number[];
};

/** A topic and the state of each of its partitions, by index: see `partitionState`. id: the topic's name. */
export type MatrixTopicRow = {
  readonly id: string;
  readonly order: number;
  readonly replicationFactor: number;
  readonly minIsr: number;
  readonly states: readonly number[];
};

/** One partition. id: `orders-0`. */
export type MatrixPartitionRow = {
  readonly id: string;
  readonly index: number;
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
  readonly minIsr: number;
  /** What each broker of `MatrixTotalsRow.brokers` is for it; empty: it hosts no replica. */
  readonly roles: readonly string[];
  readonly state: number;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  /** How many records the replica that has the fewest lacks. */
  readonly behindCount: number;
  /** Records up to the high watermark that the slowest consumer has not read; -1: nobody reads it. */
  readonly lagCount: number;
};

/** Table names and their rows. */
export type MatrixTables = {
  readonly 'matrix.totals': MatrixTotalsRow;
  readonly 'matrix.topics': MatrixTopicRow;
  readonly 'matrix.partitions': MatrixPartitionRow;
  readonly 'matrix.selected': MatrixPartitionRow;
};

type RowsAreCells = {
  readonly [T in keyof MatrixTables]: MatrixTables[T] extends Readonly<Record<string, CellValue>> ? true : never;
};
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = {
  'matrix.totals': true,
  'matrix.topics': true,
  'matrix.partitions': true,
  'matrix.selected': true,
};
