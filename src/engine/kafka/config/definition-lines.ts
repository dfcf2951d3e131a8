import { assert } from '../../kernel/units.ts';
import type { ConfigKey, ConfigType, Importance, NamedValidator, UpdateMode, Validator } from './config-key.ts';
import { parseType } from './parse-type.ts';
import type { ConfigValue } from './java-values.ts';

/**
 * The compact form in which definitions are kept, because they travel to the browser:
 * `index|name|type|default|validator|importance` and for brokers `|update`, then `|internal` or `|deprecated` where it holds.
 * Types are the letters of `types` below; the default is `~` for null and `!` for none, and `@` stands for Kafka's package;
 * validators are ranges as Kafka prints them, `in:` and `ci:` (case insensitive) with words, `list` with `+` (not empty), `?` (or null)
 * and words, or a name. `index|name` alone stands for the line `name|…` of the shared lines.
 */
const types: Readonly<Record<string, ConfigType>> = {
  b: 'boolean',
  s: 'string',
  i: 'int',
  h: 'short',
  l: 'long',
  d: 'double',
  L: 'list',
  c: 'class',
  p: 'password',
};

const importances: Readonly<Record<string, Importance>> = { h: 'high', m: 'medium', l: 'low' };
const updateModes: Readonly<Record<string, UpdateMode>> = { r: 'read-only', c: 'cluster-wide', p: 'per-broker' };
const namedValidators: ReadonlySet<string> = new Set<NamedValidator>([
  'nonempty',
  'nonnull',
  'gzip',
  'replicas',
  'voters',
  'bootstrap',
  'reset',
  'shareReset',
  'ack',
  'acquire',
]);

/** The keys of some lines, in Kafka's order; bare names are looked up in `shared` lines. */
export function parseDefinitions(lines: readonly string[], shared: readonly string[] = []): readonly ConfigKey[] {
  const sharedLines = new Map(shared.flatMap(nonEmptyLines).map((line) => [line.slice(0, line.indexOf('|')), line]));
  const keys = lines.flatMap(nonEmptyLines).map((line) => {
    const fields = line.split('|');
    const [index = '', name = ''] = fields;
    const full = fields.length > 2 ? fields.slice(1) : sharedLines.get(name)?.split('|');
    assert(full !== undefined, `${name} is defined`);
    return parseKey(Number(index), full);
  });
  return keys.sort((a, b) => a.index - b.index);
}

function parseKey(index: number, fields: readonly string[]): ConfigKey {
  const [name = '', typeLetter = '', defaultField = '', validatorText = '', importanceLetter = '', updateLetter = ''] = fields;
  const type = types[typeLetter];
  const importance = importances[importanceLetter];
  assert(type !== undefined && importance !== undefined, `${name} has a type and an importance`);
  const defaultText = defaultField === '~' || defaultField === '!' ? null : defaultField.replaceAll('@', 'org.apache.kafka.');
  return {
    name,
    index,
    type,
    isRequired: defaultField === '!',
    defaultValue: defaultValueOf(name, defaultText, type),
    defaultText,
    validator: parseValidator(validatorText),
    importance,
    updateMode: updateModes[updateLetter] ?? null,
    isInternal: fields.includes('internal'),
    isDeprecated: fields.includes('deprecated'),
  };
}

function defaultValueOf(name: string, text: string | null, type: ConfigType): ConfigValue {
  if (text === null) return null;
  // A default list of classes is printed with the word "class" before each.
  const parsed = parseType(name, type === 'list' ? text.replaceAll('class ', '') : text, type);
  assert(parsed.ok, `the default of ${name} has its type`);
  return parsed.value;
}

function parseValidator(text: string): Validator {
  if (text === '') return { kind: 'none' };
  if (text.startsWith('[')) return parseRange(text);
  const [word = '', list = ''] = splitOnce(text, ':');
  const values = list === '' ? [] : list.split(',');
  if (word === 'in') return { kind: 'oneOf', values };
  if (word === 'ci') return { kind: 'oneOfIgnoringCase', values };
  if (word.startsWith('list')) return { kind: 'list', mayBeEmpty: !word.includes('+'), mayBeNull: word.includes('?'), values };
  assert(isNamedValidator(word), `${word} names a validator`);
  return { kind: 'named', name: word };
}

/** `[min,...]`, `[...,max]` or `[min,...,max]`. */
function parseRange(text: string): Validator {
  const parts = text.slice(1, -1).split(',');
  const at = parts.indexOf('...');
  const number = (part: string | undefined): number | null => (part === undefined ? null : Number(part));
  return { kind: 'range', min: number(parts[at - 1]), max: number(parts[at + 1]), text };
}

function isNamedValidator(word: string): word is NamedValidator {
  return namedValidators.has(word);
}

function nonEmptyLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
