import type { ClusterReader } from '../kafka/reader.ts';

/**
 * Whether a thing that a lesson points at is on the stage: `broker:1`, `partition:orders-0`, `replica:orders-0@2`, `producer:checkout`,
 * `consumer:billing`.
 */
export function isOnStage(reader: ClusterReader, element: string): boolean {
  const colon = element.indexOf(':');
  const [kind, id] = [element.slice(0, colon), element.slice(colon + 1)];
  switch (kind) {
    case 'broker':
      return reader.cluster.broker(Number(id)) !== null;
    case 'partition':
      return reader.partition(id) !== null;
    case 'replica': {
      const at = id.lastIndexOf('@');
      return reader.partition(id.slice(0, at))?.registration.replicas.includes(Number(id.slice(at + 1))) ?? false;
    }
    case 'producer':
      return reader.cluster.producer(id) !== null;
    case 'consumer':
      return reader.cluster.consumer(id) !== null;
    default:
      return false;
  }
}
