import { Shared } from '../../../kernel/state.ts';
import { ClientError } from '../common/client-error.ts';

/** Kafka's key to value, as in a properties file; only what differs from Kafka's defaults. */
export type ProducerOverrides = Readonly<Record<string, string>>;

type Definition =
  | { readonly kind: 'int' | 'long'; readonly fallback: number; readonly min?: number }
  | { readonly kind: 'boolean'; readonly fallback: boolean }
  | { readonly kind: 'string'; readonly fallback: string | null; readonly oneOf?: readonly string[]; readonly isNonEmpty?: true };

const intMax = 2147483647;

/** The keys that have an effect here, in the order in which Kafka checks them. Source: ProducerConfig (4.3). */
const definitions = {
  'buffer.memory': { kind: 'long', fallback: 33554432, min: 0 },
  retries: { kind: 'int', fallback: intMax, min: 0 },
  acks: { kind: 'string', fallback: 'all', oneOf: ['all', '-1', '0', '1'] },
  'compression.type': { kind: 'string', fallback: 'none', oneOf: ['none', 'gzip', 'snappy', 'lz4', 'zstd'] },
  'batch.size': { kind: 'int', fallback: 16384, min: 0 },
  'partitioner.adaptive.partitioning.enable': { kind: 'boolean', fallback: true },
  'partitioner.availability.timeout.ms': { kind: 'long', fallback: 0, min: 0 },
  'partitioner.ignore.keys': { kind: 'boolean', fallback: false },
  'linger.ms': { kind: 'long', fallback: 5, min: 0 },
  'delivery.timeout.ms': { kind: 'int', fallback: 120000, min: 0 },
  'client.id': { kind: 'string', fallback: '' },
  'max.request.size': { kind: 'int', fallback: 1048576, min: 0 },
  'reconnect.backoff.ms': { kind: 'long', fallback: 50, min: 0 },
  'reconnect.backoff.max.ms': { kind: 'long', fallback: 1000, min: 0 },
  'retry.backoff.ms': { kind: 'long', fallback: 100, min: 0 },
  'retry.backoff.max.ms': { kind: 'long', fallback: 1000, min: 0 },
  'max.block.ms': { kind: 'long', fallback: 60000, min: 0 },
  'request.timeout.ms': { kind: 'int', fallback: 30000, min: 0 },
  'metadata.max.age.ms': { kind: 'long', fallback: 300000, min: 0 },
  'metadata.max.idle.ms': { kind: 'long', fallback: 300000, min: 5000 },
  'max.in.flight.requests.per.connection': { kind: 'int', fallback: 5, min: 1 },
  'partitioner.class': { kind: 'string', fallback: null },
  'interceptor.classes': { kind: 'string', fallback: '' },
  'enable.idempotence': { kind: 'boolean', fallback: true },
  'transaction.timeout.ms': { kind: 'int', fallback: 60000 },
  'transactional.id': { kind: 'string', fallback: null, isNonEmpty: true },
  'metadata.recovery.strategy': { kind: 'string', fallback: 'rebootstrap', oneOf: ['none', 'rebootstrap'] },
  'metadata.recovery.rebootstrap.trigger.ms': { kind: 'long', fallback: 300000, min: 0 },
} as const satisfies Record<string, Definition>;

type Key = keyof typeof definitions;

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
  const parsed = parseAll(overrides);
  if (parsed instanceof ClientError) return { ok: false, error: parsed, cause: null };
  const idempotence = idempotenceOf(parsed, overrides);
  if (idempotence instanceof ClientError) return { ok: false, error: idempotence, cause: null };
  const deliveryTimeout = deliveryTimeoutOf(parsed, overrides);
  if (deliveryTimeout instanceof ClientError) {
    return { ok: false, error: new ClientError('KafkaException', null, 'Failed to construct kafka producer'), cause: deliveryTimeout };
  }
  return { ok: true, settings: settingsOf(parsed, overrides, idempotence, deliveryTimeout) };
}

class ParsedValues {
  readonly values = new Map<Key, string | number | boolean | null>();

  number(key: Key): number {
    const value = this.values.get(key);
    return typeof value === 'number' ? value : 0;
  }

  text(key: Key): string | null {
    const value = this.values.get(key);
    return typeof value === 'string' ? value : null;
  }

  flag(key: Key): boolean {
    return this.values.get(key) === true;
  }
}

function parseAll(overrides: ProducerOverrides): ParsedValues | ClientError {
  const parsed = new ParsedValues();
  for (const key of Object.keys(definitions)) {
    if (!isKey(key)) continue;
    const value = parseValue(key, definitions[key], overrides[key]);
    if (value instanceof ClientError) return value;
    parsed.values.set(key, value);
  }
  return parsed;
}

function parseValue(key: string, definition: Definition, given: string | undefined): string | number | boolean | null | ClientError {
  if (given === undefined) return definition.fallback;
  const text = given.trim();
  switch (definition.kind) {
    case 'boolean':
      if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
      return invalid(key, text, 'Expected value to be either true or false');
    case 'string':
      if (definition.oneOf !== undefined && !definition.oneOf.includes(text)) {
        return invalid(key, text, `String must be one of: ${definition.oneOf.join(', ')}`);
      }
      return definition.isNonEmpty === true && text === '' ? invalid(key, text, 'String must be non-empty') : text;
    default: {
      const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
      const isInt = definition.kind === 'int';
      const limit = isInt ? intMax : Number.MAX_SAFE_INTEGER;
      if (Number.isNaN(value) || Math.abs(value) > limit) return invalid(key, text, `Not a number of type ${isInt ? 'INT' : 'LONG'}`);
      if (definition.min === undefined || value >= definition.min) return value;
      return invalid(key, text, `Value must be at least ${String(definition.min)}`);
    }
  }
}

function idempotenceOf(parsed: ParsedValues, overrides: ProducerOverrides): boolean | ClientError {
  const isUserConfigured = overrides['enable.idempotence'] !== undefined;
  const isAsked = parsed.flag('enable.idempotence');
  let isDisabled = false;
  if (isAsked) {
    if (parsed.number('retries') === 0) {
      if (isUserConfigured) return configException('Must set retries to non-zero when using the idempotent producer.');
      isDisabled = true;
    }
    if (acksOf(parsed) !== -1) {
      if (isUserConfigured) {
        return configException('Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.');
      }
      isDisabled = true;
    }
    const inFlight = parsed.number('max.in.flight.requests.per.connection');
    if (inFlight > 5) {
      const key = 'max.in.flight.requests.per.connection';
      return configException(`To use the idempotent producer, ${key} must be set to at most 5. Current value is ${String(inFlight)}.`);
    }
  }
  const isEnabled = isAsked && !isDisabled;
  if (!isEnabled && overrides['transactional.id'] !== undefined) {
    return configException('Cannot set a transactional.id without also enabling idempotence.');
  }
  return isEnabled;
}

function deliveryTimeoutOf(parsed: ParsedValues, overrides: ProducerOverrides): number | ClientError {
  const configured = parsed.number('delivery.timeout.ms');
  const needed = Math.min(Math.min(parsed.number('linger.ms'), intMax) + parsed.number('request.timeout.ms'), intMax);
  if (configured >= needed) return configured;
  if (overrides['delivery.timeout.ms'] === undefined) return needed;
  return configException('delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms');
}

function settingsOf(
  parsed: ParsedValues,
  overrides: ProducerOverrides,
  isIdempotenceEnabled: boolean,
  deliveryTimeoutMillis: number,
): ProducerSettings {
  const interceptors = (parsed.text('interceptor.classes') ?? '').split(',').map((name) => name.trim());
  return new ProducerSettings({
    overrides,
    bufferMemoryBytes: parsed.number('buffer.memory'),
    retries: parsed.number('retries'),
    acks: acksOf(parsed),
    compressionType: parsed.text('compression.type') ?? 'none',
    batchSizeBytes: parsed.number('batch.size'),
    lingerMillis: Math.min(parsed.number('linger.ms'), intMax),
    deliveryTimeoutMillis,
    requestTimeoutMillis: parsed.number('request.timeout.ms'),
    maxRequestSizeBytes: parsed.number('max.request.size'),
    maxBlockMillis: parsed.number('max.block.ms'),
    maxInFlightRequestsPerConnection: parsed.number('max.in.flight.requests.per.connection'),
    isIdempotenceEnabled,
    transactionalId: parsed.text('transactional.id'),
    retryBackoffMillis: parsed.number('retry.backoff.ms'),
    retryBackoffMaxMillis: parsed.number('retry.backoff.max.ms'),
    reconnectBackoffMillis: parsed.number('reconnect.backoff.ms'),
    reconnectBackoffMaxMillis: parsed.number('reconnect.backoff.max.ms'),
    metadataMaxAgeMillis: parsed.number('metadata.max.age.ms'),
    metadataMaxIdleMillis: parsed.number('metadata.max.idle.ms'),
    metadataRecoveryStrategy: parsed.text('metadata.recovery.strategy') === 'none' ? 'none' : 'rebootstrap',
    metadataRecoveryRebootstrapTriggerMillis: parsed.number('metadata.recovery.rebootstrap.trigger.ms'),
    isAdaptivePartitioningEnabled: parsed.flag('partitioner.adaptive.partitioning.enable'),
    partitionAvailabilityTimeoutMillis: parsed.number('partitioner.availability.timeout.ms'),
    arePartitionerKeysIgnored: parsed.flag('partitioner.ignore.keys'),
    partitionerClass: parsed.text('partitioner.class'),
    interceptors: [...new Set(interceptors.filter((name) => name !== ''))],
  });
}

function acksOf(parsed: ParsedValues): number {
  const acks = parsed.text('acks');
  return acks === 'all' || acks === null ? -1 : Number(acks);
}

function isKey(key: string): key is Key {
  return key in definitions;
}

function invalid(key: string, value: string, why: string): ClientError {
  return configException(`Invalid value ${value} for configuration ${key}: ${why}`);
}

function configException(message: string): ClientError {
  return new ClientError('ConfigException', null, message);
}
