import {
  adminConfig,
  adminProblem,
  consumerConfig,
  consumerProblem,
  producerConfig,
  producerInUse,
  type ProducerInUse,
} from '../client-config.ts';
import type { ConfigSettings } from '../config-def.ts';
import type { ConfigValues } from '../config-values.ts';
import { hostAndPort } from '../host-port.ts';
import { isKnownClass } from '../known-classes.ts';
import { accept, firstRefusal, refuse, type Checked, type ConfigRefusal } from '../refusal.ts';
import { completeAdminConfigDef, completeConsumerConfigDef, completeProducerConfigDef } from './definitions.ts';

const portMax = 65535;

/** A producer as its constructor leaves it. */
export interface ConstructedProducer {
  readonly values: ConfigValues;
  readonly inUse: ProducerInUse;
}

/** Judges a producer's whole configuration, as creating a KafkaProducer does. */
export function constructProducer(settings: ConfigSettings): Checked<ConstructedProducer> {
  const config = producerConfig(settings, completeProducerConfigDef);
  if (!config.ok) return config;
  const values = config.value;
  const failed = 'Failed to construct kafka producer';
  const classes = checkInstances(values, ['metric.reporters', 'interceptor.classes']) ?? checkPartitioner(values);
  if (classes !== null) return refuse('KafkaException', failed, classes);
  const inUse = producerInUse(values);
  if (!inUse.ok) return refuse('KafkaException', failed, inUse);
  const network = checkAddresses(values) ?? checkNetworkClient(values);
  return network === null ? accept({ values, inUse: inUse.value }) : refuse('KafkaException', failed, network);
}

/** Judges a consumer's whole configuration, as creating a KafkaConsumer does. */
export function constructConsumer(settings: ConfigSettings): Checked<ConfigValues> {
  const config = consumerConfig(settings, completeConsumerConfigDef);
  if (!config.ok) return config;
  const values = config.value;
  const problem = consumerProblem(values);
  const isIdProblem = problem !== null && problem.problem !== 'IllegalArgumentException';
  const refusal = firstRefusal([
    () => (isIdProblem ? problem : null),
    () => checkInstances(values, ['metric.reporters', 'interceptor.classes']),
    () => checkAddresses(values),
    () => checkNetworkClient(values),
    () => checkAssignors(values),
    // The heartbeat is made last, with the coordinator.
    () => problem,
  ]);
  return refusal === null ? accept(values) : refuse('KafkaException', 'Failed to construct kafka consumer', refusal);
}

/** Judges an admin client's whole configuration, as Admin.create does. */
export function constructAdmin(settings: ConfigSettings): Checked<ConfigValues> {
  const config = adminConfig(settings, completeAdminConfigDef);
  if (!config.ok) return config;
  const values = config.value;
  const refusal = firstRefusal([
    () => checkAdminAddresses(values),
    () => checkInstances(values, ['metric.reporters']),
    () => checkNetworkClient(values),
    () => adminProblem(values),
  ]);
  return refusal === null ? accept(values) : refuse('KafkaException', 'Failed to create new KafkaAdminClient', refusal);
}

/** Classes that are named as text are looked up when the client is made. Source: AbstractConfig.getConfiguredInstances. */
function checkInstances(values: ConfigValues, names: readonly string[]): ConfigRefusal | null {
  for (const name of names) {
    const missing = values.list(name).find((className) => !isKnownClass(className));
    if (missing !== undefined) return refuse('KafkaException', `Class ${missing} cannot be found`);
  }
  return null;
}

function checkPartitioner(values: ConfigValues): ConfigRefusal | null {
  const className = values.optionalString('partitioner.class');
  if (className === null || className.endsWith('RoundRobinPartitioner')) return null;
  return refuse('KafkaException', `class ${className} is not an instance of org.apache.kafka.clients.producer.Partitioner`);
}

/** Source: ConsumerPartitionAssignor.getAssignorInstances. */
function checkAssignors(values: ConfigValues): ConfigRefusal | null {
  if (values.string('group.protocol').toUpperCase() !== 'CLASSIC') return null;
  for (const className of values.list('partition.assignment.strategy')) {
    if (!isKnownClass(className)) return refuse('KafkaException', `${className} ClassNotFoundException exception occurred`);
    if (className.endsWith('Assignor')) continue;
    const wanted = 'org.apache.kafka.clients.consumer.ConsumerPartitionAssignor';
    return refuse('KafkaException', `class ${className} is not an instance of ${wanted}`);
  }
  return null;
}

/** Source: ClientUtils.parseAndValidateAddresses. */
function checkAddresses(values: ConfigValues, name = 'bootstrap.servers'): ConfigRefusal | null {
  for (const url of values.list(name)) {
    const address = hostAndPort(url);
    if (address === null) return refuse('ConfigException', `Invalid url in bootstrap.servers: ${url}`);
    if (address.port > portMax) return refuse('ConfigException', `Invalid port in bootstrap.servers: ${url}`);
  }
  return null;
}

/** Source: AdminBootstrapAddresses. */
function checkAdminAddresses(values: ConfigValues): ConfigRefusal | null {
  const servers = values.optionalList('bootstrap.servers') ?? [];
  const controllers = values.optionalList('bootstrap.controllers') ?? [];
  if (servers.length > 0 && controllers.length > 0) {
    return refuse('ConfigException', 'You cannot set both bootstrap.servers and bootstrap.controllers');
  }
  if (servers.length > 0) return checkAddresses(values);
  if (controllers.length > 0) return checkAddresses(values, 'bootstrap.controllers');
  return refuse('ConfigException', 'You must set either bootstrap.servers or bootstrap.controllers');
}

/** SASL needs a login, which only a JAAS configuration gives; a client without one cannot be made. */
function checkNetworkClient(values: ConfigValues): ConfigRefusal | null {
  const usesSasl = values.string('security.protocol').toUpperCase().startsWith('SASL');
  if (!usesSasl || values.optionalString('sasl.jaas.config') !== null) return null;
  return refuse('KafkaException', 'Failed to create new NetworkClient');
}
