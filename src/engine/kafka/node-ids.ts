import type { NodeId } from '../kernel/units.ts';

// Brokers have Kafka's own ids; everybody else stands where a broker rarely does.

/** The first controller; the others follow. */
export const firstControllerId: NodeId = 101;

/** ZooKeeper, where offsets were kept before 0.9. */
export const zooKeeperNode: NodeId = 800;

/** The administrator's client. */
export const adminNode: NodeId = 900;

/** Clients are numbered from here on, in the order in which they come: behind every broker. */
export const firstClientNode: NodeId = 1001;

/** What no broker can be called in a cluster of so many controllers. */
export function takenNodes(controllerCount: number): readonly NodeId[] {
  return [...Array.from({ length: controllerCount }, (_, i) => firstControllerId + i), zooKeeperNode, adminNode];
}
