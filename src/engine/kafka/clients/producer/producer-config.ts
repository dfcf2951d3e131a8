import { Shared } from '../../../kernel/state.ts';
import { producerConfig, producerInUse, type ProducerInUse } from '../../config/client-config.ts';
import { settingsOf } from '../../config/config-def.ts';
import type { ConfigValues } from '../../config/config-values.ts';
import type { ConfigRefusal } from '../../config/refusal.ts';
import { ClientError } from '../common/client-error.ts';

/** Kafka's key to value, as in a properties file; only what differs from Kafka's defaults. */
export type ProducerOverrides = Readonly<Record<string, string>>;

/** A producer's settings in use, after Kafka's own corrections. */
export class ProducerSettings extends Shared {
  readonly overrides: ProducerOverrides;
  readonly bufferMemoryBytes: number;
  readonly retries: number;
  readonly acks: number;
  readonly compressionType: string;
  /** As configured: 0 makes batches of one record. */
  readonly batchSizeBytes: number;
  readonly lingerMillis: number;
  readonly deliveryTimeoutMillis: number;
  readonly requestTimeoutMillis: number;
  readonly maxRequestSizeBytes: number;
  readonly maxBlockMillis: number;
  readonly maxInFlightRequestsPerConnection: number;
  readonly isIdempotenceEnabled: boolean;
  readonly transactionalId: string | null;
  readonly retryBackoffMillis: number;
  readonly retryBackoffMaxMillis: number;
  readonly reconnectBackoffMillis: number;
  readonly reconnectBackoffMaxMillis: number;
  readonly metadataMaxAgeMillis: number;
  readonly metadataMaxIdleMillis: number;
  readonly metadataRecoveryStrategy: 'none' | 'rebootstrap';
  readonly metadataRecoveryRebootstrapTriggerMillis: number;
  readonly isAdaptivePartitioningEnabled: boolean;
  readonly partitionAvailabilityTimeoutMillis: number;
  readonly arePartitionerKeysIgnored: boolean;
  /** Null: the built-in partitioner. */
  readonly partitionerClass: string | null;
  readonly interceptors: readonly string[];

  constructor(fields: Omit<ProducerSettings, keyof Shared>) {
    super();
    this.overrides = fields.overrides;
    this.bufferMemoryBytes = fields.bufferMemoryBytes;
    this.retries = fields.retries;
    this.acks = fields.acks;
    this.compressionType = fields.compressionType;
    this.batchSizeBytes = fields.batchSizeBytes;
    this.lingerMillis = fields.lingerMillis;
    this.deliveryTimeoutMillis = fields.deliveryTimeoutMillis;
    this.requestTimeoutMillis = fields.requestTimeoutMillis;
    this.maxRequestSizeBytes = fields.maxRequestSizeBytes;
    this.maxBlockMillis = fields.maxBlockMillis;
    this.maxInFlightRequestsPerConnection = fields.maxInFlightRequestsPerConnection;
    this.isIdempotenceEnabled = fields.isIdempotenceEnabled;
    this.transactionalId = fields.transactionalId;
    this.retryBackoffMillis = fields.retryBackoffMillis;
    this.retryBackoffMaxMillis = fields.retryBackoffMaxMillis;
    this.reconnectBackoffMillis = fields.reconnectBackoffMillis;
    this.reconnectBackoffMaxMillis = fields.reconnectBackoffMaxMillis;
    this.metadataMaxAgeMillis = fields.metadataMaxAgeMillis;
    this.metadataMaxIdleMillis = fields.metadataMaxIdleMillis;
    this.metadataRecoveryStrategy = fields.metadataRecoveryStrategy;
    this.metadataRecoveryRebootstrapTriggerMillis = fields.metadataRecoveryRebootstrapTriggerMillis;
    this.isAdaptivePartitioningEnabled = fields.isAdaptivePartitioningEnabled;
    this.partitionAvailabilityTimeoutMillis = fields.partitionAvailabilityTimeoutMillis;
    this.arePartitionerKeysIgnored = fields.arePartitionerKeysIgnored;
    this.partitionerClass = fields.partitionerClass;
    this.interceptors = fields.interceptors;
  }
}

/** Settings, or why Kafka refuses them: what the constructor throws, and its cause. */
export type ProducerSettingsResult =
  | { readonly ok: true; readonly settings: ProducerSettings }
  | { readonly ok: false; readonly error: ClientError; readonly cause: ClientError | null };

/** Checks and completes a producer's configuration as KafkaProducer's constructor does. Source: ProducerConfig, KafkaProducer. */
export function producerSettings(overrides: ProducerOverrides): ProducerSettingsResult {
  const config = producerConfig(settingsOf(overrides));
  if (!config.ok) return { ok: false, error: refusalError(config), cause: null };
  const inUse = producerInUse(config.value);
  if (!inUse.ok) {
    return { ok: false, error: new ClientError('KafkaException', null, 'Failed to construct kafka producer'), cause: refusalError(inUse) };
  }
  return { ok: true, settings: settingsInUse(config.value, inUse.value, overrides) };
}

function settingsInUse(values: ConfigValues, inUse: ProducerInUse, overrides: ProducerOverrides): ProducerSettings {
  const interceptors = (overrides['interceptor.classes'] ?? '').split(',').map((name) => name.trim());
  return new ProducerSettings({
    overrides,
    bufferMemoryBytes: values.number('buffer.memory'),
    retries: inUse.retries,
    acks: inUse.acks,
    compressionType: values.string('compression.type'),
    batchSizeBytes: values.number('batch.size'),
    lingerMillis: inUse.lingerMs,
    deliveryTimeoutMillis: inUse.deliveryTimeoutMs,
    requestTimeoutMillis: values.number('request.timeout.ms'),
    maxRequestSizeBytes: values.number('max.request.size'),
    maxBlockMillis: values.number('max.block.ms'),
    maxInFlightRequestsPerConnection: values.number('max.in.flight.requests.per.connection'),
    isIdempotenceEnabled: inUse.idempotent,
    transactionalId: values.optionalString('transactional.id'),
    retryBackoffMillis: values.number('retry.backoff.ms'),
    retryBackoffMaxMillis: values.number('retry.backoff.max.ms'),
    reconnectBackoffMillis: values.number('reconnect.backoff.ms'),
    reconnectBackoffMaxMillis: values.number('reconnect.backoff.max.ms'),
    metadataMaxAgeMillis: values.number('metadata.max.age.ms'),
    metadataMaxIdleMillis: values.number('metadata.max.idle.ms'),
    metadataRecoveryStrategy: values.string('metadata.recovery.strategy').toLowerCase() === 'none' ? 'none' : 'rebootstrap',
    metadataRecoveryRebootstrapTriggerMillis: values.number('metadata.recovery.rebootstrap.trigger.ms'),
    isAdaptivePartitioningEnabled: values.boolean('partitioner.adaptive.partitioning.enable'),
    partitionAvailabilityTimeoutMillis: values.number('partitioner.availability.timeout.ms'),
    arePartitionerKeysIgnored: values.boolean('partitioner.ignore.keys'),
    partitionerClass: values.text('partitioner.class'),
    // Interceptors are code; the simulated application has only their names.
    interceptors: [...new Set(interceptors.filter((name) => name !== ''))],
  });
}

function refusalError({ problem, detail }: ConfigRefusal): ClientError {
  return new ClientError(problem, null, detail);
}
