import type { Json } from '../registry.ts';
import { isList, isObject } from '../rows.ts';

/** A field of a row's object; undefined when it is absent. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? value[key] : undefined;
}

/** A list field; empty when it is absent. */
export function items(value: Json | undefined, key: string): readonly Json[] {
  const found = member(value, key);
  return isList(found) ? found : [];
}

/** A whole number, which rows give as a number or, when it may be large, as text. */
export function integer(value: Json | undefined, key: string, fallback?: number): number {
  const found = member(value, key);
  if (typeof found === 'number') return found;
  if (typeof found === 'string' && found !== '') return Number(found);
  if (fallback !== undefined) return fallback;
  throw new Error(`${key} is not a number in ${JSON.stringify(value)}`);
}

/** A list of whole numbers. */
export function integers(value: Json | undefined, key: string): readonly number[] {
  return items(value, key).map((item) => Number(item));
}

/** A text field. */
export function text(value: Json | undefined, key: string, fallback?: string): string {
  const found = member(value, key);
  if (typeof found === 'string') return found;
  if (fallback !== undefined) return fallback;
  throw new Error(`${key} is not text in ${JSON.stringify(value)}`);
}

/** A field that is true or false; false when it is absent. */
export function flag(value: Json | undefined, key: string): boolean {
  return member(value, key) === true;
}
