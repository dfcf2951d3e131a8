/**
 * Objects of known shape as short tuples and back. A field's place is its name; absent fields are null and fall away at the end; a
 * text that stood before is a number that points to it. Nothing is checked here: what comes back goes through the schema.
 */

/** Tuples as they stand in a link. */
export type Json = string | number | boolean | null | readonly Json[];

/** How a value is written. The order of fields and variants belongs to the link's version: append at the end, never reorder. */
export type Shape =
  /** `base` is subtracted. */
  | { readonly kind: 'number'; readonly base: number }
  | { readonly kind: 'text' }
  /** A number or a text that is never pointed to. */
  | { readonly kind: 'plain' }
  /** Always there, and null says something. */
  | { readonly kind: 'nullable'; readonly of: Shape }
  | { readonly kind: 'list'; readonly of: Shape }
  /** Keys in order of their code units, so that equal objects give equal links. */
  | { readonly kind: 'record'; readonly of: Shape }
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  /** An object with `kind`: the index of its variant, then that variant's fields. */
  | { readonly kind: 'variants'; readonly variants: readonly { readonly kind: string; readonly fields: readonly Field[] }[] };

/** A field of an object. */
export type Field = readonly [name: string, shape: Shape];

type Raw = Readonly<Record<string, unknown>>;

/**
 * Writes values. A text that stood before is the number of its first appearance; a usual word is a negative number the first time.
 * Writing and reading meet texts in the same order.
 */
export class TupleWriter {
  private readonly known = new Map<string, number>();
  private readonly words: readonly string[];

  constructor(words: readonly string[]) {
    this.words = words;
  }

  write(value: unknown, shape: Shape): Json {
    if (value === undefined || value === null) return null;
    switch (shape.kind) {
      case 'number':
        return Number(value) - shape.base;
      case 'plain':
        return typeof value === 'number' ? value : String(value);
      case 'text':
        return this.text(String(value));
      case 'nullable':
        return this.write(value, shape.of);
      case 'list':
        return Array.isArray(value) ? value.map((item) => this.write(item, shape.of)) : null;
      case 'record':
        return this.record(value as Raw, shape.of);
      case 'fields':
        return this.fields(value as Raw, shape.fields, []);
      case 'variants': {
        const raw = value as Raw;
        const index = shape.variants.findIndex(({ kind }) => kind === raw['kind']);
        return this.fields(raw, shape.variants[index]?.fields ?? [], [index]);
      }
    }
  }

  private text(value: string): Json {
    const at = this.known.get(value);
    if (at !== undefined) return at;
    this.known.set(value, this.known.size);
    const word = this.words.indexOf(value);
    return word < 0 ? value : -1 - word;
  }

  private record(value: Raw, of: Shape): Json {
    const keys = Object.keys(value).sort();
    return keys.flatMap((key) => [this.text(key), this.write(value[key], of)]);
  }

  private fields(value: Raw, fields: readonly Field[], before: readonly Json[]): Json {
    const tuple = [...before, ...fields.map(([name, shape]) => this.write(value[name], shape))];
    while (tuple.length > before.length && tuple.at(-1) === null) tuple.pop();
    return tuple;
  }
}

/** The way back. What does not fit stays away, so that the schema finds and names the place. */
export class TupleReader {
  private readonly known: string[] = [];
  private readonly words: readonly string[];

  constructor(words: readonly string[]) {
    this.words = words;
  }

  read(json: Json | undefined, shape: Shape): unknown {
    if (json === null || json === undefined) return shape.kind === 'nullable' ? null : undefined;
    switch (shape.kind) {
      case 'nullable':
        return this.read(json, shape.of);
      case 'number':
        return typeof json === 'number' ? json + shape.base : json;
      case 'plain':
        return json;
      case 'text':
        return this.text(json);
      case 'list':
        return Array.isArray(json) ? json.map((item: Json) => this.read(item, shape.of)) : json;
      case 'record':
        return Array.isArray(json) ? this.record(json, shape.of) : json;
      case 'fields':
        return Array.isArray(json) ? Object.fromEntries(this.fields(json, shape.fields, 0)) : json;
      case 'variants': {
        if (!Array.isArray(json)) return json;
        const variant = shape.variants[Number(json[0])];
        return variant === undefined ? json : Object.fromEntries([['kind', variant.kind], ...this.fields(json, variant.fields, 1)]);
      }
    }
  }

  private text(json: Json): unknown {
    if (typeof json === 'number' && json >= 0) return this.known[json];
    const text = typeof json === 'number' ? this.words[-1 - json] : json;
    if (typeof text === 'string') this.known.push(text);
    return text;
  }

  private record(json: readonly Json[], of: Shape): unknown {
    const entries: [string, unknown][] = [];
    for (let i = 0; i < json.length; i += 2) {
      const key = String(this.text(json[i] ?? null));
      entries.push([key, this.read(json[i + 1], of) ?? null]);
    }
    return Object.fromEntries(entries);
  }

  private fields(json: readonly Json[], fields: readonly Field[], from: number): [string, unknown][] {
    const read = fields.map(([name, shape], i): [string, unknown] => [name, this.read(json[from + i], shape)]);
    // Values beyond the last field come from a newer program that did not say so: kept, so that the schema refuses them.
    const rest = json.slice(from + fields.length).map((item, i): [string, unknown] => [`?${String(i)}`, item]);
    return [...read.filter(([, value]) => value !== undefined), ...rest];
  }
}
