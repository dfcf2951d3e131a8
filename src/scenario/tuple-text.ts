/**
 * Tuples as text, shorter than JSON: `[[1,n,"orders;2]]` is `[[1, null, "orders"], [2]]`. A text has no closing quote, `;` stands
 * for `],[`, and what would end a text has a backslash. Within a text, JSON's escapes hold, so that half a surrogate pair survives.
 */
import type { Json } from './tuples.ts';

/** Writes a value. */
export function tupleText(value: Json): string {
  if (value === null) return 'n';
  if (typeof value === 'string')
    return `"${JSON.stringify(value)
      .slice(1, -1)
      .replace(/[,;[\]]/g, '\\$&')}`;
  if (typeof value !== 'object') return String(value);
  let text = '[';
  let before: Json | undefined;
  for (const item of value) {
    const isList = Array.isArray(item);
    // Two lists side by side share one mark.
    if (before !== undefined && isList && Array.isArray(before)) text = `${text.slice(0, -1)};${tupleText(item).slice(1)}`;
    else text += (before === undefined ? '' : ',') + tupleText(item);
    before = item;
  }
  return `${text}]`;
}

/** Reads what `tupleText` wrote; null when it is anything else. */
export function parseTupleText(text: string): { readonly value: Json } | null {
  const root: Json[] = [];
  const open: Json[][] = [root];
  const token = /(\[)|(\])|(;)|(,)|"((?:[^\\,;[\]]|\\.)*)|(n)|(-?\d[\d.e+-]*)/gsy;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    const match = token.exec(text);
    if (match === null) return null;
    if (!take(open, match)) return null;
  }
  const [value] = root;
  return open.length === 1 && root.length === 1 && value !== undefined ? { value } : null;
}

function take(open: Json[][], [, begin, end, next, comma, body, none, digits]: RegExpExecArray): boolean {
  if (comma !== undefined) return true;
  if (end !== undefined || next !== undefined) {
    open.pop();
    if (open.length === 0) return false;
  }
  const list = open.at(-1);
  if (list === undefined) return false;
  if (begin !== undefined || next !== undefined) {
    const inner: Json[] = [];
    list.push(inner);
    open.push(inner);
    return open.length < 20;
  }
  if (body !== undefined) list.push(unescaped(body));
  else if (none !== undefined) list.push(null);
  else if (digits !== undefined) list.push(Number(digits));
  return true;
}

function unescaped(body: string): string {
  const json = body.replace(/\\(.)/gs, (pair, character: string) => (',;[]'.includes(character) ? character : pair));
  return String(JSON.parse(`"${json}"`));
}
