import { configUnit, validText, type ConfigKey } from './config-key.ts';
import { configTextKey } from './config-text-key.ts';
import { configDefs, type ConfigScope } from './definitions.ts';

/** One key as menus show it. */
export interface ConfigCatalogueRow<S extends ConfigScope = ConfigScope> {
  readonly key: string;
  readonly scope: S;
  readonly type: string;
  /** Kafka's default as Kafka prints it; null for none. */
  readonly defaultValue: string | null;
  readonly unit: string | null;
  /** The valid values as Kafka prints them; null where any value of the type will do. */
  readonly valid: string | null;
  /** Whether it can change while the program runs. */
  readonly isDynamic: boolean;
  /** The class that defines it. */
  readonly source: string;
  /** The key of its explanation in the catalogues of texts. */
  readonly textKey: string;
}

const sources: Readonly<Record<ConfigScope, string>> = {
  topic: 'LogConfig',
  broker: 'KafkaConfig',
  producer: 'ProducerConfig',
  consumer: 'ConsumerConfig',
  admin: 'AdminClientConfig',
};

/** Every key that has an effect in the engine, by scope and in Kafka's order. */
export function configCatalogue<S extends ConfigScope>(scopes: readonly S[]): readonly ConfigCatalogueRow<S>[] {
  return scopes.flatMap((scope) => configDefs[scope].keys.filter((key) => !key.isInternal).map((key) => rowOf(scope, key)));
}

function rowOf<S extends ConfigScope>(scope: S, key: ConfigKey): ConfigCatalogueRow<S> {
  return {
    key: key.name,
    scope,
    type: key.type,
    defaultValue: key.defaultText,
    unit: configUnit(key),
    valid: validText(key.validator),
    isDynamic: scope === 'topic' || (key.updateMode !== null && key.updateMode !== 'read-only'),
    source: sources[scope],
    textKey: configTextKey(scope, key.name),
  };
}
