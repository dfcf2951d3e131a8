/**
 * What the Producer view is drawn from: one producer from the inside. The projection fills the rows, the page draws them and derives
 * nothing of Kafka's. -1 stands for "none" in every offset, sequence and time.
 */
import type { CellValue } from '../../contract/engine-api.ts';

/** A producer of the cluster, to choose among. id: its name. */
export type ProducerChoiceRow = { readonly id: string; readonly isShown: boolean };

/** The shown producer. id: its name. */
export type ProducerFactsRow = {
  readonly id: string;
  readonly isRunning: boolean;
  readonly acks: string;
  readonly lingerMillis: number;
  readonly batchSizeBytes: number;
  readonly maxInFlight: number;
  readonly deliveryTimeoutMillis: number;
  readonly maxBlockMillis: number;
  readonly interceptors: readonly string[];
  readonly partitionerClass: string;
  /** The caller's thread. */
  readonly caller: 'free' | 'waits-for-metadata' | 'waits-for-memory';
  readonly callerSinceMicros: number;
  readonly queuedCount: number;
  readonly memoryTotalBytes: number;
  readonly memoryAvailableBytes: number;
  /** -1: not idempotent, or not yet. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly idState: string;
  /** What closed the batches that have left: reasons and counts, in parallel. */
  readonly reasons: readonly string[];
  readonly reasonCounts: readonly number[];
  readonly batchCount: number;
  readonly recordCount: number;
  /** The exception that the application saw last; empty: none. */
  readonly lastException: string;
  readonly lastMessage: string;
  readonly lastExceptionMicros: number;
};

/** The record that was sent last, and how far it is. */
export type NewestRecordRow = {
  readonly id: string;
  readonly number: number;
  /** null: no key, or nobody remembers. */
  readonly key: string | null;
  readonly isKeyKnown: boolean;
  readonly bytes: readonly string[];
  readonly hash: number;
  readonly positive: number;
  readonly partitionCount: number;
  readonly partition: string;
  /** Where its key would go with one partition more; -1: it has none. */
  readonly nextPartition: number;
  /** Stages that it has passed: `sent`, `batched`, `flying`, `appended`, `committed`, `told`. */
  readonly stages: readonly string[];
  readonly outcome: 'pending' | 'acknowledged' | 'failed' | 'unconfirmed';
  readonly sentMicros: number;
  readonly offset: number;
};

/** Another key and where it goes. id: the key. */
export type KeyRow = { readonly id: string; readonly positive: number; readonly partition: number };

/** A batch that waits in its queue. id: partition and place. */
export type QueuedBatchRow = {
  readonly id: string;
  readonly partition: string;
  readonly leader: number;
  readonly keys: readonly string[];
  readonly recordCount: number;
  readonly sizeBytes: number;
  readonly capacityBytes: number;
  /** Takes more records. */
  readonly isOpen: boolean;
  readonly attempts: number;
  readonly baseSequence: number;
  readonly lingerStartMicros: number;
  readonly lingerDueMicros: number;
  readonly deliveryDueMicros: number;
};

/** A partition that the producer has sent to. id: `orders-0`. */
export type QueueRow = {
  readonly id: string;
  readonly leader: number;
  readonly nextSequence: number;
};

/** A connection with its requests in flight. id: the broker. */
export type ConnectionRow = { readonly id: string; readonly broker: number; readonly state: string; readonly count: number };

/** A request in flight. id: its correlation. */
export type FlightRow = {
  readonly id: string;
  readonly broker: number;
  readonly api: string;
  readonly partitions: readonly string[];
  readonly counts: readonly number[];
  readonly baseSequences: readonly number[];
  readonly sentMicros: number;
  readonly dueMicros: number;
};

/** Table names and their rows. */
export type ProducerTables = {
  readonly 'producer.choices': ProducerChoiceRow;
  readonly 'producer.facts': ProducerFactsRow;
  readonly 'producer.newest': NewestRecordRow;
  readonly 'producer.keys': KeyRow;
  readonly 'producer.queues': QueueRow;
  readonly 'producer.batches': QueuedBatchRow;
  readonly 'producer.connections': ConnectionRow;
  readonly 'producer.flights': FlightRow;
};

type RowsAreCells = { readonly [T in keyof ProducerTables]: ProducerTables[T] extends Readonly<Record<string, CellValue>> ? true : never };
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = {
  'producer.choices': true,
  'producer.facts': true,
  'producer.newest': true,
  'producer.keys': true,
  'producer.queues': true,
  'producer.batches': true,
  'producer.connections': true,
  'producer.flights': true,
};
