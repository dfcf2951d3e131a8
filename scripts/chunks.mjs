// Which modules of the page go into one file: few files compress better than many, and come sooner.
import { join } from 'node:path';
import { projectRoot } from './setup.mjs';

/** @param {string[]} files */
const inApp = (...files) => files.map((file) => join(projectRoot, 'src', file).replaceAll('\\', '/'));

/** What each file begins with: it holds that, and all that it imports and no file before holds. What runs at once stays by itself. */
const files = [
  { name: 'page', isAtOnce: true, roots: inApp('main.tsx') },
  {
    name: 'lesson',
    isAtOnce: false,
    roots: inApp(
      'app/lesson/open-lesson.ts',
      'app/lesson/LessonBar.tsx',
      'app/lesson/LessonWork.tsx',
      'app/Timeline.tsx',
      'app/SpeedSlider.tsx',
    ),
  },
];

/**
 * @typedef {{ getModuleInfo: (id: string) => { importedIds: string[] } | null }} Graph
 * @type {WeakMap<Graph, Map<string, string>>}
 */
const known = new WeakMap();

/**
 * The file of every module that is in one of ours.
 * @param {Graph} graph
 */
function namesOf(graph) {
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const { name, isAtOnce, roots } of files) {
    const waiting = [...roots];
    const seen = new Set();
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const info = graph.getModuleInfo(id);
      if (info === null) continue;
      if (!names.has(id) && !(isAtOnce && roots.includes(id))) names.set(id, name);
      waiting.push(...info.importedIds);
    }
  }
  return names;
}

/** For the bundler: what comes first takes what others import too. */
export const chunks = files.map(({ name }, index) => ({
  priority: files.length - index,
  name: (/** @type {string} */ id, /** @type {Graph} */ graph) => {
    const names = known.get(graph) ?? namesOf(graph);
    known.set(graph, names);
    return names.get(id) === name ? name : null;
  },
}));
