/**
 * What the Cluster stage is drawn from: flat rows, one table a kind of thing. The projection fills them, the worker sends those that
 * changed, the page draws them and derives nothing of Kafka's. Times are simulated microseconds since the scenario's start; -1 stands for
 * "none" in every offset and time.
 */
import type { CellValue } from '../../contract/engine-api.ts';

/** What the page asks the projection for. */
export type ClusterQuery = {
  /** The partition in large: its records carry everything; null: the first one. */
  readonly focus: string | null;
  /** How many offsets a strip has room for. */
  readonly cellCount: number;
};

/** The page as a whole: one row with the id `cluster`. */
export type ClusterRow = {
  readonly id: 'cluster';
  readonly kafkaVersion: string;
  /** Config keys that the scenario runs at another scale than Kafka's defaults; empty: real defaults. */
  readonly scaledConfigs: readonly string[];
  readonly controller: 'active' | 'paused' | 'down';
  readonly controllerSinceMicros: number;
  /** End of the controller's log. */
  readonly metadataEndOffset: number;
  /** Ground truth, record by record. */
  readonly sentCount: number;
  readonly ackedCount: number;
  readonly lostCount: number;
  readonly duplicatedCount: number;
  readonly unknownCount: number;
  readonly notWrittenCount: number;
  readonly deliveredCount: number;
};

/** What the process does, and whether the machine's clock of it runs. */
export type ProcessState = 'running' | 'starting' | 'recovering' | 'stopping' | 'paused' | 'down';
/** What the controller thinks of a broker. */
export type RegistrationState = 'unregistered' | 'fenced' | 'active' | 'controlled-shutdown';

/** id: the broker's number as text. */
export type BrokerRow = {
  readonly id: string;
  readonly broker: number;
  readonly rack: string | null;
  readonly process: ProcessState;
  readonly registration: RegistrationState;
  /** When `process` or `registration` last changed. */
  readonly sinceMicros: number;
  /** The broker has replayed the controller's log up to here. */
  readonly metadataOffset: number;
  /** Partitions that it leads, as itself believes. */
  readonly leads: readonly string[];
  /** `__consumer_offsets` coordinators later; empty now. */
  readonly coordinates: readonly string[];
  readonly isDiskFailed: boolean;
  readonly isDiskSlow: boolean;
  /** Records on it that a loss of power would take. */
  readonly unflushedCount: number;
};

/** Why a partition deserves a clause of its own; code of a text `trouble.<code>`. */
export type TroubleCode =
  'no-leader' | 'under-min-isr' | 'at-min-isr' | 'out-of-sync' | 'catching-up' | 'records-lost' | 'reassigning' | 'fenced-replica';

/** id: `orders-0`. What the controller's log says, and what hurts. */
export type PartitionRow = {
  readonly id: string;
  readonly topic: string;
  /** Kafka keeps the topic for itself. */
  readonly isInternal: boolean;
  readonly partition: number;
  /** -1: none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly elr: readonly number[];
  /** The ISR that the leader has asked for and not yet been granted; null: nothing asked. */
  readonly pendingIsr: readonly number[] | null;
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly minIsr: number;
  readonly trouble: TroubleCode | null;
  /** The number that the clause says: records lost or behind, replicas missing. */
  readonly troubleCount: number;
  readonly troubleBroker: number;
  /** Leader epochs and the offset where each begins, as the leader's cache has them, oldest first; those inside the window. */
  readonly epochs: readonly number[];
  readonly epochStartOffsets: readonly number[];
  /** Window of offsets that every replica of this partition is drawn in. */
  readonly firstOffset: number;
  readonly newestLogEndOffset: number;
};

/** What a replica is. `fenced`: its broker is; `offline`: its log cannot be read. */
export type ReplicaRole = 'leader' | 'in-sync' | 'out-of-sync' | 'eligible' | 'fenced' | 'offline';

/** Bits of `cellFlags`. */
export const cellFlag = { lost: 1, duplicate: 2, commit: 4, abort: 8, tombstone: 16, compactedAway: 32, unflushed: 64 } as const;

/** id: `orders-0@1`. A replica with the records in its window; arrays run in parallel, from `firstOffset` to `logEndOffset`. */
export type ReplicaRow = {
  readonly id: string;
  /** Partition row. */
  readonly partition: string;
  readonly broker: number;
  readonly role: ReplicaRole;
  /** It has all that the leader has, and waits for the controller to let it in. */
  readonly isCaughtUp: boolean;
  /** Records that it lacks of the leader's; 0 for the leader. */
  readonly behindCount: number;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logEndOffset: number;
  /** Leader epoch that this replica follows or leads in. */
  readonly leaderEpoch: number;
  /** What the leader believes of this follower; -1: it is the leader, or the leader has heard nothing. */
  readonly leaderThinksLogEndOffset: number;
  readonly lastCaughtUpMicros: number;
  readonly firstOffset: number;
  /** First letter of the key, `''` for a null key. */
  readonly cellKeys: readonly string[];
  /** 0-5: which of six key colours; -1: null key. */
  readonly cellKeyIndexes: readonly number[];
  readonly cellEpochs: readonly number[];
  readonly cellFlags: readonly number[];
  readonly cellAppendedMicros: readonly number[];
};

/** id: anything unique. A record that a replica cut off, shown torn beside its strip. */
export type TornRow = {
  readonly id: string;
  readonly partition: string;
  readonly broker: number;
  readonly offset: number;
  readonly key: string;
  readonly keyIndex: number;
  /** Acknowledged and gone from everywhere: lost. Otherwise only cut here. */
  readonly isLost: boolean;
  readonly atMicros: number;
  readonly event: number;
};

/** What a client's program does. `ended`: it has closed its client, or an exception has ended it. */
export type ClientProcessState = 'running' | 'paused' | 'down' | 'closing' | 'ended';

/** id: the producer's name. */
export type ProducerRow = {
  readonly id: string;
  readonly acks: string;
  readonly isIdempotent: boolean;
  readonly isRunning: boolean;
  readonly inFlightCount: number;
  readonly maxInFlight: number;
  readonly bufferedCount: number;
  readonly ackedCount: number;
  readonly failedCount: number;
  /** The exception that the application was told last, and Kafka's own message; null: none. */
  readonly lastError: string | null;
  readonly lastMessage: string;
  readonly node: number;
  readonly process: ClientProcessState;
  readonly recordsPerSecond: number;
  /** What it was started with, for starting another one like it: `key=value`, and the topic of its workload. */
  /** What it works with beyond today's defaults, in the words of today's Java client; and what was set of it, in its own library's. */
  readonly configs: readonly string[];
  readonly own: readonly string[];
  readonly library: 'java' | 'java-2.3' | 'java-3.2' | 'librdkafka' | 'scala-0.8';
  readonly topic: string | null;
};

/** id: anything unique. A batch that waits in a producer's accumulator. */
export type BatchRow = {
  readonly id: string;
  readonly producer: string;
  readonly partition: string;
  readonly keys: readonly string[];
  readonly keyIndexes: readonly number[];
  readonly recordCount: number;
  readonly sizeBytes: number;
  /** batch.size. */
  readonly limitBytes: number;
  /** linger.ms runs from here to there; -1 when it is ready or in flight. */
  readonly lingerStartMicros: number;
  readonly lingerDueMicros: number;
};

/** id: the consumer's name. Arrays run in parallel with `partitions`. */
export type ConsumerRow = {
  readonly id: string;
  readonly group: string | null;
  readonly generation: number;
  readonly isRunning: boolean;
  readonly partitions: readonly string[];
  readonly positions: readonly number[];
  readonly committed: readonly number[];
  /** Code of a text `consumer.<doing>`. */
  readonly doing: 'polling' | 'processing' | 'idle' | 'joining' | 'out-of-range';
  /** Record that it processes. */
  readonly processingOffset: number;
  readonly readCount: number;
  /** The exception that a call of the consumer threw last, and Kafka's own message; null: none. */
  readonly lastError: string | null;
  readonly lastMessage: string;
  readonly node: number;
  readonly process: ClientProcessState;
  /** Partitions that the program has paused. */
  readonly pausedPartitions: readonly string[];
  readonly processingMicros: number;
  /** group.id, where it joins one; and by which protocol. */
  readonly groupId: string | null;
  readonly groupProtocol: string;
  /** What it was started with, for starting another one like it: topics, `key=value`. */
  readonly topics: readonly string[];
  /** What it works with beyond today's defaults, in the words of today's Java client; and what was set of it, in its own library's. */
  readonly configs: readonly string[];
  readonly own: readonly string[];
  readonly library: 'java' | 'java-2.3' | 'java-3.2' | 'librdkafka' | 'scala-0.8';
};

/** id: the offset as text. An entry of the controller's log. */
export type MetadataRow = {
  readonly id: string;
  readonly offset: number;
  /** Kafka's record type, `PartitionChangeRecord`. */
  readonly type: string;
  /** What it is about: `orders-0`, or a broker's number, or a topic. */
  readonly subject: string;
  /** Code of a text `metadata.<detail>`, filled with `numbers`. */
  readonly detail:
    | 'isr'
    | 'leader'
    | 'leader-isr'
    | 'no-leader'
    | 'fenced'
    | 'unfenced'
    | 'registered'
    | 'unregistered'
    | 'topic'
    | 'partition'
    | 'deleted'
    | 'reassigned'
    | 'config'
    | 'other';
  readonly numbers: readonly number[];
  readonly event: number;
};

/** Where something docks: `broker:1`, `controller`, `producer:checkout`, `consumer:billing`. */
export type Endpoint = string;

/** id: the message's number as text. A request or response between two endpoints. */
export type MessageRow = {
  readonly id: string;
  readonly message: number;
  /** Kafka's API name: `Produce`, `Fetch`, `AlterPartition`, `BrokerHeartbeat`, … */
  readonly api: string;
  readonly isResponse: boolean;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly sentMicros: number;
  readonly dueMicros: number;
  /** `held`: by a person. `stuck`: at a cut link, until it is whole or somebody gives up. */
  readonly state: 'flying' | 'held' | 'stuck' | 'dropped';
  /** When it was held, stuck or dropped; -1 while it flies. */
  readonly stoppedMicros: number;
  /** The partition it is mostly about (the focused one when it is among several); null: none. */
  readonly partition: string | null;
  /** How many partitions it speaks of. */
  readonly partitionCount: number;
  /** Fetch: from here. Responses and produce requests with offsets: the first one. */
  readonly offset: number;
  readonly lastOffset: number;
  readonly highWatermark: number;
  readonly keys: readonly string[];
  readonly keyIndexes: readonly number[];
  readonly recordCount: number;
  /** Produce only: `0`, `1`, `all`. */
  readonly acks: string | null;
  /** Kafka's name of the error it carries; null: none. */
  readonly error: string | null;
  /** AlterPartition and the like: the ISR asked for; empty otherwise. */
  readonly isr: readonly number[];
  readonly event: number;
};

/** id: anything unique. An operation on a broker's shelf (purgatory). */
export type WaitingRow = {
  readonly id: string;
  readonly broker: number;
  readonly partition: string;
  /** `ack 43`: a produce request waits for the high watermark. `read 42`: a fetch waits for data. */
  readonly kind: 'produce' | 'fetch';
  readonly from: Endpoint;
  readonly offset: number;
  /** What a fetch waits for: `end`: it has all of the log; `watermark`, `stable`: all that it may read; `bytes`: more than there are. */
  readonly lacks: 'acks' | 'end' | 'watermark' | 'stable' | 'bytes';
  readonly startMicros: number;
  readonly dueMicros: number;
};

/** id: anything unique. A timer on its owner; the page draws the arc. */
export type TimerRow = {
  readonly id: string;
  readonly owner: Endpoint;
  /** Code of a text `timer.<kind>`: `session`, `heartbeat`, `linger`, `request`, `delivery`, `retry`, `replica-lag`, `fetch-wait`. */
  readonly kind: string;
  readonly subject: string;
  readonly startMicros: number;
  readonly dueMicros: number;
  readonly isPaused: boolean;
};

/** id: `broker:1>broker:2`. Only links that somebody changed. */
export type LinkRow = {
  readonly id: string;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly isCut: boolean;
  readonly extraMicros: number;
  readonly lossPercent: number;
};

/** id: the producer's name. How long its records wait for a result; asked for where histories are compared. -1 stands for "none". */
export type LongestWaitRow = {
  readonly id: string;
  /** The longest of those whose producer has been told, and when that record was sent. */
  readonly toldMicros: number;
  readonly toldSentMicros: number;
  /** When the oldest was sent that has no result yet. */
  readonly openSentMicros: number;
};

/** Table names and their rows. A second history beside the first has the same tables, each name behind `other:`. */
export type ClusterTables = {
  readonly cluster: ClusterRow;
  readonly brokers: BrokerRow;
  readonly partitions: PartitionRow;
  readonly replicas: ReplicaRow;
  readonly torn: TornRow;
  readonly producers: ProducerRow;
  readonly batches: BatchRow;
  readonly consumers: ConsumerRow;
  readonly metadata: MetadataRow;
  readonly messages: MessageRow;
  readonly waiting: WaitingRow;
  readonly timers: TimerRow;
  readonly links: LinkRow;
  readonly waits: LongestWaitRow;
};

type RowsAreCells = { readonly [T in keyof ClusterTables]: ClusterTables[T] extends Readonly<Record<string, CellValue>> ? true : never };
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = {
  cluster: true,
  brokers: true,
  partitions: true,
  replicas: true,
  torn: true,
  producers: true,
  batches: true,
  consumers: true,
  metadata: true,
  messages: true,
  waiting: true,
  timers: true,
  links: true,
  waits: true,
};

/** Offsets by which the window moves when the log end leaves it. */
const windowStep = 4;

/**
 * First offset of the window that a partition's replicas are drawn in. It ends at the newest log end and moves by whole steps, and is a
 * function of the offsets alone, so that going back in time moves it back.
 */
export function firstOffsetOfWindow(newestLogEndOffset: number, cellCount: number): number {
  const beyond = newestLogEndOffset - cellCount;
  return beyond <= 0 ? 0 : Math.ceil(beyond / windowStep) * windowStep;
}
