import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { adapters } from '../../conformance/index.ts';
import type { Adapter } from '../../conformance/registry.ts';
import { readRows, type Row } from '../../conformance/rows.ts';
import { BadInput } from '../arguments.ts';

/** Reads the rows of a file: `.jsonl` or `.json`, plain or with `.gz`. */
export function readRowFile(path: string): Row[] {
  if (!existsSync(path)) throw new BadInput(`no such file: ${path}`);
  const bytes = readFileSync(path);
  try {
    return readRows((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (error) {
    throw new BadInput(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Loads the adapter of a kind, or null when the engine has none. */
export async function loadAdapter(kind: string): Promise<Adapter | null> {
  const entry = adapters.find((candidate) => candidate.kind === kind);
  if (entry !== undefined) return (await entry.load()).adapter;
  if (!/^[a-z-]+$/.test(kind)) return null;
  // An adapter that is being written and is not in the list yet.
  const file = new URL(`../../conformance/${kind}.ts`, import.meta.url);
  if (!existsSync(file)) return null;
  const module = (await import(file.href)) as { readonly adapter?: Adapter };
  return module.adapter?.kind === kind ? module.adapter : null;
}
