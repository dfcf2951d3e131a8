import type { GroupOffsetFacts } from '../../../engine/kafka/offset-reader.ts';
import type { LagRow } from '../rows.ts';

/** How far the group is with a partition, and what the end of its owner would come to now. */
export function lagRow(facts: GroupOffsetFacts): LagRow {
  const { partition, owner, logStartOffset, committed, position, highWatermark, logEndOffset, unfinishedOffset: done, start } = facts;
  const read = committed?.offset ?? -1;
  const isKnown = done >= 0 && start.offset >= 0;
  return {
    id: partition,
    owner: owner ?? '',
    logStartOffset,
    committedOffset: read,
    position,
    highWatermark,
    logEndOffset,
    lag: read < 0 || highWatermark < 0 ? -1 : Math.max(0, highWatermark - read),
    startOffset: start.offset,
    againFrom: isKnown && start.offset < done ? start.offset : -1,
    againTo: isKnown && start.offset < done ? done - 1 : -1,
    skippedFrom: isKnown && start.offset > done ? done : -1,
    skippedTo: isKnown && start.offset > done ? start.offset - 1 : -1,
  };
}
