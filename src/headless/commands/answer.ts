import { answerRow } from '../../conformance/compare.ts';
import type { Adapter, Json } from '../../conformance/registry.ts';
import type { Row } from '../../conformance/rows.ts';
import { BadInput, parseArguments } from '../arguments.ts';
import type { Output } from '../output.ts';
import { loadAdapter, readRowFile } from './conformance-files.ts';

/**
 * `answer KIND FILE [--id ID]`: prints `{"id", "expected"}` for each row, in order, as our engine computes it from `input` alone.
 * A row that the engine does not model answers `{"unsupported": why}`.
 * Exit status 1 when a row could not be answered because of a bug of ours.
 */
export async function answer(argv: readonly string[], output: Output): Promise<number> {
  const args = parseArguments(argv, { flags: ['json'], valued: ['id'] });
  const [kind, file] = args.words;
  if (kind === undefined || file === undefined) throw new BadInput('usage: answer KIND FILE [--id ID]');
  const adapter = await loadAdapter(kind);
  const only = args.value('id');
  let status = 0;
  for (const row of readRowFile(file)) {
    if (only !== null && row.id !== only) continue;
    const { expected, threw } = safeAnswer(adapter, kind, row);
    output.line(JSON.stringify({ id: row.id, expected }));
    if (!threw) continue;
    output.problem(`${row.id}: ${JSON.stringify(expected)}`);
    status = 1;
  }
  return status;
}

function safeAnswer(adapter: Adapter | null, kind: string, row: Row): { readonly expected: Json; readonly threw: boolean } {
  if (adapter === null) return { expected: { unsupported: `no adapter for ${kind}` }, threw: false };
  try {
    return { expected: answerRow(adapter, row), threw: false };
  } catch (error) {
    return { expected: { unsupported: `failed: ${error instanceof Error ? error.message : String(error)}` }, threw: true };
  }
}
