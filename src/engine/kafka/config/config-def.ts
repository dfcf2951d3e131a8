import { Shared } from '../../kernel/state.ts';
import type { ConfigKey } from './config-key.ts';
import { ConfigValues } from './config-values.ts';
import type { ConfigValue } from './java-values.ts';
import { parseType } from './parse-type.ts';
import { accept, refuse, type Checked } from './refusal.ts';
import { ensureValid, withoutDuplicates } from './validators.ts';

/** Settings before they are checked: texts as a person writes them, or values that were parsed before. */
export type ConfigSettings = ReadonlyMap<string, ConfigValue>;

/** Settings from an object of texts, as scenarios and rows give them. */
export function settingsOf(texts: Readonly<Record<string, string>>): ConfigSettings {
  return new Map(Object.entries(texts));
}

/** A set of keys with their types, defaults and rules. Source: ConfigDef. */
export class ConfigDef extends Shared {
  /** In the order of Kafka's definition, in which values are checked. */
  readonly keys: readonly ConfigKey[];
  private readonly byName: ReadonlyMap<string, ConfigKey>;

  constructor(keys: readonly ConfigKey[]) {
    super();
    this.keys = keys;
    this.byName = new Map(keys.map((key) => [key.name, key]));
  }

  /** The key of a name; undefined when this definition has none. */
  key(name: string): ConfigKey | undefined {
    return this.byName.get(name);
  }

  /** Reads and checks every key, first to last; unknown names are passed over, as clients and brokers do. */
  parse(settings: ConfigSettings): Checked<ConfigValues> {
    const values = new Map<string, ConfigValue>();
    const set = new Set<string>();
    for (const key of this.keys) {
      const parsed = parseKeyValue(key, settings);
      if (!parsed.ok) return parsed;
      values.set(key.name, parsed.value);
      if (settings.has(key.name)) set.add(key.name);
    }
    return accept(new ConfigValues(this, values, set));
  }
}

function parseKeyValue(key: ConfigKey, settings: ConfigSettings): Checked<ConfigValue> {
  const given = settings.get(key.name);
  if (given === undefined && key.isRequired) {
    return refuse('ConfigException', `Missing required configuration "${key.name}" which has no default value.`);
  }
  const parsed = typeof given === 'string' ? parseType(key.name, given, key.type) : accept(given ?? key.defaultValue);
  if (!parsed.ok) return parsed;
  const value = withoutDuplicates(key, parsed.value);
  return ensureValid(key, value) ?? accept(value);
}
