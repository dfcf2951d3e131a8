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

/** A producer and what its application sends. */
export interface ProducerSpec {
  readonly name: string;
  readonly rack?: string;
  readonly configs?: ConfigOverrides;
  readonly workload?: WorkloadSpec;
  /** What the application's thread spends for each batch; absent: nothing. For measured workloads. */
  readonly callerCostMicrosPerBatch?: number;
}

/** A consumer and how its application reads. */
export interface ConsumerSpec {
  readonly name: string;
  readonly rack?: string;
  readonly configs?: ConfigOverrides;
  /** assign() these (`orders-0`), or subscribe() to these topics. */
  readonly assign?: readonly string[];
  readonly subscribe?: readonly string[];
  /** Simulated processing time of a record. */
  readonly processingMicrosPerRecord?: number;
  readonly startMillis?: number;
}

/** Latency of healthy links, in simulated microseconds. */
export interface NetworkSpec {
  readonly latencyMicrosMin?: number;
  readonly latencyMicrosMax?: number;
}

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
}
