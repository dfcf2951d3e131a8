import type { Json } from '../registry.ts';
import { isList, isObject, type JsonObject } from '../rows.ts';

/** The fields of a JSON object; fails when the row has something else there. */
export function objectOf(value: Json | undefined, what: string): JsonObject {
  if (!isObject(value)) throw new Error(`${what} must be an object`);
  return value;
}

/** The items of a JSON list; fails when the row has something else there. */
export function listOf(value: Json | undefined, what: string): readonly Json[] {
  if (!isList(value)) throw new Error(`${what} must be a list`);
  return value;
}

/** A field of a row. */
export function field(row: Json, name: string): Json | undefined {
  return objectOf(row, 'a row')[name];
}

/** A field of a row that is text. */
export function textField(row: Json, name: string): string {
  const value = field(row, name);
  if (typeof value !== 'string') throw new Error(`${name} must be text`);
  return value;
}

/** A field of a row that is a number. */
export function numberField(row: Json, name: string): number {
  const value = field(row, name);
  if (typeof value !== 'number') throw new Error(`${name} must be a number`);
  return value;
}

/** A field of a row that is true or false. */
export function booleanField(row: Json, name: string): boolean {
  const value = field(row, name);
  if (typeof value !== 'boolean') throw new Error(`${name} must be true or false`);
  return value;
}

/** A field of a row that is a list. */
export function listField(row: Json, name: string): readonly Json[] {
  return listOf(field(row, name), name);
}

/** A field of a row that is a list of numbers. */
export function numbersField(row: Json, name: string): readonly number[] {
  return listField(row, name).map((item) => {
    if (typeof item !== 'number') throw new Error(`${name} must hold numbers`);
    return item;
  });
}

/** The bytes of lower-case hex. */
export function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Bytes as lower-case hex. */
export function hexOfBytes(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

/** Settings of a row: a map from names to text. */
export function stringFields(value: Json | undefined): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const [key, item] of Object.entries(objectOf(value ?? {}, 'settings'))) {
    if (typeof item !== 'string') throw new Error(`${key} must be text`);
    fields[key] = item;
  }
  return fields;
}
