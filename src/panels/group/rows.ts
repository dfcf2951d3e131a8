/**
 * What the Group view is drawn from. The projection fills the rows, the page draws them and derives nothing of Kafka's. -1 stands for
 * "none" in every offset, epoch and time, and for "still open" at the end of a stretch of time.
 */
import type { CellValue } from '../../contract/engine-api.ts';

/** A group of the cluster. id: its group.id. */
export type GroupRow = {
  readonly id: string;
  readonly isShown: boolean;
  /** `unknown`: no coordinator holds it now. */
  readonly type: 'classic' | 'consumer' | 'unknown';
  /** How it rebalances. */
  readonly way: 'eager' | 'cooperative' | 'consumer';
  /** The coordinator's word: Empty, PreparingRebalance, CompletingRebalance, Stable; Assigning, Reconciling. */
  readonly state: string;
  /** The generation, or the group epoch. */
  readonly generation: number;
  readonly assignmentEpoch: number;
  readonly assignor: string;
  readonly memberCount: number;
  readonly partitionCount: number;
  /** The client that leads and assigns; empty in the consumer protocol. */
  readonly leader: string;
  /** The broker that coordinates, by the leader of `__consumer_offsets-N`; -1: nobody. */
  readonly coordinator: number;
  readonly offsetsPartition: number;
  readonly offsetsPartitionCount: number;
  /** String.hashCode of the group.id. */
  readonly hash: number;
};

/** The stretch of time that the lanes show. */
export type WindowRow = { readonly id: string; readonly fromMicros: number; readonly untilMicros: number };

/** A member of the shown group, or a client that is to be one. id: the client's name. */
export type MemberRow = {
  readonly id: string;
  readonly memberId: string;
  readonly process: 'running' | 'paused' | 'down' | 'gone';
  /** What the client thinks of its membership. */
  readonly clientState: string;
  readonly generation: number;
  /** Whether the coordinator has it as a member. */
  readonly isMember: boolean;
  readonly isLeader: boolean;
  /** What its program was started with, for starting another one like it: topics, `key=value`, processing time. */
  readonly topics: readonly string[];
  readonly configs: readonly string[];
  readonly library: 'java' | 'java-2.3' | 'java-3.2' | 'librdkafka' | 'scala-0.8';
  readonly processingMicros: number;
  readonly groupInstanceId: string | null;
  /** What the group waits for from it. */
  readonly owes: 'nothing' | 'join' | 'sync' | 'revoke';
  /** What its program does: `starting`, `polling`, `processing`, `closing`, `ended` … */
  readonly doing: string;
  readonly exception: string | null;
  /** What the client has, and what the coordinator has given it. */
  readonly partitions: readonly string[];
  readonly assigned: readonly string[];
  readonly heartbeatStartMicros: number;
  readonly heartbeatDueMicros: number;
  readonly sessionStartMicros: number;
  readonly sessionDueMicros: number;
  readonly maxPollStartMicros: number;
  readonly maxPollDueMicros: number;
};

/** Who has a partition from when to when. id: `orders-0 12000`. */
export type SpanRow = {
  readonly id: string;
  readonly partition: string;
  readonly index: number;
  /** The client; empty: nobody. */
  readonly lane: string;
  /** `frozen`: its process stands still. `stale`: the coordinator has given it to others. */
  readonly kind: 'owned' | 'frozen' | 'nobody';
  readonly fromMicros: number;
  readonly toMicros: number;
  /** Why it went: `revoked`, `lost`, `ended`; empty while it has not. */
  readonly end: string;
};

/** A stretch in which the group was in one state, as its coordinator says. */
export type PhaseRow = {
  readonly id: string;
  readonly kind: 'preparing' | 'completing' | 'stable' | 'empty' | 'epoch';
  readonly generation: number;
  readonly memberCount: number;
  readonly fromMicros: number;
  readonly toMicros: number;
};

/** A request that a member sent to its coordinator. id: its event. */
export type AskRow = {
  readonly id: string;
  readonly lane: string;
  readonly api: string;
  readonly micros: number;
  readonly event: number;
};

/** From unrest to rest: a rebalance with all its rounds, of any group. */
export type RebalanceRow = {
  readonly id: string;
  readonly group: string;
  readonly way: 'eager' | 'cooperative' | 'consumer';
  readonly startMicros: number;
  /** -1: it goes on. */
  readonly endMicros: number;
  /** `formed`, `joined`, `left`, `expired`, `too-late`, `paused`, `ended`, `other`. */
  readonly trigger: string;
  readonly member: string;
  readonly firstGeneration: number;
  readonly lastGeneration: number;
  /** Partition-microseconds without a reader, and of how many partitions. */
  readonly stoppedMicros: number;
  readonly stoppedCount: number;
  readonly movedCount: number;
  readonly partitionCount: number;
};

/** The assignor's arithmetic for a topic. id: the topic. */
export type ReasonRow = {
  readonly id: string;
  readonly assignor: string;
  readonly partitionCount: number;
  /** Members that subscribe to it, in the assignor's order, and how many partitions of it each has. */
  readonly members: readonly string[];
  readonly counts: readonly number[];
  /** Of those, how many each had before the newest rebalance. */
  readonly keptCounts: readonly number[];
};

/** How far the group is with a partition. id: `orders-0`. */
export type LagRow = {
  readonly id: string;
  readonly owner: string;
  readonly logStartOffset: number;
  readonly committedOffset: number;
  readonly position: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  readonly lag: number;
  /** If its owner ended now: the first record that would be read, and what would be done twice or never. */
  readonly startOffset: number;
  readonly againFrom: number;
  readonly againTo: number;
  readonly skippedFrom: number;
  readonly skippedTo: number;
};

/** Table names and their rows. */
export type GroupTables = {
  readonly 'group.groups': GroupRow;
  readonly 'group.window': WindowRow;
  readonly 'group.members': MemberRow;
  readonly 'group.spans': SpanRow;
  readonly 'group.phases': PhaseRow;
  readonly 'group.asks': AskRow;
  readonly 'group.rebalances': RebalanceRow;
  readonly 'group.reasons': ReasonRow;
  readonly 'group.lags': LagRow;
};

type RowsAreCells = { readonly [T in keyof GroupTables]: GroupTables[T] extends Readonly<Record<string, CellValue>> ? true : never };
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = {
  'group.groups': true,
  'group.window': true,
  'group.members': true,
  'group.spans': true,
  'group.phases': true,
  'group.asks': true,
  'group.rebalances': true,
  'group.reasons': true,
  'group.lags': true,
};
