import type { Json } from './registry.ts';

/** A JSON object, as found in a row. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/** One golden row. `expected` is what real Kafka answered; absent in files that only ask. */
export interface Row {
  readonly id: string;
  readonly comment?: string;
  readonly input: Json;
  readonly expected?: Json;
}

/**
 * Reads the rows of a file's text: JSON Lines, one row a line.
 * Tables (`errors`, `configs`, `apis`: one JSON object) become one row per named entry of each list, with `input` {section, name},
 * and one row per section that has no named entries, with `input` {section}. Throws with the line on bad JSON.
 */
export function readRows(text: string): Row[] {
  const table = readTable(text);
  if (table !== null) return tableRows(table);
  const rows: Row[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    rows.push(readLine(line, index + 1));
  }
  return rows;
}

/** True for a JSON object; false for lists, scalars and null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a JSON list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function readLine(line: string, lineNumber: number): Row {
  let row: Json;
  try {
    row = JSON.parse(line) as Json;
  } catch (error) {
    throw new Error(`line ${String(lineNumber)} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(row)) throw new Error(`line ${String(lineNumber)} is not an object`);
  const id = row['id'];
  const input = row['input'];
  if (typeof id !== 'string') throw new Error(`line ${String(lineNumber)} has no id`);
  if (input === undefined) throw new Error(`line ${String(lineNumber)} has no input`);
  const comment = row['comment'];
  const expected = row['expected'];
  return { id, input, ...(typeof comment === 'string' ? { comment } : {}), ...(expected === undefined ? {} : { expected }) };
}

/** A table is one JSON object over the whole text that is not itself a row; null otherwise. */
function readTable(text: string): JsonObject | null {
  const [firstLine = '', secondLine = ''] = text.split('\n', 2);
  if (firstLine.trimEnd().endsWith('}') && secondLine.trim() !== '') return null; // Saves parsing megabytes of lines as one value.
  try {
    const whole = JSON.parse(text) as Json;
    return isObject(whole) && whole['id'] === undefined ? whole : null;
  } catch {
    // Not one value, so JSON Lines: damage is reported with its line.
    return null;
  }
}

function tableRows(table: JsonObject): Row[] {
  const rows: Row[] = [];
  for (const section of Object.keys(table)) {
    const entries = table[section];
    if (entries === undefined || typeof entries === 'string') continue; // `kafka`: the version that was asked.
    if (isList(entries) && entries.length > 0 && entries.every((entry) => nameOf(entry) !== null)) {
      for (const entry of entries) {
        const name = nameOf(entry) ?? '';
        rows.push({ id: `${section}/${name}`, input: { section, name }, expected: entry });
      }
    } else {
      rows.push({ id: section, input: { section }, expected: entries });
    }
  }
  return rows;
}

function nameOf(entry: Json): string | null {
  const name = isObject(entry) ? entry['name'] : undefined;
  return typeof name === 'string' ? name : null;
}
