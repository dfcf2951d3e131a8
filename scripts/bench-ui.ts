/**
 * `npm run bench:ui`: what the page costs, beside the naive ways, in a browser without a graphics card. `npm run bench:ui -- cells seek`
 * runs some suites; `--rounds 1 --millis 1000` is a first look; `--no-build` takes the build that is there.
 */
import { isReached, print } from './bench/measure.ts';
import { serve, startBrowser } from './bench-ui/browser.ts';
import { cellsRows, churnRows, transferRows } from './bench-ui/drawing.ts';
import { scrubRows, seekRows, taskRows } from './bench-ui/product.ts';

const suites = { cells: cellsRows, churn: churnRows, rows: transferRows, tasks: taskRows, seek: seekRows, scrub: scrubRows };

const words = process.argv.slice(2);
const optionOf = (name: string, otherwise: number): number => {
  const at = words.indexOf(name);
  return at < 0 ? otherwise : Number(words[at + 1]);
};
const asked = Object.entries(suites).filter(([name]) => words.includes(name));
const { product, bench, close } = await serve({ builds: !words.includes('--no-build') });
const browser = await startBrowser();
let failedCount = 0;
for (const [, suite] of asked.length === 0 ? Object.entries(suites) : asked) {
  for (const row of await suite({ browser, product, bench, rounds: optionOf('--rounds', 7), millis: optionOf('--millis', 4000) })) {
    print(row);
    if (!isReached(row)) failedCount += 1;
  }
}
await browser.close();
await close();
console.log(failedCount === 0 ? 'every goal is reached' : `${String(failedCount)} goal(s) not reached`);
process.exitCode = failedCount === 0 ? 0 : 1;
