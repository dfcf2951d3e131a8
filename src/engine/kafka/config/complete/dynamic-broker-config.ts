import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import type { ConfigSettings } from '../config-def.ts';
import type { ConfigValues } from '../config-values.ts';
import { refuse, type Checked, type ConfigRefusal } from '../refusal.ts';
import { brokerKeySynonyms } from '../topic-synonyms.ts';
import { completeBrokerConfigDef, dynamicBrokerConfigDef } from './definitions.ts';
import { kafkaConfig } from './kafka-config.ts';

/** Keys and stores of TLS, which can change only for one listener. Source: SslConfigs.RECONFIGURABLE_CONFIGS. */
const dynamicSecurityKeys: ReadonlySet<string> = new Set([
  'ssl.keystore.type',
  'ssl.keystore.location',
  'ssl.keystore.password',
  'ssl.key.password',
  'ssl.truststore.type',
  'ssl.truststore.location',
  'ssl.truststore.password',
  'ssl.keystore.certificate.chain',
  'ssl.keystore.key',
  'ssl.truststore.certificates',
]);

/** Keys of a listener that may also be set for all brokers. Source: DynamicBrokerConfig.CLUSTER_LEVEL_LISTENER_CONFIGS. */
const clusterLevelListenerKeys: ReadonlySet<string> = new Set([
  'max.connections',
  'max.connection.creation.rate',
  'num.network.threads',
]);

/** Threads that can be added or taken away while a broker runs. Source: DynamicThreadPool.RECONFIGURABLE_CONFIGS. */
const threadPoolKeys: ReadonlySet<string> = new Set([
  'num.io.threads',
  'num.replica.fetchers',
  'num.recovery.threads.per.data.dir',
  'background.threads',
]);

/** What is to change while a broker runs, and for whom. */
export interface DynamicBrokerUpdate {
  readonly set: Readonly<Record<string, string>>;
  /** For one broker, or the default of all. */
  readonly isPerBroker: boolean;
  /** The broker's configuration file. */
  readonly staticSettings: ConfigSettings;
}

/** Judges a change of a broker's configuration while it runs. Source: DynamicBrokerConfig.validate. */
export function checkDynamicBrokerConfig(update: DynamicBrokerUpdate): Checked<ConfigValues> {
  const refusal = checkNamesAndTypes(update);
  if (refusal !== null) return refusal;
  const settings = new Map(update.staticSettings);
  for (const [name, value] of Object.entries(update.set)) {
    for (const synonym of brokerKeySynonyms(name)) settings.delete(synonym);
    settings.set(name, value);
  }
  return kafkaConfig(settings);
}

function checkNamesAndTypes(update: DynamicBrokerUpdate): ConfigRefusal | null {
  const names = Object.keys(update.set);
  const isFixed = (name: string): boolean =>
    completeBrokerConfigDef.key(name) !== undefined && dynamicBrokerConfigDef.key(name) === undefined;
  const fixed = refuseNames('Cannot update these configs dynamically', names.filter(isFixed));
  if (fixed !== null) return fixed;
  const perListener = 'These security configs can be dynamically updated only per-listener using the listener prefix';
  const unprefixed = refuseNames(perListener, names.filter((name) => dynamicSecurityKeys.has(name)));
  if (unprefixed !== null) return unprefixed;
  const withoutListeners = Object.entries(update.set).map(([name, value]): [string, string] => [listenerKey(name) ?? name, value]);
  const types = dynamicBrokerConfigDef.parse(new Map(withoutListeners));
  if (!types.ok) return types;
  if (update.isPerBroker) return null;
  const needsId = 'Cannot update these configs at default cluster level, broker id must be specified';
  return refuseNames(needsId, names.filter(isPerBrokerKey));
}

function isPerBrokerKey(name: string): boolean {
  if (dynamicBrokerConfigDef.key(name)?.updateMode === 'per-broker') return true;
  const base = listenerKey(name);
  return base !== null && !clusterLevelListenerKeys.has(base);
}

/** The key behind `listener.name.NAME.key`; null for other names. */
function listenerKey(name: string): string | null {
  return /^listener\.name\.[^.]*\.(.*)$/.exec(name)?.[1] ?? null;
}

function refuseNames(rule: string, names: readonly string[]): ConfigRefusal | null {
  if (names.length === 0) return null;
  return refuse('ConfigException', `${rule}: [${javaHashMapOrder(names, javaStringHash).join(', ')}]`);
}

/** Thread pools change by at most half or double at a time. Source: DynamicThreadPool.validateReconfiguration. */
export function checkThreadPools(current: ConfigValues, next: ConfigValues): ConfigRefusal | null {
  // Kafka walks a hash map of all its keys, so of two wrong pools Java's order decides which is told.
  const names = javaHashMapOrder(completeBrokerConfigDef.keys.map(({ name }) => name), javaStringHash);
  for (const name of names) {
    if (!threadPoolKeys.has(name)) continue;
    const [before, after] = [current.number(name), next.number(name)];
    if (before === after) continue;
    const failed = `Dynamic thread count update validation failed for ${name}=${String(after)}, value should`;
    if (after <= 0) return refuse('ConfigException', `${failed} be at least 1`);
    if (after < Math.floor(before / 2)) {
      return refuse('ConfigException', `${failed} be at least half the current value ${String(before)}`);
    }
    if (after > before * 2) return refuse('ConfigException', `${failed} not be greater than double the current value ${String(before)}`);
  }
  return null;
}
