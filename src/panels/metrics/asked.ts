import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** What the Metrics view asks the engine for; null: the whole run. */
export function asked(spanMicros: number | null): ViewSpec {
  return {
    projections: [
      { name: 'metrics', query: { spanMicros } },
      { name: 'cluster', query: { cellCount: 11 } },
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = { spec: () => asked(null), count: null };
