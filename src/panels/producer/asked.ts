import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** What the Producer view asks the engine for; null: the first producer. */
export function asked(producer: string | null): ViewSpec {
  return {
    projections: [
      { name: 'producer', query: { producer } },
      { name: 'cluster', query: { cellCount: 11 } },
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = { spec: () => asked(null), count: null };
