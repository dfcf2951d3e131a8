// A build step that cuts the built worker into four scripts. The first holds what is called until a cluster stands: with it the page
// stands too. The second, fetched beside it, holds what opening and playing the first preset calls besides; the third what lessons call,
// and the fourth all the rest: these are fetched when they are called, or when the page has stood for a while. What is called before its
// script is there loads it at once. Each lesson has a pack besides: what its opening calls and the first script does not hold, so that
// its link downloads little; the four scripts are enough without it. A worker from a Blob, and the engine on the page's own thread, are
// not cut.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { projectRoot } from '../setup.mjs';
import { openLesson, playFirstPreset, playLesson, startCluster, startWorker, usedCharacters } from './profile.mjs';
import { split } from './split.mjs';

/** @typedef {import('./profile.mjs').Page} Page */

/** Parts between the first and the rest. */
const names = ['play-of', 'lesson-of'];

/**
 * @param {{ preset: string, packs: string[], lessons: string[] }} options as files: the preset to play; the lessons that get a pack; the
 *   lessons whose steps belong to the third part
 * @returns {import('vite').Plugin}
 */
export function splitWorker({ preset, packs: packed, lessons }) {
  return {
    name: 'kafkascope-split-worker',
    apply: 'build',
    config: () => ({
      // The bundler's hash knows what went into the worker, not how it was cut: without our own, a browser could keep a first part
      // whose rest is no longer there.
      worker: {
        rolldownOptions: {
          output: { entryFileNames: `assets/worker-[hash]${hashOf(waysOfCutting([preset, ...packed, ...lessons])).slice(0, 4)}.js` },
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
        const played = lessons.map(readLesson);
        const playLessons = (/** @type {Page} */ page) => eachDigest(played, (lesson) => playLesson(page, lesson));
        const playAll = async (/** @type {Page} */ page) => `${await playFirstPreset(page, scenario)} ${await playLessons(page)}`;
        const stages = [
          await usedCharacters(code, (page) => startCluster(page, scenario)),
          await usedCharacters(code, (page) => playFirstPreset(page, scenario)),
          await usedCharacters(code, playLessons),
        ];
        /** @type {Record<string, Uint8Array>} */
        const packs = {};
        /** @type {Record<string, string>} */
        const opened = {};
        const packedLessons = packed.map(readLesson);
        for (const lesson of packedLessons)
          packs[lesson.id] = await usedCharacters(code, async (page) => void (opened[lesson.id] = await openLesson(page, lesson)));
        /** @type {Record<string, string>} */
        const parts = {};
        /** @type {Record<string, string>} */
        const packTexts = {};
        const first = split(code, { stages, packs }, (text, part) => {
          const name = typeof part === 'string' ? `pack-${part}-of` : (names[part - 2] ?? 'rest-of');
          const address = `${name}-worker-${hashOf(text)}.js`;
          writeFileSync(join(assets, address), text);
          if (typeof part === 'string') packTexts[address] = text;
          else if (part - 2 < names.length) parts[address] = text;
          return address;
        });
        // Without the last part: what is not enough for the first preset, or computes something else than the whole, fails the build.
        const same = (/** @type {string} */ what, /** @type {string | undefined} */ cut, /** @type {string | undefined} */ whole) => {
          if (cut !== whole) throw new Error(`${what}: the worker computes ${String(cut)} when cut, whole ${String(whole)}`);
        };
        same('the first preset', await playAll(startWorker(first, parts)), await playAll(startWorker(code)));
        for (const lesson of packedLessons) same(lesson.id, await openLesson(startWorker(first, packTexts), lesson), opened[lesson.id]);
        for (const lesson of played) {
          const afterPack = await playLesson(startWorker(first, { ...packTexts, ...parts }), lesson);
          same(`${lesson.id} after its pack`, afterPack, await playLesson(startWorker(code), lesson));
        }
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

/** @param {string} file */
function readLesson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * @template Lesson
 * @param {readonly Lesson[]} lessons
 * @param {(lesson: Lesson) => Promise<string>} run
 */
async function eachDigest(lessons, run) {
  const digests = [];
  for (const lesson of lessons) digests.push(await run(lesson));
  return digests.join(' ');
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
