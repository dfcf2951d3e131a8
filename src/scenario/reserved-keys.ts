import type { Problem } from '../contract/engine-api.ts';
import { jsonPath, problem } from './problems.ts';

/** Nothing in a format lies deeper; what does is refused by its schema, wherever it begins. */
const depthMax = 60;

/** Keys that objects have a meaning for are passed over by the schema without a word: here they are found and refused. */
export function reservedKeys(root: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  const open: { readonly value: unknown; readonly path: readonly PropertyKey[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null || path.length > depthMax) continue;
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      if (key === '__proto__') problems.push(problem('scenario-bad-key', jsonPath(at), { key }));
      else open.push({ value: inner, path: at });
    }
  }
  return problems;
}
