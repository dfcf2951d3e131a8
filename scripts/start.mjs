// `npm start`: installs what is missing, then serves the app and prints its address. Further words go to Vite (`npm start -- --port 8080`).
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensurePackages, projectRoot, requireNode } from './setup.mjs';

requireNode();
ensurePackages();
const vite = join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
const server = spawn(process.execPath, [vite, ...process.argv.slice(2)], { cwd: projectRoot, stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
