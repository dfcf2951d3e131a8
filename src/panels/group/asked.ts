import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** How much of the past is shown at first. */
export const firstSpanMicros = 20_000_000;

/** What the Group view asks the engine for; null: the first group. */
export function asked({ group, spanMicros }: { readonly group: string | null; readonly spanMicros: number }): ViewSpec {
  return {
    projections: [
      { name: 'group', query: { group, spanMicros } },
      // What can be done to a client is asked of the whole cluster.
      { name: 'cluster', query: { cellCount: 11 } },
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = { spec: () => asked({ group: null, spanMicros: firstSpanMicros }), count: null };
