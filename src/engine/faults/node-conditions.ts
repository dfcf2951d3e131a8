import type { Cluster } from '../kafka/cluster.ts';
import type { NodeId } from '../kernel/units.ts';
import { numberParam } from './fault.ts';
import type { FaultParams } from './fault.ts';

/** The node that a fault is about. */
export const nodeOf = (params: FaultParams): NodeId => numberParam(params, 'node');

/** Why a node's process cannot be stopped or disturbed; null when it runs. */
export function needsRunning(cluster: Cluster, params: FaultParams): string | null {
  if (!cluster.kernel.hasNode(nodeOf(params))) return 'unknown-node';
  return cluster.kernel.node(nodeOf(params)).isProcessUp ? null : 'not-running';
}

/** Why a node's process cannot be started or its disk changed; null when it is down. */
export function needsStopped(cluster: Cluster, params: FaultParams): string | null {
  if (!cluster.kernel.hasNode(nodeOf(params))) return 'unknown-node';
  return cluster.kernel.node(nodeOf(params)).isProcessUp ? 'is-running' : null;
}

/** Whether a client's process has nothing left to do: its program has closed its client, or an exception has ended it. */
export function hasEnded(cluster: Cluster, params: FaultParams): boolean {
  const { clients, kernel } = cluster;
  const entry = [...clients.all()].find(({ node }) => node === nodeOf(params));
  if (entry === undefined || !kernel.node(entry.node).isProcessUp || kernel.node(entry.node).isPaused) return false;
  return entry.kind === 'producer' ? cluster.producer(entry.name)?.producer === null : cluster.consumer(entry.name)?.step.kind === 'ended';
}

/** Why a node has no logs; null for a broker. */
export function needsBroker(cluster: Cluster, params: FaultParams): string | null {
  return cluster.broker(nodeOf(params)) === null ? 'not-a-broker' : null;
}
