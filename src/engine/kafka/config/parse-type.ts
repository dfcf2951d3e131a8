import type { ConfigType } from './config-key.ts';
import { javaTrim, parseJavaDouble, parseJavaInteger, type ConfigValue } from './java-values.ts';
import { isKnownClass } from './known-classes.ts';
import { accept, refuseValue, type Checked } from './refusal.ts';

/** Reads text as a value of a type, as ConfigDef.parseType does; the refusal quotes the text as it was given. */
export function parseType(name: string, text: string, type: ConfigType): Checked<ConfigValue> {
  const trimmed = javaTrim(text);
  switch (type) {
    case 'boolean': {
      const word = trimmed.toLowerCase();
      if (word === 'true' || word === 'false') return accept(word === 'true');
      return refuseValue(name, text, 'Expected value to be either true or false');
    }
    case 'string':
    case 'password':
      return accept(trimmed);
    case 'int':
    case 'short':
    case 'long':
      return number(name, text, type, parseJavaInteger(trimmed, type === 'int' ? 32 : type === 'short' ? 16 : 64));
    case 'double':
      return number(name, text, type, parseJavaDouble(trimmed));
    case 'list':
      return accept(trimmed === '' ? [] : splitList(trimmed));
    case 'class':
      if (isKnownClass(trimmed)) return accept(trimmed);
      return refuseValue(name, text, `Class ${text} could not be found.`);
  }
}

function number(name: string, text: string, type: ConfigType, value: number | bigint | null): Checked<ConfigValue> {
  return value === null ? refuseValue(name, text, `Not a number of type ${type.toUpperCase()}`) : accept(value);
}

/** Commas with any space around them. */
function splitList(trimmed: string): readonly string[] {
  return trimmed.split(/[ \t\n\x0b\f\r]*,[ \t\n\x0b\f\r]*/);
}
