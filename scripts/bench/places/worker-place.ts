/** A dedicated worker of a browser, seen from inside. It asks the server (`server.ts`) for what only the outside can tell. */
import { addresses } from './addresses.ts';
import type { WorkerAnswer } from './addresses.ts';
import type { Place } from './place.ts';

/** The worker in which this script runs. */
export const workerPlace: Place = {
  wallMillis: () => performance.now(),

  /**
   * Asks while the thread waits. The end of one request and the beginning of the next lie between two readings: 0.5 to 1 millisecond of
   * processor time, of rounds that take at least two hundred.
   */
  cpuMillis: () => {
    const request = new XMLHttpRequest();
    request.open('GET', addresses.cpuMillis, false);
    request.send();
    if (request.status !== 200) throw new Error(request.responseText);
    return JSON.parse(request.responseText) as number | null;
  },

  shortCpuMillis: () => null,

  liveBytes: async () => {
    const response = await fetch(addresses.liveBytes);
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as number;
  },
};

/** Does the work that the page orders with its message, and answers with what comes of it. */
export function workForPage<Order>(work: (order: Order) => Promise<unknown>): void {
  onmessage = ({ data }: MessageEvent<Order>): void => {
    const answer = (message: WorkerAnswer): void => {
      postMessage(message);
    };
    work(data).then(
      (value) => {
        answer({ kind: 'done', value });
      },
      (error: unknown) => {
        answer({ kind: 'failed', problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      },
    );
  };
}
