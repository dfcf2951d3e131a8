import type { Problem } from '../../../contract/engine-api.ts';

/** A refusal of the lesson's: code of a text, and what was asked. */
export function problem(code: string, where: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { code, where, params: {} } };
}

/** Done, and nothing to say. */
export const done = { ok: true, value: null } as const;
