// The benchmarks run: tiny, and without a look at the clock.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { lineOf } from './bench/measure.ts';
import type { Row } from './bench/measure.ts';
import { runInWorker } from './bench/places/chromium.ts';
import { countedMillis, ratesOf, taken } from './bench/places/taken.ts';
import { suiteNames } from './bench/suite-names.ts';
import { askedBy } from './bench/words.ts';
import { bundleAsScript, bundleForNode } from './bundle.ts';
import { findChromium } from './setup.mjs';

const tiny = { repetitions: 1, share: 0.004 };

interface Weighed {
  readonly keptBytes: number;
  readonly leftBytes: number;
}

interface WeighAnswer {
  readonly floats: Weighed;
  readonly objects: Weighed;
  readonly readingMillis: number | null;
}

function checkLines(lines: readonly string[]): void {
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^(pass|FAIL) {2}.* \(goal [≥≤] \d/);
  expect(lines.join('\n')).not.toMatch(/NaN|Infinity|undefined|null/);
}

describe('npm run bench -- --in node', { timeout: 120_000 }, () => {
  let folder = '';
  beforeAll(async () => {
    folder = await bundleForNode('scripts/bench/main.ts', 'bench-test');
  });

  test.each(suiteNames)('the suite %s prints what was reached beside what is wanted', (suite) => {
    const file = join(folder, 'main.js');
    const words = [suite, '--repetitions', String(tiny.repetitions), '--share', String(tiny.share)];
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', file, ...words], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    checkLines(lines);
    for (const line of lines) expect(line).toMatch(/; in Node \d+$/);
  });
});

describe('npm run bench', { timeout: 120_000 }, () => {
  // `npm test` installs one first.
  const chromium = findChromium();
  const needsChromium = test.skipIf(chromium === null);
  const reason = chromium === null ? ' (not run: no Chromium is found)' : '';
  const isCpuTold = existsSync('/proc/self/schedstat');
  const scripts = new Map<string, Promise<string>>();

  async function answerOf(entry: string, order: unknown): Promise<{ readonly value: unknown; readonly where: string }> {
    const bundle = scripts.get(entry) ?? bundleAsScript(`scripts/bench/${entry}.ts`, `bench-test-${entry.replace('/', '-')}`, 'es2022');
    scripts.set(entry, bundle);
    return runInWorker({ executablePath: chromium ?? '', script: readFileSync(await bundle, 'utf8'), order });
  }

  needsChromium.each(['producer', 'seek'])(`the suite %s runs in a worker${reason}`, async (suite) => {
    const { value, where } = await answerOf('worker-main', { suite, size: tiny });
    expect(where).toMatch(/^a worker of Chromium \d+$/);
    const lines = (value as readonly Row[]).map(lineOf);
    checkLines(lines);
    if (isCpuTold) expect(lines.join('\n')).toMatch(/CPU/);
  });

  needsChromium(`what a worker keeps alive is weighed, and is gone once dropped; the clock of its thread is told${reason}`, async () => {
    const { value } = await answerOf('places/weigh-main', null);
    const { floats, objects, readingMillis } = value as WeighAnswer;
    expect(floats.keptBytes).toBeGreaterThanOrEqual(8_000_000);
    expect(floats.keptBytes).toBeLessThan(8_100_000);
    // A pointer, an object of two fields and a number: with short pointers or with long ones.
    expect(objects.keptBytes).toBeGreaterThan(30_000_000);
    expect(objects.keptBytes).toBeLessThan(80_000_000);
    for (const { leftBytes } of [floats, objects]) expect(Math.abs(leftBytes)).toBeLessThan(100_000);
    expect(readingMillis !== null).toBe(isCpuTold);
    expect(readingMillis ?? 1).toBeGreaterThan(0);
  });

  needsChromium(`a worker's failure is told${reason}`, async () => {
    await expect(answerOf('worker-main', { suite: 'nothing', size: tiny })).rejects.toThrow('not a function');
  });

  test('without processor time rates go by the wall, and say so', () => {
    const clock = [10, 15];
    const untold = { cpuMillis: () => null, shortCpuMillis: () => null, liveBytes: () => Promise.resolve(0) };
    const time = taken({ wallMillis: () => clock.shift() ?? 0, ...untold }, () => {});
    expect(countedMillis(time)).toBe(5);
    expect(ratesOf([time], (millis) => 100 / millis)).toEqual({ median: 20, words: 'wall 20.0 (20.0-20.0) (no CPU time is told here)' });
  });

  test('words that it does not know are refused', () => {
    expect(askedBy(['seek', '--in', 'node', '--share', '0.5'])).toEqual({
      suites: ['seek'],
      place: 'node',
      size: { repetitions: 7, share: 0.5 },
    });
    expect(askedBy([])).toMatchObject({ suites: suiteNames, place: 'worker' });
    for (const words of [['sek'], ['--in'], ['--in', 'moon'], ['--repetitions', '0'], ['--share', 'x'], ['--shares', '1']]) {
      expect(askedBy(words)).toBeTypeOf('string');
    }
  });
});
