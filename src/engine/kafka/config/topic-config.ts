import { javaHashMapOrder, javaStringHash } from '../util/java-hash-order.ts';
import { topicConfigDef } from './definitions.ts';
import type { ConfigSettings } from './config-def.ts';
import type { ConfigValues } from './config-values.ts';
import type { ConfigValue } from './java-values.ts';
import { accept, firstRefusal, refuse, refuseValue, type Checked, type ConfigRefusal } from './refusal.ts';
import { topicSynonyms } from './topic-synonyms.ts';

/** "Take the retention of the whole log", for the part of it that a broker keeps itself. */
const derivedFromRetention = -2;

/** What the controller knows when it judges a topic's settings. */
export interface TopicConfigRequest {
  /** The settings that the topic is to have, all of them. */
  readonly set: ConfigSettings;
  /** The settings that it has now; empty for a new topic. */
  readonly existing: Readonly<Record<string, string>>;
  /** The defaults that the broker's configuration gives. */
  readonly defaults: ConfigSettings;
  readonly isRemoteStorageSystemEnabled: boolean;
}

/** The topic's values as the broker's configuration gives them, by the topic's names. Source: KafkaConfig.extractLogConfigMap. */
export function topicDefaults(broker: ConfigValues): ConfigSettings {
  const defaults = new Map<string, ConfigValue>();
  for (const [topicKey, synonyms] of topicSynonyms) {
    // Keys without a value step back for the next, weaker one; the last always has a default.
    const synonym = synonyms.find(({ brokerKey }) => broker.value(brokerKey) !== null) ?? synonyms[0];
    if (synonym === undefined) continue;
    const { brokerKey, factor } = synonym;
    defaults.set(topicKey, factor === 1 ? broker.value(brokerKey) : broker.number(brokerKey) * factor);
  }
  // Every negative retention means no limit, and only -1 says so.
  const retentionMillis = defaults.get('retention.ms');
  if (typeof retentionMillis === 'number' || typeof retentionMillis === 'bigint') {
    if (retentionMillis < 0) defaults.set('retention.ms', -1);
  }
  return defaults;
}

/**
 * Judges the settings of a topic as the controller does before it writes them, and returns the values in use.
 * Errors: InvalidConfigurationException for unknown names and conflicts, ConfigException for values. Source: LogConfig.validate.
 */
export function checkTopicConfig(request: TopicConfigRequest): Checked<ConfigValues> {
  const unknown = unknownName(request.set);
  if (unknown !== null) return refuse('InvalidConfigurationException', `Unknown topic config name: ${unknown}`);
  const parsed = topicConfigDef.parse(new Map([...request.defaults, ...request.set]));
  if (!parsed.ok) return parsed;
  return checkTopicValues(parsed.value, request) ?? accept(parsed.value);
}

/** The values of a topic that were checked before: the broker's defaults under the topic's settings. Source: LogConfig.fromProps. */
export function topicValues(defaults: ConfigSettings, set: ConfigSettings): Checked<ConfigValues> {
  return topicConfigDef.parse(new Map([...defaults, ...set]));
}

function unknownName(set: ConfigSettings): string | null {
  // The controller goes through a hash map, so of two unknown names Java's order decides which is told.
  const names = javaHashMapOrder([...set.keys()], javaStringHash);
  return names.find((name) => topicConfigDef.key(name) === undefined) ?? null;
}

/** Rules between values. Source: LogConfig.validateTopicLogConfigValues. */
function checkTopicValues(values: ConfigValues, request: TopicConfigRequest): ConfigRefusal | null {
  const lags = checkCompactionLags(values);
  if (lags !== null) return lags;
  if (!values.boolean('remote.storage.enable')) {
    const isTurnedOff = request.existing['remote.storage.enable']?.toLowerCase() === 'true';
    return isTurnedOff && !values.boolean('remote.log.delete.on.disable') ? refuse('InvalidConfigurationException', keepsRemoteData) : null;
  }
  return firstRefusal([
    () => (request.isRemoteStorageSystemEnabled ? null : refuse('ConfigException', tieredStorageDisabled)),
    () => checkRemoteCleanupPolicy(values.list('cleanup.policy')),
    () => checkLocalRetention(values, 'bytes'),
    () => checkLocalRetention(values, 'ms'),
    () => checkCopyDisabled(values),
  ]);
}

const keepsRemoteData =
  'It is invalid to disable remote storage without deleting remote data. If you want to keep the remote data and turn to read only, ' +
  'please set `remote.storage.enable=true,remote.log.copy.disable=true`. If you want to disable remote storage and delete all ' +
  'remote data, please set `remote.storage.enable=false,remote.log.delete.on.disable=true`.';

const tieredStorageDisabled =
  'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.';

function checkCompactionLags(values: ConfigValues): ConfigRefusal | null {
  const min = values.value('min.compaction.lag.ms');
  const max = values.value('max.compaction.lag.ms');
  if (min === null || max === null || min <= max) return null;
  const conflict = `min.compaction.lag.ms (${String(min)}) > max.compaction.lag.ms (${String(max)})`;
  return refuse('InvalidConfigurationException', `conflict topic config setting ${conflict}`);
}

function checkRemoteCleanupPolicy(policies: readonly string[]): ConfigRefusal | null {
  if (policies.length === 0 || (policies.length === 1 && policies[0] === 'delete')) return null;
  const rule = 'Remote log storage only supports topics with cleanup.policy=delete or cleanup.policy being an empty list.';
  return refuse('ConfigException', rule);
}

/** What a broker keeps itself must be within what the whole log keeps. */
function checkLocalRetention(values: ConfigValues, unit: 'bytes' | 'ms'): ConfigRefusal | null {
  const retention = values.number(`retention.${unit}`);
  const local = values.number(`local.retention.${unit}`);
  const isLimited = unit === 'bytes' ? retention > -1 : retention !== -1;
  if (!isLimited || local === derivedFromRetention) return null;
  const name = `local.retention.${unit}`;
  const localText = values.text(name) ?? '';
  const retentionText = values.text(`retention.${unit}`) ?? '';
  if (local === -1) return refuseValue(name, localText, `Value must not be -1 as retention.${unit} value is set as ${retentionText}.`);
  if (local <= retention) return null;
  return refuseValue(name, localText, `Value must not be more than retention.${unit} property value: ${retentionText}`);
}

/** When nothing more is copied away, the broker's part is the whole. */
function checkCopyDisabled(values: ConfigValues): ConfigRefusal | null {
  if (!values.boolean('remote.log.copy.disable')) return null;
  for (const unit of ['bytes', 'ms'] as const) {
    const local = values.number(`local.retention.${unit}`);
    if (local === derivedFromRetention || local === values.number(`retention.${unit}`)) continue;
    const rule =
      `When \`remote.log.copy.disable\` is set to true, the \`local.retention.${unit}\` and \`retention.${unit}\` must be set to the ` +
      'identical value because there will be no more logs copied to the remote storage.';
    return refuse('InvalidConfigurationException', rule);
  }
  return null;
}

/** The retention of what a broker keeps itself: the whole log's unless it has its own. Source: LogConfig.localRetentionMs and …Bytes. */
export function localRetention(values: ConfigValues, unit: 'bytes' | 'ms'): number {
  const local = values.number(`local.retention.${unit}`);
  return local === derivedFromRetention ? values.number(`retention.${unit}`) : local;
}

/** How many bytes a new segment's file is given at once. Source: LogConfig.initFileSize. */
export function initFileSize(values: ConfigValues): number {
  if (!values.boolean('preallocate')) return 0;
  return values.optionalNumber('internal.segment.bytes') ?? values.number('segment.bytes');
}
