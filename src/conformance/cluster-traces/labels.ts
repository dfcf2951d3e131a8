import type { Json } from '../registry.ts';
import { isList, isObject } from '../rows.ts';

/** Numbers things in the order in which they are met. */
class Numbered {
  private readonly names = new Map<string, string>();
  private readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  nameOf(thing: string): string {
    const known = this.names.get(thing);
    if (known !== undefined) return known;
    const name = `${this.prefix}${String(this.names.size + 1)}`;
    this.names.set(thing, name);
    return name;
  }
}

/** Replaces what differs from run to run (producer ids, random ids, durations) by labels, as recorded traces do. */
export class Labels {
  private readonly producers = new Numbered('P');
  private readonly uuids = new Numbered('uuid');
  private readonly ids: readonly string[];

  /** `ids`: random ids that may stand in texts; `producerIds`: in the order in which they get their labels. */
  constructor(ids: readonly string[], producerIds: readonly number[]) {
    this.ids = ids;
    for (const id of producerIds) if (id >= 0) this.producers.nameOf(String(id));
  }

  clean(value: Json, key = ''): Json {
    if (key === 'producerId' && (typeof value === 'number' || typeof value === 'string') && Number(value) >= 0) {
      return this.producers.nameOf(String(value));
    }
    if (typeof value === 'string') return this.cleanText(value);
    if (isList(value)) return this.cleanList(value, key);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, item === undefined ? item : this.clean(item, name)]));
  }

  private cleanList(list: readonly Json[], key: string): Json {
    const items = key === 'producers' ? [...list].sort((a, b) => this.producerNumber(a) - this.producerNumber(b)) : list;
    return items.map((item) => this.clean(item));
  }

  /** Producers stand in the order of their labels, not of the numbers that a broker happened to hand out. */
  private producerNumber(entry: Json): number {
    return isObject(entry) ? Number(this.producers.nameOf(String(entry['producerId'])).slice(1)) : 0;
  }

  private cleanText(text: string): string {
    let cleaned = text;
    for (const id of this.ids) if (cleaned.includes(id)) cleaned = cleaned.replaceAll(id, this.uuids.nameOf(id));
    return cleaned
      // Where our nodes are, and where the recorded ones were.
      .replace(/\bb\d+:9092\b/g, '127.0.0.1:PORT')
      .replace(/\b\d+ ?ms\b/g, '# ms')
      .replace(/(producerId|producer id|ProducerId)([ =:]+)(\d+)/g, (_, word: string, between: string, id: string) => word + between + this.producers.nameOf(id));
  }
}
