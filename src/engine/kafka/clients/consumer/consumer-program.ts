import type { ConsumerSpec } from '../../../../contract/scenario.ts';
import type { Micros, NodeId } from '../../../kernel/units.ts';
import { javaConfigs, storedOffsetCommits } from '../../config/client-library.ts';
import type { StoredOffsetCommits } from '../../config/client-library.ts';
import { zooKeeperNode } from '../../node-ids.ts';
import { programOptions } from './program/program-options.ts';
import type { ProgramOptions } from './program/program-options.ts';
import type { PartitionName } from './topic-partition.ts';

/** A consumer's program, and what it needs to know of the cluster. */
export interface ConsumerProgram {
  readonly name: string;
  readonly configs: Readonly<Record<string, string>>;
  /** assign() these, or subscribe() to topics. */
  readonly assign: readonly PartitionName[];
  readonly subscribe: readonly string[];
  /** All topics whose whole name matches; null without. */
  readonly subscribePattern: string | null;
  /** What the program does between two polls. */
  readonly options: ProgramOptions;
  readonly processingMicrosPerRecord: Micros;
  /** The program begins so long after its node. */
  readonly startDelayMicros: Micros;
  /** bootstrap.servers, as brokers. */
  readonly bootstrapBrokers: readonly NodeId[];
  /** What librdkafka commits by itself; the Java client does it inside poll(). */
  readonly storedOffsets: StoredOffsetCommits | null;
  /** The argument of poll(). */
  readonly pollTimeoutMillis: number;
  /** Kafka 0.8: the node that keeps offsets; null: the group's coordinator does. */
  readonly offsetsIn: NodeId | null;
  /** Whether brokers answer the group protocol. Where they do not, group.id is ignored and a subscriber gets every partition. */
  readonly hasGroups: boolean;
}

const defaultPollTimeoutMillis = 1000;

/** The program that a description stands for. A rack becomes client.rack, so that the nearest replica may be read. */
export function consumerProgramOf(spec: ConsumerSpec, bootstrapBrokers: readonly NodeId[], hasGroups = false): ConsumerProgram {
  const { name, rack, library = 'java', assign = [], subscribe = [], processingMicrosPerRecord = 0, startMillis = 0 } = spec;
  const configs = javaConfigs('consumer', library, spec.configs ?? {});
  return {
    name,
    configs: rack === undefined ? configs : { 'client.rack': rack, ...configs },
    assign,
    subscribe,
    subscribePattern: spec.subscribePattern ?? null,
    options: programOptions(spec.program ?? {}, { application: configs['group.id'] ?? name }),
    processingMicrosPerRecord,
    startDelayMicros: startMillis * 1000,
    bootstrapBrokers,
    storedOffsets: storedOffsetCommits(library, spec.configs ?? {}),
    pollTimeoutMillis: defaultPollTimeoutMillis,
    offsetsIn: library === 'scala-0.8' ? zooKeeperNode : null,
    hasGroups,
  };
}
