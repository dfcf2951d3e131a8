import type { ConfigDef } from './config-def.ts';
import { configValueText, javaTrim, parseJavaInteger } from './java-values.ts';
import { topicSynonyms } from './topic-synonyms.ts';

/** Where the value of a topic's key comes from, strongest first. Source: ConfigEntry.ConfigSource. */
export type TopicConfigSource =
  | 'DYNAMIC_TOPIC_CONFIG'
  | 'DYNAMIC_BROKER_CONFIG'
  | 'DYNAMIC_DEFAULT_BROKER_CONFIG'
  | 'STATIC_BROKER_CONFIG'
  | 'DEFAULT_CONFIG';

/** Settings of one level, as texts. */
export type ConfigTextMap = Readonly<Record<string, string>>;

/** The levels at which a topic's key may be set. */
export interface TopicConfigLevels {
  readonly dynamicTopic: ConfigTextMap;
  readonly dynamicBroker: ConfigTextMap;
  readonly dynamicDefaultBroker: ConfigTextMap;
  readonly staticBroker: ConfigTextMap;
}

/** The text of a topic's key and the level that gives it. Source: KafkaConfigSchema.resolveEffectiveTopicConfig. */
export function resolveTopicConfig(
  definition: ConfigDef,
  name: string,
  levels: TopicConfigLevels,
): { readonly value: string | null; readonly source: TopicConfigSource } {
  const ofTopic = levels.dynamicTopic[name];
  if (ofTopic !== undefined) return { value: ofTopic, source: 'DYNAMIC_TOPIC_CONFIG' };
  const brokerLevels: readonly (readonly [TopicConfigSource, ConfigTextMap])[] = [
    ['DYNAMIC_BROKER_CONFIG', levels.dynamicBroker],
    ['DYNAMIC_DEFAULT_BROKER_CONFIG', levels.dynamicDefaultBroker],
    ['STATIC_BROKER_CONFIG', levels.staticBroker],
  ];
  // A weaker synonym at a stronger level wins over a stronger synonym at a weaker level.
  for (const [source, texts] of brokerLevels) {
    for (const { brokerKey, factor } of topicSynonyms.get(name) ?? []) {
      const text = texts[brokerKey];
      if (text !== undefined) return { value: convert(text, factor), source };
    }
  }
  const key = definition.key(name);
  return { value: key === undefined ? null : configValueText(key.defaultValue, key.type), source: 'DEFAULT_CONFIG' };
}

/** Other units become milliseconds; what is no number counts as 0, with an error in Kafka's log. Source: ConfigSynonym. */
function convert(text: string, factor: number): string {
  return factor === 1 ? text : String(Number(parseJavaInteger(javaTrim(text), 32) ?? 0) * factor);
}
