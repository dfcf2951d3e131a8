/** A dedicated worker of a browser, seen from outside: a script runs in one as the product's engine does. */
import { chromium } from '@playwright/test';
import type { WorkerAnswer } from './addresses.ts';
import { serve } from './server.ts';
import { workerThreadClock } from './thread-clock.ts';
import { workerScales } from './worker-heap.ts';

/** What a worker is to do, and in which browser. */
export interface WorkerOrder {
  readonly executablePath: string;
  /** The classic script of the worker. */
  readonly script: string;
  /** What it is told by its first message: plain data. */
  readonly order: unknown;
}

/** What the worker answered, and where it ran: "a worker of Chromium 140". */
export interface WorkerResult {
  readonly value: unknown;
  readonly where: string;
}

/** A browser without a graphics card, as on the machines that check this project. */
export const browserArgs = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

/** Starts a browser for this work alone: what another one left compiled or allocated would be measured too. */
export async function runInWorker({ executablePath, script, order }: WorkerOrder): Promise<WorkerResult> {
  const browser = await chromium.launch({ executablePath, args: browserArgs });
  try {
    const page = await browser.newPage();
    const server = await serve({ script, cpuMillis: workerThreadClock(browser), liveBytes: await workerScales(page) });
    try {
      await page.goto(server.url);
      const answer = await page.evaluate<WorkerAnswer>(`runWorker(${JSON.stringify(order)})`);
      if (answer.kind === 'failed') throw new Error(answer.problem);
      return { value: answer.value, where: `a worker of Chromium ${majorOf(browser.version())}` };
    } finally {
      server.close();
    }
  } finally {
    await browser.close();
  }
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? version;
}
