import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** What the Replication view asks the engine for. */
export function asked({ focus, cellCount }: { readonly focus: string | null; readonly cellCount: number }): ViewSpec {
  return {
    projections: [
      { name: 'replication', query: { focus, cellCount } },
      // The rest of the page speaks of all partitions.
      { name: 'cluster', query: { focus, cellCount: 11 } },
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = {
  spec: (focus) => asked({ focus, cellCount: 4 }),
  count: { key: 'cellCount', from: 4, to: 80 },
};
