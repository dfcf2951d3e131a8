// How our code reads, as far as a machine can tell (docs/STYLE.md). Layering is dependency-cruiser's, dead files are knip's.
import tseslint from 'typescript-eslint';
import { documentedExports } from './scripts/lint-rules/documented-exports.mjs';

const tests = ['**/*.test.ts', '**/*.test.tsx', '**/testing/**', 'e2e/**'];

/** Syntax that no file of ours uses. */
const nowhere = [
  { selector: 'TSEnumDeclaration', message: 'No enum: a union of literals, or a const table.' },
  { selector: 'ExportDefaultDeclaration', message: 'No default export: a name is found by searching for it.' },
  { selector: 'TSParameterProperty', message: 'No parameter properties: declare the field.' },
  {
    selector:
      ':matches(FunctionDeclaration, ArrowFunctionExpression, MethodDefinition[kind!="constructor"] > FunctionExpression, ' +
      'Property > FunctionExpression)[params.length>4]',
    message: 'At most four parameters: take an object.',
  },
];

/** Two sessions run side by side in one program, so a module holds no state. */
const noModuleState = {
  selector: 'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
  message: 'No mutable state at module level: two sessions must run side by side.',
};

/** Math functions whose result is the same bits in every browser. */
const exactMath = ['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'];
const exactMathConstants = ['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'];

/** What would make two browsers, or two runs, compute different bytes. */
const nondeterministic = [
  {
    selector: `MemberExpression[object.name="Math"][property.name!=/^(${[...exactMath, ...exactMathConstants].join('|')})$/]`,
    message: 'Browsers may differ in the last bit, or by chance: only exact functions of Math in the engine.',
  },
  {
    selector: 'BinaryExpression[operator="**"], AssignmentExpression[operator="**="]',
    message: 'Browsers may differ in the last bit of a power: multiply, or use a table.',
  },
  {
    selector: ':function[async=true], AwaitExpression, ForOfStatement[await=true]',
    message: 'The engine is synchronous: no async, no await.',
  },
  { selector: 'ForInStatement', message: 'Integer-like keys do not come in the order of insertion: use a Map.' },
  {
    selector: 'MemberExpression[property.name=/^(localeCompare|toLocale[A-Za-z]*)$/]',
    message: 'Locales differ from machine to machine.',
  },
];

const engineGlobals = [
  ...['Date', 'Intl', 'Promise', 'console', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval'],
  ...['queueMicrotask', 'requestAnimationFrame', 'performance', 'crypto', 'structuredClone', 'fetch', 'process', 'Buffer'],
  ...['document', 'window', 'self', 'globalThis', 'Worker', 'WeakRef', 'FinalizationRegistry'],
].map((name) => ({ name, message: 'The engine sees the world only through Context.' }));

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', 'test-results/**', 'playwright-report/**', 'docs/**', 'public/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    plugins: { kafkascope: { rules: { 'documented-exports': documentedExports } } },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'max-len': ['error', { code: 140, ignoreUrls: true, ignoreRegExpLiterals: true }],
      'no-restricted-syntax': ['error', ...nowhere],
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-var': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': 'off', // The compiler's noUnusedLocals and noUnusedParameters say it.
      '@typescript-eslint/no-extraneous-class': 'off', // State classes may hold fields alone.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off', // An intersection or a mapped type reads well beside an interface.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/class-literal-property-style': 'off',
      '@typescript-eslint/prefer-for-of': 'off', // Hot loops count.
      '@typescript-eslint/unified-signatures': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: tests,
    rules: {
      'kafkascope/documented-exports': 'error',
      'no-console': 'error',
    },
  },
  {
    // Walks over arrays by index, whose bounds the loop has just checked; fields of an event, which its kind declares.
    files: [
      'src/engine/kernel/**', 'src/engine/kafka/log/**',
      'src/engine/kafka/util/crc32c.ts', 'src/engine/kafka/ledger/**', 'src/engine/kafka/controller/metadata-log.ts',
      'src/engine/session/**', 'src/engine/explain/**', 'src/engine/invariants/**', 'src/engine/fuzz/**', 'src/panels/*/projection/**',
    ],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['src/{engine,contract,protocol,worker,scenario}/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', ...nowhere, noModuleState] },
  },
  {
    files: ['src/contract/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...nowhere,
        {
          selector: ':function, ClassDeclaration, VariableDeclaration',
          message: 'The contract holds types alone: it is what both threads share.',
        },
      ],
    },
  },
  {
    files: ['src/engine/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': ['error', ...nowhere, noModuleState, ...nondeterministic],
      'no-restricted-globals': ['error', ...engineGlobals],
    },
  },
  // Catalogues are one object of many lines of text.
  { files: ['src/texts/**'], rules: { 'max-len': 'off' } },
  { files: ['**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 120, skipComments: true, skipBlankLines: true }] } },
  // A `describe` is one function of many claims.
  { files: tests, rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  // Tools want their configuration as a default export.
  { files: ['*.config.{ts,mjs}', '.*.mjs'], rules: { 'no-restricted-syntax': 'off', 'max-lines-per-function': 'off' } },
);
