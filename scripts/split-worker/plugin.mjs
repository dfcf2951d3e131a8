// A build step that cuts the built worker into four scripts. The first holds what is called until a cluster stands: with it the page
// stands too. The second, fetched beside it, holds what opening and playing the first preset calls besides; the third what lessons call,
// and the fourth all the rest: these are fetched when they are called, or when the page has stood for a while. What is called before its
// script is there loads it at once. A worker from a Blob, and the engine on the page's own thread, are not cut.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { projectRoot } from '../setup.mjs';
import { playFirstPreset, playLesson, startCluster, startWorker, usedCharacters } from './profile.mjs';
import { split } from './split.mjs';

/** Parts between the first and the rest. */
const names = ['play-of', 'lesson-of'];

/**
 * @param {{ preset: string, lessons: string[] }} options the preset and the lessons to profile with, as files
 * @returns {import('vite').Plugin}
 */
export function splitWorker({ preset, lessons }) {
  return {
    name: 'kafkascope-split-worker',
    apply: 'build',
    config: () => ({
      // The bundler's hash knows what went into the worker, not how it was cut: without our own, a browser could keep a first part
      // whose rest is no longer there.
      worker: {
        rolldownOptions: {
          output: { entryFileNames: `assets/worker-[hash]${hashOf(waysOfCutting([preset, ...lessons])).slice(0, 4)}.js` },
        },
      },
    }),
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const assets = join(dir, 'assets');
      for (const name of readdirSync(assets).filter((file) => /^worker-[^/]*\.js$/.test(file))) {
        const path = join(assets, name);
        const code = readFileSync(path, 'utf8');
        const scenario = await readAsPage(preset);
        const played = lessons.map((file) => JSON.parse(readFileSync(file, 'utf8')));
        const playLessons = async (/** @type {import('./profile.mjs').Page} */ page) => {
          const digests = [];
          for (const lesson of played) digests.push(await playLesson(page, lesson));
          return digests.join(' ');
        };
        const playAll = async (/** @type {import('./profile.mjs').Page} */ page) =>
          `${await playFirstPreset(page, scenario)} ${await playLessons(page)}`;
        const stages = [
          await usedCharacters(code, (page) => startCluster(page, scenario)),
          await usedCharacters(code, (page) => playFirstPreset(page, scenario)),
          await usedCharacters(code, playLessons),
        ];
        /** @type {Record<string, string>} */
        const parts = {};
        const first = split(code, stages, (text, number) => {
          const address = `${names[number - 2] ?? 'rest-of'}-worker-${hashOf(text)}.js`;
          writeFileSync(join(assets, address), text);
          if (number - 2 < names.length) parts[address] = text;
          return address;
        });
        // Without the last part: what is not enough for the first preset, or computes something else than the whole, fails the build.
        const digests = [await playAll(startWorker(first, parts)), await playAll(startWorker(code))];
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
 * @param {string[]} played
 */
function waysOfCutting(played) {
  const files = ['plugin.mjs', 'profile.mjs', 'program.mjs', 'split.mjs'].map((name) => join(import.meta.dirname, name));
  return [process.version, ...[...files, ...played].map((file) => readFileSync(file, 'utf8'))].join('\n');
}
