/** Records and messages on the stage, and rows on their way: the product beside the naive way, in one browser, in turn. */
import type { Browser } from '@playwright/test';
import { median, shown, spread } from '../bench/measure.ts';
import type { Row } from '../bench/measure.ts';
import { openWatched, watchFrames } from './browser.ts';
import type { Watched } from './browser.ts';

/** Where the pages are, and how often and how long each is watched. */
export interface UiBench {
  readonly browser: Browser;
  readonly bench: string;
  readonly product: string;
  readonly rounds: number;
  readonly millis: number;
}

interface Seen {
  readonly product: readonly Watched[];
  readonly naive: readonly Watched[];
}

async function rounds(ui: UiBench, scene: string): Promise<Seen> {
  const seen = { product: [] as Watched[], naive: [] as Watched[] };
  for (let round = 0; round < ui.rounds; round++) {
    for (const way of ['product', 'naive'] as const) {
      const { page, cdp } = await openWatched(ui.browser, `${ui.bench}?scene=${scene}&way=${way}`);
      await page.waitForTimeout(1500);
      seen[way].push(await watchFrames(page, cdp, ui.millis));
      await page.context().close();
    }
  }
  return seen;
}

const mains = (watched: readonly Watched[]): readonly number[] => watched.map(({ mainMillisPerFrame }) => mainMillisPerFrame);
const rates = (watched: readonly Watched[]): readonly number[] => watched.map(({ framesPerSecond }) => framesPerSecond);

/** Main thread a frame, and how many times less than the naive way it is. */
function comparedRows(name: string, { product, naive }: Seen, [mostMillis, leastRatio, naiveName]: [number, number, string]): Row[] {
  const detail = `fps ${spread(rates(product))}; ${naiveName}: ${spread(mains(naive))} ms, fps ${spread(rates(naive))}`;
  const ratio = median(mains(naive)) / median(mains(product));
  return [
    row(`${name}: main thread a frame`, median(mains(product)), 'ms', { kind: 'most', value: mostMillis }, detail),
    row(`${name}: less than ${naiveName}`, ratio, 'x', { kind: 'least', value: leastRatio }, 'main thread for as many frames'),
  ];
}

/** 10,080 records of which one in a hundred changes in each frame, and 500 messages in flight. */
export async function cellsRows(ui: UiBench): Promise<readonly Row[]> {
  const seen = await rounds(ui, 'cells');
  return [
    ...comparedRows('cells', seen, [10, 6, 'memoised React SVG']),
    row('cells: frames', median(rates(seen.product)), 'fps', { kind: 'least', value: 57 }, 'needs a processor of its own'),
  ];
}

/** 500 messages a second appear and vanish. */
export async function churnRows(ui: UiBench): Promise<readonly Row[]> {
  return comparedRows('churn', await rounds(ui, 'churn'), [8, 10, 'AnimatePresence']);
}

/** 100 KB of rows from a worker. */
export async function transferRows(ui: UiBench): Promise<readonly Row[]> {
  const { page } = await openWatched(ui.browser, ui.bench);
  await page.waitForFunction('typeof measureTransfer === "function"');
  const figures = await page.evaluate<TransferFigures>(`measureTransfer(${String(ui.rounds * 100)})`);
  await page.context().close();
  const { objects, product, store, textLength } = figures;
  const scale = 102_400 / textLength;
  const detail = `${shown(textLength / 1024)} KB of text; the same as objects: ${spread(objects)} ms; into the store: ${spread(store)} ms`;
  return [
    row('rows: reading 100 KB', median(product) * scale, 'ms', { kind: 'most', value: 0.25 }, detail),
    row(
      'rows: less than objects',
      median(objects) / median(product),
      'x',
      { kind: 'least', value: 1.3 },
      'structured clone of the same rows',
    ),
  ];
}

interface TransferFigures {
  readonly objects: readonly number[];
  readonly product: readonly number[];
  readonly store: readonly number[];
  readonly textLength: number;
}

function row(...[name, value, unit, goal, detail]: [string, number, string, Row['goal'], string]): Row {
  return { name, value, unit, goal, detail };
}
