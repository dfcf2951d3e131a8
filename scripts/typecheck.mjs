// Type check of every runtime: each tsconfig sees only the globals that its code has when it runs.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './setup.mjs';

const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
const cache = join(projectRoot, 'node_modules', '.cache', 'typecheck');

/** @param {string} name */
function check(name) {
  const config = join(projectRoot, `tsconfig.${name}.json`);
  const remembered = ['--incremental', '--tsBuildInfoFile', join(cache, `${name}.tsbuildinfo`)];
  const args = [tsc, '-p', config, '--noEmit', '--pretty', 'false', ...remembered];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: projectRoot });
    let text = '';
    child.stdout.on('data', (data) => (text += data));
    child.stderr.on('data', (data) => (text += data));
    child.on('exit', (code) => {
      // A runtime whose folder is still empty has nothing to check.
      const isEmpty = text.includes('TS18003');
      if (!isEmpty) process.stdout.write(text);
      console.log(`${name}: ${code === 0 ? 'no type errors' : isEmpty ? 'no files yet' : 'type errors'}`);
      resolve(code === 0 || isEmpty);
    });
  });
}

mkdirSync(cache, { recursive: true });
const asked = process.argv.slice(2);
const all = readdirSync(projectRoot).flatMap((file) => /^tsconfig\.(?!base)(\w+)\.json$/.exec(file)?.[1] ?? []);
const names = asked.length > 0 ? asked : all;
const unknown = names.filter((name) => !existsSync(join(projectRoot, `tsconfig.${name}.json`)));
if (names.length === 0 || unknown.length > 0) throw new Error(`no tsconfig for ${unknown.join(', ')}`);
let good = true;
const waiting = [...names];
async function lane() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) good = (await check(name)) && good;
}
await Promise.all([lane(), lane()]);
process.exitCode = good ? 0 : 1;
