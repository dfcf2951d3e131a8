// The benchmarks run: tiny, and without a look at the clock.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { suiteNames } from './bench/suite-names.ts';
import { bundleForNode } from './bundle.ts';

describe('npm run bench', { timeout: 120_000 }, () => {
  const bundle = bundleForNode('scripts/bench/main.ts', 'bench-test');

  test.each(suiteNames)('the suite %s prints what was reached beside what is wanted', async (suite) => {
    const file = join(await bundle, 'main.js');
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', file, suite, '--repetitions', '1', '--share', '0.004'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    for (const line of lines) expect(line).toMatch(/^(pass|FAIL) {2}.* \(goal [≥≤] \d/);
    expect(lines.join('\n')).not.toContain('NaN');
  });
});
