import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** The choices of the Space-time view. */
export interface SpaceTimeChoice {
  readonly spanMicros: number;
  readonly withRoutine: boolean;
  /** The message or event that is selected; -1: none. */
  readonly selected: number;
  /** Where the window ends; null: at the clock. */
  readonly endMicros: number | null;
}

/** How much is shown at first. */
export const firstSpanMicros = 20_000;

/** What the Space-time view asks the engine for. */
export function asked({ spanMicros, withRoutine, selected, endMicros }: SpaceTimeChoice): ViewSpec {
  return {
    projections: [
      { name: 'space-time', query: { spanMicros, withRoutine, selected, endMicros } },
      { name: 'cluster', query: { cellCount: 11 } },
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = {
  spec: () => asked({ spanMicros: firstSpanMicros, withRoutine: false, selected: -1, endMicros: null }),
  count: null,
};
