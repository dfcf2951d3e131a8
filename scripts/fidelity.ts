/** Writes docs/FIDELITY.md: `npx tsx scripts/fidelity.ts`. The figures are measured, the list is the one that the app shows. */
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { conformKind } from '../src/conformance/compare.ts';
import { figuresRow, figuresTable } from '../src/conformance/figures.ts';
import { adapters } from '../src/conformance/index.ts';
import { readRowFile } from '../src/headless/commands/conformance-files.ts';
import { fidelityText } from '../src/texts/fidelity-text.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const rows: string[] = [];
for (const { kind, load } of adapters) {
  const { adapter } = await load();
  const lines = `${root}conformance/${kind}.jsonl.gz`;
  rows.push(figuresRow(conformKind(adapter, readRowFile(existsSync(lines) ? lines : `${root}conformance/${kind}.json.gz`), 1)));
}
writeFileSync(`${root}docs/FIDELITY.md`, fidelityText(figuresTable(rows)));
