/**
 * What the Offsets view is drawn from. The projection fills the rows, the page draws them and derives nothing of Kafka's. -1 stands for
 * "none" in every offset and time.
 */
import type { CellValue } from '../../contract/engine-api.ts';

/** A group of the cluster. id: its group.id. */
export type OffsetGroupRow = {
  readonly id: string;
  readonly isShown: boolean;
  /** `zookeeper`: nobody coordinates it, and it has no record of __consumer_offsets. */
  readonly storage: 'kafka' | 'zookeeper';
  readonly coordinator: number;
  readonly offsetsPartition: number;
  /** Of that partition, as the coordinator has it. */
  readonly logEndOffset: number;
  readonly highWatermark: number;
};

/** Where ZooKeeper keeps an offset of the group. id: the path. */
export type ZnodeRow = {
  readonly id: string;
  readonly partition: string;
  readonly offset: number;
  /** How often it was written since it was made. */
  readonly version: number;
  /** When it was written last, in simulated time. */
  readonly micros: number;
};

/** What ZooKeeper has to do. One row, id `zookeeper`; none without it. */
export type ZooKeeperRow = {
  readonly id: string;
  readonly writeCount: number;
  readonly waitingCount: number;
  /** What one write takes: writes wait for each other. */
  readonly writeMicros: number;
};

/** How far the group is with a partition. id: `orders-0`. */
export type OffsetRow = {
  readonly id: string;
  readonly isFocused: boolean;
  /** The client that reads it; empty: nobody. */
  readonly owner: string;
  readonly logStartOffset: number;
  readonly committedOffset: number;
  /** Where the newest commit lies in `__consumer_offsets`. */
  readonly recordOffset: number;
  readonly position: number;
  /** The first record that the owner's program has not finished. */
  readonly unfinishedOffset: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  readonly lag: number;
  /** Where whoever takes the partition over now would begin, and what says so: `committed`, `earliest`, `latest`, `nobody`. */
  readonly startOffset: number;
  readonly startBy: string;
};

/** The newest records of the partition in large. id: the partition. */
export type OffsetCellsRow = {
  readonly id: string;
  readonly firstOffset: number;
  /** Keys; `''` for a null key. */
  readonly keys: readonly string[];
};

/** A record of the group in `__consumer_offsets`. id: its offset as text. */
export type CommitRecordRow = {
  readonly id: string;
  readonly offset: number;
  /** OFFSET_COMMIT, GROUP_METADATA, … */
  readonly kind: string;
  readonly key: string;
  readonly value: string | null;
  readonly partition: string;
  readonly committedOffset: number;
  /** Below the high watermark: only then the commit is answered. */
  readonly isCommitted: boolean;
  /** Whether it is the newest of its key: what compaction keeps. */
  readonly isNewest: boolean;
  readonly micros: number;
};

/** An OffsetCommit, or the write of a znode, or its answer on the way. id: the event of its sending. */
export type CommitOnTheWayRow = {
  readonly id: string;
  readonly member: string;
  readonly isResponse: boolean;
  readonly partitions: readonly string[];
  readonly offsets: readonly number[];
  readonly error: string;
  readonly sentMicros: number;
  readonly dueMicros: number;
  readonly state: 'flying' | 'held' | 'stuck';
};

/** A member and when it commits by itself. id: the client's name. */
export type CommitterRow = {
  readonly id: string;
  readonly isRunning: boolean;
  readonly doing: string;
  readonly isAuto: boolean;
  /** A thread of the library commits, and not the next poll(). */
  readonly isThread: boolean;
  readonly autoDueMicros: number;
  readonly partitions: readonly string[];
};

/** Table names and their rows. */
export type OffsetsTables = {
  readonly 'offsets.groups': OffsetGroupRow;
  readonly 'offsets.partitions': OffsetRow;
  readonly 'offsets.cells': OffsetCellsRow;
  readonly 'offsets.records': CommitRecordRow;
  readonly 'offsets.commits': CommitOnTheWayRow;
  readonly 'offsets.committers': CommitterRow;
  readonly 'offsets.znodes': ZnodeRow;
  readonly 'offsets.zookeeper': ZooKeeperRow;
};

type RowsAreCells = { readonly [T in keyof OffsetsTables]: OffsetsTables[T] extends Readonly<Record<string, CellValue>> ? true : never };
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = {
  'offsets.groups': true,
  'offsets.partitions': true,
  'offsets.cells': true,
  'offsets.records': true,
  'offsets.commits': true,
  'offsets.committers': true,
  'offsets.znodes': true,
  'offsets.zookeeper': true,
};
