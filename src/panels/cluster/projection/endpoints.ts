import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import type { Endpoint } from '../rows.ts';

/** Where a node docks on the stage. */
export function endpointOf(reader: ClusterReader, node: NodeId): Endpoint {
  const { cluster } = reader;
  if (cluster.broker(node) !== null) return `broker:${String(node)}`;
  if (cluster.controller(node) !== null) return 'controller';
  const client = cluster.clients.ofNode(node);
  return client === null ? `node:${String(node)}` : `${client.kind}:${client.name}`;
}
