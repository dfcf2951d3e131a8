/**
 * What is true at one position of a run, as JSON: what `headless run --json` prints (docs/HEADLESS.md). The format only grows.
 * Offsets, epochs and errors have Kafka's names; times are simulated microseconds since the scenario's start, timestamps epoch
 * milliseconds.
 */
import type { InvariantViolation, Position } from './engine-api.ts';

/** One record as a replica's log has it. */
export interface RecordReport {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly sequence: number;
  readonly isTransactional: boolean;
  /** COMMIT, ABORT and so on; null for a record of data. */
  readonly controlType: string | null;
  /** The number that the ground-truth ledger gave it when it was sent; 0: none. */
  readonly ledgerId: number;
}

/** One replica's log on its broker's disk, whether or not the broker runs. */
export interface LogReport {
  readonly broker: number;
  readonly role: 'leader' | 'in-sync' | 'out-of-sync' | 'eligible' | 'fenced' | 'offline';
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logEndOffset: number;
  /** [epoch, start offset], ascending. */
  readonly leaderEpochs: readonly (readonly [number, number])[];
  readonly records: readonly RecordReport[];
  /** Records at the beginning of the log that are not listed, because there are too many. */
  readonly recordsOmittedCount: number;
}

/** A partition as the controller's log has it, with every replica's log. */
export interface PartitionReport {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  /** -1: none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly logs: readonly LogReport[];
}

/** A broker's process, and what the controller's log says of it. */
export interface BrokerReport {
  readonly id: number;
  readonly process: 'running' | 'paused' | 'down';
  /** null: never registered. */
  readonly registration: { readonly brokerEpoch: number; readonly fenced: boolean; readonly inControlledShutdown: boolean } | null;
}

/** Records that a producer sent one after the other to one partition, and that shared their fate. */
export interface SendReport {
  /** Of the first record; those of the others follow. */
  readonly ledgerId: number;
  readonly count: number;
  readonly topicPartition: string;
  readonly key: string | null;
  readonly sentMicros: number;
  /** `unconfirmed`: acks=0, nobody will ever tell. */
  readonly outcome: 'pending' | 'acknowledged' | 'failed' | 'unconfirmed';
  /** -1 while pending. */
  readonly outcomeMicros: number;
  /** Kafka's name of the error, or null. */
  readonly error: string | null;
  /** Offsets at which a leader appended the first record; more than one after a retry. */
  readonly appendOffsets: readonly number[];
  /** Acknowledged, and in no current leader's log. */
  readonly isLost: boolean;
  /** Copies in the current leader's log beyond the first. */
  readonly extraCopies: number;
  /** How often each consumer's program was handed the records. */
  readonly deliveries: readonly { readonly consumer: string; readonly times: number }[];
}

/** A producer and what became of everything it sent. */
export interface ProducerReport {
  readonly name: string;
  readonly isRunning: boolean;
  readonly sends: readonly SendReport[];
}

/** A consumer and where it stands. */
export interface ConsumerReport {
  readonly name: string;
  readonly isRunning: boolean;
  /** Next offset of each assigned partition; null: none found yet. */
  readonly positions: readonly { readonly topicPartition: string; readonly offset: number | null }[];
}

/** A consumer group as its coordinator has it. */
export interface GroupReport {
  readonly group: string;
  readonly state: string;
  readonly generation: number;
  readonly protocol: string;
  readonly members: readonly { readonly memberId: string; readonly client: string; readonly assignment: readonly string[] }[];
  readonly committed: readonly { readonly topicPartition: string; readonly offset: number }[];
}

/** Sums of the ground-truth ledger, in records. */
export interface LedgerReport {
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly unconfirmed: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly failedButWritten: number;
  readonly delivered: number;
  readonly deliveredAgain: number;
}

/** What an application made of records, whichever of its consumers did the work. */
export interface ApplicationReport {
  readonly application: string;
  readonly processed: number;
  /** Times that the work on a record was done once more. */
  readonly processedAgain: number;
  /** Records behind the committed offsets that it never worked on. */
  readonly skipped: number;
}

/** Everything. */
export interface RunReport {
  readonly format: 1;
  readonly title: string;
  readonly seed: number;
  /** Eight hexadecimal digits: equal runs have equal ones, everywhere. */
  readonly digest: string;
  readonly position: Position;
  readonly eventCount: number;
  /** Commands of the scenario that could not be given when their time came. */
  readonly refusedCommands: readonly { readonly index: number; readonly code: string; readonly where: string }[];
  readonly controller: { readonly id: number; readonly isRunning: boolean; readonly metadataEndOffset: number };
  readonly brokers: readonly BrokerReport[];
  readonly partitions: readonly PartitionReport[];
  readonly groups: readonly GroupReport[];
  readonly producers: readonly ProducerReport[];
  readonly consumers: readonly ConsumerReport[];
  readonly applications: readonly ApplicationReport[];
  readonly ledger: LedgerReport;
  /** Every invariant is checked after each step; `detail` says in English how one was broken. null: not checked. */
  readonly violatedInvariants: readonly (InvariantViolation & { readonly detail: string })[] | null;
}
