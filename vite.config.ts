import { readdirSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { inlineIcon } from './scripts/inline-icon.mjs';
import { chunks } from './scripts/chunks.mjs';
import { openings } from './scripts/openings/plugin.mjs';
import { offline } from './scripts/offline/plugin.mjs';
import { splitWorker } from './scripts/split-worker/plugin.mjs';

/** Stories of minutes of simulated time take seconds on a busy machine. */
const testTimeout = 30_000;

const lessonFiles = (names: readonly string[]) => names.map((name) => `src/lessons/${name}/lesson.json`);

/** How the worker's script is cut: what these call comes before the rest (`scripts/split-worker`). */
const cuts = {
  preset: 'src/presets/one-record.json',
  packs: lessonFiles(readdirSync(new URL('src/lessons', import.meta.url)).filter((name) => /^\d/.test(name))),
  lessons: lessonFiles(['01-two-machines', '02-append-offset-replay', '10-replicas-leo-hw']),
};

/**
 * Tests that are not of the page run in Node; one process shares its modules among files: what a module keeps, spare blocks of numbers, no
 * world can tell.
 */
const nodeProject = (name: string, include: readonly string[], exclude: readonly string[] = []) => ({
  extends: true as const,
  test: { name, include: [...include], exclude: ['**/node_modules/**', ...exclude], environment: 'node', isolate: false, testTimeout },
});

const pageTests = ['src/**/*.test.tsx', 'src/{app,design}/**/*.test.ts'];

export default defineConfig({
  // Relative addresses: the build runs from any folder of any static file server.
  base: './',
  plugins: [react(), inlineIcon(), splitWorker(cuts), openings({ lessons: cuts.packs }), offline()],
  build: {
    target: 'es2022',
    manifest: true,
    // The page, and the page for frames.
    rolldownOptions: { input: ['index.html', 'embed/index.html'], output: { codeSplitting: { groups: chunks } } },
    sourcemap: false,
    // The worker and the lazy parts carry their own names, so that the size check can tell them apart.
    chunkSizeWarningLimit: 2000,
  },
  worker: {
    // A classic worker also starts from a Blob, where a URL worker is refused.
    format: 'iife',
  },
  server: { host: '127.0.0.1' },
  // Any origin may read the build, as on the usual static hosts: a sandboxed frame has an origin of its own.
  preview: { host: '127.0.0.1', cors: true },
  test: {
    pool: 'threads',
    maxWorkers: 2,
    reporters: ['default'],
    projects: [
      nodeProject('unit', ['src/**/*.test.ts'], ['src/conformance/claims.test.ts', '**/*.fuzz.test.ts', ...pageTests]),
      { extends: true, test: { name: 'page', include: pageTests, environment: 'happy-dom', testTimeout } },
      nodeProject('fuzz', ['src/**/*.fuzz.test.ts']),
      nodeProject('conformance', ['src/conformance/claims.test.ts']),
      nodeProject('tools', ['scripts/**/*.test.ts']),
    ],
  },
});
