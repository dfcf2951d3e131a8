import type { ConfigValues } from '../config-values.ts';
import { accept, refuse, type Checked } from '../refusal.ts';

/** Where a broker or controller listens. */
export interface Endpoint {
  readonly listener: string;
  /** Null: every address of the machine. */
  readonly host: string | null;
  readonly port: number;
}

const securityProtocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];

/** The security protocol of each listener name. Source: AbstractKafkaConfig.effectiveListenerSecurityProtocolMap. */
export function listenerSecurityProtocols(values: ConfigValues): Checked<ReadonlyMap<string, string>> {
  const name = 'listener.security.protocol.map';
  const protocols = new Map<string, string>();
  const entries = parseCsvMap(name, values.string(name));
  if (!entries.ok) return entries;
  for (const [listener, protocol] of entries.value) {
    if (!securityProtocols.includes(protocol.toUpperCase())) {
      return refuse('ConfigException', `Invalid security protocol \`${protocol}\` defined in ${name}`);
    }
    protocols.set(listener.toUpperCase(), protocol.toUpperCase());
  }
  if (values.isSet(name)) return accept(protocols);
  // Without a map of one's own, controllers are plain text as long as nothing else is used anywhere.
  const controllerNames = values.list('controller.listener.names');
  if (controllerNames.some(isSslOrSasl)) return accept(protocols);
  for (const listener of values.list('listeners')) {
    const at = listener.indexOf(':');
    if (at < 0) return refuse('KafkaException', `Unable to parse a listener name from ${listener}`);
    if (isSslOrSasl(listener.slice(0, at).toUpperCase())) return accept(protocols);
  }
  for (const controllerName of controllerNames) protocols.set(controllerName, 'PLAINTEXT');
  return accept(protocols);
}

/** Reads listeners, and checks that names and ports are not used twice. Source: AbstractKafkaConfig.listenerListToEndPoints. */
export function listenerEndpoints(
  listeners: readonly string[],
  protocols: ReadonlyMap<string, string>,
  requireDistinctPorts: boolean,
): Checked<readonly Endpoint[]> {
  const checked = readEndpoints(listeners, protocols, requireDistinctPorts);
  if (checked.ok) return checked;
  const message = `Error creating broker listeners from '${listText(listeners)}': ${checked.detail}`;
  return refuse('IllegalArgumentException', message, checked);
}

function readEndpoints(
  listeners: readonly string[],
  protocols: ReadonlyMap<string, string>,
  requireDistinctPorts: boolean,
): Checked<readonly Endpoint[]> {
  const endpoints: Endpoint[] = [];
  for (const text of listeners) {
    const match = /^(.*):\/\/\[?([0-9a-zA-Z\-%._:]*)\]?:(-?[0-9]+)$/.exec(text);
    if (match === null) return refuse('KafkaException', `Unable to parse ${text} to a broker endpoint`);
    const listener = (match[1] ?? '').toUpperCase();
    if (!protocols.has(listener)) return refuse('IllegalArgumentException', `No security protocol defined for listener ${listener}`);
    endpoints.push({ listener, host: match[2] === '' ? null : (match[2] ?? null), port: Number(match[3]) });
  }
  if (new Set(endpoints.map(({ listener }) => listener)).size !== endpoints.length) {
    return refuse('IllegalArgumentException', `Each listener must have a different name, listeners: ${listText(listeners)}`);
  }
  return requireDistinctPorts ? checkPorts(endpoints, listeners) : accept(endpoints);
}

/** Two listeners may share a port only when one has an IPv4 and the other an IPv6 address. */
function checkPorts(endpoints: readonly Endpoint[], listeners: readonly string[]): Checked<readonly Endpoint[]> {
  for (const port of new Set(endpoints.map((endpoint) => endpoint.port))) {
    const sharing = endpoints.filter((endpoint) => endpoint.port === port && port !== 0);
    if (sharing.length < 2) continue;
    const addresses = sharing.filter(({ host }) => host !== null && isAddress(host));
    const shown = `listeners: ${listText(listeners)}`;
    if (sharing.length - addresses.length > 1) {
      return refuse('IllegalArgumentException', `Each listener must have a different port, ${shown}`);
    }
    if (addresses.length === 0) continue;
    const kinds = new Set(addresses.map(({ host }) => isIpv4(host ?? '')));
    if (addresses.length > 2) {
      const rule = 'Each listener must have a different port unless exactly one listener has an IPv4 address and the other IPv6 address';
      return refuse('IllegalArgumentException', `${rule}, ${shown}, port: ${String(port)}`);
    }
    if (addresses.length === 2 && (kinds.size !== 2 || sharing.length !== 2)) {
      const rule = 'If you have two listeners on the same port then one needs to be IPv4 and the other IPv6';
      return refuse('IllegalArgumentException', `${rule}, ${shown}, port: ${String(port)}`);
    }
    if (addresses.length === 1) {
      const rule = 'Each listener must have a different port unless exactly one listener has an IPv4 address and the other IPv6 address';
      return refuse('IllegalArgumentException', `${rule}, ${shown}, port: ${String(port)}`);
    }
  }
  return accept(endpoints);
}

/** The listener that brokers use among themselves. Source: AbstractKafkaConfig.interBrokerListenerNameAndSecurityProtocol. */
export function interBrokerListener(
  values: ConfigValues,
  protocols: ReadonlyMap<string, string>,
): Checked<{ readonly name: string; readonly protocol: string }> {
  const given = values.optionalString('inter.broker.listener.name');
  if (given === null) {
    const protocol = values.string('security.inter.broker.protocol');
    return accept({ name: protocol, protocol });
  }
  if (values.isSet('security.inter.broker.protocol')) {
    return refuse('ConfigException', 'Only one of inter.broker.listener.name and security.inter.broker.protocol should be set.');
  }
  const name = given.toUpperCase();
  const protocol = protocols.get(name);
  if (protocol !== undefined) return accept({ name, protocol });
  const missing = 'defined in inter.broker.listener.name not found in listener.security.protocol.map.';
  return refuse('ConfigException', `Listener with name ${name} ${missing}`);
}

/** Pairs written as `key:value,key:value`. Source: AbstractKafkaConfig.getMap, Csv.parseCsvMap. */
export function parseCsvMap(name: string, text: string): Checked<readonly (readonly [string, string])[]> {
  const pairs: [string, string][] = [];
  // Java's split leaves empty entries out at the end, and only there.
  const entries = text === '' ? [] : text.split(/\s*,\s*/);
  while (entries.at(-1) === '') entries.pop();
  for (const entry of entries) {
    const at = entry.lastIndexOf(':');
    if (at < 0) {
      const message = `begin 0, end -1, length ${String(entry.length)}`;
      return refuse('IllegalArgumentException', `Error parsing configuration property '${name}': ${message}`);
    }
    pairs.push([entry.slice(0, at).trim(), entry.slice(at + 1).trim()]);
  }
  return accept(pairs);
}

function listText(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}

function isSslOrSasl(name: string): boolean {
  return name === 'SSL' || name === 'SASL_SSL' || name === 'SASL_PLAINTEXT';
}

function isAddress(host: string): boolean {
  return isIpv4(host) || (host.includes(':') && /^[0-9a-fA-F:.]+(%[0-9a-zA-Z]+)?$/.test(host));
}

function isIpv4(host: string): boolean {
  const parts = host.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}
