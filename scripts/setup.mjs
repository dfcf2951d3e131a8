// What `npm start` and `npm test` need on a fresh machine: the locked packages and, for tests, a Chromium.
// Plain JavaScript with nothing but Node, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** The oldest Node that the locked versions run on. */
const oldestNode = [20, 19];

/** Stops with a clear message when Node is too old, which otherwise shows as a syntax error deep inside a package. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(`Kafkascope needs Node ${oldestNode.join('.')} or newer; this is Node ${version}.`);
}

/** Installs the locked packages when some are missing or of another version. */
export function ensurePackages(root = projectRoot) {
  const missing = missingPackages(root);
  if (missing.length === 0) return;
  console.log(`Installing packages (${missing.length} missing or out of date, for example ${missing[0]}) …`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) fail('npm ci failed: see its message above. It needs to reach a package registry once.');
}

/**
 * Which locked packages are not installed in the locked version. Optional ones are not counted: they depend on the platform.
 * @param {string} root
 * @returns {string[]}
 */
export function missingPackages(root) {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const installedList = join(root, 'node_modules', '.package-lock.json');
  const installed = existsSync(installedList) ? lockedPackages(installedList) : new Map();
  return [...wanted].filter(([path, { version, optional }]) => !optional && installed.get(path)?.version !== version).map(([path]) => path);
}

/**
 * @param {string} file
 * @returns {Map<string, { version: string, optional: boolean }>}
 */
function lockedPackages(file) {
  const packages = new Map();
  for (const [path, entry] of Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages)) {
    const optional = entry.optional === true || entry.devOptional === true;
    if (path !== '') packages.set(path, { version: entry.version, optional });
  }
  return packages;
}

/**
 * The path of a Chromium, or null. Looks at CHROMIUM_PATH, then for Playwright's own, then for the system's.
 * Needs the packages to be installed.
 * @returns {string | null}
 */
export function findChromium(environment = process.env) {
  const named = environment['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    console.warn(`CHROMIUM_PATH names ${named}, which cannot be executed; looking elsewhere.`);
  }
  return playwrightChromium() ?? systemChromium(environment);
}

/** A Chromium that starts: found, or installed; stops with what to do when there is none. */
export function ensureChromium() {
  return (
    findOrInstallChromium() ??
    fail(
      'The browser tests need a Chromium and none was found or could be installed.\n' +
        'Install one (Debian, Ubuntu: apt-get install chromium; elsewhere: npx playwright install chromium), or set CHROMIUM_PATH to one.',
    )
  );
}

/**
 * The path of a Chromium: found, or installed; null when neither works.
 * @returns {string | null}
 */
export function findOrInstallChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (isDebianRoot()) {
    console.log('No Chromium found: installing the distribution’s …');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  }
  const installed = findChromium();
  if (installed !== null) return installed;
  console.log('No Chromium found: asking Playwright to download its own …');
  run(process.execPath, [join(projectRoot, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium']);
  return findChromium();
}

function playwrightChromium() {
  try {
    const { chromium } = createRequire(join(projectRoot, 'package.json'))('@playwright/test');
    const path = chromium.executablePath();
    return isExecutable(path) ? path : null;
  } catch {
    return null; // The packages are not installed, or this Playwright knows no browser for the platform.
  }
}

/** @param {NodeJS.ProcessEnv} environment */
function systemChromium(environment) {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  paths.push('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium');
  // Ubuntu's `chromium-browser` may be a shell script that only says how to install a snap: a browser tells its version.
  return paths.find((path) => isExecutable(path) && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0) ?? null;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebianRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
