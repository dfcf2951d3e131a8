import type { ConfigKey, NamedValidator, Validator } from './config-key.ts';
import { hostAndPort, isValidHost } from './host-port.ts';
import { isNegativeDuration, parseJavaDuration } from './java-duration.ts';
import { messageText, parseJavaInteger, type ConfigValue } from './java-values.ts';
import { refuse, refuseValue, type ConfigRefusal } from './refusal.ts';

/** Checks a parsed value against its key's rule, as Validator.ensureValid does; null when it is valid. */
export function ensureValid(key: ConfigKey, value: ConfigValue): ConfigRefusal | null {
  const { validator } = key;
  switch (validator.kind) {
    case 'none':
      return null;
    case 'range':
      return checkRange(key, validator, value);
    case 'oneOf':
      return checkOneOf(key.name, validator.values, value);
    case 'oneOfIgnoringCase': {
      if (typeof value === 'string' && validator.values.includes(value.toUpperCase())) return null;
      const words = validator.values.join(', ');
      return refuseValue(key.name, messageText(value, key.type), `String must be one of (case insensitive): ${words}`);
    }
    case 'list':
      return checkList(key.name, validator, value);
    case 'named':
      return namedChecks[validator.name](key.name, value);
  }
}

/** Duplicates are dropped, with a warning, from lists that have a rule (KIP-1161). */
export function withoutDuplicates(key: ConfigKey, value: ConfigValue): ConfigValue {
  return key.validator.kind === 'list' && isList(value) ? [...new Set(value)] : value;
}

function checkRange(key: ConfigKey, range: Extract<Validator, { kind: 'range' }>, value: ConfigValue): ConfigRefusal | null {
  if (typeof value !== 'number' && typeof value !== 'bigint') return refuseValue(key.name, 'null', 'Value must be non-null');
  const number = Number(value);
  const [minText = '', maxText = ''] = range.text.slice(1, -1).split('...').map((part) => part.replace(',', ''));
  if (range.min !== null && number < range.min) {
    return refuseValue(key.name, messageText(value, key.type), `Value must be at least ${minText}`);
  }
  if (range.max !== null && number > range.max) {
    return refuseValue(key.name, messageText(value, key.type), `Value must be no more than ${maxText}`);
  }
  return null;
}

function checkOneOf(name: string, values: readonly string[], value: ConfigValue): ConfigRefusal | null {
  if (typeof value === 'string' && values.includes(value)) return null;
  return refuseValue(name, messageText(value, 'string'), `String must be one of: ${values.join(', ')}`);
}

function checkList(name: string, rule: Extract<Validator, { kind: 'list' }>, value: ConfigValue): ConfigRefusal | null {
  if (!isList(value)) return rule.mayBeNull ? null : refuse('ConfigException', `Configuration '${name}' values must not be null.`);
  if (!rule.mayBeEmpty && value.length === 0) {
    const words = rule.values.length === 0 ? 'any non-empty value' : `[${rule.values.join(', ')}]`;
    return refuse('ConfigException', `Configuration '${name}' must not be empty. Valid values include: ${words}`);
  }
  for (const item of value) {
    if (item === '') return refuse('ConfigException', `Configuration '${name}' values must not be empty.`);
    const refusal = rule.values.length === 0 ? null : checkOneOf(name, rule.values, item);
    if (refusal !== null) return refusal;
  }
  return null;
}

type NamedCheck = (name: string, value: ConfigValue) => ConfigRefusal | null;

const namedChecks: Readonly<Record<NamedValidator, NamedCheck>> = {
  nonempty: (name, value) => (value === '' ? refuseValue(name, '', 'String must be non-empty') : null),
  nonnull: (name, value) => (value === null ? refuseValue(name, 'null', 'entry must be non null') : null),
  gzip: (name, value) => {
    const isValid = typeof value === 'number' && (value === -1 || (value >= 1 && value <= 9));
    return isValid ? null : refuseValue(name, messageText(value, 'int'), 'Value must be between 1 and 9 or equal to -1');
  },
  replicas: checkThrottledReplicas,
  voters: (name, value) => (isList(value) ? votersRefusal(value) : refuseValue(name, 'null')),
  bootstrap: (name, value) => (isList(value) ? bootstrapRefusal(value) : refuseValue(name, 'null')),
  reset: (name, value) => checkReset(name, value, "'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS.>'"),
  shareReset: (name, value) => {
    const refusal = checkReset(name, value, "'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'");
    return refusal ?? (value === 'none' ? mustBe(name, value, "'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'") : null);
  },
  ack: (name, value) => (value === 'implicit' || value === 'explicit' ? null : mustEitherBe(name, value, "'implicit' or 'explicit'")),
  // The only one of these that does not care about case: its own default is in capitals.
  acquire: (name, value) => {
    const isMode = typeof value === 'string' && ['batch_optimized', 'record_limit'].includes(value.toLowerCase());
    return isMode ? null : mustEitherBe(name, value, "'batch_optimized' or 'record_limit'");
  },
};

function checkThrottledReplicas(name: string, value: ConfigValue): ConfigRefusal | null {
  const items = isList(value) ? value.map((item) => item.trim()) : [];
  if (items.every((item) => /^([0-9]+:[0-9]+)?$/.test(item)) || items.join('') === '*') return null;
  const rule = `${name} must be the literal '*' or a list of replicas in the following format`;
  return refuseValue(name, messageText(value, 'list'), `${rule}: [partitionId]:[brokerId],[partitionId]:[brokerId],...`);
}

function checkReset(name: string, value: ConfigValue, forms: string): ConfigRefusal | null {
  if (value === 'earliest' || value === 'latest' || value === 'none') return null;
  const prefix = 'by_duration:';
  if (typeof value === 'string' && value.startsWith(prefix)) {
    const duration = parseJavaDuration(value.slice(prefix.length));
    if (duration !== null && !isNegativeDuration(duration)) return null;
  }
  return mustBe(name, value, forms);
}

function mustBe(name: string, value: ConfigValue, forms: string): ConfigRefusal {
  const text = messageText(value, 'string');
  return refuseValue(name, text, `Invalid value \`${text}\` for configuration ${name}. The value must be either ${forms}.`);
}

function mustEitherBe(name: string, value: ConfigValue, forms: string): ConfigRefusal {
  const text = messageText(value, 'string');
  return refuseValue(name, text, `Invalid value \`${text}\` for configuration ${name}. The value must either be ${forms}.`);
}

/** Why a list of quorum voters is refused; null when each is `{id}@{host}:{port}`. Source: QuorumConfig.parseVoterConnections. */
function votersRefusal(entries: readonly string[]): ConfigRefusal | null {
  const form = 'Each entry should be in the form `{id}@{host}:{port}`.';
  for (const entry of entries) {
    const [id = '', address, ...more] = entry.split('@');
    if (address === undefined || address === '' || more.length > 0) {
      return refuse('ConfigException', `Invalid configuration value for controller.quorum.voters. ${form}`);
    }
    if (parseJavaInteger(id, 32) === null) return refuse('ConfigException', `Failed to parse voter ID as an integer from ${id}`);
    const parsed = hostAndPort(address);
    if (parsed === null || !isValidHost(parsed.host)) {
      const where = `from entry ${entry} for the configuration controller.quorum.voters`;
      return refuse('ConfigException', `Failed to parse host name ${where}. ${form}`);
    }
  }
  return null;
}

function bootstrapRefusal(entries: readonly string[]): ConfigRefusal | null {
  for (const entry of entries) {
    if (hostAndPort(entry) !== null) continue;
    const where = `from ${entry} for the configuration controller.quorum.bootstrap.servers`;
    return refuse('ConfigException', `Failed to parse host name ${where}. Each entry should be in the form "{host}:{port}"`);
  }
  return null;
}

function isList(value: ConfigValue): value is readonly string[] {
  return Array.isArray(value);
}
