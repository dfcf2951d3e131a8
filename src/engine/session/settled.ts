import type { ClusterReader } from '../kafka/reader.ts';

/**
 * Whether nothing will happen any more until somebody acts: everything runs, all replicas are level, nothing is on its way to a log and
 * no workload goes on.
 * Heartbeats and empty fetches do not count.
 */
export function isSettled(reader: ClusterReader): boolean {
  const { cluster } = reader;
  const { kernel } = cluster;
  for (const node of kernel.nodes) if (node.isPaused || (!node.isProcessUp && cluster.clients.ofNode(node.id) === null)) return false;
  if (![...kernel.network.disturbedLinks()].every(() => false)) return false;
  for (const { name, kind } of cluster.clients.all()) {
    if (kind !== 'producer') continue;
    const process = cluster.producer(name);
    if (process?.workload?.isFinished === false || (process?.callerQueue.length ?? 0) > 0) return false;
    if ((process?.producer?.accumulator.incomplete.count ?? 0) > 0) return false;
  }
  return reader.partitions().every((facts) => {
    const end = reader.leader(facts)?.log?.logEndOffset;
    if (end === undefined || facts.registration.isr.length < facts.registration.replicas.length) return false;
    return facts.registration.replicas.every((id) => {
      const log = reader.log(id, facts.name);
      return log !== null && log.logEndOffset === end && log.highWatermark === end;
    });
  });
}
