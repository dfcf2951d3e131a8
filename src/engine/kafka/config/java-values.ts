/** How Java reads and prints the values of configurations. */

/** A parsed value: long values beyond 2^53 are bigints, everything else is the plain type. */
export type ConfigValue = number | bigint | boolean | string | readonly string[] | null;

/** String.trim: drops what is at or below the space character, which is not what JavaScript's trim drops. */
export function javaTrim(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= 0x20) from++;
  while (to > from && text.charCodeAt(to - 1) <= 0x20) to--;
  return text.slice(from, to);
}

/** Integer.parseInt and its like: an optional sign and decimal digits within `bits` bits; null when it would throw. */
export function parseJavaInteger(text: string, bits: 16 | 32 | 64): number | bigint | null {
  if (!/^[+-]?[0-9]+$/.test(text)) return null;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  if (BigInt.asIntN(bits, value) !== value) return null;
  return compactLong(value);
}

/** A long as a number where a double holds it exactly. */
export function compactLong(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Double.parseDouble, hexadecimal floating-point forms aside; null when it would throw. */
export function parseJavaDouble(text: string): number | null {
  const trimmed = javaTrim(text);
  const special = /^([+-]?)(NaN|Infinity)$/.exec(trimmed);
  if (special !== null) return special[2] === 'NaN' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[fFdD]?$/.test(trimmed)) return null;
  return Number(trimmed.replace(/[fFdD]$/, ''));
}

/** Double.toString: at least one digit after the point, and an exponent below 10^-3 and from 10^7 on. */
export function javaDoubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${String(value)}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}

/** ConfigDef.convertToString: lists joined by commas, doubles as Java writes them, passwords hidden; null stays null. */
export function configValueText(value: ConfigValue, type: string): string | null {
  if (value === null) return null;
  if (type === 'password') return '[hidden]';
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return value.join(',');
  return type === 'double' && typeof value === 'number' ? javaDoubleText(value) : String(value);
}

/** How Java prints a value inside a message: a list in brackets, null as the word. */
export function messageText(value: ConfigValue, type: string): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return `[${value.join(', ')}]`;
  return configValueText(value, type) ?? 'null';
}
