/** Looking up what was recorded: by what is asked, whatever the size of the window. */
import type { Row, ViewSpec } from '../../contract/engine-api.ts';
import type { Opening, RecordedView } from '../../contract/opening.ts';

/** A table with all of its rows. */
export interface RecordedTable {
  readonly table: string;
  readonly rows: readonly Row[];
}

/** All rows of what is asked for; null when not all of it was recorded. */
export function recordedTables({ views, rows }: Opening, { projections }: ViewSpec): readonly RecordedTable[] | null {
  const found: RecordedTable[] = [];
  for (const asked of projections) {
    const view = views.find((candidate) => answers(candidate, asked));
    if (view === undefined) return null;
    for (const { table, rows: places } of view.tables)
      found.push({ table, rows: places.flatMap((place) => (rows[place] === undefined ? [] : [rows[place]])) });
  }
  return found;
}

function answers({ name, query, count }: RecordedView, asked: ViewSpec['projections'][number]): boolean {
  if (name !== asked.name) return false;
  const keys = Object.keys(asked.query).filter((key) => key !== count?.key);
  if (keys.length !== Object.keys(query).length || !keys.every((key) => key in query && query[key] === asked.query[key])) return false;
  if (count === null) return true;
  const value = asked.query[count.key];
  return typeof value === 'number' && value >= count.from && value <= count.to;
}
