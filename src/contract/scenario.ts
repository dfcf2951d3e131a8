/** The public file format: what a link or a file carries. Inputs only, never state. */
import type { Command } from './command.ts';
import type { Position } from './engine-api.ts';

/** Kafka's key to value, both strings as in a properties file; only what differs from Kafka's defaults. */
export type ConfigOverrides = Readonly<Record<string, string>>;

/** A broker. */
export interface BrokerSpec {
  readonly id: number;
  readonly rack?: string;
  readonly configs?: ConfigOverrides;
}

/** A topic. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Replicas of each partition; when absent Kafka's placement decides. */
  readonly assignment?: readonly (readonly number[])[];
  readonly configs?: ConfigOverrides;
}

/** Records that a producer sends by itself. */
export interface WorkloadSpec {
  readonly topic: string;
  readonly recordsPerSecond: number;
  /** Stops after so many; absent: never. */
  readonly recordCount?: number;
  readonly valueSizeBytes?: number;
  /** Keys are taken in turn or at random; null keys when empty. */
  readonly keys?: readonly string[];
  readonly keyChoice?: 'in-turn' | 'random';
  readonly partition?: number;
  readonly startMillis?: number;
}

/**
 * Whose client it is: the Java clients of Apache Kafka, of today or "then" (2.3: before sticky partitioning; 3.2: before the adaptive one),
 * or librdkafka, which differs in partitioners, defaults and stored offsets.
 */
export type ClientLibrary = 'java' | 'java-2.3' | 'java-3.2' | 'librdkafka';

/**
 * A consumer's may also be that of Kafka 0.8, which kept offsets in ZooKeeper (offsets.storage=zookeeper) and committed every 60 s by a
 * thread of its own. Who reads which partition is said with `assign`.
 */
export type ConsumerLibrary = ClientLibrary | 'scala-0.8';

/** How a producer's application treats what it sends. */
export interface ProducerApplicationSpec {
  /** `sync`: waits for the result of each send() before the next. */
  readonly style?: 'callback' | 'sync';
  /** What the callback does with an exception: nothing (the default), or sends the record once more. */
  readonly onFailure?: 'ignore' | 'send-again';
  /** After a crash: goes on with what comes (the default), or first sends again whatever it has no confirmation of. */
  readonly onRestart?: 'go-on' | 'send-unconfirmed';
  /** The value serializer throws for values that contain this. */
  readonly serializerRefuses?: string;
  /** The interceptor (of interceptor.classes) whose onSend throws. */
  readonly failingInterceptor?: string;
}

/** A producer and what its application sends. */
export interface ProducerSpec {
  readonly name: string;
  readonly rack?: string;
  readonly configs?: ConfigOverrides;
  readonly workload?: WorkloadSpec;
  /** What the application's thread spends for each batch; absent: nothing. For measured workloads. */
  readonly callerCostMicrosPerBatch?: number;
  readonly library?: ClientLibrary;
  readonly application?: ProducerApplicationSpec;
}

/** A record that a consumer's program cannot cope with, and what the program does then. */
export interface PoisonSpec {
  /** Records whose value contains this. */
  readonly text: string;
  /** Where the exception comes from: the program's own code, or the deserializer inside poll(). */
  readonly fails: 'processing' | 'deserialization';
  /** The program's code fails so often and then succeeds; absent: always. */
  readonly times?: number;
  /**
   * `close`: the loop ends and `finally` closes the consumer. `skip`: the exception is logged, the program goes on behind the record.
   * `retry`: the same again, at once. `seek-back`: poll() again from the record. `restart`: another one begins at the committed offset.
   */
  readonly then: 'close' | 'skip' | 'retry' | 'seek-back' | 'restart';
}

/** What a consumer's application does between two calls of poll(). Whatever is left out: it processes, and calls no commit. */
export interface ConsumerProgramSpec {
  /** Whose work it is: consumers of one name share a result. Absent: the group.id, or the client's name. */
  readonly application?: string;
  /** Which commit the loop calls; `async-then-sync` calls commitSync before it closes. */
  readonly commit?: 'none' | 'sync' | 'async' | 'async-then-sync';
  /** Before the records of a poll are processed, after all of them (the default), or after each. */
  readonly commitWhen?: 'before' | 'after' | 'each-record';
  /** Commits only once so many records were processed since the last commit. */
  readonly commitEveryRecords?: number;
  /**
   * `position`: commit() without arguments. `processed`: the offset behind the last processed record. `record`: the offset of that record
   * itself, a common mistake.
   */
  readonly commitOffsets?: 'position' | 'processed' | 'record';
  /** What the callback of a failed commitAsync does: nothing, or commits the same again later; `if-newest`: unless a newer one was sent. */
  readonly retryAsync?: 'never' | 'always' | 'if-newest';
  readonly retryAsyncMillis?: number;
  /** `workers`: poll() goes on while another thread processes what it returned. */
  readonly processing?: 'inline' | 'workers';
  /** What onPartitionsRevoked does; onPartitionsLost does the same, as Kafka's default has it. */
  readonly onRevoked?: 'nothing' | 'commit' | 'finish-and-commit';
  /**
   * Where results go. `idempotent`: a record that is there already changes nothing. `transactional`: results and offsets are stored in one
   * transaction, and the program seeks to the stored offset when it is assigned a partition.
   */
  readonly sink?: 'plain' | 'idempotent' | 'transactional';
  readonly poison?: PoisonSpec;
  /** What the program does with an exception of poll() or commitSync(): ends with close(), or catches it and goes on. */
  readonly onException?: 'close' | 'continue';
}

/** A method of a client that its application calls because a person asks for it. */
export type ClientCall =
  | 'flush'
  | 'pause'
  | 'resume'
  | 'seek-to-beginning'
  | 'seek-to-end'
  | 'commit-sync'
  | 'commit-async'
  | 'enforce-rebalance'
  | 'unsubscribe'
  | 'subscribe';

/** A consumer and how its application reads. */
export interface ConsumerSpec {
  readonly name: string;
  readonly rack?: string;
  readonly configs?: ConfigOverrides;
  /** assign() these (`orders-0`), or subscribe() to these topics, or to all topics whose whole name matches. */
  readonly assign?: readonly string[];
  readonly subscribe?: readonly string[];
  readonly subscribePattern?: string;
  readonly program?: ConsumerProgramSpec;
  readonly library?: ConsumerLibrary;
  /** Simulated processing time of a record. */
  readonly processingMicrosPerRecord?: number;
  readonly startMillis?: number;
}

/** Latency of healthy links, in simulated microseconds. */
export interface NetworkSpec {
  readonly latencyMicrosMin?: number;
  readonly latencyMicrosMax?: number;
}

/** A rule of brokers before 4.x. `index-per-append`: until 4.0 an append adds at most one index entry, however many batches it has. */
export type ThenRule = 'index-per-append';

/** All that a cluster is built from. */
export interface ClusterSpec {
  readonly brokers: readonly BrokerSpec[];
  readonly controllers?: number;
  /** Broker configuration shared by all brokers and controllers. */
  readonly configs?: ConfigOverrides;
  /** Feature levels, e.g. eligible.leader.replicas.version 0. */
  readonly features?: Readonly<Record<string, number>>;
  readonly topics: readonly TopicSpec[];
  readonly producers: readonly ProducerSpec[];
  readonly consumers: readonly ConsumerSpec[];
  readonly network?: NetworkSpec;
  /** What disks, network cards and processors cost, by name; absent: nothing. What is not named costs as in cost-model.ts. */
  readonly costs?: Readonly<Record<string, number>>;
  /** Rules of earlier brokers that all brokers here go by. */
  readonly then?: readonly ThenRule[];
}

/** Parts of the page that tell what happened and why. */
export type AnswerPart = 'events' | 'why' | 'details';

/**
 * What is within reach of whoever opens a scenario; what is absent is open. The worker keeps to it. It guides a learner and keeps no
 * secret: whoever edits the file sees everything.
 */
export interface ExposureSpec {
  /** The views that can be opened. */
  readonly panels?: readonly string[];
  /** The kinds of commands that can be given; `fault:kill` is one fault, `fault` all of them. An empty list: none. */
  readonly acts?: readonly string[];
  /** What is not told: the list of events, the answers to "Why?", the facts beside the stage. */
  readonly hides?: readonly AnswerPart[];
  /** Why, in the author's words. */
  readonly reason?: string;
}

/** A cluster, its seed, and what is done to it. */
export interface Scenario {
  readonly format: 1;
  /** Catalogue code or the author's own words. */
  readonly title: string;
  readonly seed: number;
  /** The simulated wall clock at time 0, epoch milliseconds; never near 0. */
  readonly epochMillis: number;
  readonly cluster: ClusterSpec;
  /**
   * In the order in which they are given. `at.steps` −1 (in a file: left out): as soon as the time is `at.micros`, before anything else
   * at that time.
   */
  readonly commands: readonly { readonly at: Position; readonly command: Command }[];
  readonly open?: { readonly at: Position; readonly panels: readonly string[]; readonly focus?: string };
  readonly expect?: { readonly at: Position; readonly digest: string };
  readonly exposes?: ExposureSpec;
}
