import { Shared } from '../../kernel/state.ts';
import { longMaxValue } from '../log/log-config.ts';

/** An MD5 hash and an offset. Source: SkimpyOffsetMap. */
const offsetMapEntryBytes = 24;

/** Kafka's only selector of replicas; without one consumers read from leaders. Source: RackAwareReplicaSelector. */
const rackAwareReplicaSelector = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';

/** The settings of a broker that its processes read, parsed once. Keys are Kafka's; an absent key has Kafka's default. */
export class BrokerSettings extends Shared {
  /** Kafka's keys as text, for what is looked up rarely and for topics that inherit. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly heartbeatIntervalMs: number;
  readonly replicaLagTimeMaxMs: number;
  readonly replicaFetchWaitMaxMs: number;
  readonly replicaFetchMinBytes: number;
  readonly replicaFetchMaxBytes: number;
  readonly replicaFetchResponseMaxBytes: number;
  readonly replicaFetchBackoffMs: number;
  readonly numReplicaFetchers: number;
  readonly highWatermarkCheckpointIntervalMs: number;
  readonly replicaSocketTimeoutMs: number;
  readonly controllerSocketTimeoutMs: number;
  readonly fetchMaxBytes: number;
  readonly logRetentionCheckIntervalMs: number;
  readonly logInitialTaskDelayMs: number;
  readonly logFlushSchedulerIntervalMs: number;
  readonly logFlushOffsetCheckpointIntervalMs: number;
  readonly logFlushStartOffsetCheckpointIntervalMs: number;
  readonly logCleanerEnable: boolean;
  readonly logCleanerBackoffMs: number;
  /** log.cleaner.io.max.bytes.per.second */
  readonly logCleanerBytesPerSecondMax: number;
  /** log.cleaner.io.buffer.load.factor */
  readonly logCleanerLoadFactor: number;
  /** How many keys a cleaner thread's share of log.cleaner.dedupe.buffer.size holds. */
  readonly offsetMapSlots: number;
  /** Consumers are sent to in-sync followers in their rack (KIP-392). */
  readonly isReplicaSelectorRackAware: boolean;
  /** How long the operating system keeps written data in memory before it writes it to disk by itself (Linux dirty_expire_centisecs). */
  readonly osWritebackMs: number;

  constructor(overrides: Readonly<Record<string, string>>) {
    super();
    this.overrides = overrides;
    const number = (key: string, fallback: number): number => {
      const text = overrides[key];
      return text === undefined ? fallback : Number(text);
    };
    this.heartbeatIntervalMs = number('broker.heartbeat.interval.ms', 2000);
    this.replicaLagTimeMaxMs = number('replica.lag.time.max.ms', 30000);
    this.replicaFetchWaitMaxMs = number('replica.fetch.wait.max.ms', 500);
    this.replicaFetchMinBytes = number('replica.fetch.min.bytes', 1);
    this.replicaFetchMaxBytes = number('replica.fetch.max.bytes', 1048576);
    this.replicaFetchResponseMaxBytes = number('replica.fetch.response.max.bytes', 10485760);
    this.replicaFetchBackoffMs = number('replica.fetch.backoff.ms', 1000);
    this.numReplicaFetchers = number('num.replica.fetchers', 1);
    this.highWatermarkCheckpointIntervalMs = number('replica.high.watermark.checkpoint.interval.ms', 5000);
    this.replicaSocketTimeoutMs = number('replica.socket.timeout.ms', 30000);
    this.controllerSocketTimeoutMs = number('controller.socket.timeout.ms', 30000);
    this.fetchMaxBytes = number('fetch.max.bytes', 57671680);
    this.logRetentionCheckIntervalMs = number('log.retention.check.interval.ms', 300000);
    this.logInitialTaskDelayMs = number('log.initial.task.delay.ms', 30000);
    this.logFlushSchedulerIntervalMs = number('log.flush.scheduler.interval.ms', longMaxValue);
    this.logFlushOffsetCheckpointIntervalMs = number('log.flush.offset.checkpoint.interval.ms', 60000);
    this.logFlushStartOffsetCheckpointIntervalMs = number('log.flush.start.offset.checkpoint.interval.ms', 60000);
    this.logCleanerEnable = overrides['log.cleaner.enable'] !== 'false';
    this.logCleanerBackoffMs = number('log.cleaner.backoff.ms', 15000);
    this.logCleanerBytesPerSecondMax = number('log.cleaner.io.max.bytes.per.second', Number.MAX_VALUE);
    this.logCleanerLoadFactor = number('log.cleaner.io.buffer.load.factor', 0.9);
    const dedupeBufferBytes = number('log.cleaner.dedupe.buffer.size', 134217728) / number('log.cleaner.threads', 1);
    this.offsetMapSlots = Math.floor(Math.min(dedupeBufferBytes, 2147483647) / offsetMapEntryBytes);
    this.isReplicaSelectorRackAware = overrides['replica.selector.class'] === rackAwareReplicaSelector;
    this.osWritebackMs = 30000;
  }
}

/** The broker's name of a topic key, where topics inherit. Source: ServerTopicConfigSynonyms. */
export const brokerKeyOfTopicKey: ReadonlyMap<string, string> = new Map([
  ['segment.bytes', 'log.segment.bytes'],
  ['segment.index.bytes', 'log.index.size.max.bytes'],
  ['cleanup.policy', 'log.cleanup.policy'],
  ['flush.messages', 'log.flush.interval.messages'],
  ['retention.bytes', 'log.retention.bytes'],
  ['max.message.bytes', 'message.max.bytes'],
  ['index.interval.bytes', 'log.index.interval.bytes'],
  ['delete.retention.ms', 'log.cleaner.delete.retention.ms'],
  ['min.compaction.lag.ms', 'log.cleaner.min.compaction.lag.ms'],
  ['max.compaction.lag.ms', 'log.cleaner.max.compaction.lag.ms'],
  ['file.delete.delay.ms', 'log.segment.delete.delay.ms'],
  ['min.cleanable.dirty.ratio', 'log.cleaner.min.cleanable.ratio'],
  ['compression.type', 'compression.type'],
  ['preallocate', 'log.preallocate'],
  ['message.timestamp.type', 'log.message.timestamp.type'],
  ['message.timestamp.before.max.ms', 'log.message.timestamp.before.max.ms'],
  ['message.timestamp.after.max.ms', 'log.message.timestamp.after.max.ms'],
  ['min.insync.replicas', 'min.insync.replicas'],
  ['unclean.leader.election.enable', 'unclean.leader.election.enable'],
  ['segment.ms', 'log.roll.ms'],
  ['segment.jitter.ms', 'log.roll.jitter.ms'],
  ['flush.ms', 'log.flush.interval.ms'],
  ['retention.ms', 'log.retention.ms'],
]);

/** What a log reads of its broker's settings, and no topic can change. */
const brokerOnlyKeys = [
  'producer.id.expiration.ms',
  'producer.id.expiration.check.interval.ms',
  'transaction.partition.verification.enable',
  'transaction.max.timeout.ms',
];

/** A topic's settings with what it inherits from its broker, as text by topic key. */
export function effectiveTopicConfigs(
  brokerConfigs: Readonly<Record<string, string>>,
  topicConfigs: Iterable<readonly [string, string]>,
): Readonly<Record<string, string>> {
  const effective: Record<string, string> = {};
  for (const [topicKey, brokerKey] of brokerKeyOfTopicKey) {
    const inherited = brokerConfigs[brokerKey];
    if (inherited !== undefined) effective[topicKey] = inherited;
  }
  for (const key of brokerOnlyKeys) {
    const value = brokerConfigs[key];
    if (value !== undefined) effective[key] = value;
  }
  for (const [key, value] of topicConfigs) effective[key] = value;
  return effective;
}
