/**
 * `npm run bench`: how fast the engine is, as ratios beside references. The engine is bundled first, as it is for the page, so that nothing
 * wraps its functions. Each suite runs where the engine of the product does: in a dedicated worker, in a browser of its own. What needs
 * Node, and with `--in node` everything, runs in a Node process of its own. `npm run bench -- producer seek` runs some suites,
 * `--repetitions 3` or `--share 0.1` makes it shorter; the figures are those of docs/PERFORMANCE.md only without them.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleAsScript, bundleForNode } from './bundle.ts';
import { isReached, measuredIn, print } from './bench/measure.ts';
import type { Row } from './bench/measure.ts';
import { runInWorker } from './bench/places/chromium.ts';
import { isEngineSuite } from './bench/suite-names.ts';
import type { EngineSuiteName, SuiteName } from './bench/suite-names.ts';
import type { SuiteOrder } from './bench/suites.ts';
import { askedBy } from './bench/words.ts';
import { findOrInstallChromium } from './setup.mjs';

const asked = askedBy(process.argv.slice(2));
if (typeof asked === 'string') stop(asked);
const { suites, place, size } = asked;
const isForWorker = (suite: SuiteName): suite is EngineSuiteName => place === 'worker' && isEngineSuite(suite);
const runInBrowser = suites.some(isForWorker) ? await browserRunner() : null;
const runInNode = suites.every(isForWorker) ? null : await nodeRunner();
let failedCount = 0;
for (const suite of suites) {
  const isGood = isForWorker(suite) ? await runInBrowser?.(suite) : runInNode?.(suite);
  if (isGood !== true) failedCount++;
}
console.log(failedCount === 0 ? 'every goal is reached' : `${String(failedCount)} suite(s) with a goal that is not reached`);
process.exitCode = failedCount === 0 ? 0 : 1;

/** What runs a suite in a worker, prints its rows, and tells whether every goal is reached. */
async function browserRunner(): Promise<(suite: EngineSuiteName) => Promise<boolean>> {
  const executablePath = findOrInstallChromium();
  if (executablePath === null) {
    stop('The benchmarks run in a worker of a Chromium, and none was found or could be installed. `--in node` measures without one.');
  }
  const script = readFileSync(await bundleAsScript('scripts/bench/worker-main.ts', 'bench-worker', 'es2022'), 'utf8');
  return async (suite) => {
    try {
      const order: SuiteOrder = { suite, size };
      const { value, where } = await runInWorker({ executablePath, script, order });
      const rows = value as readonly Row[];
      for (const row of rows) print(measuredIn(where, row));
      return rows.every(isReached);
    } catch (error) {
      console.error(`${suite}:`, error);
      return false;
    }
  };
}

/** The same in a Node process. */
async function nodeRunner(): Promise<(suite: SuiteName) => boolean> {
  const file = join(await bundleForNode('scripts/bench/main.ts', 'bench'), 'main.js');
  const sizeWords = ['--repetitions', String(size.repetitions), '--share', String(size.share)];
  return (suite) => {
    const { status } = spawnSync(process.execPath, ['--expose-gc', file, suite, ...sizeWords], { stdio: 'inherit' });
    return status === 0;
  };
}

function stop(problem: string): never {
  console.error(problem);
  process.exit(2);
}
