import type { ViewSpec } from '../../contract/engine-api.ts';
import type { FirstAsked } from '../../contract/opening.ts';

/** The choices of the Matrix view. */
export interface MatrixChoice {
  readonly filter: string | null;
  readonly isTroubleFirst: boolean;
  readonly firstRow: number;
  readonly rowCount: number;
  readonly selected: string | null;
}

/** What the Matrix view asks the engine for. In a small cluster, where menus need it, all things besides. */
export function asked({ filter, isTroubleFirst, firstRow, rowCount, selected }: MatrixChoice, isSmall: boolean): ViewSpec {
  return {
    projections: [
      { name: 'matrix', query: { filter, isTroubleFirst, firstRow, rowCount, selected } },
      ...(isSmall ? [{ name: 'cluster', query: { cellCount: 1 } }] : []),
    ],
  };
}

/** What it asks as it opens. */
export const firstAsked: FirstAsked = {
  spec: () => asked({ filter: null, isTroubleFirst: false, firstRow: 0, rowCount: 29, selected: null }, true),
  count: { key: 'rowCount', from: 29, to: 200 },
};
