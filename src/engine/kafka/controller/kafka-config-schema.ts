import { brokerConfigDef, topicConfigDef } from '../config/definitions.ts';
import type { ConfigDef, ConfigSettings } from '../config/config-def.ts';
import { withNodeId } from '../config/broker-config.ts';
import { configValueText } from '../config/java-values.ts';
import { checkTopicConfig, topicDefaults } from '../config/topic-config.ts';
import { topicSynonyms } from '../config/topic-synonyms.ts';
import { errors } from '../errors.ts';
import type { ApiError } from '../metadata/decision.ts';
import { configResourceTypes } from '../metadata/records.ts';
import { ConfigSchema, type ConfigValues, type ResourceSettings, type TopicConfigKey } from './config-schema.ts';

/**
 * Settings as Kafka defines them. Source: KafkaConfigSchema, ControllerConfigurationValidator.
 * Missing on purpose: the rules of group and client-metrics settings; whatever is set there is taken.
 */
export class KafkaConfigSchema extends ConfigSchema {
  private readonly keys: readonly TopicConfigKey[];
  private readonly keysByName: ReadonlyMap<string, TopicConfigKey>;

  constructor() {
    super();
    this.keys = topicConfigDef.keys.map(({ name, defaultValue, type, isInternal }) => {
      const synonyms = (topicSynonyms.get(name) ?? []).map(({ brokerKey, factor }) => ({ name: brokerKey, factor }));
      return { name, defaultValue: configValueText(defaultValue, type), synonyms, isInternal };
    });
    this.keysByName = new Map(this.keys.map((key) => [key.name, key]));
  }

  topicKeys(): readonly TopicConfigKey[] {
    return this.keys;
  }

  topicKey(name: string): TopicConfigKey | null {
    return this.keysByName.get(name) ?? null;
  }

  isList(resourceType: number, name: string): boolean {
    return definitionOf(resourceType)?.key(name)?.type === 'list';
  }

  defaultValue(resourceType: number, name: string): string | null {
    const key = definitionOf(resourceType)?.key(name);
    return key === undefined ? null : configValueText(key.defaultValue, key.type);
  }

  problemOf({ resourceType, values, existing, staticConfig }: ResourceSettings): ApiError | null {
    if (resourceType !== configResourceTypes.TOPIC) return null;
    const checked = checkTopicConfig({
      set: values,
      existing: Object.fromEntries(existing),
      defaults: inheritedDefaults(staticConfig),
      isRemoteStorageSystemEnabled: staticConfig.get('remote.log.storage.system.enable') === 'true',
    });
    return checked.ok ? null : { errorCode: errors.INVALID_CONFIG, errorMessage: checked.detail };
  }
}

function definitionOf(resourceType: number): ConfigDef | null {
  if (resourceType === configResourceTypes.TOPIC) return topicConfigDef;
  return resourceType === configResourceTypes.BROKER ? brokerConfigDef : null;
}

/** What topics inherit from the controller's own file; nothing when the file itself is not valid. */
function inheritedDefaults(staticConfig: ConfigValues): ConfigSettings {
  const parsed = brokerConfigDef.parse(withNodeId(new Map([['node.id', '0'], ...staticConfig])));
  return parsed.ok ? topicDefaults(parsed.value) : new Map();
}
