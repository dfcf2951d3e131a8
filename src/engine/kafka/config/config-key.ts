import type { ConfigValue } from './java-values.ts';

/** The types of ConfigDef.Type. */
export type ConfigType = 'boolean' | 'string' | 'int' | 'short' | 'long' | 'double' | 'list' | 'class' | 'password';

/** How much a key matters, in Kafka's judgement. */
export type Importance = 'high' | 'medium' | 'low';

/** Whether a broker's key can change while the broker runs, and for whom. */
export type UpdateMode = 'read-only' | 'cluster-wide' | 'per-broker';

/** What a value must satisfy beyond its type. */
export type Validator =
  | { readonly kind: 'none' }
  | { readonly kind: 'range'; readonly min: number | null; readonly max: number | null; readonly text: string }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'oneOfIgnoringCase'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly mayBeEmpty: boolean; readonly mayBeNull: boolean; readonly values: readonly string[] }
  | { readonly kind: 'named'; readonly name: NamedValidator };

/** Validators that are classes of their own in Kafka. */
export type NamedValidator =
  | 'nonempty'
  | 'nonnull'
  | 'gzip'
  | 'replicas'
  | 'voters'
  | 'bootstrap'
  | 'reset'
  | 'shareReset'
  | 'ack'
  | 'acquire';

/** One key as Kafka's ConfigDef defines it. */
export interface ConfigKey {
  readonly name: string;
  /** Its place in Kafka's definition: values are checked in that order. */
  readonly index: number;
  readonly type: ConfigType;
  /** No default: it must be set. */
  readonly isRequired: boolean;
  readonly defaultValue: ConfigValue;
  /** The default as Kafka's documentation prints it; null for none. */
  readonly defaultText: string | null;
  readonly validator: Validator;
  readonly importance: Importance;
  /** For keys of brokers. */
  readonly updateMode: UpdateMode | null;
  readonly isInternal: boolean;
  readonly isDeprecated: boolean;
}

/** What a number of a key counts, told from its name; null for keys without a unit. */
export type ConfigUnit = 'ms' | 'seconds' | 'minutes' | 'hours' | 'bytes' | 'bytesPerSecond' | 'messages' | null;

const unitEndings: readonly (readonly [string, ConfigUnit])[] = [
  ['bytes.per.second', 'bytesPerSecond'],
  ['.rate', 'bytesPerSecond'],
  ['.ms', 'ms'],
  ['.millis', 'ms'],
  ['.seconds', 'seconds'],
  ['.minutes', 'minutes'],
  ['.hours', 'hours'],
  ['.bytes', 'bytes'],
  ['.messages', 'messages'],
  ['batch.size', 'bytes'],
  ['buffer.size', 'bytes'],
  ['buffer.memory', 'bytes'],
  ['max.request.size', 'bytes'],
];

/** The unit of a numeric key. */
export function configUnit(key: ConfigKey): ConfigUnit {
  if (key.type !== 'int' && key.type !== 'long') return null;
  return unitEndings.find(([ending]) => key.name.endsWith(ending))?.[1] ?? null;
}

/** The valid values as Kafka's documentation prints them; null when there is no rule. */
export function validText(validator: Validator): string | null {
  switch (validator.kind) {
    case 'none':
      return null;
    case 'range':
      return validator.text;
    case 'oneOf':
      return `[${validator.values.join(', ')}]`;
    case 'oneOfIgnoringCase':
      return `(case insensitive) [${validator.values.join(', ')}]`;
    case 'list':
      return validator.values.length === 0 ? '' : `[${validator.values.join(', ')}]`;
    case 'named':
      return namedTexts[validator.name];
  }
}

const namedTexts: Readonly<Record<NamedValidator, string>> = {
  nonempty: 'non-empty string',
  nonnull: 'non-null string',
  gzip: '[1,...,9] or -1',
  replicas: '[partitionId]:[brokerId],[partitionId]:[brokerId],...',
  voters: 'non-empty list',
  bootstrap: 'non-empty list',
  reset: '[latest, earliest, none, by_duration:PnDTnHnMn.nS]',
  shareReset: '[latest, earliest, by_duration:PnDTnHnMn.nS]',
  ack: '[implicit, explicit]',
  acquire: '[batch_optimized, record_limit]',
};
