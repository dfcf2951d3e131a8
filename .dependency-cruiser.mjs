// The dependency rule: a folder imports only what its row lists (docs/ARCHITECTURE.md). Type imports count.
// Tests beside a file may import what the file's row lists and, above that, anything that is not of the page or the worker.

/** @typedef {import('dependency-cruiser').IForbiddenRuleType} Rule */

/** Files that are not part of the product at run time. */
export const testFiles = '(\\.test\\.tsx?$|/testing/|/fuzz/)';

const npm = (/** @type {string[]} */ ...names) => `node_modules/(@types/)?(${names.join('|')})/`;
const reactStack = npm('react', 'react-dom', 'zustand', 'd3-[a-z-]+', 'framer-motion', 'uqr', 'mediabunny');
const node =
  '^(node:.*|fs|path|url|zlib|os|process|crypto|child_process|util|stream|net|worker_threads|perf_hooks|readline|buffer|assert|v8)$';
const engine = '^src/engine/';
const contract = '^src/contract/';

/**
 * The matrix: which files (`from`) may import what (`may`), as regular expressions, and why no more.
 * @type {readonly { name: string, from: string, may: string[], why: string }[]}
 */
export const matrix = [
  { name: 'engine-kernel', from: '^src/engine/kernel/', may: ['^src/engine/kernel/'], why: 'The kernel knows nothing of Kafka.' },
  {
    name: 'engine-kafka',
    from: '^src/engine/kafka/',
    may: ['^src/engine/(kernel|kafka)/', '^src/contract/scenario\\.ts$'], // What a cluster is built from: types.
    why: 'Kafka runs without faults, sessions or panels.',
  },
  ...['explain', 'faults', 'invariants'].map((folder) => ({
    name: `engine-${folder}`,
    from: `^src/engine/${folder}/`,
    may: [`^src/engine/(kernel|kafka|${folder})/`],
    why: 'These watch Kafka or act on it, never on each other.',
  })),
  {
    name: 'engine-lesson',
    from: '^src/engine/lesson/',
    may: ['^src/engine/(kernel|kafka|invariants|lesson)/', contract],
    why: 'Predicates read the state of the engine.',
  },
  { name: 'engine-session', from: '^src/engine/session/', may: [engine, contract], why: 'The session knows no worker and no page.' },
  { name: 'engine-top', from: '^src/engine/[^/]+$', may: [engine, contract], why: 'What lies directly in the engine stays inside it.' },
  {
    name: 'contract',
    from: contract,
    may: [contract, '^src/engine/kernel/units\\.ts$'],
    why: 'The contract is what both threads share: types alone.',
  },
  {
    name: 'projection',
    from: '^src/panels/([^/]+)/projection(\\.ts$|/)',
    may: [
      '^src/engine/kafka/((group-|member-|offset-)?reader|errors|teaching-scale)\\.ts$',
      // What the reader hands out: logs, batches, clients' processes, messages, and the kinds of events.
      '^src/engine/kafka/(apis|ledger)/',
      '^src/engine/kafka/log/(partition-log|record-batch)\\.ts$',
      // A log as files: segments, lookups, bytes.
      '^src/engine/kafka/(storage/|log/(log-segment|codecs)\\.ts$)',
      '^src/engine/kafka/clients/(producer/producer|consumer/consumer)-process\\.ts$',
      '^src/engine/kafka/clients/producer/producer-inspection\\.ts$',
      '^src/engine/kafka/(broker|controller|clients/producer|clients/consumer|coordinator/service)/events\\.ts$',
      '^src/engine/kernel/(units|events|items|trace|trace-feed|event|event-args)\\.ts$',
      '^src/engine/explain/chain\\.ts$',
      contract,
      '^src/panels/$1/(rows\\.ts$|projection/)',
    ],
    why: 'A projection renames, joins and counts what the reader shows.',
  },
  { name: 'rows', from: '^src/panels/([^/]+)/rows\\.ts$', may: [contract], why: 'Rows are types that both threads share.' },
  {
    name: 'scenario',
    from: '^src/scenario/',
    may: ['^src/scenario/', contract, npm('zod', 'fflate')],
    why: 'The public file format knows neither engine nor page.',
  },
  {
    name: 'worker',
    from: '^src/worker/',
    may: [
      '^src/(worker|scenario)/',
      '^src/protocol/compression/', // Handed to the session, which has no codecs itself.
      '^src/engine/(session/|kernel/|kafka/reader\\.ts$)', // The last two: types of what the session hands out.
      '^src/protocol/compression/', // For bytes of compressed batches.
      contract,
      '^src/panels/[^/]+/(projection|rows)\\.ts$',
      npm('comlink'),
    ],
    why: 'The worker gives the session wall time and a frame pump.',
  },
  {
    name: 'conformance',
    from: '^src/conformance/',
    may: ['^src/(conformance|protocol)/', engine, contract],
    why: 'Adapters translate rows into calls of the engine.',
  },
  {
    name: 'headless',
    from: '^src/headless/',
    may: [
      '^src/(headless|conformance|scenario|texts)/',
      '^src/protocol/compression/',
      '^src/engine/session/',
      '^src/engine/kafka/reader\\.ts$',
      contract,
      node,
    ],
    why: 'The command line is an entry point beside the worker, not another engine.',
  },
  {
    name: 'protocol',
    from: '^src/protocol/',
    may: ['^src/protocol/', '^src/engine/kafka/(apis/|log/codecs\\.ts$)', contract, npm('fflate', 'fzstd')],
    why: 'The codec knows messages and bytes.',
  },
  {
    name: 'bridge',
    from: '^src/bridge/',
    may: ['^src/(bridge|protocol)/', '^src/engine/session/', contract, node],
    why: 'The bridge carries bytes to ports.',
  },
  {
    name: 'texts',
    from: '^src/texts/',
    may: ['^src/texts/', contract],
    why: 'Catalogues are text; a test compares them with what the engine emits.',
  },
  { name: 'offline', from: '^src/offline/', may: ['^src/offline/'], why: 'The service worker is one file: the build writes it as it is.' },
  { name: 'design', from: '^src/design/', may: ['^src/design/', contract, reactStack], why: 'The design system knows marks, not Kafka.' },
  {
    name: 'app-door',
    from: '^src/app/(engine-[a-z-]+\\.tsx?$|opening/)',
    may: ['^src/(app|worker|scenario|texts|design)/', '^src/panels/[^/]+/asked\\.ts$', contract, reactStack, npm('comlink')],
    why: 'The client of the engine is the one door to the worker: `?worker` imports, the fallback, and what stands in for both.',
  },
  {
    name: 'app',
    from: '^src/(app/(?!engine-|opening/)|main\\.tsx$|embed\\.ts$)',
    may: ['^src/(app|design|scenario|texts|lessons)/', contract, '^src/panels/[^/]+/(panel\\.ts|rows\\.ts|[A-Z].*)', reactStack],
    why: 'The page shows the engine and never reaches into it, not even for its types.',
  },
  {
    name: 'panel',
    from: '^src/panels/([^/]+)/(?!((projection|rows)\\.ts$|projection/))',
    may: ['^src/panels/$1/(?!projection)', '^src/(app|design|scenario|texts)/', contract, reactStack],
    why: 'A panel draws its own rows.',
  },
];

/** @type {Rule[]} */
const forbidden = [
  ...matrix.map(
    ({ name, from, may, why }) =>
      /** @type {Rule} */ ({ name, comment: why, severity: 'error', from: { path: from, pathNot: testFiles }, to: { pathNot: may } }),
  ),
  {
    name: 'contract-types-only',
    comment: 'The contract has no runtime code, so it imports none.',
    severity: 'error',
    from: { path: contract, pathNot: testFiles },
    to: { dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'worker-runs-session-only',
    comment: 'The worker names the types of what the session hands out, and runs no other part of the engine itself.',
    severity: 'error',
    from: { path: '^src/worker/', pathNot: testFiles },
    to: { path: '^src/engine/(?!session/)', dependencyTypesNot: ['type-only'] },
  },
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
  {
    name: 'resolvable',
    comment: 'An import that leads nowhere; `node` is what a `reference types` line asks for.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: '\\?|^node$' },
  },
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
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
    },
  },
};
