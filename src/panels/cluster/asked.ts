import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** What the Cluster view asks the engine for. */
export function asked(choice: { readonly focus: string | null; readonly cellCount: number }): ViewSpec {
  const { focus, cellCount } = choice;
  return { projections: [{ name: 'cluster', query: { focus, cellCount } }] };
}

/** What it asks where two histories are compared: how long producers waited, besides. */
export function askedToCompare({ focus, cellCount }: Parameters<typeof asked>[0]): ViewSpec {
  return { projections: [{ name: 'cluster', query: { focus, cellCount, withWaits: true } }] };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = {
  spec: (focus) => asked({ focus, cellCount: 4 }),
  count: { key: 'cellCount', from: 4, to: 12 },
};
