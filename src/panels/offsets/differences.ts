/** What differs in a group's offsets between two histories at one time, read off their rows. */
import { DifferenceList } from '../../app/compare/difference-list.ts';
import type { FoundDifference } from '../../app/compare/difference-list.ts';
import { fateCounts } from './fates.ts';
import type { OffsetRow } from './rows.ts';

/** A difference in the offsets. */
export type OffsetsDifference = FoundDifference<
  'at-loss' | 'at-risk' | 'committed' | 'position' | 'high-watermark-of' | 'log-end-of' | 'reader'
>;

/** What a crash would come to first, then the offsets themselves. */
export function offsetsDifferences(here: readonly OffsetRow[], there: readonly OffsetRow[]): readonly OffsetsDifference[] {
  const risks = new DifferenceList<OffsetsDifference['kind']>();
  const list = new DifferenceList<OffsetsDifference['kind']>();
  for (const partition of [...new Set([...here, ...there].map(({ id }) => id))].sort()) {
    const [row, same] = [here, there].map((side) => side.find(({ id }) => id === partition));
    if (row === undefined || same === undefined) continue;
    const of = { place: `partition:${partition}`, params: { partition } };
    const [fates, others] = [fateCounts(row), fateCounts(same)];
    risks.add('at-loss', of, fates.skipped, others.skipped);
    risks.add('at-risk', of, fates.again, others.again);
    list.add('committed', of, row.committedOffset, same.committedOffset);
    list.add('position', of, row.position, same.position);
    list.add('high-watermark-of', of, row.highWatermark, same.highWatermark);
    list.add('log-end-of', of, row.logEndOffset, same.logEndOffset);
    list.add('reader', of, row.owner, same.owner);
  }
  return [...risks.found, ...list.found];
}
