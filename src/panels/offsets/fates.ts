/** What is to be said of each record of a partition with regard to one group: told by offsets alone. */
import type { OffsetRow } from './rows.ts';

/** Committed; done and not committed; committed and not done; in the program's hands; readable and not read; not yet readable. */
export type CellFate = 'committed' | 'again' | 'skipped' | 'in-hand' | 'unread' | 'unreadable';

/** What a record is to the group. */
export function fateOf(row: OffsetRow, offset: number): CellFate {
  const { unfinishedOffset, position, highWatermark, startOffset, committedOffset } = row;
  if (highWatermark >= 0 && offset >= highWatermark) return 'unreadable';
  if (unfinishedOffset < 0) return committedOffset >= 0 && offset < committedOffset ? 'committed' : 'unread';
  if (offset < unfinishedOffset) return startOffset >= 0 && offset >= startOffset ? 'again' : 'committed';
  if (startOffset > unfinishedOffset && offset < startOffset) return 'skipped';
  return offset < position ? 'in-hand' : 'unread';
}

/** How many records each fate has, over the whole partition. */
export function fateCounts(row: OffsetRow): { readonly [fate in Exclude<CellFate, 'committed'>]: number } {
  const { unfinishedOffset, position, highWatermark, logEndOffset, startOffset } = row;
  const count = (from: number, to: number): number => Math.max(0, to - from);
  const isRead = unfinishedOffset >= 0;
  const start = Math.max(0, startOffset);
  return {
    again: isRead && startOffset >= 0 ? count(start, unfinishedOffset) : 0,
    skipped: isRead && startOffset >= 0 ? count(unfinishedOffset, start) : 0,
    'in-hand': isRead ? count(Math.max(unfinishedOffset, startOffset), position) : 0,
    unread: highWatermark < 0 ? 0 : count(isRead ? Math.max(position, 0) : start, highWatermark),
    unreadable: highWatermark < 0 ? 0 : count(highWatermark, logEndOffset),
  };
}
