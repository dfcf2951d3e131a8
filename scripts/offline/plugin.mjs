// A build step that writes `sw.js`: the service worker of src/offline, with the list of everything that was built and a version made of it.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';
import { projectRoot } from '../setup.mjs';

const source = 'src/offline/service-worker.ts';

/** @returns {import('vite').Plugin} */
export function offline() {
  let dist = '';
  return {
    name: 'kafkascope-offline',
    apply: 'build',
    configResolved(config) {
      dist = join(config.root, config.build.outDir);
    },
    // After every other step has written its files.
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const files = filesOf(dist);
        const hash = createHash('sha256');
        for (const file of files) hash.update(file).update(readFileSync(join(dist, file)));
        const path = join(projectRoot, source);
        const { code } = await transformWithOxc(readFileSync(path, 'utf8'), path);
        const build = { version: hash.update(code).digest('hex').slice(0, 12), files };
        writeFileSync(join(dist, 'sw.js'), `const build = ${JSON.stringify(build)};\n${code}`);
      },
    },
  };
}

/**
 * Everything that a visit needs. The manifest of the build itself is for tools; the packs of lessons and their
 * recorded openings save a download, and what they hold is in the worker's other scripts or comes from it.
 * @param {string} dist
 */
function filesOf(dist) {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter(
      (file) =>
        !file.startsWith('.vite') && file !== 'sw.js' && !/^assets\/(?:pack|opening)-/.test(file) && statSync(join(dist, file)).isFile(),
    )
    .sort();
}
