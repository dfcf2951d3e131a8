import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** The choices of the Records view. */
export interface RecordsChoice {
  readonly fate: string | null;
  readonly firstRow: number;
  readonly rowCount: number;
  readonly selected: string | null;
}

/** What the Records view asks the engine for. */
export function asked({ fate, firstRow, rowCount, selected }: RecordsChoice): ViewSpec {
  return {
    projections: [
      { name: 'records', query: { fate, firstRow, rowCount, selected } },
      { name: 'cluster', query: { cellCount: 11 } },
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = {
  spec: () => asked({ fate: null, firstRow: -1, rowCount: 30, selected: null }),
  count: { key: 'rowCount', from: 30, to: 200 },
};
