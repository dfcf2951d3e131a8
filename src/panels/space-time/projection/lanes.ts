import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import { lifeState } from '../rows.ts';
import type { LifelineRow } from '../rows.ts';
import type { SpaceTimeMemory } from './memory.ts';

/** The lifelines: producers, brokers, the controllers, consumers; whoever else sent something that is shown. */
export function lifelineRows(reader: ClusterReader, memory: SpaceTimeMemory, seen: ReadonlySet<number>): readonly LifelineRow[] {
  const { cluster } = reader;
  const clients = [...cluster.clients.all()];
  const life = lifeOf(reader, memory);
  const clientRows = (kind: 'producer' | 'consumer'): LifelineRow[] =>
    clients
      .filter((client) => client.kind === kind)
      .map(({ node, name }) => ({
        ...life(node),
        kind,
        name,
        acks: kind === 'producer' ? acksOf(reader, name) : '',
        leadsCount: -1,
      }));
  const leads = new Map<number, number>();
  for (const { registration } of reader.partitions()) leads.set(registration.leader, (leads.get(registration.leader) ?? 0) + 1);
  const brokers = cluster.brokerIds.map((node): LifelineRow => ({
    ...life(node),
    kind: 'broker',
    name: String(node),
    acks: '',
    leadsCount: leads.get(node) ?? 0,
  }));
  const known = new Set([...cluster.brokerIds, ...clients.map((client) => client.node)]);
  const others = [...seen].filter((node) => node > 0 && !known.has(node)).sort((one, other) => one - other);
  const controllers = others.filter((node) => cluster.controller(node) !== null);
  const rest = others.filter((node) => cluster.controller(node) === null);
  return [
    ...clientRows('producer'),
    ...brokers,
    ...controllers.map((node): LifelineRow => ({ ...life(node), kind: 'controller', name: String(node), acks: '', leadsCount: -1 })),
    ...clientRows('consumer'),
    ...rest.map((node): LifelineRow => ({ ...life(node), kind: 'other', name: String(node), acks: '', leadsCount: -1 })),
  ];
}

function acksOf(reader: ClusterReader, name: string): string {
  const acks = reader.cluster.producer(name)?.settings.acks;
  return acks === undefined ? '' : acks === -1 ? 'all' : String(acks);
}

type Life = Pick<LifelineRow, 'id' | 'node' | 'stateMicros' | 'states'>;

function lifeOf(reader: ClusterReader, memory: SpaceTimeMemory): (node: number) => Life {
  return (node) => {
    const changes = memory.lives.get(node) ?? [];
    // Nobody told: it is as it is now.
    const fallback = reader.isUp(node) ? lifeState.up : lifeState.down;
    return {
      id: String(node),
      node,
      stateMicros: changes.length === 0 ? [-1_000_000_000] : changes.map((change) => change.micros),
      states: changes.length === 0 ? [fallback] : changes.map((change) => change.state),
    };
  };
}
