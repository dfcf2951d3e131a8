// The weight of the build in `dist`: what the browser loads before the page is there; the worker's first script, with which the page
// stands and a cluster starts; and the worker's other scripts, which follow (docs/ARCHITECTURE.md): what the first preset plays with, and
// the rest. Fails above a budget, and when the build names another host.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from './setup.mjs';

/**
 * Budgets in kibibytes after gzip. The later scripts hold everything that the first preset can do without: groups, storage, lessons.
 * What a lesson's link downloads is weighed in the browser: e2e/lesson-size.spec.ts.
 */
export const budgets = { initialKib: 130, workerKib: 90, laterKib: 258 };

/** Addresses that stand in the code of our libraries as names or in messages; nothing is fetched from them. */
const namesOnly = [
  /^https?:\/\/www\.w3\.org\//,
  /^https:\/\/react\.dev\//,
  /^https:\/\/motion\.dev\//,
  /^https?:\/\/json-schema\.org\//,
  /^https:\/\/www\.webmproject\.org\//,
  /^https:\/\/aomediacodec\.github\.io\//,
];

/**
 * Weighs a build.
 * @param {string} dist folder with `index.html`, `assets` and Vite's manifest
 */
export function weigh(dist) {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));
  const entries = initialFiles(manifest);
  const assets = readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`);
  const workers = assets.filter((file) => /\/worker-[^/]*\.js$/.test(file));
  const problems = [];
  // The page and the page for frames share most of what they load: each is weighed as a visit to it.
  const initialKib = Math.max(0, ...entries.map((files) => kib(dist, files)));
  const workerKib = workers.length === 0 ? 0 : Math.max(...workers.map((file) => kib(dist, [file])));
  const later = (/** @type {string} */ name) =>
    kib(
      dist,
      assets.filter((file) => file.startsWith(`assets/${name}-`) && file.endsWith('.js')),
    );
  const [playKib, restKib] = [later('play-of-worker'), later('lesson-of-worker') + later('rest-of-worker')];
  if (entries.length === 0 || initialKib === 0) problems.push('the build has no initial JavaScript: nothing was weighed');
  const tooMuch = (/** @type {string} */ what, /** @type {number} */ size, /** @type {number} */ budget) => {
    if (size > budget) problems.push(`${what} is ${size.toFixed(1)} KiB gzip; the budget is ${budget}`);
  };
  tooMuch('initial JavaScript', initialKib, budgets.initialKib);
  tooMuch("the worker's first script", workerKib, budgets.workerKib);
  tooMuch("the worker's other scripts", playKib + restKib, budgets.laterKib);
  for (const file of ['index.html', ...assets.filter((name) => /\.(js|css|html|svg)$/.test(name))]) {
    for (const url of foreignAddresses(readFileSync(join(dist, file), 'utf8'))) problems.push(`${file} names ${url}`);
  }
  return { initialKib, workerKib, playKib, restKib, workerCount: workers.length, problems };
}

/**
 * The scripts that load before anything is asked for, of each page: its entry and what that imports, over and over.
 * @param {Record<string, { file: string, isEntry?: boolean, imports?: string[] }>} manifest
 */
function initialFiles(manifest) {
  return Object.values(manifest)
    .filter((chunk) => chunk.isEntry === true)
    .map((entry) => {
      const waiting = [entry];
      const files = new Set();
      for (let chunk = waiting.pop(); chunk !== undefined; chunk = waiting.pop()) {
        if (files.has(chunk.file)) continue;
        files.add(chunk.file);
        for (const name of chunk.imports ?? []) {
          const imported = manifest[name];
          if (imported !== undefined) waiting.push(imported);
        }
      }
      return [...files].filter((file) => file.endsWith('.js'));
    });
}

/** @param {string} text */
function foreignAddresses(text) {
  const found = new Set(text.match(/\bhttps?:\/\/[\w.-]+[^\s"'`<>)\\]*/g) ?? []);
  return [...found].filter((url) => !namesOnly.some((known) => known.test(url)));
}

/**
 * @param {string} dist
 * @param {string[]} files
 */
function kib(dist, files) {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1024;
}

if (process.argv[1] === import.meta.filename) {
  const dist = join(projectRoot, 'dist');
  if (!existsSync(dist)) throw new Error('there is no build: `npm run build` first');
  const { initialKib, workerKib, playKib, restKib, workerCount, problems } = weigh(dist);
  for (const problem of problems) console.error(problem);
  const shown = (/** @type {number} */ size) => size.toFixed(1);
  const parts = [
    `initial JavaScript ${shown(initialKib)} of ${budgets.initialKib} KiB gzip`,
    workerCount === 0 ? 'no worker in the build' : `worker's first script ${shown(workerKib)} of ${budgets.workerKib}`,
    `its others ${shown(playKib + restKib)} of ${budgets.laterKib}`,
    `worker until the first preset is seen ${shown(workerKib + playKib)}, whole ${shown(workerKib + playKib + restKib)}`,
  ];
  console.log(`size: ${parts.join(', ')}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
