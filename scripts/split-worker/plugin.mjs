// A build step that cuts the built worker into three scripts. The first holds what is called until a cluster stands: with it the page
// stands too. The second, fetched beside it, holds what opening and playing the first preset calls besides; the third, fetched a second
// later, all the rest. What is called before its script is there loads it at once. A worker from a Blob, and the engine on the page's own
// thread, are not cut.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { projectRoot } from '../setup.mjs';
import { playFirstPreset, startCluster, startWorker, usedCharacters } from './profile.mjs';
import { split } from './split.mjs';

/**
 * @param {{ preset: string }} options the preset to profile with, as a file
 * @returns {import('vite').Plugin}
 */
export function splitWorker({ preset }) {
  return {
    name: 'kafkascope-split-worker',
    apply: 'build',
    config: () => ({
      // The bundler's hash knows what went into the worker, not how it was cut: without our own, a browser could keep a first part
      // whose rest is no longer there.
      worker: { rolldownOptions: { output: { entryFileNames: `assets/worker-[hash]${hashOf(waysOfCutting(preset)).slice(0, 4)}.js` } } },
    }),
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const assets = join(dir, 'assets');
      for (const name of readdirSync(assets).filter((file) => /^worker-[^/]*\.js$/.test(file))) {
        const path = join(assets, name);
        const code = readFileSync(path, 'utf8');
        const scenario = await readAsPage(preset);
        const stages = [
          await usedCharacters(code, (page) => startCluster(page, scenario)),
          await usedCharacters(code, (page) => playFirstPreset(page, scenario)),
        ];
        /** @type {Record<string, string>} */
        const parts = {};
        const first = split(code, stages, (text, number) => {
          const address = `${number === 2 ? 'play-of' : 'rest-of'}-worker-${hashOf(text)}.js`;
          writeFileSync(join(assets, address), text);
          if (number === 2) parts[address] = text;
          return address;
        });
        // Without the last part: what is not enough for the first preset, or computes something else than the whole, fails the build.
        const digests = [await playFirstPreset(startWorker(first, parts), scenario), await playFirstPreset(startWorker(code), scenario)];
        if (digests[0] !== digests[1]) throw new Error(`the worker computes ${digests.join(' when cut, whole ')}`);
        await startCluster(startWorker(first), scenario);
        writeFileSync(path, first);
      }
    },
  };
}

/**
 * The preset as the page's own reader hands it out, which fills in what a file may leave out.
 * @param {string} preset
 */
async function readAsPage(preset) {
  /** @typedef {typeof import('../../src/scenario/read-scenario.ts')} Reader */
  const { module } = await runnerImport(/** @type {string} */ (join(projectRoot, 'src/scenario/read-scenario.ts')), {
    configFile: false,
    root: projectRoot,
  });
  const result = /** @type {Reader} */ (module).readRawScenario(JSON.parse(readFileSync(preset, 'utf8')));
  if (!result.ok) throw new Error(`${preset}: ${result.problem.code} ${result.problem.where}`);
  return result.value;
}

/** @param {string} text */
function hashOf(text) {
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}

/**
 * Everything but the worker itself that decides where it is cut.
 * @param {string} preset
 */
function waysOfCutting(preset) {
  const files = ['plugin.mjs', 'profile.mjs', 'program.mjs', 'split.mjs'].map((name) => join(import.meta.dirname, name));
  return [process.version, ...[...files, preset].map((file) => readFileSync(file, 'utf8'))].join('\n');
}
