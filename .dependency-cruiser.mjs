// The dependency rule: a folder imports only what its row lists (docs/ARCHITECTURE.md). Type imports count.
// Tests beside a file may import what the file's row lists and, above that, anything that is not of the page or the worker.

/** Files that are not part of the product at run time. */
const testFiles = '(\\.test\\.tsx?$|/testing/|/fuzz/)';

/** @typedef {import('dependency-cruiser').IForbiddenRuleType} Rule */

/**
 * One row of the matrix.
 * @param {string} name
 * @param {string} from regular expression of the importing files
 * @param {string[]} allowed regular expressions of what they may import
 * @param {string} comment
 * @returns {Rule}
 */
const row = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: testFiles },
  to: { pathNot: allowed },
});

const npm = (/** @type {string[]} */ ...names) => `node_modules/(@types/)?(${names.join('|')})/`;
const reactStack = npm('react', 'react-dom', 'zustand', 'd3-[a-z-]+', 'framer-motion');
const node = '^(node:|fs|path|url|zlib|os|process|crypto|child_process|util|stream|net|worker_threads|perf_hooks|readline|buffer|assert|v8)';
const engine = '^src/engine/';

/** @type {Rule[]} */
const forbidden = [
  row('engine-kernel', '^src/engine/kernel/', ['^src/engine/kernel/'], 'The kernel knows nothing of Kafka.'),
  row('engine-kafka', '^src/engine/kafka/', ['^src/engine/(kernel|kafka)/'], 'Kafka runs without faults, sessions or panels.'),
  ...['explain', 'faults', 'invariants'].map((folder) =>
    row(`engine-${folder}`, `^src/engine/${folder}/`, [`^src/engine/(kernel|kafka|${folder})/`], 'These watch or act on Kafka, never on each other.'),
  ),
  row('engine-lesson', '^src/engine/lesson/', ['^src/engine/(kernel|kafka|invariants|lesson)/', '^src/contract/'], 'Predicates read engine state.'),
  row('engine-session', '^src/engine/session/', [engine, '^src/contract/'], 'The session drives the engine and knows no worker and no page.'),
  row('engine-top', '^src/engine/[^/]+$', [engine, '^src/contract/'], 'Whatever lies directly in the engine stays inside it.'),
  row('contract', '^src/contract/', ['^src/contract/', '^src/engine/kernel/units\\.ts$'], 'The contract is what both threads share: types alone.'),
  {
    name: 'contract-types-only',
    comment: 'The contract has no runtime code, so it imports none.',
    severity: 'error',
    from: { path: '^src/contract/', pathNot: testFiles },
    to: { dependencyTypesNot: ['type-only'] },
  },
  row('projection', '^src/panels/([^/]+)/projection\\.ts$', ['^src/engine/kafka/reader\\.ts$', '^src/contract/', '^src/panels/$1/rows\\.ts$'],
    'A projection renames, joins and counts what the reader shows.'),
  row('rows', '^src/panels/([^/]+)/rows\\.ts$', ['^src/contract/'], 'Rows are types that both threads share.'),
  row('scenario', '^src/scenario/', ['^src/scenario/', '^src/contract/', npm('zod', 'fflate')], 'The public file format knows neither engine nor page.'),
  row('worker', '^src/worker/', ['^src/worker/', '^src/engine/session/', '^src/contract/', '^src/scenario/', '^src/panels/[^/]+/(projection|rows)\\.ts$', npm('comlink')],
    'The worker gives the session wall time and a frame pump.'),
  row('conformance', '^src/conformance/', ['^src/conformance/', engine, '^src/protocol/', '^src/contract/'], 'Adapters translate rows into calls of the engine.'),
  row('headless', '^src/headless/', ['^src/headless/', '^src/engine/session/', '^src/engine/kafka/reader\\.ts$', '^src/conformance/', '^src/contract/', '^src/scenario/', '^src/texts/', node],
    'The command line is an entry point beside the worker, not another engine.'),
  row('protocol', '^src/protocol/', ['^src/protocol/', '^src/engine/kafka/apis/', '^src/contract/'], 'The codec knows messages and bytes.'),
  row('bridge', '^src/bridge/', ['^src/bridge/', '^src/protocol/', '^src/engine/session/', '^src/contract/', node], 'The bridge carries bytes to ports.'),
  row('texts', '^src/texts/', ['^src/texts/', '^src/contract/'], 'Catalogues are text; a test compares them with what the engine emits.'),
  row('design', '^src/design/', ['^src/design/', '^src/contract/', reactStack], 'The design system knows marks, not Kafka.'),
  // The one door to the worker: `?worker` imports and the main-thread fallback.
  row('app-door', '^src/app/engine-[a-z-]+\\.tsx?$', ['^src/(app|worker|contract|scenario|texts|design)/', reactStack, npm('comlink')], 'The client of the engine.'),
  row('app', '^src/(app/(?!engine-)|main\\.tsx$)', ['^src/(app|design|contract|scenario|texts)/', '^src/panels/[^/]+/(panel\\.ts|rows\\.ts|[A-Z].*)', reactStack],
    'The page shows the engine and never reaches into it, not even for its types.'),
  row('panel', '^src/panels/([^/]+)/(panel\\.ts|[A-Z][^/]*\\.tsx?)$',
    ['^src/panels/$1/(?!projection)', '^src/(app|design|contract|scenario|texts)/', reactStack], 'A panel draws its own rows.'),
  {
    name: 'no-page-in-engine-tests',
    comment: 'Tests of what is pure stay pure of page and worker.',
    severity: 'error',
    from: { path: '^src/(engine|contract|conformance|protocol|scenario|headless)/' },
    to: { path: '^src/(app|design|worker|main)|node_modules/(react|react-dom|framer-motion|zustand|comlink)/' },
  },
  {
    name: 'no-circular',
    comment: 'Modules that need each other when they load are one module in two files. Types may refer to each other.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  { name: 'resolvable', comment: 'An import that leads nowhere.', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?' } },
  {
    name: 'no-tests-in-product',
    comment: 'The product never imports tests or what only tests use.',
    severity: 'error',
    from: { path: '^src/', pathNot: testFiles },
    to: { path: testFiles },
  },
  {
    name: 'no-dev-dependencies',
    comment: 'What the page loads is a dependency, not a development dependency.',
    severity: 'error',
    from: { path: '^src/', pathNot: testFiles },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
  },
];

export default {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'] },
  },
};
