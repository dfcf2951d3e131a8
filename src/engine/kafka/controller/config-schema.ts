import { Shared } from '../../kernel/state.ts';
import type { ApiError } from '../metadata/decision.ts';

/** DescribeConfigsResponse.ConfigSource: where a value in use comes from. */
export const configSources = {
  DYNAMIC_TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
} as const;

/** A broker setting from which topics inherit one of theirs, and what its unit is worth in the topic's. */
export interface ConfigSynonym {
  readonly name: string;
  readonly factor: number;
}

/** One topic setting. */
export interface TopicConfigKey {
  readonly name: string;
  /** Null when it has none. */
  readonly defaultValue: string | null;
  readonly synonyms: readonly ConfigSynonym[];
  readonly isInternal: boolean;
}

/** Settings of one resource. */
export type ConfigValues = ReadonlyMap<string, string>;

/** The settings of a resource as they shall be, and what they are judged by. */
export interface ResourceSettings {
  readonly resourceType: number;
  readonly values: ConfigValues;
  /** The settings that it has now. */
  readonly existing: ConfigValues;
  /** What stands in the controller's own file. */
  readonly staticConfig: ConfigValues;
}

/**
 * What the controller has to know of settings: their types, defaults and rules. Source: KafkaConfigSchema,
 * ControllerConfigurationValidator.
 */
export abstract class ConfigSchema extends Shared {
  /** Every topic setting that Kafka defines. */
  abstract topicKeys(): readonly TopicConfigKey[];
  abstract topicKey(name: string): TopicConfigKey | null;
  /** Whether a setting is a list, so that values can be appended and subtracted. */
  abstract isList(resourceType: number, name: string): boolean;
  /** The default of a setting; null when it has none. */
  abstract defaultValue(resourceType: number, name: string): string | null;
  /** Why the settings of a topic or group are refused; null when they are good. */
  abstract problemOf(settings: ResourceSettings): ApiError | null;
}
