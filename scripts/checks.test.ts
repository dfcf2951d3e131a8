// A check that cannot fail is not a check: each tool is fed what it must refuse, and what it must let pass.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closing, runGroups } from './groups.mjs';
import { checkLayering } from './layering.mjs';
import { missingPackages, projectRoot } from './setup.mjs';
import { weigh } from './size.mjs';

const slow = { timeout: 60_000 };
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checks-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes files, given by path and text, into the test's own folder. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function runNode(...args: string[]): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

describe('the type check', slow, () => {
  const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');

  /** Type-checks a program of one file under a runtime's settings. */
  function checkProgram(runtime: string, source: string): readonly string[] {
    const settings = { extends: join(projectRoot, `tsconfig.${runtime}.json`), include: ['source.ts'], exclude: [] };
    write({ 'source.ts': source, 'tsconfig.json': JSON.stringify(settings) });
    const { text } = runNode(tsc, '--pretty', 'false', '-p', join(folder, 'tsconfig.json'));
    return text.split('\n').filter((line) => line.includes('error TS'));
  }

  const outside = [
    ...['setTimeout', 'console', 'performance', 'document', 'Worker', 'queueMicrotask', 'structuredClone', 'crypto'],
    ...['fetch', 'process', 'window', 'localStorage', 'requestAnimationFrame', 'Buffer'],
  ];

  test('the pure runtime has no outside world', () => {
    const errors = checkProgram('pure', `export const outside = [\n${outside.map((name) => `  ${name},`).join('\n')}\n];\n`);
    for (const name of outside) expect(errors.join('\n')).toMatch(new RegExp(`Cannot find name '${name}'`));
    expect(errors).toHaveLength(outside.length);
    expect(checkProgram('pure', 'export const inside = new Map([[1, [2]]]);\n')).toEqual([]);
  });

  test('the worker has no page, and the page has no process', () => {
    expect(checkProgram('worker', 'export const page = [document, window];\n')).toHaveLength(2);
    expect(checkProgram('worker', 'export const here = [self, performance];\n')).toEqual([]);
    expect(checkProgram('dom', 'export const node = process;\n')).toHaveLength(1);
  });

  test('an index may be out of range, a missing property is not undefined, and only erasable syntax is written', () => {
    expect(checkProgram('pure', 'export const first = (all: readonly string[]): string => all[0];\n')).toHaveLength(1);
    expect(checkProgram('pure', 'export const a: { readonly b?: number } = { b: undefined };\n')).toHaveLength(1);
    expect(checkProgram('pure', 'export enum Color { red }\n')).toHaveLength(1);
    expect(checkProgram('pure', 'export class A {\n  constructor(readonly b: number) {}\n}\n')).toHaveLength(1);
  });
});

describe('lint', slow, () => {
  const eslint = new ESLint({ cwd: projectRoot });

  async function rulesBroken(path: string, source: string): Promise<readonly (string | null)[]> {
    const [result] = await eslint.lintText(source, { filePath: join(projectRoot, path) });
    return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
  }

  const engineFile = 'src/engine/kafka/example.ts';

  test.each([
    ['chance', 'export const x = Math.random();'],
    ['a function of Math that browsers round differently', 'export const x = Math.pow(2, 3);'],
    ['a power', 'export const x = (y: number) => y ** 2;'],
    ['a locale', "export const x = 'a'.localeCompare('b');"],
    ['a number in a locale', 'export const x = (1).toLocaleString();'],
    ['an async function', '/** Doc. */\nexport async function x() {}'],
    ['mutable state of a module', 'export let x = 1;'],
    ['keys in no order', '/** Doc. */\nexport function f(o: object) {\n  for (const k in o) g(k);\n}'],
  ])('the engine refuses %s', async (_what, source) => {
    expect(await rulesBroken(engineFile, source)).toContain('no-restricted-syntax');
  });

  test.each(['Date', 'Intl', 'Promise', 'console', 'setTimeout', 'performance', 'crypto', 'structuredClone', 'globalThis'])(
    'the engine refuses %s',
    async (name) => {
      expect(await rulesBroken(engineFile, `export const x = ${name};`)).toContain('no-restricted-globals');
    },
  );

  test('the engine may use exact functions', async () => {
    expect(await rulesBroken(engineFile, 'export const x = Math.imul(2, Math.floor(3.5));')).toEqual([]);
  });

  test('no enum, no default export, no any, no `!`, at most four parameters, a docstring on what is exported', async () => {
    const file = 'src/engine/faults/example.ts';
    expect(await rulesBroken(file, 'enum A {\n  b,\n}\nf(A.b);')).toContain('no-restricted-syntax');
    expect(await rulesBroken(file, '/** Doc. */\nexport default 1;')).toContain('no-restricted-syntax');
    expect(await rulesBroken(file, 'export const x: any = 1;')).toContain('@typescript-eslint/no-explicit-any');
    expect(await rulesBroken(file, 'export const x = y!;')).toContain('@typescript-eslint/no-non-null-assertion');
    expect(await rulesBroken(file, 'export const x = (a: 1, b: 1, c: 1, d: 1, e: 1) => a;')).toContain('no-restricted-syntax');
    expect(await rulesBroken(file, 'export function x() {\n  return 1;\n}')).toContain('kafkascope/documented-exports');
    expect(await rulesBroken(file, '/** Answers one. */\nexport function x() {\n  return 1;\n}')).toEqual([]);
  });

  test('the contract holds types alone', async () => {
    expect(await rulesBroken('src/contract/example.ts', 'export const x = 1;')).toContain('no-restricted-syntax');
    expect(await rulesBroken('src/contract/example.ts', '/** Doc. */\nexport type X = 1;')).toEqual([]);
  });

  test('files, functions and lines have walls', async () => {
    const line = 'f();\n';
    expect(await rulesBroken(engineFile, line.repeat(401))).toContain('max-lines');
    expect(await rulesBroken(engineFile, `function g() {\n${line.repeat(61)}}\ng();`)).toContain('max-lines-per-function');
    expect(await rulesBroken(engineFile, `f('${'x'.repeat(140)}');`)).toContain('max-len');
  });
});

describe('layering', slow, () => {
  const empty = 'export const x = 1;\n';
  const typeOf = (path: string) => `import type { x } from '${path}';\nexport type Y = typeof x;\n`;
  const valueOf = (path: string) => `import { x } from '${path}';\nexport const y = x;\n`;

  async function rulesBroken(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
    write(files);
    const { problems } = await checkLayering(folder);
    return problems.map((problem) => problem.replace(/:.*/, ''));
  }

  test.each([
    ['engine-kernel', 'src/engine/kernel/a.ts', 'src/engine/kafka/b.ts'],
    ['engine-kafka', 'src/engine/kafka/a.ts', 'src/engine/session/b.ts'],
    ['engine-faults', 'src/engine/faults/a.ts', 'src/engine/invariants/b.ts'],
    ['engine-session', 'src/engine/session/a.ts', 'src/worker/b.ts'],
    ['contract', 'src/contract/a.ts', 'src/engine/kafka/b.ts'],
    ['projection', 'src/panels/isr/projection.ts', 'src/engine/kafka/broker/b.ts'],
    ['rows', 'src/panels/isr/rows.ts', 'src/engine/kafka/reader.ts'],
    ['scenario', 'src/scenario/a.ts', 'src/engine/kernel/b.ts'],
    ['worker', 'src/worker/a.ts', 'src/app/b.ts'],
    ['conformance', 'src/conformance/a.ts', 'src/engine/../app/b.ts'],
    ['headless', 'src/headless/a.ts', 'src/panels/isr/Panel.tsx'],
    ['protocol', 'src/protocol/a.ts', 'src/engine/kafka/log/b.ts'],
    ['texts', 'src/texts/a.ts', 'src/app/b.ts'],
    ['design', 'src/design/a.ts', 'src/panels/isr/rows.ts'],
    ['app', 'src/app/a.ts', 'src/engine/kernel/units.ts'],
    ['app', 'src/app/a.ts', 'src/worker/b.ts'],
    ['app-door', 'src/app/engine-client.ts', 'src/engine/session/b.ts'],
    ['panel', 'src/panels/isr/Panel.tsx', 'src/panels/network/rows.ts'],
    ['panel', 'src/panels/isr/Panel.tsx', 'src/engine/kafka/reader.ts'],
    ['panel', 'src/panels/isr/layout.ts', 'src/engine/kernel/units.ts'],
  ])('%s: %s does not import even a type of %s', async (rule, from, to) => {
    const up = '../'.repeat(from.split('/').length - 1);
    expect(await rulesBroken({ [to.replace('engine/../', '')]: empty, [from]: typeOf(`${up}${to}`) })).toContain(rule);
  });

  test('what the matrix allows passes', async () => {
    const allowed = {
      'src/engine/kernel/units.ts': empty,
      'src/engine/kafka/reader.ts': valueOf('../kernel/units.ts'),
      'src/engine/session/session.ts': valueOf('../kernel/units.ts'),
      'src/contract/rows.ts': typeOf('../engine/kernel/units.ts'),
      'src/panels/isr/projection.ts': valueOf('../../engine/kernel/../kafka/reader.ts').replace('{ x }', '{ y as x }'),
      'src/worker/main.ts': valueOf('../engine/session/session.ts').replace('{ x }', '{ y as x }'),
      'src/headless/main.ts': "import { readFileSync } from 'node:fs';\nexport const y = readFileSync;\n",
    };
    expect(await rulesBroken(allowed)).toEqual([]);
  });

  test('modules that need each other are refused; types that name each other are not', async () => {
    const valuesBack = "import { y } from './a.ts';\nexport const x = () => y;\n";
    const typesBack = "import type { Y } from './a.ts';\nexport const x = (y: Y) => y;\n";
    const circle = { 'src/engine/kernel/a.ts': valueOf('./b.ts'), 'src/engine/kernel/b.ts': valuesBack };
    expect(await rulesBroken(circle)).toContain('no-circular');
    expect(await rulesBroken({ 'src/engine/kernel/a.ts': typeOf('./b.ts'), 'src/engine/kernel/b.ts': typesBack })).toEqual([]);
  });

  test('an import that leads nowhere, a test in the product and runtime code for the contract are refused', async () => {
    expect(await rulesBroken({ 'src/engine/kernel/a.ts': valueOf('./gone.ts') })).toContain('resolvable');
    const importsTest = { 'src/engine/kernel/a.ts': valueOf('./b.test.ts'), 'src/engine/kernel/b.test.ts': empty };
    expect(await rulesBroken(importsTest)).toContain('no-tests-in-product');
    expect(await rulesBroken({ 'src/contract/a.ts': valueOf('./b.ts'), 'src/contract/b.ts': empty })).toContain('contract-types-only');
  });

  test('the worker names types of the engine and runs the session alone', async () => {
    const kernel = { 'src/engine/kernel/a.ts': empty };
    expect(await rulesBroken({ ...kernel, 'src/worker/b.ts': typeOf('../engine/kernel/a.ts') })).toEqual([]);
    expect(await rulesBroken({ ...kernel, 'src/worker/b.ts': valueOf('../engine/kernel/a.ts') })).toEqual(['worker-runs-session-only']);
  });

  test('a file in a folder that no row names is refused', async () => {
    expect(await rulesBroken({ 'src/utilities/a.ts': empty })).toEqual(['no-row']);
  });

  test('to check nothing is a failure', async () => {
    mkdirSync(join(folder, 'src'));
    expect((await checkLayering(folder)).problems).toEqual(['there is no source file: nothing was checked']);
  });

  test('every source file of the project is cruised', async () => {
    const { moduleCount, problems } = await checkLayering(projectRoot);
    expect(moduleCount).toBeGreaterThan(20);
    expect(problems.filter((problem) => problem.startsWith('not cruised'))).toEqual([]);
  });
});

describe('dead files', slow, () => {
  const knip = join(projectRoot, 'node_modules', 'knip', 'bin', 'knip.js');

  function checkDeadFiles(files: Readonly<Record<string, string>>): { readonly status: number | null; readonly text: string } {
    const headless = "import { used } from './used.ts';\nprocess.exitCode = used;\n";
    write({
      'package.json': JSON.stringify({ name: 'example', type: 'module', scripts: { headless: 'node src/headless/main.ts' } }),
      'src/headless/main.ts': headless,
      'src/headless/used.ts': '/** Zero. */\nexport const used = 0;\n',
      ...files,
    });
    cpSync(join(projectRoot, 'knip.json'), join(folder, 'knip.json'));
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
    return runNode(knip, '--no-progress', '--include', 'files,dependencies,unlisted,unresolved', '--no-config-hints');
  }

  test('a file that nothing imports is found', () => {
    const { status, text } = checkDeadFiles({ 'src/engine/kernel/forgotten.ts': 'export const x = 1;\n' });
    expect(text).toContain('src/engine/kernel/forgotten.ts');
    expect(status).not.toBe(0);
  });

  test('a dependency that package.json does not name is found', () => {
    const { status, text } = checkDeadFiles({ 'src/headless/used.ts': "import { z } from 'zod';\nexport const used = z;\n" });
    expect(text).toContain('zod');
    expect(status).not.toBe(0);
  });

  test('a tree without dead files passes', () => {
    expect(checkDeadFiles({})).toMatchObject({ status: 0 });
  });
});

describe('the size of the build', () => {
  /** Text that gzip cannot shrink. */
  const noise = (kib: number) => randomBytes(kib * 1024).toString('base64');
  const manifest = {
    'index.html': { file: 'assets/index.js', isEntry: true, imports: ['_shared.js'] },
    '_shared.js': { file: 'assets/shared.js' },
    'lazy.ts': { file: 'assets/lazy.js' },
  };
  const build = {
    'index.html': '<p>',
    '.vite/manifest.json': JSON.stringify(manifest),
    'assets/index.js': '1',
    'assets/shared.js': '2',
    'assets/lazy.js': '3',
  };

  test('a small build passes; lazy parts do not count', () => {
    write({ ...build, 'assets/lazy.js': noise(400), 'assets/worker-1.js': '4' });
    expect(weigh(folder)).toMatchObject({ workerCount: 1, problems: [] });
  });

  test('too much initial JavaScript, also when imported, and a heavy worker are refused', () => {
    write({ ...build, 'assets/shared.js': noise(400), 'assets/worker-1.js': noise(400) });
    expect(weigh(folder).problems).toEqual([expect.stringContaining('initial JavaScript is'), expect.stringContaining('first script is')]);
  });

  test('the later scripts of the worker have a budget of their own, together, and are no part of the first', () => {
    write({ ...build, 'assets/worker-1.js': '4', 'assets/play-of-worker-1.js': noise(60), 'assets/rest-of-worker-1.js': noise(60) });
    const { workerKib, playKib, restKib, problems } = weigh(folder);
    expect([workerKib < 1, playKib > 40, restKib > 40, problems]).toEqual([true, true, true, []]);
    write({ 'assets/rest-of-worker-1.js': noise(300) });
    expect(weigh(folder).problems).toEqual([expect.stringContaining("the worker's other scripts")]);
  });

  test('another host is refused, and so is a build without an entry', () => {
    write({ ...build, 'index.html': '<link href="https://fonts.example.org/a.css">' });
    expect(weigh(folder).problems).toEqual(['index.html names https://fonts.example.org/a.css']);
    write({ ...build, '.vite/manifest.json': '{}' });
    expect(weigh(folder).problems).toContain('the build has no initial JavaScript: nothing was weighed');
  });
});

describe('the closing line of npm test', () => {
  test('a group that fails makes the run fail, and the others still run', async () => {
    const said: string[] = [];
    const good = { name: 'good', command: ['-e', ''] };
    const bad = { name: 'bad', command: ['-e', 'console.log("what is wrong"); process.exitCode = 3'] };
    const total = await runGroups([bad, good], (line) => said.push(line));
    expect(closing(total)).toEqual({ line: '1 passed, 1 failed', status: 1 });
    expect(said.join('\n')).toMatch(/what is wrong\nFAILED bad .*\nok {4} good/);
  });

  test('a runner that dies without a report is a failure, and a run of nothing is one too', async () => {
    const dead = { name: 'dead', command: ['-e', 'process.exitCode = 1'], counts: 'vitest' as const };
    expect(await runGroups([dead], () => undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(closing({ passed: 0, failed: 0, skipped: 0 }).status).toBe(1);
  });
});

describe('installing what is missing', () => {
  const lock = (version: string) =>
    JSON.stringify({ packages: { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version: '1.0.0', optional: true } } });

  test('a package that is absent or of another version is missing; an optional one is not', () => {
    write({ 'package-lock.json': lock('2.0.0') });
    expect(missingPackages(folder)).toEqual(['node_modules/a']);
    write({ 'node_modules/.package-lock.json': lock('1.0.0') });
    expect(missingPackages(folder)).toEqual(['node_modules/a']);
    write({ 'node_modules/.package-lock.json': lock('2.0.0') });
    expect(missingPackages(folder)).toEqual([]);
  });

  test('the lock file names no download address, and has every package that another one names', () => {
    const text = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8');
    expect(text).not.toContain('"resolved"');
    const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, { readonly optionalDependencies?: object }>> };
    // A registry that lacks one platform's package leaves it out without a word, and then `npm ci` refuses the file.
    const absent = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies).filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`))),
    );
    expect(absent).toEqual([]);
  });
});
