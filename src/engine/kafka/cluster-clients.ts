import type { ConsumerLibrary } from '../../contract/scenario.ts';
import { Entity } from '../kernel/state.ts';
import type { NodeId } from '../kernel/units.ts';

/** A client of the cluster, by name. */
export interface ClientEntry {
  readonly name: string;
  readonly kind: 'producer' | 'consumer';
  readonly node: NodeId;
  readonly library: ConsumerLibrary;
}

/** Clients are numbered from here on, in the order in which they come. */
export const firstClientNode: NodeId = 1001;

/** Who the clients are: clients come and go by commands, so the table is state. */
export class ClientTable extends Entity {
  private byName = new Map<string, ClientEntry>();
  private nextNode: NodeId = firstClientNode;

  /** Gives a node id to a new client. */
  add(name: string, kind: ClientEntry['kind'], library: ConsumerLibrary = 'java'): ClientEntry {
    this.touch();
    const entry = { name, kind, node: this.nextNode++, library };
    this.byName.set(name, entry);
    return entry;
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
