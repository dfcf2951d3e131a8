// The same scenario gives the same bytes in Node, in Chromium's worker as it was built, and in other engines where their shells are there.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { bundleAsScript } from '../scripts/bundle.ts';
import type { Scenario } from '../src/contract/scenario.ts';
import { defaultEnd, play } from '../src/headless/played.ts';
import { readSource } from '../src/headless/scenario-source.ts';
import { digestsAt } from './digest-entry.ts';
import { expect, test } from './fixture.ts';

const presets = ['one-record', 'acked-and-lost', 'follower-behind'];
const scenarioOf = (name: string): Scenario => readSource(`preset:${name}`, { isLarge: false, withScript: true });

/** The end of a scenario, reached over points of its time that a seed chooses, back and forth; then its start, and the end again. */
function tour(scenario: Scenario, seed: number): readonly number[] {
  const end = defaultEnd(scenario);
  const endMicros = end.kind === 'time' ? end.micros : 0;
  let state = seed;
  const random = (): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
  const points = Array.from({ length: 12 }, () => Math.floor(random() * endMicros));
  return [endMicros, ...points, 0, endMicros];
}

/** Asks the built worker, cut as it is, in a page; calls are written as comlink writes them. */
async function inWorker([address, scenario, points]: readonly [string, Scenario, readonly number[]]): Promise<readonly string[]> {
  const worker = new Worker(address);
  let calls = 0;
  const call = (method: string, ...given: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = String((calls += 1));
      const onMessage = ({ data }: MessageEvent<{ id: string; type: string; value: unknown }>): void => {
        if (data.id !== id) return;
        worker.removeEventListener('message', onMessage);
        if (data.type === 'HANDLER') reject(new Error(JSON.stringify(data.value)));
        else resolve(data.value);
      };
      worker.addEventListener('message', onMessage);
      worker.postMessage({ id, type: 'APPLY', path: [method], argumentList: given.map((value) => ({ type: 'RAW', value })) });
    });
  await call('open', scenario);
  const digests: string[] = [];
  for (const micros of points) {
    await call('seek', { micros });
    digests.push(((await call('nextFrame')) as { digest: string }).digest);
  }
  worker.terminate();
  return digests;
}

for (const name of presets) {
  test(`${name}: Node and Chromium compute the same, twice, and after going back and forth`, async ({ page }) => {
    const scenario = scenarioOf(name);
    const [file] = readdirSync('dist/assets').filter((each) => /^worker-.*\.js$/.test(each));
    await page.goto('./');
    for (const seed of [1, 2]) {
      const points = tour(scenario, seed);
      const expected = digestsAt(scenario, points);
      expect(expected[0], `seed ${String(seed)}`).toBe(
        play(scenario, { end: defaultEnd(scenario), recordsMax: 0, onEvent: null }).report.digest,
      );
      expect(expected.at(-1), `seed ${String(seed)}`).toBe(expected[0]);
      expect(await page.evaluate(inWorker, [`/assets/${String(file)}`, scenario, points] as const), `seed ${String(seed)}`).toEqual(
        expected,
      );
    }
  });
}

/** Shells of other engines: Debian and Ubuntu have them in libjavascriptcoregtk-*-bin and libmozjs-*-dev. */
function shells(): readonly { readonly name: string; readonly path: string }[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.flatMap((folder) => {
    try {
      return readdirSync(folder)
        .filter((file) => /^(?:jsc|js\d+)$/.test(file))
        .map((file) => join(folder, file));
    } catch {
      return []; // The path may name folders that are not there.
    }
  });
  const shellOf = (pattern: RegExp): string => found.find((path) => pattern.test(path)) ?? '';
  return [
    { name: 'JavaScriptCore', path: shellOf(/jsc$/) },
    { name: 'SpiderMonkey', path: shellOf(/js\d+$/) },
  ];
}

test.describe('the engine alone, without anything of a host', () => {
  const asked = presets.map((name) => [scenarioOf(name), tour(scenarioOf(name), 3)] as const);
  const expected = (): string => JSON.stringify(asked.map(([scenario, points]) => digestsAt(scenario, points)));
  const question = `JSON.stringify(${JSON.stringify(asked)}.map((each) => bundle.digestsAt(...each)))`;
  const bundled = (name: string): Promise<string> => bundleAsScript('e2e/digest-entry.ts', `digest-${name}`);

  test('runs in an empty world', async () => {
    const context = createContext({});
    new Script(readFileSync(await bundled('node'), 'utf8')).runInContext(context);
    expect(new Script(question).runInContext(context)).toBe(expected());
  });

  for (const { name, path } of shells()) {
    test(`${name} computes the same`, async () => {
      test.skip(path === '', `no shell of ${name} on this machine: install libjavascriptcoregtk-4.1-bin or libmozjs-*-dev`);
      const bundle = await bundled(name);
      const file = `${bundle}.asked.js`;
      writeFileSync(file, `${readFileSync(bundle, 'utf8')}\nprint(${question});\n`);
      expect(execFileSync(path, [file], { encoding: 'utf8' }).trim()).toBe(expected());
    });
  }
});
