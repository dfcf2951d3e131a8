/** What the Code view is drawn from: a consumer's program and the line that its thread is in, as the engine has it. */
import type { CellValue } from '../../contract/engine-api.ts';

/** A consumer that can be shown. id: its name. */
export type CodeChoiceRow = { readonly id: string; readonly isShown: boolean };

/** The shown program. id: the consumer's name. -1: none. */
export type CodeProgramRow = {
  readonly id: string;
  readonly node: number;
  readonly process: 'running' | 'paused' | 'down';
  readonly library: 'java' | 'java-2.3' | 'java-3.2' | 'librdkafka' | 'scala-0.8';
  /** What its thread is doing, and in which commit it is when it waits in one. */
  readonly step: 'waitingToStart' | 'polling' | 'processing' | 'committing' | 'pausing' | 'closing' | 'ended';
  readonly place: '' | 'before-work' | 'after-record' | 'after-work' | 'before-close';
  /** Records of the last poll, how many are done, and the one in hand. */
  readonly inHandCount: number;
  readonly doneCount: number;
  readonly partition: string;
  readonly offset: number;
  /** Readable records of its partitions that poll() has not returned yet: they wait in the brokers' logs. -1: it has no position. */
  readonly waitingCount: number;
  /** Another thread works on records. */
  readonly areWorkersBusy: boolean;
  /** The exception that ended it; empty: none. */
  readonly endedBy: string;
  /** What a call of its consumer threw last, and Kafka's own message; empty: nothing. */
  readonly exception: string;
  readonly message: string;
  readonly groupId: string | null;
  readonly topics: readonly string[];
  readonly pattern: string | null;
  readonly assigned: readonly string[];
  /** `key=value`, as the program sets them. */
  readonly configs: readonly string[];
  readonly pollTimeoutMillis: number;
  readonly maxPollRecords: number;
  /** poll(), or librdkafka's own thread, commits by itself. */
  readonly isAuto: boolean;
  readonly autoIntervalMillis: number;
  readonly application: string;
  readonly commit: 'none' | 'sync' | 'async' | 'async-then-sync';
  readonly commitWhen: 'before' | 'after' | 'each-record';
  readonly commitEveryRecords: number;
  readonly commitOffsets: 'position' | 'processed' | 'record';
  readonly retryAsync: 'never' | 'always' | 'if-newest';
  readonly retryAsyncMillis: number;
  readonly processing: 'inline' | 'workers';
  readonly onRevoked: 'nothing' | 'commit' | 'finish-and-commit';
  readonly sink: 'plain' | 'idempotent' | 'transactional';
  readonly onException: 'close' | 'continue';
  /** A record that the program cannot cope with: its text, empty for none. */
  readonly poisonText: string;
  readonly poisonFails: 'processing' | 'deserialization';
  readonly poisonTimes: number;
  readonly poisonThen: 'close' | 'skip' | 'retry' | 'seek-back' | 'restart';
};

/** Table names and their rows. */
export type CodeTables = {
  readonly 'code.choices': CodeChoiceRow;
  readonly 'code.program': CodeProgramRow;
};

type RowsAreCells = { readonly [T in keyof CodeTables]: CodeTables[T] extends Readonly<Record<string, CellValue>> ? true : never };
/** Proof for the compiler that every row is plain cells that survive the way from the worker. */
export const rowsAreCells: RowsAreCells = { 'code.choices': true, 'code.program': true };
