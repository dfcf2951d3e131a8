// The import matrix of `.dependency-cruiser.mjs`, type imports included. A check that cruises nothing passes without a word,
// so the number of modules is compared with the number of source files.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './setup.mjs';

/**
 * Checks the imports of the `src` folder under `root`.
 * @param {string} root
 * @returns {Promise<{ moduleCount: number, problems: string[] }>}
 */
export async function checkLayering(root) {
  const { cruise } = await import('dependency-cruiser');
  const { default: config, matrix, testFiles } = await import('../.dependency-cruiser.mjs');
  const { forbidden, options } = config;
  const tsConfig = { fileName: join(projectRoot, 'tsconfig.base.json') };
  const { output } = await cruise(['src'], { ...options, baseDir: root, tsConfig, ruleSet: { forbidden }, validate: true });
  if (typeof output === 'string') throw new Error('dependency-cruiser answers with an object');
  const sourceFiles = listSources(join(root, 'src'));
  const cruised = new Set(output.modules.map((module) => module.source));
  const problems = output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  for (const file of sourceFiles) if (!cruised.has(file)) problems.push(`not cruised: ${file}`);
  const covered = matrix.map(({ from }) => new RegExp(from));
  const isProduct = (/** @type {string} */ file) => !new RegExp(testFiles).test(file) && !file.endsWith('.d.ts');
  for (const file of sourceFiles.filter(isProduct)) {
    if (!covered.some((from) => from.test(file))) problems.push(`no-row: ${file} lies in no folder of the matrix`);
  }
  if (sourceFiles.length === 0) problems.push('there is no source file: nothing was checked');
  return { moduleCount: sourceFiles.filter((file) => cruised.has(file)).length, problems };
}

/** @param {string} folder */
function listSources(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path));
}

if (process.argv[1] === import.meta.filename) {
  const { moduleCount, problems } = await checkLayering(projectRoot);
  for (const problem of problems) console.error(problem);
  console.log(`layering: ${moduleCount} modules, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
