import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** What the Code view asks the engine for; null: the first program. */
export function asked(client: string | null): ViewSpec {
  return {
    projections: [
      { name: 'code', query: { client } },
      { name: 'cluster', query: { cellCount: 11 } },
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = { spec: () => asked(null), count: null };
