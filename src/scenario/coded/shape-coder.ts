/** Objects of known shape through a value coder. Nothing is checked here: what is read goes through the schema. */
import type { Field, Shape } from '../tuples.ts';
import { BitReader, BitWriter, Damaged, Newer } from './bit-coder.ts';
import { count, ValueCoder } from './value-coder.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Where a value stands: `context` for what is learned, the same for all items of a list; `where` for what is said of it. */
interface Place {
  readonly context: string;
  readonly where: string;
}

/** The bytes of a value. */
export function writeCoded(value: unknown, shape: Shape, words: readonly string[]): Uint8Array {
  const coder = new BitWriter();
  new ShapeCoder(new ValueCoder(coder, words)).value(value, shape, { context: '', where: '' });
  return coder.finished();
}

/** The value of bytes. Throws Damaged, TooLarge or Newer; ends after `sizeMax` characters, items and fields. */
export function readCoded(bytes: Uint8Array, shape: Shape, words: readonly string[], sizeMax: number): unknown {
  const coder = new BitReader(bytes, sizeMax);
  const value = new ShapeCoder(new ValueCoder(coder, words)).value(undefined, shape, { context: '', where: '' });
  if (!coder.isAtEnd) throw new Damaged('bytes after the end');
  return value;
}

/** One walk through a shape for both directions: a writer is given values, a reader gives them back. */
class ShapeCoder {
  private readonly values: ValueCoder;

  constructor(values: ValueCoder) {
    this.values = values;
  }

  /** What is not there is null where null says something, and undefined elsewhere. */
  value(given: unknown, shape: Shape, place: Place): unknown {
    const isThere = this.values.coder.bit(`${place.context}?`, given === undefined || given === null ? 0 : 1) === 1;
    return isThere ? this.present(given, shape, place) : absent(shape);
  }

  private present(given: unknown, shape: Shape, place: Place): unknown {
    const { values } = this;
    switch (shape.kind) {
      case 'nullable':
        return this.present(given, shape.of, place);
      case 'number':
        return values.number(place.context, Number(given) - shape.base) + shape.base;
      case 'text':
        return values.text(place.context, String(given));
      case 'plain': {
        const isText = values.coder.bit(`${place.context}"`, typeof given === 'number' ? 0 : 1) === 1;
        return isText ? values.text(place.context, String(given)) : values.number(place.context, Number(given));
      }
      case 'list':
        return this.list(Array.isArray(given) ? given : [], shape.of, place);
      case 'record':
        return this.record((given ?? {}) as Raw, shape.of, place);
      case 'fields':
        return Object.fromEntries(this.fields((given ?? {}) as Raw, shape.fields, place));
      case 'variants': {
        const raw = (given ?? {}) as Raw;
        const known = shape.variants.findIndex(({ kind }) => kind === raw['kind']);
        const index = count(values.coder, `${place.context}!`, Math.max(0, known));
        const variant = shape.variants[index];
        if (variant === undefined) throw new Newer(place.where);
        const inner = { ...place, context: `${place.context}!${String(index)}` };
        return Object.fromEntries([['kind', variant.kind], ...this.fields(raw, variant.fields, inner)]);
      }
    }
  }

  private list(given: readonly unknown[], of: Shape, { context, where }: Place): readonly unknown[] {
    const length = count(this.values.coder, `${context}[`, given.length);
    this.values.coder.spend(length);
    const items: unknown[] = [];
    for (let i = 0; i < length; i++) items.push(this.value(given[i], of, { context: `${context}[]`, where: under(where, String(i)) }));
    return items;
  }

  /** Keys in order of their code units, so that equal objects give equal links. */
  private record(given: Raw, of: Shape, { context, where }: Place): Raw {
    const keys = Object.keys(given).sort();
    const length = count(this.values.coder, `${context}{`, keys.length);
    this.values.coder.spend(length);
    const entries: [string, unknown][] = [];
    for (let i = 0; i < length; i++) {
      const key = this.values.text(`${context}{${String(i)}`, keys[i] ?? '');
      // What stands at one key says nothing of what stands at another.
      entries.push([key, this.value(given[key], of, { context: `${context}{}${key}`, where: under(where, key) }) ?? null]);
    }
    return Object.fromEntries(entries);
  }

  /** As many fields as there are up to the last one that is there: a field that is appended later takes nothing from those before it. */
  private fields(given: Raw, fields: readonly Field[], { context, where }: Place): readonly [string, unknown][] {
    const lastThere = fields.reduce((last, [name], i) => (given[name] === undefined || given[name] === null ? last : i), -1);
    const length = count(this.values.coder, `${context}(`, lastThere + 1);
    if (length > fields.length) throw new Newer(where);
    let first = '';
    const read = fields.map(([name, shape], i): [string, unknown] => {
      if (i >= length) return [name, absent(shape)];
      // What a record holds hangs on what its object is about: which fault, which client.
      const about = shape.kind === 'record' ? first : '';
      const value = this.value(given[name], shape, { context: `${context}.${String(i)}${about}`, where: under(where, name) });
      if (i === 0 && shape.kind === 'text') first = `=${String(value)}`;
      return [name, value];
    });
    return read.filter(([, value]) => value !== undefined);
  }
}

const absent = (shape: Shape): null | undefined => (shape.kind === 'nullable' ? null : undefined);

const under = (where: string, name: string): string => (where === '' ? name : `${where}.${name}`);
