// A build step that records, for each lesson, what its page asks the engine until somebody acts: a link then downloads that record and no
// engine. Recorded from the worker as it was built, and played once more to see that it says the same.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { runnerImport } from 'vite';
import { projectRoot } from '../setup.mjs';
import { startWorker } from '../split-worker/profile.mjs';
import { checkOpening } from './check.mjs';
import { recordOpening } from './record.mjs';

/**
 * @typedef {import('../../src/contract/lesson.ts').Lesson} Lesson
 * @typedef {import('../../src/contract/engine-api.ts').ViewSpec} ViewSpec
 */

/** The pages that may be opened for a lesson. */
const pages = ['index.html', 'embed/index.html'];

/**
 * @param {{ lessons: string[] }} options as files
 * @returns {import('vite').Plugin}
 */
export function openings({ lessons }) {
  let dist = '';
  let isBuilt = true;
  return {
    name: 'kafkascope-openings',
    apply: 'build',
    configResolved(config) {
      dist = join(config.root, config.build.outDir);
    },
    buildEnd(problem) {
      isBuilt = problem === undefined;
    },
    // After the worker was cut, and before all files are listed for visits without a network.
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        if (!isBuilt) return;
        const start = builtWorker(join(dist, 'assets'));
        const { firstAsked, recordedTables } = await pageParts();
        /** @type {Record<string, string>} */
        const listed = {};
        for (const file of lessons) {
          /** @type {Lesson} */
          const lesson = JSON.parse(readFileSync(file, 'utf8'));
          const first = firstAsked[lesson.steps[0]?.panel ?? lesson.panels[0] ?? 'cluster'];
          if (first === undefined) throw new Error(`${lesson.id} begins with a view that says nothing of what it asks as it opens`);
          const opening = await recordOpening(start(), lesson, first);
          const recorded = (/** @type {ViewSpec} */ spec) => recordedTables(opening, spec);
          await checkOpening(start(), { lesson, first, opening, recorded });
          const text = JSON.stringify(opening);
          const name = `assets/opening-${lesson.id}-${createHash('sha256').update(text).digest('base64url').slice(0, 8)}.json`;
          writeFileSync(join(dist, name), text);
          listed[lesson.id] = name;
        }
        for (const page of pages) list(join(dist, page), page, listed);
      },
    },
  };
}

/**
 * Starts the worker that lies in a folder; it can load every script beside it.
 * @param {string} assets
 */
function builtWorker(assets) {
  const names = readdirSync(assets);
  const main = names.filter((name) => /^worker-[^/]*\.js$/.test(name));
  const [only] = main;
  if (only === undefined || main.length !== 1) throw new Error(`the build has ${main.length} workers: nothing can be recorded`);
  const read = (/** @type {string} */ name) => readFileSync(join(assets, name), 'utf8');
  const code = read(only);
  const others = Object.fromEntries(names.filter((name) => name.includes('-of-worker-')).map((name) => [name, read(name)]));
  return () => startWorker(code, others);
}

/** What the page itself knows of openings. */
async function pageParts() {
  /** @typedef {typeof import('../../src/app/opening/first-asked.ts')} FirstParts */
  /** @typedef {typeof import('../../src/app/opening/recorded.ts')} RecordedParts */
  const load = async (/** @type {string} */ file) =>
    (await runnerImport(/** @type {string} */ (join(projectRoot, file)), { configFile: false, root: projectRoot })).module;
  const { firstAsked } = /** @type {FirstParts} */ (await load('src/app/opening/first-asked.ts'));
  const { recordedTables } = /** @type {RecordedParts} */ (await load('src/app/opening/recorded.ts'));
  return { firstAsked, recordedTables };
}

/**
 * Tells a page where the records are. It is the page that says it, since its own scripts were named before there were any.
 * @param {string} file
 * @param {string} page
 * @param {Record<string, string>} listed
 */
function list(file, page, listed) {
  const html = readFileSync(file, 'utf8');
  const addresses = Object.fromEntries(Object.entries(listed).map(([id, name]) => [id, posix.relative(dirname(page), name)]));
  const tag = `<script type="application/json" id="openings">${JSON.stringify(addresses)}</script>`;
  if (!html.includes('</head>')) throw new Error(`${page} has no head: the records cannot be listed`);
  writeFileSync(
    file,
    html.replace('</head>', () => `${tag}\n  </head>`),
  );
}
