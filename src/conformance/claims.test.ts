import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readRowFile } from '../headless/commands/conformance-files.ts';
import { summaryLines } from '../headless/commands/conform.ts';
import { conformKind, type KindResult } from './compare.ts';
import { figuresRow } from './figures.ts';
import { adapters } from './index.ts';
import { claims, type Claim } from './thresholds.ts';

const folder = fileURLToPath(new URL('../../conformance/', import.meta.url));
const fidelity = readFileSync(fileURLToPath(new URL('../../docs/FIDELITY.md', import.meta.url)), 'utf8');
const minutes = 60_000;

test('every adapter of the folder is in the list, and every adapter of the list claims something', () => {
  const sources = readdirSync(fileURLToPath(new URL('.', import.meta.url))).filter((name) => name.endsWith('.ts'));
  const packed = readdirSync(folder).map((name) => name.replace(/\.jsonl?\.gz$/, ''));
  // A file named after a kind is its adapter; helpers of adapters have other names.
  const present = sources.map((name) => name.replace(/\.ts$/, '')).filter((name) => packed.includes(name));
  const listed = adapters.map(({ kind }) => kind);
  const claimed = claims.map(({ kind }) => kind);
  expect(present.filter((kind) => !listed.includes(kind)), 'adapters missing from src/conformance/index.ts').toEqual([]);
  expect(listed.filter((kind) => !claimed.includes(kind)), 'kinds missing from src/conformance/thresholds.ts').toEqual([]);
});

for (const claim of claims) {
  test(`${claim.kind}: the engine answers as Kafka did`, { timeout: 10 * minutes }, async (context) => {
    const entry = adapters.find(({ kind }) => kind === claim.kind);
    if (entry === undefined) {
      context.skip(`${claim.kind}: not claimed, there is no adapter`);
      return;
    }
    const { adapter } = await entry.load();
    expect(adapter.kind).toBe(claim.kind);
    const result = conformKind(adapter, readRowFile(packedFile(claim.kind)), 1);
    for (const line of summaryLines(result)) console.log(line);
    expect(problemsOf(result, claim)).toEqual([]);
    expect(fidelity, 'docs/FIDELITY.md is out of date: npx tsx scripts/fidelity.ts').toContain(figuresRow(result));
  });
}

function packedFile(kind: string): string {
  const lines = `${folder}${kind}.jsonl.gz`;
  return existsSync(lines) ? lines : `${folder}${kind}.json.gz`;
}

/** Where a result falls short of its claim, each with the first rows to look at. */
function problemsOf(result: KindResult, claim: Claim): string[] {
  const { kind, rowCount, equalRowCount, unsupportedRowCount, stepCount, equalStepCount, unequal } = result;
  const countedRows = claim.countsOnlyAnswered === true ? rowCount - unsupportedRowCount : rowCount;
  const countedSteps = claim.countsOnlyAnswered === true ? stepCount - unsupportedSteps(result) : stepCount;
  const different = unequal.filter(({ verdict }) => verdict !== 'unsupported').slice(0, 3);
  const firstDifferences = different.map((row) => `${row.id} at ${row.differences[0]?.path ?? ''}`);
  const problems: string[] = [];
  const checkShare = (what: string, share: { readonly equal: number; readonly of: number; readonly min: number }) => {
    if (share.equal >= share.of * share.min) return;
    const counts = `${String(share.equal)} of ${String(share.of)} ${what} equal, claimed ${String(share.min * 100)} %`;
    problems.push(`${kind}: ${counts}; first: ${firstDifferences.join(', ')}`);
  };
  if (countedRows === 0) problems.push(`${kind}: no row was answered: a claim over nothing`);
  checkShare('rows', { equal: equalRowCount, of: countedRows, min: claim.equalRowShareMin });
  checkShare('steps', { equal: equalStepCount, of: countedSteps, min: claim.equalStepShareMin });
  return problems;
}

/** Steps of rows that the engine does not answer. */
function unsupportedSteps(result: KindResult): number {
  const unsupported = result.unequal.filter(({ verdict }) => verdict === 'unsupported');
  return unsupported.reduce((sum, row) => sum + row.stepCount - row.equalStepCount, 0);
}
