import { checkCordonedLogDirs, checkLogTimes, checkNodeId, checkReplicaFetchTimes, logDirs, withNodeId } from '../broker-config.ts';
import type { ConfigSettings } from '../config-def.ts';
import type { ConfigValues } from '../config-values.ts';
import { isValidHost } from '../host-port.ts';
import { parseJavaInteger } from '../java-values.ts';
import { isKnownClass } from '../known-classes.ts';
import { accept, firstRefusal, refuse, requirement, type Checked, type ConfigRefusal } from '../refusal.ts';
import { completeBrokerConfigDef } from './definitions.ts';
import { groupCoordinatorProblem, shareGroupProblem } from './group-config.ts';
import { interBrokerListener, listenerEndpoints, listenerSecurityProtocols, parseCsvMap, type Endpoint } from './listeners.ts';

/** Addresses and names that several checks need. */
interface Network {
  readonly listeners: readonly Endpoint[];
  readonly controllerListeners: readonly Endpoint[];
  readonly advertisedBrokerListeners: readonly Endpoint[];
  readonly protocols: ReadonlyMap<string, string>;
  readonly interBroker: { readonly name: string; readonly protocol: string };
}

/** A whole configuration file of a broker or controller, judged as at its start. Source: KafkaConfig. */
export function kafkaConfig(settings: ConfigSettings): Checked<ConfigValues> {
  const parsed = completeBrokerConfigDef.parse(withNodeId(settings));
  if (!parsed.ok) return parsed;
  const values = parsed.value;
  const early = groupCoordinatorAssignors(values) ?? groupCoordinatorProblem(values) ?? shareGroupProblem(values);
  if (early !== null) return early;
  const listening = readListeners(values);
  if (!listening.ok) return listening;
  const { listeners, protocols } = listening.value;
  const controllerListeners = listeners.filter(({ listener }) => controllerNames(values).includes(listener));
  const fields = checkEarlyStartListeners(values, listeners) ?? checkRebalanceProtocols(values) ?? checkStorage(values);
  if (fields !== null) return fields;
  const advertised = readAdvertised(values, listeners, protocols);
  if (!advertised.ok) return advertised;
  const advertisedBrokerListeners = advertised.value.filter(({ listener }) => !controllerNames(values).includes(listener));
  const partial = { listeners, controllerListeners, advertisedBrokerListeners, protocols };
  const roles = checkRoles(values, partial);
  if (roles !== null) return roles;
  const interBroker = interBrokerListener(values, protocols);
  if (!interBroker.ok) return interBroker;
  return checkNetwork(values, { ...partial, interBroker: interBroker.value }) ?? checkConnections(values) ?? accept(values);
}

function controllerNames(values: ConfigValues): readonly string[] {
  return values.list('controller.listener.names');
}

function roleSet(values: ConfigValues): { readonly isBroker: boolean; readonly isController: boolean } {
  const roles = values.list('process.roles');
  return { isBroker: roles.includes('broker'), isController: roles.includes('controller') };
}

/** Assignors are made as the configuration is read. Source: GroupCoordinatorConfig.consumerGroupAssignors. */
function groupCoordinatorAssignors(values: ConfigValues): ConfigRefusal | null {
  const missing = (name: string): ConfigRefusal =>
    refuse('KafkaException', `Class ${name} cannot be found`, refuse('ClassNotFoundException', name));
  for (const name of values.list('group.consumer.assignors')) {
    if (name !== 'uniform' && name !== 'range' && !isKnownClass(name)) return missing(name);
  }
  for (const name of values.list('group.share.assignors')) {
    if (name !== 'simple' && !isKnownClass(name)) return missing(name);
  }
  return null;
}

function readListeners(values: ConfigValues): Checked<{ listeners: readonly Endpoint[]; protocols: ReadonlyMap<string, string> }> {
  const protocols = listenerSecurityProtocols(values);
  if (!protocols.ok) return protocols;
  const listeners = listenerEndpoints(values.list('listeners'), protocols.value, true);
  return listeners.ok ? accept({ listeners: listeners.value, protocols: protocols.value }) : listeners;
}

function readAdvertised(
  values: ConfigValues,
  listeners: readonly Endpoint[],
  protocols: ReadonlyMap<string, string>,
): Checked<readonly Endpoint[]> {
  const advertised = values.optionalList('advertised.listeners');
  return advertised === null ? accept(listeners) : listenerEndpoints(advertised, protocols, false);
}

function checkEarlyStartListeners(values: ConfigValues, listeners: readonly Endpoint[]): ConfigRefusal | null {
  for (const name of values.optionalList('early.start.listeners') ?? []) {
    if (listeners.some(({ listener }) => listener === name)) continue;
    const where = 'but this is not contained in listeners or controller.listener.names';
    return refuse('ConfigException', `early.start.listeners contains listener ${name}, ${where}`);
  }
  return null;
}

function checkRebalanceProtocols(values: ConfigValues): ConfigRefusal | null {
  if (values.list('group.coordinator.rebalance.protocols').includes('classic')) return null;
  return refuse('ConfigException', "Disabling the 'classic' protocol is not supported.");
}

/** Ids, log times, the cleaner's memory and the follower's waiting. */
function checkStorage(values: ConfigValues): ConfigRefusal | null {
  return firstRefusal([
    () => checkNodeId(values),
    () => checkLogTimes(values),
    () => requirement(logDirs(values).length > 0, 'At least one log directory must be defined via log.dirs or log.dir.'),
    () => checkCleanerMemory(values),
    () => checkReplicaFetchTimes(values),
  ]);
}

function checkCleanerMemory(values: ConfigValues): ConfigRefusal | null {
  const threads = values.number('log.cleaner.threads');
  // Kafka divides before it asks whether there is a thread at all.
  if (threads === 0) return refuse('ArithmeticException', '/ by zero');
  const perThreadBytes = Math.floor(values.number('log.cleaner.dedupe.buffer.size') / threads);
  return requirement(perThreadBytes > 1024 * 1024, 'log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.');
}

/** Rules of a node that is only a broker, only a controller, or both. */
function checkRoles(values: ConfigValues, network: Omit<Network, 'interBroker'>): ConfigRefusal | null {
  const { isBroker, isController } = roleSet(values);
  const voters = values.list('controller.quorum.voters').map((entry) => Number.parseInt(entry, 10));
  if (voters.length === 0 && values.list('controller.quorum.bootstrap.servers').length === 0) {
    const rule =
      'If using process.roles, either controller.quorum.bootstrap.servers must contain the set of bootstrap controllers or ' +
      'controller.quorum.voters must contain a parseable set of controllers.';
    return refuse('ConfigException', rule);
  }
  if (isBroker && !isController) return checkBrokerOnly(values, network, voters);
  return firstRefusal([
    () => (isBroker ? null : checkControllerOnly(values, network)),
    () => {
      const nodeId = values.number('node.id');
      const rule =
        `If process.roles contains the 'controller' role, the node id ${String(nodeId)} must be included in the set of voters ` +
        `controller.quorum.voters=${scalaSet(voters)}`;
      return requirement(voters.length === 0 || voters.includes(nodeId), rule);
    },
    () => {
      const rule = "must contain at least one value appearing in the 'listeners' configuration when running the KRaft controller role";
      return requirement(network.controllerListeners.length > 0, `controller.listener.names ${rule}`);
    },
    () => {
      const names = network.listeners.map(({ listener }) => listener);
      const rule = "must only contain values appearing in the 'listeners' configuration when running the KRaft controller role";
      return requirement(controllerNames(values).every((name) => names.includes(name)), `controller.listener.names ${rule}`);
    },
  ]);
}

function checkBrokerOnly(values: ConfigValues, network: Omit<Network, 'interBroker'>, voters: readonly number[]): ConfigRefusal | null {
  const nodeId = values.number('node.id');
  const names = controllerNames(values);
  const justBroker = 'when running KRaft with just the broker role';
  return firstRefusal([
    () => {
      const rule =
        `If process.roles contains just the 'broker' role, the node id ${String(nodeId)} must not be included in the set of voters ` +
        `controller.quorum.voters=${scalaSet(voters)}`;
      return requirement(!voters.includes(nodeId), rule);
    },
    () => requirement(names.length > 0, `controller.listener.names must contain at least one value ${justBroker}`),
    () => {
      const rule = `controller.listener.names must not contain a value appearing in the 'listeners' configuration ${justBroker}`;
      return requirement(network.controllerListeners.length === 0, rule);
    },
    () => checkControllerNamesMapped(names, network.protocols),
    () => {
      const rule = "controller.quorum.auto.join.enable is only supported when process.roles contains the 'controller' role.";
      return requirement(!values.boolean('controller.quorum.auto.join.enable'), rule);
    },
  ]);
}

function checkControllerNamesMapped(names: readonly string[], protocols: ReadonlyMap<string, string>): ConfigRefusal | null {
  const missing = names.map((name) => name.toUpperCase()).find((name) => !protocols.has(name));
  if (missing === undefined) return null;
  const rule =
    `Controller listener with name ${missing} defined in controller.listener.names not found in listener.security.protocol.map  ` +
    '(an explicit security mapping for each controller listener is required if listener.security.protocol.map is non-empty, or if there ' +
    'are security protocols other than PLAINTEXT in use)';
  return refuse('ConfigException', rule);
}

function checkControllerOnly(values: ConfigValues, network: Omit<Network, 'interBroker'>): ConfigRefusal | null {
  const rule =
    'The listeners config must only contain KRaft controller listeners from controller.listener.names when process.roles=controller';
  const listenersRefusal = requirement(network.controllerListeners.length === network.listeners.length, rule);
  const interBrokerName = values.optionalString('inter.broker.listener.name');
  if (listenersRefusal !== null || interBrokerName === null) return listenersRefusal;
  const interBroker = interBrokerListener(values, network.protocols);
  if (!interBroker.ok) return interBroker;
  const nameRule =
    'controller.listener.names must not contain an explicitly set inter.broker.listener.name configuration value when ' +
    "process.roles=controller'";
  return requirement(!controllerNames(values).includes(interBroker.value.name), nameRule);
}

/** What a broker tells others about where it is. */
function checkNetwork(values: ConfigValues, network: Network): ConfigRefusal | null {
  const advertised = network.advertisedBrokerListeners.map(({ listener }) => listener);
  const listening = network.listeners.map(({ listener }) => listener);
  const ofBroker = [() => checkAdvertised(advertised, listening, network), () => checkCordonedLogDirs(values)];
  return firstRefusal([
    ...(roleSet(values).isBroker ? ofBroker : []),
    () => {
      const rule = 'advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.';
      return requirement(!network.advertisedBrokerListeners.some(({ host }) => host === '0.0.0.0'), rule);
    },
    () => {
      const usesSasl = network.interBroker.protocol.startsWith('SASL');
      const enabled = values.optionalList('sasl.enabled.mechanisms') ?? [];
      const rule =
        'sasl.mechanism.inter.broker.protocol must be included in sasl.enabled.mechanisms when SASL is used for inter-broker communication';
      return requirement(!usesSasl || enabled.includes(values.string('sasl.mechanism.inter.broker.protocol')), rule);
    },
  ]);
}

function checkAdvertised(advertised: readonly string[], listening: readonly string[], network: Network): ConfigRefusal | null {
  const perhaps = 'Perhaps all listeners appear in controller.listener.names?';
  return firstRefusal([
    () => requirement(advertised.length > 0, `There must be at least one broker advertised listener. ${perhaps}`),
    () => {
      const rule = 'inter.broker.listener.name must be a listener name defined in advertised.listeners.';
      const options = `The valid options based on currently configured listeners are ${advertised.join(',')}`;
      return requirement(advertised.includes(network.interBroker.name), `${rule} ${options}`);
    },
    () => {
      const rule = 'advertised.listeners listener names must be equal to or a subset of the ones defined in listeners.';
      const found = `Found ${advertised.join(',')}. The valid options based on the current configuration are ${listening.join(',')}`;
      return requirement(advertised.every((name) => listening.includes(name)), `${rule} ${found}`);
    },
  ]);
}

/** Limits of connections and requests, and how principals are made. */
function checkConnections(values: ConfigValues): ConfigRefusal | null {
  const queuedBytes = values.number('queued.max.request.bytes');
  const idleMillis = values.number('connections.max.idle.ms');
  const delayMillis = values.number('connection.failed.authentication.delay.ms');
  const overrides = readOverrides(values.string('max.connections.per.ip.overrides'));
  return firstRefusal([
    () => {
      const rule = 'queued.max.request.bytes must be larger or equal to socket.request.max.bytes';
      return requirement(queuedBytes <= 0 || queuedBytes >= values.number('socket.request.max.bytes'), rule);
    },
    () => {
      if (!overrides.ok) return overrides;
      const rule = 'max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set.';
      return requirement(values.number('max.connections.per.ip') !== 0 || overrides.value.length > 0, rule);
    },
    () => {
      const invalid = overrides.ok ? overrides.value.filter((address) => !isValidHost(address)) : [];
      if (invalid.length === 0) return null;
      return refuse('IllegalArgumentException', `max.connections.per.ip.overrides contains invalid addresses : ${invalid.join(',')}`);
    },
    () => {
      const rule =
        `connection.failed.authentication.delay.ms=${String(delayMillis)} should always be less than ` +
        `connections.max.idle.ms=${String(idleMillis)} to prevent failed authentication responses from timing out`;
      return requirement(idleMillis < 0 || delayMillis < idleMillis, rule);
    },
    () => {
      const isSerde = values.optionalString('principal.builder.class')?.endsWith('DefaultKafkaPrincipalBuilder') ?? false;
      return requirement(isSerde, 'principal.builder.class must implement KafkaPrincipalSerde');
    },
  ]);
}

/** The addresses that have a limit of their own. */
function readOverrides(text: string): Checked<readonly string[]> {
  const pairs = parseCsvMap('max.connections.per.ip.overrides', text);
  if (!pairs.ok) return pairs;
  const wrong = pairs.value.find(([, limit]) => parseJavaInteger(limit, 32) === null);
  if (wrong !== undefined) return refuse('NumberFormatException', `For input string: "${wrong[1]}"`);
  return accept(pairs.value.map(([address]) => address));
}

/** A Scala set as it prints itself. */
function scalaSet(ids: readonly number[]): string {
  return `Set(${ids.join(', ')})`;
}
