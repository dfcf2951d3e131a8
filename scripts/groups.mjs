// The groups of checks that `npm run check` and `npm test` run, and how their results become one closing line.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './setup.mjs';

/**
 * A group is one command. `counts` says where its own tests are counted; without it the group counts as one.
 * @typedef {{ name: string, command: string[], counts?: 'vitest' | 'playwright' }} Group
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

const bin = (/** @type {string} */ path) => join('node_modules', path);
const vitest = (/** @type {string[]} */ ...projects) => [
  bin('vitest/vitest.mjs'),
  'run',
  ...projects.flatMap((name) => ['--project', name]),
];
const knipChecks = ['--include', 'files,dependencies,unlisted,unresolved', '--no-config-hints', '--no-progress'];

export const groups = {
  types: { name: 'type check', command: ['scripts/typecheck.mjs'] },
  lint: { name: 'lint', command: [bin('eslint/bin/eslint.js'), '.', '--cache', '--cache-location', 'node_modules/.cache/eslint/'] },
  layering: { name: 'layering', command: ['scripts/layering.mjs'] },
  deadFiles: { name: 'dead files', command: [bin('knip/bin/knip.js'), ...knipChecks] },
  unit: { name: 'unit tests', command: vitest('unit', 'page'), counts: /** @type {const} */ ('vitest') },
  fuzz: { name: 'property tests', command: [...vitest('fuzz'), '--passWithNoTests'], counts: /** @type {const} */ ('vitest') },
  conformance: { name: 'conformance', command: vitest('conformance'), counts: /** @type {const} */ ('vitest') },
  tools: { name: 'tests of the tools', command: vitest('tools'), counts: /** @type {const} */ ('vitest') },
  build: { name: 'build', command: [bin('vite/bin/vite.js'), 'build', '--logLevel', 'warn'] },
  size: { name: 'size', command: ['scripts/size.mjs'] },
  browser: { name: 'browser tests', command: ['scripts/e2e.mjs', '--no-build'], counts: /** @type {const} */ ('playwright') },
};

/**
 * Runs groups in order, each to its end even when an earlier one failed, and prints each one's result; a failed one's whole output.
 * @param {readonly Group[]} wanted
 * @param {(text: string) => void} say
 * @returns {Promise<Counts>}
 */
export async function runGroups(wanted, say) {
  /** @type {Counts} */
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const group of wanted) {
    const startedMillis = Date.now();
    const { status, output, counts } = await runGroup(group);
    const isGood = status === 0 && counts.failed === 0;
    const seconds = ((Date.now() - startedMillis) / 1000).toFixed(1);
    if (!isGood) say(output.trimEnd());
    else for (const line of output.split('\n')) if (figures.test(line)) say(`    ${line.trim()}`);
    const detail = group.counts === undefined ? '' : `: ${counts.passed} passed, ${counts.failed} failed`;
    say(`${isGood ? 'ok    ' : 'FAILED'} ${group.name}${detail} (${seconds} s)`);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  return total;
}

/** Lines of a good group that are worth repeating: figures that people compare from run to run. */
const figures = /^(size|layering): |^[a-z-]+: (rows|steps) \d/;

/**
 * The closing line, and the exit status that says the same.
 * @param {Counts} total
 */
export function closing({ passed, failed, skipped }) {
  const notRun = skipped === 0 ? '' : `${skipped} not run\n`;
  // Nothing passed means nothing ran: that is no success.
  return { line: `${notRun}${passed} passed, ${failed} failed`, status: failed === 0 && passed > 0 ? 0 : 1 };
}

/** @param {Group} group */
async function runGroup(group) {
  const folder = mkdtempSync(join(tmpdir(), 'kafkascope-'));
  const report = join(folder, 'report.json');
  try {
    const { status, output } = await run([...group.command, ...reporterArguments(group, report)], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
    return { status, output, counts: countsOf(group, status, report) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Group} group
 * @param {string} report
 */
function reporterArguments(group, report) {
  if (group.counts === 'vitest') return ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return group.counts === 'playwright' ? ['--reporter=list,json'] : [];
}

/**
 * @param {Group} group
 * @param {number} status
 * @param {string} report
 * @returns {Counts}
 */
function countsOf(group, status, report) {
  if (group.counts === undefined) return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  const counts = group.counts === 'vitest' ? vitestCounts(report) : playwrightCounts(report);
  // A runner that fails without a failed test (a file that does not load, an unhandled error) is one failure.
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {string} report
 * @returns {Counts}
 */
function vitestCounts(report) {
  const found = readReport(report);
  if (found === null) return { passed: 0, failed: 0, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = found;
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const files = testResults;
  const failedToLoad = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return { passed: numPassedTests, failed: numFailedTests + failedToLoad, skipped: numPendingTests + numTodoTests };
}

/**
 * @param {string} report
 * @returns {Counts}
 */
function playwrightCounts(report) {
  const found = readReport(report);
  if (found === null) return { passed: 0, failed: 0, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = found.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/** @param {string} report */
function readReport(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return null; // The runner did not get as far as writing it; its exit status tells.
  }
}

/**
 * @param {string[]} command
 * @param {Record<string, string>} environment
 * @returns {Promise<{ status: number, output: string }>}
 */
function run(command, environment) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: projectRoot, env: { ...process.env, ...environment, NO_COLOR: '1' } });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('exit', (code) => resolve({ status: code ?? 1, output }));
  });
}
