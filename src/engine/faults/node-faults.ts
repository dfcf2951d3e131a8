import type { Cluster } from '../kafka/cluster.ts';
import type { NodeId } from '../kernel/units.ts';
import { numberParam } from './fault.ts';
import type { Fault, FaultParams } from './fault.ts';

const nodeOf = (params: FaultParams): NodeId => numberParam(params, 'node');

function needsRunning(cluster: Cluster, params: FaultParams): string | null {
  if (!cluster.kernel.hasNode(nodeOf(params))) return 'unknown-node';
  return cluster.kernel.node(nodeOf(params)).isProcessUp ? null : 'not-running';
}

function needsStopped(cluster: Cluster, params: FaultParams): string | null {
  if (!cluster.kernel.hasNode(nodeOf(params))) return 'unknown-node';
  return cluster.kernel.node(nodeOf(params)).isProcessUp ? 'is-running' : null;
}

/** SIGKILL: the process ends; the machine and its page cache live on. */
export const kill: Fault = {
  name: 'kill',
  target: 'broker',
  params: [],
  refusal: needsRunning,
  apply: (cluster, params) => cluster.kernel.crashProcess(nodeOf(params), 'process-crash'),
};

/** SIGTERM: a controlled shutdown of a broker; anything else just ends. */
export const stop: Fault = {
  name: 'stop',
  target: 'broker',
  params: [],
  refusal(cluster, params) {
    const reason = needsRunning(cluster, params);
    if (reason !== null) return reason;
    return cluster.kernel.node(nodeOf(params)).isPaused ? 'is-paused' : null;
  },
  apply(cluster, params) {
    const broker = cluster.broker(nodeOf(params));
    if (broker === null) cluster.kernel.crashProcess(nodeOf(params), 'clean');
    else broker.beginControlledShutdown();
  },
};

/** The power fails: what was not on disk is gone, and nobody is told. */
export const powerLoss: Fault = {
  name: 'power-loss',
  target: 'broker',
  params: [],
  refusal: needsRunning,
  apply: (cluster, params) => cluster.kernel.crashProcess(nodeOf(params), 'power-loss'),
};

/** Starts a stopped process. */
export const restart: Fault = {
  name: 'restart',
  target: 'broker',
  params: [],
  refusal: needsStopped,
  apply: (cluster, params) => cluster.kernel.startProcess(nodeOf(params)),
};

/** SIGSTOP, a long garbage collection, a frozen virtual machine: time goes on without it. */
export const pause: Fault = {
  name: 'pause',
  target: 'broker',
  params: [],
  refusal(cluster, params) {
    const reason = needsRunning(cluster, params);
    if (reason !== null) return reason;
    return cluster.kernel.node(nodeOf(params)).isPaused ? 'is-paused' : null;
  },
  apply: (cluster, params) => cluster.kernel.pauseProcess(nodeOf(params)),
};

/** SIGCONT. */
export const resume: Fault = {
  name: 'resume',
  target: 'broker',
  params: [],
  refusal(cluster, params) {
    const reason = needsRunning(cluster, params);
    if (reason !== null) return reason;
    return cluster.kernel.node(nodeOf(params)).isPaused ? null : 'not-paused';
  },
  apply: (cluster, params) => cluster.kernel.resumeProcess(nodeOf(params)),
};

/** A new, empty disk for a broker that is down. */
export const wipe: Fault = {
  name: 'wipe',
  target: 'disk',
  params: [],
  refusal(cluster, params) {
    const reason = needsStopped(cluster, params);
    if (reason !== null) return reason;
    return cluster.broker(nodeOf(params)) === null ? 'not-a-broker' : null;
  },
  apply(cluster, params) {
    const broker = cluster.broker(nodeOf(params));
    broker?.disk.wipe(cluster.newDirectoryId(nodeOf(params)));
  },
};
