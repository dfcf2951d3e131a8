/**
 * What the Replication view is drawn from: one partition and its replicas, offset by offset. The projection fills the rows, the page
 * draws them and
 * derives nothing of Kafka's. -1 stands for "none" in every offset, epoch and time.
 */
import type { CellValue } from '../../contract/engine-api.ts';

/** The partition in large, as the controller's log and its leader have it. id: `orders-0`. */
export type LinedUpPartitionRow = {
  readonly id: string;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** Who counts for the high watermark, as the leader has it; empty without a leader. */
  readonly maximalIsr: readonly number[];
  readonly elr: readonly number[];
  readonly minIsr: number;
  /** A change of the ISR that the leader has asked for and the controller has not yet answered. */
  readonly pending: 'none' | 'expand' | 'shrink';
  readonly pendingIsr: readonly number[];
  /** Leader epochs, oldest first, where each starts, and who led in it; -1: nobody remembers. */
  readonly epochs: readonly number[];
  readonly epochStartOffsets: readonly number[];
  readonly epochLeaders: readonly number[];
  readonly firstOffset: number;
  readonly newestLogEndOffset: number;
  /** All partitions, to choose among. */
  readonly allPartitions: readonly string[];
};

/** What a replica is. */
export type LogRole = 'leader' | 'in-sync' | 'out-of-sync' | 'eligible' | 'fenced' | 'offline';

/** Bits of `cellFlags`. */
export const cellFlag = { lost: 1, duplicate: 2, commit: 4, abort: 8, tombstone: 16, compactedAway: 32 } as const;

/** One replica's log. id: the broker's number as text. Arrays whose names begin with `cell` run in parallel from `firstOffset`. */
export type LinedUpLogRow = {
  readonly id: string;
  readonly partition: string;
  readonly broker: number;
  readonly role: LogRole;
  readonly isRunning: boolean;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logEndOffset: number;
  readonly behindCount: number;
  /** What the leader believes of this follower's log end; -1: it has heard nothing, or this is the leader. */
  readonly leaderThinksLogEndOffset: number;
  /** When this follower last had all that the leader had, as the leader knows. */
  readonly lastCaughtUpMicros: number;
  /** Where this follower fetches next; -1: it fetches from nobody. */
  readonly fetchOffset: number;
  readonly fetchesFrom: number;
  readonly fetchState: 'none' | 'fetching' | 'truncating' | 'delayed' | 'failed';
  /** Its leader epoch cache. */
  readonly cacheEpochs: readonly number[];
  readonly cacheStartOffsets: readonly number[];
  readonly firstOffset: number;
  /** Keys; `''` for a null key. */
  readonly cellKeys: readonly string[];
  readonly cellEpochs: readonly number[];
  readonly cellFlags: readonly number[];
  readonly cellAppendedMicros: readonly number[];
};

/** A record that a replica cut off. */
export type CutRecordRow = {
  readonly id: string;
  readonly broker: number;
  readonly offset: number;
  readonly key: string;
  /** Which producer had sent it; null when nobody knows. */
  readonly producer: string | null;
  readonly outcome: 'pending' | 'acknowledged' | 'failed' | 'unconfirmed' | 'unknown';
  readonly isLost: boolean;
  /** Where the same record stands in the leader's log now; -1: nowhere. */
  readonly standsAtOffset: number;
  readonly atMicros: number;
  readonly event: number;
  /** What its leader had answered, where that is why it cut: the newest epoch that both know, and where that ends for the leader. */
  readonly divergingEpoch: number;
  readonly divergingEndOffset: number;
  readonly answeredBy: number;
};

/** A fetch between two replicas under way. */
export type ReplicaFetchRow = {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly isResponse: boolean;
  /** Request: where it fetches from. Response: the first offset that it carries; -1: nothing. */
  readonly offset: number;
  readonly lastOffset: number;
  readonly epoch: number;
  readonly highWatermark: number;
  readonly keys: readonly string[];
  readonly sentMicros: number;
  readonly dueMicros: number;
  readonly state: 'flying' | 'held' | 'stuck';
};

/** Table names and their rows. */
export type ReplicationTables = {
  readonly 'replication.partition': LinedUpPartitionRow;
  readonly 'replication.logs': LinedUpLogRow;
  readonly 'replication.cuts': CutRecordRow;
  readonly 'replication.fetches': ReplicaFetchRow;
};

type RowsAreCells = {
  readonly [T in keyof ReplicationTables]: ReplicationTables[T] extends Readonly<Record<string, CellValue>> ? true : never;
};
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = {
  'replication.partition': true,
  'replication.logs': true,
  'replication.cuts': true,
  'replication.fetches': true,
};
