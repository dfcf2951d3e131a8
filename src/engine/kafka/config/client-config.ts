import type { ConfigDef, ConfigSettings } from './config-def.ts';
import type { ConfigValues } from './config-values.ts';
import { adminConfigDef, consumerConfigDef, producerConfigDef } from './definitions.ts';
import type { ConfigValue } from './java-values.ts';
import { groupInstanceIdProblem } from '../util/topic-name.ts';
import { accept, refuse, refuseValue, type Checked, type ConfigRefusal } from './refusal.ts';

const intMax = 2147483647;

/** With more requests in flight a broker could not tell a gap from a reordering: it remembers five batches a producer. */
const idempotentInFlightMax = 5;

/**
 * The configuration of a producer, with what Kafka changes in it: acks as a number, and idempotence off where acks or retries rule it out
 * and nobody asked for it. Source: ProducerConfig.postProcessParsedConfig.
 */
export function producerConfig(settings: ConfigSettings, definition: ConfigDef = producerConfigDef): Checked<ConfigValues> {
  const parsed = definition.parse(settings);
  if (!parsed.ok) return parsed;
  const values = parsed.value;
  const saslProblem = checkSaslMechanism(values);
  if (saslProblem !== null) return saslProblem;
  const replacements = reconnectBackoff(values);
  const acks = values.string('acks') === 'all' ? '-1' : values.string('acks');
  replacements.set('acks', acks);
  const idempotence = checkIdempotence(values, acks);
  if (!idempotence.ok) return idempotence;
  replacements.set('enable.idempotence', idempotence.value);
  const transactionalId = values.optionalString('transactional.id');
  if (!idempotence.value && values.isSet('transactional.id')) {
    return refuse('ConfigException', 'Cannot set a transactional.id without also enabling idempotence.');
  }
  if (values.boolean('transaction.two.phase.commit.enable') && values.isSet('transaction.timeout.ms')) {
    const rule =
      'Cannot set transaction.timeout.ms when transaction.two.phase.commit.enable is set to true. Transactions will not expire with ' +
      'two-phase commit enabled.';
    return refuse('ConfigException', rule);
  }
  if (!values.isSet('client.id') && transactionalId !== null) replacements.set('client.id', `producer-${transactionalId}`);
  return accept(values.replacing(replacements));
}

/** Whether the producer is idempotent, given what was set. */
function checkIdempotence(values: ConfigValues, acks: string): Checked<boolean> {
  if (!values.boolean('enable.idempotence')) return accept(false);
  const isAskedFor = values.isSet('enable.idempotence');
  let isPossible = true;
  if (values.number('retries') === 0) {
    if (isAskedFor) return refuse('ConfigException', 'Must set retries to non-zero when using the idempotent producer.');
    isPossible = false;
  }
  if (acks !== '-1') {
    const rule = 'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.';
    if (isAskedFor) return refuse('ConfigException', rule);
    isPossible = false;
  }
  const inFlight = values.number('max.in.flight.requests.per.connection');
  if (inFlight > idempotentInFlightMax) {
    const rule = 'max.in.flight.requests.per.connection must be set to at most 5.';
    return refuse('ConfigException', `To use the idempotent producer, ${rule} Current value is ${String(inFlight)}.`);
  }
  return accept(isPossible);
}

/** What a producer works with, after Kafka's constructor. Times in milliseconds. */
export interface ProducerInUse {
  readonly deliveryTimeoutMs: number;
  readonly lingerMs: number;
  readonly batchSize: number;
  readonly retries: number;
  readonly acks: number;
  readonly guaranteeMessageOrder: boolean;
  readonly idempotent: boolean;
}

/** The values that a producer works with. Errors: a delivery.timeout.ms that was set too short. Source: KafkaProducer's constructor. */
export function producerInUse(values: ConfigValues): Checked<ProducerInUse> {
  const lingerMs = Math.min(values.number('linger.ms'), intMax);
  const shortestMs = Math.min(lingerMs + values.number('request.timeout.ms'), intMax);
  const deliveryTimeoutMs = values.number('delivery.timeout.ms');
  if (deliveryTimeoutMs < shortestMs && values.isSet('delivery.timeout.ms')) {
    return refuse('ConfigException', 'delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms');
  }
  return accept({
    // A default that is too short is stretched, for the sake of old configurations.
    deliveryTimeoutMs: Math.max(deliveryTimeoutMs, shortestMs),
    lingerMs,
    batchSize: Math.max(1, values.number('batch.size')),
    retries: values.number('retries'),
    acks: Number(values.string('acks')),
    guaranteeMessageOrder: values.number('max.in.flight.requests.per.connection') === 1,
    idempotent: values.boolean('enable.idempotence'),
  });
}

/** Keys that only one of the two group protocols has. Source: ConsumerConfig.CLASSIC_… and CONSUMER_PROTOCOL_UNSUPPORTED_CONFIGS. */
const unsupportedByProtocol: Readonly<Record<string, readonly string[]>> = {
  CLASSIC: ['group.remote.assignor', 'share.acknowledgement.mode', 'share.acquire.mode'],
  CONSUMER: [
    'partition.assignment.strategy',
    'heartbeat.interval.ms',
    'session.timeout.ms',
    'share.acknowledgement.mode',
    'share.acquire.mode',
  ],
};

/**
 * The configuration of a consumer, with what Kafka changes in it: without a group nothing is committed by itself.
 * Source: ConsumerConfig.postProcessParsedConfig.
 */
export function consumerConfig(settings: ConfigSettings, definition: ConfigDef = consumerConfigDef): Checked<ConfigValues> {
  const parsed = definition.parse(settings);
  if (!parsed.ok) return parsed;
  const values = parsed.value;
  const saslProblem = checkSaslMechanism(values);
  if (saslProblem !== null) return saslProblem;
  const replacements = reconnectBackoff(values);
  const groupId = values.optionalString('group.id');
  const groupInstanceId = values.optionalString('group.instance.id');
  // With a client.id of one's own the instance id is judged only by the constructor.
  if (values.string('client.id') === '' && groupInstanceId !== null) {
    const problem = groupInstanceIdProblem(groupInstanceId);
    if (problem !== null) return refuse('InvalidConfigurationException', problem);
    replacements.set('client.id', `consumer-${String(groupId)}-${groupInstanceId}`);
  }
  if (groupId === null) {
    if (values.isSet('enable.auto.commit') && values.boolean('enable.auto.commit')) {
      const rule = 'enable.auto.commit cannot be set to true when default group id (null) is used.';
      return refuse('InvalidConfigurationException', rule);
    }
    replacements.set('enable.auto.commit', false);
  }
  return checkProtocolKeys(values) ?? accept(values.replacing(replacements));
}

function checkProtocolKeys(values: ConfigValues): ConfigRefusal | null {
  const protocol = values.string('group.protocol').toUpperCase();
  const wrong = (unsupportedByProtocol[protocol] ?? []).filter((name) => values.isSet(name) && isTextThere(values, name));
  if (wrong.length === 0) return null;
  return refuse('ConfigException', `${wrong.join(', ')} cannot be set when group.protocol=${protocol}`);
}

function isTextThere(values: ConfigValues, name: string): boolean {
  return (values.text(name) ?? '') !== '';
}

/** What the consumer's constructor refuses: wrong ids, and heartbeats that come no sooner than the session ends. */
export function consumerProblem(values: ConfigValues): ConfigRefusal | null {
  const groupId = values.optionalString('group.id');
  const instanceProblem = groupInstanceIdProblem(values.optionalString('group.instance.id') ?? 'valid');
  if (instanceProblem !== null) return refuse('InvalidConfigurationException', instanceProblem);
  if (groupId === '') {
    return refuse('InvalidGroupIdException', 'The configured group.id should not be an empty string or whitespace.');
  }
  const isClassic = values.string('group.protocol').toUpperCase() === 'CLASSIC';
  if (groupId === null || !isClassic) return null;
  const heartbeatIntervalMs = values.number('heartbeat.interval.ms');
  if (heartbeatIntervalMs >= values.number('session.timeout.ms')) {
    return refuse('IllegalArgumentException', 'Heartbeat must be set lower than the session timeout');
  }
  if (heartbeatIntervalMs >= 0) return null;
  return refuse('IllegalArgumentException', `Invalid negative timeout ${String(heartbeatIntervalMs)}`);
}

/** The configuration of an admin client. Source: AdminClientConfig.postProcessParsedConfig. */
export function adminConfig(settings: ConfigSettings, definition: ConfigDef = adminConfigDef): Checked<ConfigValues> {
  const parsed = definition.parse(settings);
  if (!parsed.ok) return parsed;
  return checkSaslMechanism(parsed.value) ?? accept(parsed.value.replacing(reconnectBackoff(parsed.value)));
}

/** What the admin client's constructor refuses. Source: KafkaAdminClient.configureDefaultApiTimeoutMs. */
export function adminProblem(values: ConfigValues): ConfigRefusal | null {
  const isTooShort = values.number('default.api.timeout.ms') < values.number('request.timeout.ms');
  if (!isTooShort || !values.isSet('default.api.timeout.ms')) return null;
  const rule = 'The specified value of default.api.timeout.ms must be no smaller than the value of request.timeout.ms.';
  return refuse('ConfigException', rule);
}

/** With SASL there must be a mechanism. Source: CommonClientConfigs.postValidateSaslMechanismConfig. */
function checkSaslMechanism(values: ConfigValues): ConfigRefusal | null {
  // The simulated network has no security, so the engine's own definitions lack the keys.
  if (!values.has('security.protocol') || !values.string('security.protocol').toUpperCase().startsWith('SASL')) return null;
  if ((values.optionalString('sasl.mechanism') ?? '') !== '') return null;
  const rule = 'When the security.protocol configuration enables SASL, mechanism must be non-null and non-empty string.';
  return refuseValue('sasl.mechanism', 'null', rule);
}

/** Setting reconnect.backoff.ms alone turns its growth off. Source: CommonClientConfigs.postProcessReconnectBackoffConfigs. */
function reconnectBackoff(values: ConfigValues): Map<string, ConfigValue> {
  const replacements = new Map<string, ConfigValue>();
  if (values.isSet('reconnect.backoff.ms') && !values.isSet('reconnect.backoff.max.ms')) {
    replacements.set('reconnect.backoff.max.ms', values.value('reconnect.backoff.ms'));
  }
  return replacements;
}
