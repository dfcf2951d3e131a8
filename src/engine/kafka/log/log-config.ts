import type { ThenRule } from '../../../contract/scenario.ts';
import { Shared } from '../../kernel/state.ts';

/** How a leader stamps records. Source: TimestampType. */
export type MessageTimestampType = 'CreateTime' | 'LogAppendTime';

/** The compression that a topic stores; `producer` keeps what the client chose. Source: BrokerCompressionType. */
export type BrokerCompressionType = 'producer' | 'uncompressed' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** Java's Long.MAX_VALUE as a number: "never" and "no limit" in Kafka's configs. It is rounded up to 2^63. */
export const longMaxValue = 9223372036854775807;

/** A topic's configuration as its logs use it, with the names and units of Kafka's class LogConfig. */
export class LogConfig extends Shared {
  /** segment.bytes */
  readonly segmentSize: number;
  /** segment.ms */
  readonly segmentMs: number;
  /** segment.jitter.ms */
  readonly segmentJitterMs: number;
  /** segment.index.bytes */
  readonly maxIndexSize: number;
  /** flush.messages */
  readonly flushInterval: number;
  /** flush.ms */
  readonly flushMs: number;
  /** retention.bytes; -1 no limit */
  readonly retentionSize: number;
  /** retention.ms; -1 no limit */
  readonly retentionMs: number;
  /** max.message.bytes */
  readonly maxMessageSize: number;
  /** index.interval.bytes */
  readonly indexInterval: number;
  /** file.delete.delay.ms */
  readonly fileDeleteDelayMs: number;
  /** delete.retention.ms */
  readonly deleteRetentionMs: number;
  /** min.compaction.lag.ms */
  readonly compactionLagMs: number;
  /** max.compaction.lag.ms */
  readonly maxCompactionLagMs: number;
  /** min.cleanable.dirty.ratio */
  readonly minCleanableRatio: number;
  /** cleanup.policy contains compact */
  readonly compact: boolean;
  /** cleanup.policy contains delete */
  readonly delete: boolean;
  /** compression.type */
  readonly compressionType: BrokerCompressionType;
  /** message.timestamp.type */
  readonly messageTimestampType: MessageTimestampType;
  /** message.timestamp.before.max.ms */
  readonly messageTimestampBeforeMaxMs: number;
  /** message.timestamp.after.max.ms */
  readonly messageTimestampAfterMaxMs: number;
  /** producer.id.expiration.ms of the broker */
  readonly producerIdExpirationMs: number;
  /** producer.id.expiration.check.interval.ms of the broker */
  readonly producerIdExpirationCheckIntervalMs: number;
  /** transaction.partition.verification.enable of the broker */
  readonly transactionVerificationEnabled: boolean;
  /** transaction.max.timeout.ms of the broker */
  readonly maxTransactionTimeoutMs: number;

  /** As until 4.0: an append adds at most one index entry, however many batches it has. Source: LogSegment.append of 4.0. */
  readonly indexesPerAppend: boolean;

  /** Reads Kafka's keys, as text; an absent key has Kafka's default. Values were validated before. */
  constructor(configs: Readonly<Record<string, string>> = {}, then: readonly ThenRule[] = []) {
    super();
    this.indexesPerAppend = then.includes('index-per-append');
    const number = (key: string, fallback: number): number => {
      const text = configs[key];
      return text === undefined ? fallback : Number(text);
    };
    this.segmentSize = number('internal.segment.bytes', number('segment.bytes', 1073741824));
    this.segmentMs = number('segment.ms', 604800000);
    this.segmentJitterMs = number('segment.jitter.ms', 0);
    this.maxIndexSize = number('segment.index.bytes', 10485760);
    this.flushInterval = number('flush.messages', longMaxValue);
    this.flushMs = number('flush.ms', longMaxValue);
    this.retentionSize = number('retention.bytes', -1);
    this.retentionMs = number('retention.ms', 604800000);
    this.maxMessageSize = number('max.message.bytes', 1048588);
    this.indexInterval = number('index.interval.bytes', 4096);
    this.fileDeleteDelayMs = number('file.delete.delay.ms', 60000);
    this.deleteRetentionMs = number('delete.retention.ms', 86400000);
    this.compactionLagMs = number('min.compaction.lag.ms', 0);
    this.maxCompactionLagMs = number('max.compaction.lag.ms', longMaxValue);
    this.minCleanableRatio = number('min.cleanable.dirty.ratio', 0.5);
    const policy = (configs['cleanup.policy'] ?? 'delete').split(',').map((item) => item.trim().toLowerCase());
    this.compact = policy.includes('compact');
    this.delete = policy.includes('delete');
    this.compressionType = (configs['compression.type'] ?? 'producer') as BrokerCompressionType;
    this.messageTimestampType = configs['message.timestamp.type'] === 'LogAppendTime' ? 'LogAppendTime' : 'CreateTime';
    this.messageTimestampBeforeMaxMs = number('message.timestamp.before.max.ms', longMaxValue);
    this.messageTimestampAfterMaxMs = number('message.timestamp.after.max.ms', 3600000);
    this.producerIdExpirationMs = number('producer.id.expiration.ms', 86400000);
    this.producerIdExpirationCheckIntervalMs = number('producer.id.expiration.check.interval.ms', 600000);
    this.transactionVerificationEnabled = configs['transaction.partition.verification.enable'] !== 'false';
    this.maxTransactionTimeoutMs = number('transaction.max.timeout.ms', 900000);
  }

  /** The effective segment.ms: a compacted topic rolls early enough to be compacted within max.compaction.lag.ms. */
  get maxSegmentMs(): number {
    return this.compact && this.maxCompactionLagMs > 0 ? Math.min(this.maxCompactionLagMs, this.segmentMs) : this.segmentMs;
  }
}
