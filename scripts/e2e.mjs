// Browser tests against the build in `dist`, which is made first unless `--no-build` is given. Further words go to Playwright.
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureChromium, projectRoot } from './setup.mjs';

/** A free port, so that a run is not disturbed by another, or by a server that someone left running. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {Record<string, string>} environment
 */
function run(file, args, environment = {}) {
  const command = [join(projectRoot, 'node_modules', file), ...args];
  return spawnSync(process.execPath, command, { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, ...environment } }).status ?? 1;
}

const words = process.argv.slice(2);
const builds = !words.includes('--no-build');
const chromium = ensureChromium();
let status = builds ? run('vite/bin/vite.js', ['build', '--logLevel', 'warn']) : 0;
if (status === 0) {
  const environment = { E2E_PORT: String(await freePort()), CHROMIUM_PATH: chromium };
  status = run('playwright/cli.js', ['test', ...words.filter((word) => word !== '--no-build')], environment);
}
process.exitCode = status;
