/** Node's main thread. */
import { existsSync, readFileSync } from 'node:fs';
import type { Place } from './place.ts';

const schedstat = '/proc/self/schedstat';

/** Node's main thread as a place; Node must run with `--expose-gc`. */
export const nodePlace: Place = {
  wallMillis: () => performance.now(),

  /** The whole process's time where the system does not tell the main thread's (not on Linux). */
  cpuMillis: () => (existsSync(schedstat) ? Number(readFileSync(schedstat, 'utf8').split(' ')[0]) / 1e6 : processMillis()),

  /** Exact, but threads that compile and collect garbage count as well. */
  shortCpuMillis: processMillis,

  liveBytes: () => {
    // Twice: what only the first round finds out to be garbage goes with the second.
    globalThis.gc?.();
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return Promise.resolve(heapUsed + arrayBuffers);
  },
};

function processMillis(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
