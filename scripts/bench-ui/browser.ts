/** The browser of the page's benchmarks: pages built as the product is, and what their main thread costs. */
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { build, preview } from 'vite';
import { browserArgs } from '../bench/places/chromium.ts';
import { findChromium, projectRoot } from '../setup.mjs';

/** A page that no other origin can reach gets a clock that is fine enough for what takes a tenth of a millisecond. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Builds the page of drawings (not part of the product) beside the product, and serves both. */
export async function serve({
  builds,
}: {
  readonly builds: boolean;
}): Promise<{ readonly product: string; readonly bench: string; readonly close: () => Promise<void> }> {
  const outDir = join(projectRoot, 'node_modules', '.cache', 'kafkascope', 'bench-ui');
  const folder = join(projectRoot, 'src', 'app', 'testing', 'bench');
  await build({
    root: folder,
    base: './',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, rollupOptions: { input: join(folder, 'bench.html') } },
  });
  if (builds) await build({ root: projectRoot, logLevel: 'error' });
  const product = await preview({ root: projectRoot, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  const bench = await preview({
    root: folder,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: isolation },
  });
  return {
    product: addressOf(product),
    bench: `${addressOf(bench)}bench.html`,
    close: async () => {
      await Promise.all([product.close(), bench.close()]);
    },
  };
}

function addressOf({ resolvedUrls }: { readonly resolvedUrls: { readonly local: readonly string[] } | null }): string {
  const [address] = resolvedUrls?.local ?? [];
  if (address === undefined) throw new Error('the server has no address');
  return address;
}

/** Starts a browser without a graphics card, as on the machines that check this project: drawing costs what it costs at worst. */
export function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium found: `npm test` installs one, or set CHROMIUM_PATH');
  return chromium.launch({ executablePath, args: browserArgs });
}

/** What the page's main thread did in a while. */
export interface Watched {
  readonly framesPerSecond: number;
  /** Processor time of all tasks of the main thread, by frame. */
  readonly mainMillisPerFrame: number;
  /** 95th percentile of the time between two frames. */
  readonly frameMillisP95: number;
}

/** Watches a page for a while. */
export async function watchFrames(page: Page, cdp: CDPSession, millis: number): Promise<Watched> {
  const before = await taskSeconds(cdp);
  const times = await page.evaluate(
    (duration) =>
      new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        const next = (now: number): void => {
          seen.push(now);
          if (now - (seen[0] ?? now) < duration) requestAnimationFrame(next);
          else resolve(seen);
        };
        requestAnimationFrame(next);
      }),
    millis,
  );
  const spent = (await taskSeconds(cdp)) - before;
  const frameCount = times.length - 1;
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  gaps.sort((one, other) => one - other);
  return {
    framesPerSecond: (frameCount * 1000) / ((times.at(-1) ?? 0) - (times[0] ?? 0)),
    mainMillisPerFrame: (spent * 1000) / frameCount,
    frameMillisP95: gaps[Math.floor(gaps.length * 0.95)] ?? 0,
  };
}

/** A page whose main thread is watched: processor time, so that neighbours on the machine count little. */
export async function openWatched(browser: Browser, address: string): Promise<{ readonly page: Page; readonly cdp: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  // What runs these scripts wraps named functions in a helper that a page does not have.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.goto(address);
  return { page, cdp };
}

async function taskSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0;
}
