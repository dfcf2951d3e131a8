import { Shared } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import type { ConfigDef } from './config-def.ts';
import { configValueText, type ConfigValue } from './java-values.ts';

/**
 * Checked values of a definition: parsed once, read by name. Hot paths keep what they read in fields of their own.
 * Source: AbstractConfig.
 */
export class ConfigValues extends Shared {
  readonly definition: ConfigDef;
  private readonly values: ReadonlyMap<string, ConfigValue>;
  private readonly setNames: ReadonlySet<string>;

  constructor(definition: ConfigDef, values: ReadonlyMap<string, ConfigValue>, setNames: ReadonlySet<string>) {
    super();
    this.definition = definition;
    this.values = values;
    this.setNames = setNames;
  }

  /** A number; a long beyond 2^53 is rounded to a double, which is exact enough for "never" and "no limit". */
  number(name: string): number {
    const value = this.value(name);
    if (typeof value === 'bigint') return Number(value);
    assert(typeof value === 'number', `${name} is a number`);
    return value;
  }

  /** A number, or null where the key has no default. */
  optionalNumber(name: string): number | null {
    return this.value(name) === null ? null : this.number(name);
  }

  /** True or false. */
  boolean(name: string): boolean {
    const value = this.value(name);
    assert(typeof value === 'boolean', `${name} is true or false`);
    return value;
  }

  /** Text. */
  string(name: string): string {
    const value = this.value(name);
    assert(typeof value === 'string', `${name} is text`);
    return value;
  }

  /** Text, or null where the key has no default. */
  optionalString(name: string): string | null {
    return this.value(name) === null ? null : this.string(name);
  }

  /** A list of texts. */
  list(name: string): readonly string[] {
    const value = this.value(name);
    assert(typeof value === 'object' && value !== null, `${name} is a list`);
    return value;
  }

  /** A list, or null where the key has no default. */
  optionalList(name: string): readonly string[] | null {
    return this.value(name) === null ? null : this.list(name);
  }

  /** The value as it was parsed. The name must be of the definition: asking for another is a bug. */
  value(name: string): ConfigValue {
    const value = this.values.get(name);
    assert(value !== undefined, `${name} is a key of this configuration`);
    return value;
  }

  /** Whether the definition has the name. */
  has(name: string): boolean {
    return this.values.has(name);
  }

  /** Whether someone set it, even to its default. */
  isSet(name: string): boolean {
    return this.setNames.has(name);
  }

  /** The value as Kafka prints it in answers; null for none. */
  text(name: string): string | null {
    return configValueText(this.value(name), this.definition.key(name)?.type ?? 'string');
  }

  /** Names in the order of the definition. */
  names(): readonly string[] {
    return [...this.values.keys()];
  }

  /** The same with some values put in their place, as a configuration's own post-processing does; what was set stays set. */
  replacing(replacements: ReadonlyMap<string, ConfigValue>): ConfigValues {
    return new ConfigValues(this.definition, new Map([...this.values, ...replacements]), this.setNames);
  }
}
