/** The processor time of the thread in which a browser's worker runs, as Linux tells it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';

/** Linux keeps the first fifteen characters of a thread's name. */
const workerThreadName = 'DedicatedWorker';

/**
 * A clock of the one dedicated worker that the browser runs, in milliseconds; null where the system tells no thread's time.
 * The reading is exact while the thread waits. Errors: there is no such worker, or more than one.
 */
export function workerThreadClock(browser: Browser): () => Promise<number | null> {
  const isTold = existsSync('/proc/self/schedstat');
  let found: Promise<string> | null = null;
  return async () => {
    if (!isTold) return null;
    found ??= workerSchedstat(browser);
    return Number(readFileSync(await found, 'utf8').split(' ')[0]) / 1e6;
  };
}

/** The browser lists its own processes, so that no other browser's worker is taken for this one's. */
async function workerSchedstat(browser: Browser): Promise<string> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => join('/proc', String(id), 'task'));
  const threads = renderers.flatMap((tasks) => readdirSync(tasks).map((thread) => join(tasks, thread)));
  const workers = threads.filter((thread) => readFileSync(join(thread, 'comm'), 'utf8').startsWith(workerThreadName));
  const [worker] = workers;
  if (worker === undefined || workers.length > 1) throw new Error(`${String(workers.length)} worker threads found, not one`);
  return join(worker, 'schedstat');
}
