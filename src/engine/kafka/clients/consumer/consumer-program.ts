import type { Micros, NodeId } from '../../../kernel/units.ts';
import type { PartitionName } from './topic-partition.ts';

/** A consumer's program, and what it needs to know of the cluster. */
export interface ConsumerProgram {
  readonly name: string;
  readonly configs: Readonly<Record<string, string>>;
  /** assign() these, or subscribe() to topics. */
  readonly assign: readonly PartitionName[];
  readonly subscribe: readonly string[];
  readonly processingMicrosPerRecord: Micros;
  /** The program begins so long after its node. */
  readonly startDelayMicros: Micros;
  /** bootstrap.servers, as brokers. */
  readonly bootstrapBrokers: readonly NodeId[];
  /** The argument of poll(). */
  readonly pollTimeoutMillis: number;
  /** What the program does when poll() throws: ends, as without a catch, or polls again. */
  readonly onException: 'end' | 'continue';
  /** Whether brokers answer the group protocol. Where they do not, group.id is ignored and a subscriber gets every partition. */
  readonly hasGroups: boolean;
}

/** What a scenario says of a consumer; all but the name may be left out. */
export interface ConsumerDescription {
  readonly name: string;
  readonly rack?: string;
  readonly configs?: Readonly<Record<string, string>>;
  readonly assign?: readonly PartitionName[];
  readonly subscribe?: readonly string[];
  readonly processingMicrosPerRecord?: Micros;
  readonly startMillis?: number;
}

const defaultPollTimeoutMillis = 1000;

/** The program that a description stands for. A rack becomes client.rack, so that the nearest replica may be read. */
export function consumerProgramOf(
  description: ConsumerDescription,
  bootstrapBrokers: readonly NodeId[],
  hasGroups = false,
): ConsumerProgram {
  const { name, rack, configs = {}, assign = [], subscribe = [], processingMicrosPerRecord = 0, startMillis = 0 } = description;
  return {
    name,
    configs: rack === undefined ? configs : { 'client.rack': rack, ...configs },
    assign,
    subscribe,
    processingMicrosPerRecord,
    startDelayMicros: startMillis * 1000,
    bootstrapBrokers,
    pollTimeoutMillis: defaultPollTimeoutMillis,
    onException: 'end',
    hasGroups,
  };
}
