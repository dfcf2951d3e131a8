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
    build: { ssr: entry, outDir, emptyOutDir: true, minify: false, target: 'es2022' },
    ssr: { noExternal: true },
  });
  return outDir;
}

/** Bundles as one classic script that any JavaScript engine runs, or those of a later `target`; returns its path. */
export async function bundleAsScript(entry: string, name: string, target = 'es2021'): Promise<string> {
  const outDir = folderOf(name);
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    build: {
      lib: { entry: join(projectRoot, entry), formats: ['iife'], name: 'bundle', fileName: () => 'bundle.js' },
      outDir,
      emptyOutDir: true,
      minify: false,
      target,
    },
  });
  return join(outDir, 'bundle.js');
}
