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
  refusal: (cluster, params) =>
    needsStopped(cluster, params) ?? (cluster.broker(nodeOf(params))?.disk.isFailed === true ? 'disk-failed' : null),
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

function needsBroker(cluster: Cluster, params: FaultParams): string | null {
  return cluster.broker(nodeOf(params)) === null ? 'not-a-broker' : null;
}

/** Every append takes longer: a worn, shared or nearly full disk. */
export const slowDisk: Fault = {
  name: 'slow-disk',
  target: 'disk',
  params: [{ name: 'delayMillis', kind: 'millis', initial: 400 }],
  refusal(cluster, params) {
    const reason = needsBroker(cluster, params);
    if (reason !== null) return reason;
    const delay = numberParam(params, 'delayMillis');
    return delay >= 0 && delay <= 600_000 ? null : 'out-of-range';
  },
  apply(cluster, params) {
    const disk = cluster.broker(nodeOf(params))?.disk;
    disk?.touch();
    if (disk !== undefined) disk.appendDelayMicros = Math.round(numberParam(params, 'delayMillis') * 1000);
  },
};

/** The disk is as fast as it should be. */
export const mendDisk: Fault = {
  name: 'mend-disk',
  target: 'disk',
  params: [],
  refusal: (cluster, params) =>
    needsBroker(cluster, params) ?? (cluster.broker(nodeOf(params))?.disk.appendDelayMicros === 0 ? 'is-healthy' : null),
  apply(cluster, params) {
    const disk = cluster.broker(nodeOf(params))?.disk;
    disk?.touch();
    if (disk !== undefined) disk.appendDelayMicros = 0;
  },
};

/**
 * The only log directory fails: a broker without a working directory halts (LogManager), and does not start again until the disk is
 * replaced.
 */
export const failDisk: Fault = {
  name: 'fail-disk',
  target: 'disk',
  params: [],
  refusal: (cluster, params) => needsRunning(cluster, params) ?? needsBroker(cluster, params),
  apply(cluster, params) {
    const disk = cluster.broker(nodeOf(params))?.disk;
    disk?.touch();
    if (disk !== undefined) disk.isFailed = true;
    cluster.kernel.crashProcess(nodeOf(params), 'process-crash');
  },
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
