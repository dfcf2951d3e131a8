import type { Fault } from './fault.ts';
import { hasEnded, needsRunning, needsStopped, nodeOf } from './node-conditions.ts';

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
    // Before its start is complete a broker's own shutdown does nothing: the process ends as it stands (BrokerServer.maybeChangeStatus).
    else if (broker.lifecycle.isStarting) cluster.kernel.crashProcess(nodeOf(params), 'process-crash');
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

/** Starts a stopped process; a client's program that has ended is started anew. */
export const restart: Fault = {
  name: 'restart',
  target: 'broker',
  params: [],
  refusal(cluster, params) {
    if (hasEnded(cluster, params)) return null;
    return needsStopped(cluster, params) ?? (cluster.broker(nodeOf(params))?.disk.isFailed === true ? 'disk-failed' : null);
  },
  apply(cluster, params) {
    if (hasEnded(cluster, params)) cluster.kernel.crashProcess(nodeOf(params), 'clean');
    cluster.kernel.startProcess(nodeOf(params));
  },
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
