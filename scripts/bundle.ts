/** Bundles an entry point with the page's own tool, so that what is measured or compared is what the page runs. */
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './setup.mjs';

/** Where bundles go: not part of the build. */
const folderOf = (name: string): string => join(projectRoot, 'node_modules', '.cache', 'kafkascope', name);

/** Bundles for Node as an ES module; returns the folder of `<entry's name>.js`. */
export async function bundleForNode(entry: string, name: string): Promise<string> {
  const outDir = folderOf(name);
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    build: { ssr: entry, outDir, emptyOutDir: true, minify: false, target: 'es2022', rolldownOptions: { output: { topLevelVar: false } } },
    ssr: { noExternal: true },
  });
  return outDir;
}

/** Bundles as one classic script that any JavaScript engine runs; returns its path. */
export function bundleAsScript(entry: string, name: string): Promise<string> {
  return bundleAlone(entry, name, { formats: ['iife'], name: 'bundle', minify: false, target: 'es2021' });
}

/**
 * Bundles as the script of a worker in the shape in which the build has it: minified, and what stands outermost in it belongs to the script
 * and not to a function around it. Compiled code takes such a thing for a constant, and one of a function around it for a variable.
 * Returns its path.
 */
export function bundleAsWorker(entry: string, name: string): Promise<string> {
  return bundleAlone(entry, name, { formats: ['es'], minify: true, target: 'es2022' });
}

interface Shape {
  readonly formats: ['es' | 'iife'];
  /** What a function around it gives its exports to. */
  readonly name?: string;
  readonly minify: boolean;
  readonly target: string;
}

async function bundleAlone(entry: string, name: string, { minify, target, ...lib }: Shape): Promise<string> {
  const outDir = folderOf(name);
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    build: { lib: { ...lib, entry: join(projectRoot, entry), fileName: () => 'bundle.js' }, outDir, emptyOutDir: true, minify, target },
  });
  return join(outDir, 'bundle.js');
}
