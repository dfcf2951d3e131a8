/**
 * `npm run bench`: how fast the engine is, as ratios beside references. The engine is bundled first, as it is for the page, so that nothing
 * wraps its functions; each suite runs in a process of its own. `npm run bench -- producer seek` runs some suites, `--repetitions 3` or
 * `--share 0.1` makes it shorter; the figures are those of docs/PERFORMANCE.md only without them.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bundleForNode } from './bundle.ts';
import { suiteNames } from './bench/suite-names.ts';

const words = process.argv.slice(2);
const options = words.filter((word, i) => word.startsWith('--') || words[i - 1]?.startsWith('--') === true);
const asked = words.filter((word) => !options.includes(word));
const unknown = asked.filter((word) => !suiteNames.some((name) => name === word));
if (unknown.length > 0) {
  console.error(`no such suite: ${unknown.join(', ')}; there are: ${suiteNames.join(', ')}`);
  process.exit(2);
}

const file = join(await bundleForNode('scripts/bench/main.ts', 'bench'), 'main.js');
let failedCount = 0;
for (const suite of suiteNames) {
  if (asked.length > 0 && !asked.includes(suite)) continue;
  const { status } = spawnSync(process.execPath, ['--expose-gc', file, suite, ...options], { stdio: 'inherit' });
  if (status !== 0) failedCount++;
}
console.log(failedCount === 0 ? 'every goal is reached' : `${String(failedCount)} suite(s) with a goal that is not reached`);
process.exitCode = failedCount === 0 ? 0 : 1;
