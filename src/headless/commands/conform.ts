import { conformKind, type KindResult, type RowResult } from '../../conformance/compare.ts';
import { BadInput, countOption, parseArguments } from '../arguments.ts';
import type { Output } from '../output.ts';
import { loadAdapter, readRowFile } from './conformance-files.ts';

const usage = 'usage: conform KIND FILE [--json] [--all] [--id ID] [--limit N] [--paths N]';

/**
 * `conform KIND FILE [--json] [--all] [--id ID] [--limit N] [--paths N]`: compares our answers with what real Kafka answered.
 * Prints the counts of rows, for transcripts of steps, then the first differences with their paths.
 * Exit status 0 when all rows are equal, else 1.
 */
export async function conform(argv: readonly string[], output: Output): Promise<number> {
  const args = parseArguments(argv, { flags: ['json', 'all'], valued: ['id', 'limit', 'paths'] });
  const [kind, file] = args.words;
  if (kind === undefined || file === undefined) throw new BadInput(usage);
  const only = args.value('id');
  const pathsMax = countOption(args, 'paths', { min: 1, otherwise: only === null ? 3 : 50 });
  const rowsMax = countOption(args, 'limit', { min: 0, otherwise: 5 });
  const adapter = await loadAdapter(kind);
  if (adapter === null) throw new BadInput(`no adapter for ${kind}: the engine does not answer this kind`);
  const rows = readRowFile(file).filter((row) => only === null || row.id === only);
  if (rows.length === 0) throw new BadInput(only === null ? `${file} has no rows` : `${file} has no row ${only}`);
  const result = conformKind(adapter, rows, pathsMax);
  if (args.flag('json')) output.line(JSON.stringify(result));
  else printResult(result, { rowsMax, listsAllIds: args.flag('all') }, output);
  return result.equalRowCount === result.rowCount ? 0 : 1;
}

/** The documented counting lines of a kind: rows, and steps for transcripts. */
export function summaryLines(result: KindResult): string[] {
  const { kind, rowCount, equalRowCount, unsupportedRowCount, differentRowCount, stepCount, equalStepCount } = result;
  const rows = `rows ${String(rowCount)}, equal ${String(equalRowCount)}`;
  const lines = [`${kind}: ${rows}, unsupported ${String(unsupportedRowCount)}, different ${String(differentRowCount)}`];
  if (stepCount > 0) lines.push(`${kind}: steps ${String(stepCount)}, equal ${String(equalStepCount)}`);
  return lines;
}

function printResult(result: KindResult, show: { readonly rowsMax: number; readonly listsAllIds: boolean }, output: Output): void {
  for (const line of summaryLines(result)) output.line(line);
  // Rows that differ say more than rows that are known not to be modelled.
  const isUnsupported = (row: RowResult) => row.verdict === 'unsupported';
  const telling = [...result.unequal.filter((row) => !isUnsupported(row)), ...result.unequal.filter(isUnsupported)];
  for (const row of telling.slice(0, show.rowsMax)) printRow(row, output);
  if (!show.listsAllIds) return;
  for (const row of result.unequal) {
    const steps = row.stepCount === 0 ? '' : ` steps ${String(row.equalStepCount)}/${String(row.stepCount)}`;
    output.line(`${row.verdict} ${row.id}${steps}${row.differences[0] === undefined ? '' : ` at ${row.differences[0].path}`}`);
  }
}

function printRow(row: RowResult, output: Output): void {
  output.line(`  ${row.verdict} ${row.id}${row.comment === '' ? '' : ` (${row.comment})`}`);
  for (const { path, expected, actual } of row.differences) {
    output.line(`    ${path === '' ? '(whole)' : path}`);
    output.line(`      expected ${expected}`);
    output.line(`      got      ${actual}`);
  }
}
