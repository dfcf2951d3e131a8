import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { errors } from '../errors.ts';
import { decidedAtomically, noError, type ApiError, type Decision } from '../metadata/decision.ts';
import { configKey } from '../metadata/image.ts';
import { supportsCordonedLogDirs } from '../metadata/metadata-version.ts';
import { configResourceTypes, metadataRecord } from '../metadata/records.ts';
import type { MetadataRecord, RecordFields, TypedMetadataRecord } from '../metadata/records.ts';
import { javaHashMapOrder, javaStringHash } from '../util/java-hash-order.ts';
import { topicNameProblem } from '../util/topic-name.ts';
import { configSources, type ConfigSchema, type ConfigValues, type TopicConfigKey } from './config-schema.ts';
import type { FeatureControl } from './features.ts';
import type { ControllerSettings } from './settings.ts';

/** AlterConfigOp.OpType. */
export const configOperations = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const;

/** One change to one setting. */
export interface ConfigChange {
  readonly name: string;
  readonly operation: number;
  readonly value: string | null;
}

/** Changes to the settings of one resource. */
export interface ResourceChanges {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly changes: readonly ConfigChange[];
}

/** Where a request comes from. */
export interface AlterConfigOrigin {
  /** The resource is being created in the same decision: it cannot exist yet. */
  readonly isNewResource: boolean;
  /** A broker passed the request on; else it was sent to the controller itself. */
  readonly isForwarded: boolean;
}

/** A setting in use. */
export interface EffectiveConfig {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
}

/** Says whether a resource exists: null, or why not. */
export type ExistenceCheck = (resourceType: number, resourceName: string) => ApiError | null;

const minInSyncReplicas = 'min.insync.replicas';
const cordonedLogDirs = 'cordoned.log.dirs';
const valueLengthMax = 32767;
const nothing: ConfigValues = new Map();

/** Dynamic settings, and how topics inherit. Source: ConfigurationControlManager. */
export class ConfigurationControl extends Entity {
  readonly schema: ConfigSchema;
  private readonly settings: ControllerSettings;
  private readonly features: FeatureControl;
  private readonly configData = new Map<string, Map<string, string>>();

  constructor(
    registry: EntityRegistry,
    parts: { readonly settings: ControllerSettings; readonly features: FeatureControl; readonly schema: ConfigSchema },
  ) {
    super(registry);
    this.settings = parts.settings;
    this.features = parts.features;
    this.schema = parts.schema;
  }

  replay(record: RecordFields['ConfigRecord']): void {
    this.touch();
    const key = configKey(record.resourceType, record.resourceName);
    const configs = this.configData.get(key) ?? new Map<string, string>();
    if (record.value === null) configs.delete(record.name);
    else configs.set(record.name, record.value);
    if (configs.size === 0) this.configData.delete(key);
    else this.configData.set(key, configs);
  }

  /** A removed topic takes its settings along. */
  deleteTopicConfigs(topicName: string): void {
    this.touch();
    this.configData.delete(configKey(configResourceTypes.TOPIC, topicName));
  }

  /** The dynamic settings of a resource. */
  configsOf(resourceType: number, resourceName: string): ConfigValues {
    return this.configData.get(configKey(resourceType, resourceName)) ?? nothing;
  }

  /** min.insync.replicas as it holds for a topic. */
  minInSyncReplicasOf(topicName: string): number {
    return Number(this.topicValue(topicName, minInSyncReplicas) ?? 1);
  }

  /** Whether unclean.leader.election.enable holds for a topic. */
  isUncleanElectionEnabled(topicName: string): boolean {
    return this.topicValue(topicName, 'unclean.leader.election.enable')?.toLowerCase() === 'true';
  }

  /** Every topic setting in use for a topic with these settings of its own, by name. */
  effectiveTopicConfigs(topicConfigs: ConfigValues): readonly EffectiveConfig[] {
    const keys = this.schema.topicKeys().filter((key) => !key.isInternal || topicConfigs.has(key.name));
    const configs = keys.map((key) => this.resolve(key, topicConfigs));
    return configs.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Changes settings; resources are independent of each other. Answers in the order of the request. */
  incrementalAlterConfigs(
    resources: readonly ResourceChanges[],
    origin: AlterConfigOrigin,
    exists: ExistenceCheck,
  ): Decision<readonly ApiError[]> {
    const records: TypedMetadataRecord<'ConfigRecord'>[] = [];
    const results = resources.map((resource) => {
      const outcome = this.alterResource(resource, origin, exists);
      records.push(...outcome.records);
      return outcome.error;
    });
    return decidedAtomically([...records, ...this.clearElrRecordsFor(records)], results);
  }

  /**
   * Before ELR is switched on, min.insync.replicas must be the same for all: a cluster-wide value is written, those of single brokers are
   * removed.
   * Source: maybeGenerateElrSafetyRecords.
   */
  elrSafetyRecords(): readonly MetadataRecord[] {
    const records: MetadataRecord[] = [];
    if (!this.clusterConfig().has(minInSyncReplicas)) records.push(this.brokerMinIsrRecord('', this.staticMinInSyncReplicas()));
    for (const [key, configs] of this.configData) {
      const [type, name = ''] = key.split('/');
      if (type !== String(configResourceTypes.BROKER) || name === '' || !configs.has(minInSyncReplicas)) continue;
      records.push(this.brokerMinIsrRecord(name, null));
    }
    return records;
  }

  /** What this controller's own file, or else Kafka's default, says of min.insync.replicas. */
  staticMinInSyncReplicas(): string {
    const key = this.schema.topicKey(minInSyncReplicas);
    return this.settings.staticConfig.get(minInSyncReplicas) ?? key?.defaultValue ?? '1';
  }

  private brokerMinIsrRecord(resourceName: string, value: string | null): MetadataRecord {
    return metadataRecord('ConfigRecord', { resourceType: configResourceTypes.BROKER, resourceName, name: minInSyncReplicas, value });
  }

  private clusterConfig(): ConfigValues {
    return this.configsOf(configResourceTypes.BROKER, '');
  }

  private topicValue(topicName: string, name: string): string | null {
    const key = this.schema.topicKey(name);
    return key === null ? null : this.resolve(key, this.configsOf(configResourceTypes.TOPIC, topicName)).value;
  }

  /**
   * Topic, then this controller as a broker, then all brokers, then this controller's file, then Kafka. Source:
   * resolveEffectiveTopicConfig.
   */
  private resolve(key: TopicConfigKey, topicConfigs: ConfigValues): EffectiveConfig {
    const own = topicConfigs.get(key.name);
    if (own !== undefined) return { name: key.name, value: own, source: configSources.DYNAMIC_TOPIC_CONFIG };
    const layers: readonly (readonly [ConfigValues, number])[] = [
      [this.configsOf(configResourceTypes.BROKER, String(this.settings.nodeId)), configSources.DYNAMIC_BROKER_CONFIG],
      [this.clusterConfig(), configSources.DYNAMIC_DEFAULT_BROKER_CONFIG],
      [this.settings.staticConfig, configSources.STATIC_BROKER_CONFIG],
    ];
    for (const [values, source] of layers) {
      if (values.size === 0) continue;
      for (const { name, factor } of key.synonyms) {
        const value = values.get(name);
        if (value !== undefined) return { name: key.name, value: factor === 1 ? value : String(Number(value) * factor), source };
      }
    }
    return { name: key.name, value: key.defaultValue, source: configSources.DEFAULT_CONFIG };
  }

  private alterResource(resource: ResourceChanges, origin: AlterConfigOrigin, exists: ExistenceCheck): AlterOutcome {
    const { resourceType, resourceName } = resource;
    const current = this.configsOf(resourceType, resourceName);
    const byName = new Map(resource.changes.map((change) => [change.name, change]));
    const records: TypedMetadataRecord<'ConfigRecord'>[] = [];
    for (const name of javaHashMapOrder([...byName.keys()], javaStringHash)) {
      const change = byName.get(name);
      if (change === undefined) continue;
      const before = current.get(name) ?? null;
      const isAddition = change.operation === configOperations.APPEND;
      if ((isAddition || change.operation === configOperations.SUBTRACT) && !this.schema.isList(resourceType, name)) {
        const what = isAddition ? 'APPEND' : 'SUBTRACT';
        return failure(`Can't ${what} to key ${name} because its type is not LIST.`);
      }
      const value = this.valueAfter(change, before, resourceType);
      // Brokers read secrets from files: the same value may stand for something new.
      if (value === before && resourceType !== configResourceTypes.BROKER) continue;
      records.push(metadataRecord('ConfigRecord', { resourceType, resourceName, name, value }));
    }
    const error = this.validate(resource, records, origin) ?? (origin.isNewResource ? null : exists(resourceType, resourceName));
    return error === null ? { error: noError, records } : { error, records: [] };
  }

  private valueAfter(change: ConfigChange, before: string | null, resourceType: number): string | null {
    if (change.operation === configOperations.SET) return change.value;
    if (change.operation === configOperations.DELETE) return null;
    const parts = (before ?? this.schema.defaultValue(resourceType, change.name) ?? '').split(',').filter((part) => part !== '');
    for (const value of (change.value ?? '').split(',')) {
      const index = parts.indexOf(value);
      if (change.operation === configOperations.APPEND && index < 0) parts.push(value);
      if (change.operation === configOperations.SUBTRACT && index >= 0) parts.splice(index, 1);
    }
    return parts.join(',');
  }

  private validate(
    resource: ResourceChanges,
    records: readonly TypedMetadataRecord<'ConfigRecord'>[],
    origin: AlterConfigOrigin,
  ): ApiError | null {
    const { resourceType, resourceName } = resource;
    const existing = this.configsOf(resourceType, resourceName);
    const values = new Map(existing);
    for (const { data } of records) {
      const problem = this.recordProblem(data, existing, origin);
      if (problem !== null) return { errorCode: errors.INVALID_CONFIG, errorMessage: problem };
      if (data.value === null) values.delete(data.name);
      else values.set(data.name, data.value);
    }
    const { staticConfig } = this.settings;
    return resourceNameProblem(resourceType, resourceName) ?? this.schema.problemOf({ resourceType, values, existing, staticConfig });
  }

  private recordProblem(data: RecordFields['ConfigRecord'], existing: ConfigValues, origin: AlterConfigOrigin): string | null {
    if (data.resourceType === configResourceTypes.BROKER && data.name === minInSyncReplicas && this.features.isElrEnabled) {
      if (data.resourceName !== '') return `Broker-level ${minInSyncReplicas} cannot be altered while ELR is enabled.`;
      if (data.value === null) return `Cluster-level ${minInSyncReplicas} cannot be removed while ELR is enabled.`;
    }
    if (data.resourceType === configResourceTypes.BROKER && data.name === cordonedLogDirs) {
      const problem = this.cordonedProblem(data.value, existing.get(cordonedLogDirs) ?? null, origin);
      if (problem !== null) return problem;
    }
    if (data.value === null || data.value.length <= valueLengthMax) return null;
    return `The configuration value cannot be added because it exceeds the maximum value size of ${String(valueLengthMax)} bytes.`;
  }

  private cordonedProblem(value: string | null, before: string | null, origin: AlterConfigOrigin): string | null {
    if (!supportsCordonedLogDirs(this.features.metadataVersion)) {
      return `The ${cordonedLogDirs} configuration value cannot be set because it requires metadata.version >= 4.3-IV0`;
    }
    if (origin.isForwarded || value === null || value.trim() === '') return null;
    const known = before === null ? [] : before.trim().split(/\s*,\s*/);
    if (value.trim().split(/\s*,\s*/).every((directory) => known.includes(directory))) return null;
    return `When updating ${cordonedLogDirs} via controllers,  the new value must be a subset of the current configuration value.`;
  }

  /** The ELR was computed with the old min.insync.replicas: it is emptied rather than trusted. Source: createClearElrRecordsAsNeeded. */
  private clearElrRecordsFor(records: readonly TypedMetadataRecord<'ConfigRecord'>[]): readonly MetadataRecord[] {
    if (!this.features.isElrEnabled) return [];
    const changes = records.filter(({ data }) => data.name === minInSyncReplicas);
    return changes.map(({ data }) => {
      const topicName = data.resourceType === configResourceTypes.TOPIC ? data.resourceName : '';
      return metadataRecord('ClearElrRecord', { topicName });
    });
  }
}

interface AlterOutcome {
  readonly error: ApiError;
  readonly records: readonly TypedMetadataRecord<'ConfigRecord'>[];
}

function failure(message: string): AlterOutcome {
  return { error: { errorCode: errors.INVALID_CONFIG, errorMessage: message }, records: [] };
}

/** Source: ControllerConfigurationValidator.validate. */
function resourceNameProblem(resourceType: number, name: string): ApiError | null {
  const invalidRequest = (errorMessage: string): ApiError => ({ errorCode: errors.INVALID_REQUEST, errorMessage });
  switch (resourceType) {
    case configResourceTypes.TOPIC: {
      if (name === '') return invalidRequest('Default topic resources are not allowed.');
      const problem = topicNameProblem(name);
      return problem === null ? null : { errorCode: errors.INVALID_TOPIC_EXCEPTION, errorMessage: problem };
    }
    case configResourceTypes.BROKER:
      if (name === '') return null;
      if (!/^[+-]?\d{1,10}$/.test(name)) return invalidRequest('Unable to parse broker name as a base 10 number.');
      return Number(name) < 0 ? invalidRequest('Invalid negative broker ID.') : null;
    case configResourceTypes.GROUP:
      return name === '' ? invalidRequest('Default group resources are not allowed.') : null;
    case configResourceTypes.CLIENT_METRICS:
      return null;
    default:
      return invalidRequest(`Unknown resource type ${resourceType === configResourceTypes.BROKER_LOGGER ? 'BROKER_LOGGER' : 'UNKNOWN'}`);
  }
}
