import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** The choices of the Offsets view. */
export interface OffsetsChoice {
  readonly group: string | null;
  readonly focus: string | null;
  readonly cellCount: number;
}

/** What the Offsets view asks the engine for. */
export function asked({ group, focus, cellCount }: OffsetsChoice): ViewSpec {
  return {
    projections: [
      { name: 'offsets', query: { group, focus, cellCount } },
      { name: 'cluster', query: { focus, cellCount: 11 } },
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = {
  spec: (focus) => asked({ group: null, focus, cellCount: 8 }),
  count: { key: 'cellCount', from: 8, to: 240 },
};
