/**
 * The recorded opening of a lesson: what the engine says until somebody acts. The build records it (`scripts/openings`); a page that is
 * opened for a lesson shows it, and starts the engine when it is needed (`src/app/opening`).
 */
import type { EventRow, Frame, Row, ViewSpec } from './engine-api.ts';

/** A field of a query that the size of the window decides: any whole number of a range. */
export interface WindowCount {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** What a view asks as it opens, in a window of any size. */
export interface FirstAsked {
  readonly spec: (focus: string | null) => ViewSpec;
  /** The field of its own projection, the first, that the window decides; null: none. */
  readonly count: WindowCount | null;
}

/** The answer to one projection, for one range of window sizes. */
export interface RecordedView {
  readonly name: string;
  /** Without the field that the window decides. */
  readonly query: ViewSpec['projections'][number]['query'];
  readonly count: WindowCount | null;
  /** Rows by their place in the opening's list: most answers share most of them. */
  readonly tables: readonly { readonly table: string; readonly rows: readonly number[] }[];
}

/** What the engine says while a lesson is opened at its beginning, at the first level. */
export interface Opening {
  readonly format: 1;
  readonly lesson: string;
  readonly rev: number;
  /** The first frame, without rows. */
  readonly frame: Omit<Frame, 'patches'>;
  readonly story: readonly EventRow[];
  readonly rows: readonly Row[];
  readonly views: readonly RecordedView[];
}
