import type { ConfigOverrides, ConsumerLibrary, ConsumerSpec, ProducerSpec } from '../../contract/scenario.ts';
import { Entity } from '../kernel/state.ts';
import type { NodeId } from '../kernel/units.ts';
import { firstClientNode } from './node-ids.ts';

/** A client of the cluster, by name. */
export interface ClientEntry {
  readonly name: string;
  readonly kind: 'producer' | 'consumer';
  readonly node: NodeId;
  readonly library: ConsumerLibrary;
  /** What was set of it, in its library's words: a client reads its settings anew from the first to the last. */
  readonly configs: ConfigOverrides;
}

/** Who the clients are: clients come and go by commands, so the table is state. */
export class ClientTable extends Entity {
  private byName = new Map<string, ClientEntry>();
  private nextNode: NodeId = firstClientNode;

  /** Gives a node id to a new client. */
  add(kind: ClientEntry['kind'], { name, library = 'java', configs = {} }: ProducerSpec | ConsumerSpec): ClientEntry {
    this.touch();
    const entry = { name, kind, node: this.nextNode++, library, configs };
    this.byName.set(name, entry);
    return entry;
  }

  /** Other settings, or another library. */
  change(entry: ClientEntry, { library, configs }: Pick<ClientEntry, 'library' | 'configs'>): ClientEntry {
    this.touch();
    const changed = { ...entry, library, configs };
    this.byName.set(entry.name, changed);
    return changed;
  }

  remove(name: string): void {
    this.touch();
    this.byName.delete(name);
  }

  get(name: string): ClientEntry | null {
    return this.byName.get(name) ?? null;
  }

  /** All clients, in the order in which they came. */
  all(): Iterable<ClientEntry> {
    return this.byName.values();
  }

  /** The client on a node; null when it is none. */
  ofNode(node: NodeId): ClientEntry | null {
    for (const entry of this.byName.values()) if (entry.node === node) return entry;
    return null;
  }
}
