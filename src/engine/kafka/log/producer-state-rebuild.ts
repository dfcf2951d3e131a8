import { assert } from '../../kernel/units.ts';
import { infoOf, inUpdateOrder, updateProducer } from './log-append.ts';
import type { LogConfig } from './log-config.ts';
import type { LogSegment } from './log-segment.ts';
import { isLogError } from './producer-append-info.ts';
import type { ProducerAppendInfo } from './producer-append-info.ts';
import type { ProducerStateManager } from './producer-state-manager.ts';
import type { CompletedTxn } from './transaction-index.ts';

/** What a rebuild needs to know of the log. */
export interface RebuildContext {
  readonly segments: readonly LogSegment[];
  readonly logStartOffset: number;
  readonly config: LogConfig;
  readonly nowMillis: number;
  /** Loading after a clean stop: producer state that no snapshot holds is taken to be none. */
  readonly reloadFromCleanShutdown: boolean;
}

/**
 * Brings producers and transactions to their state at `lastOffset`: from the newest snapshot at or below it, then from the batches.
 * Snapshots are written at the base of the last two segments and at the end. Answers the segment whose file cannot be read to its end,
 * at which everything stops; null when all went well. Source: UnifiedLog.rebuildProducerState.
 */
export function rebuildProducerState(manager: ProducerStateManager, lastOffset: number, context: RebuildContext): LogSegment | null {
  const { segments } = context;
  const offsetsToSnapshot = [...segments.slice(-2).map((segment) => segment.baseOffset), lastOffset];
  if (manager.latestSnapshotOffset() === null && context.reloadFromCleanShutdown) {
    for (const offset of offsetsToSnapshot) {
      manager.updateMapEndOffset(offset);
      manager.takeSnapshot();
    }
    return null;
  }
  const isEmptyBeforeTruncation = manager.isEmpty && manager.mapEndOffset >= lastOffset;
  manager.truncateAndReload(context.logStartOffset, lastOffset, context.nowMillis, context.config);
  if (lastOffset > manager.mapEndOffset && !isEmptyBeforeTruncation) {
    for (const segment of replayedSegments(segments, manager.mapEndOffset, lastOffset)) {
      const startOffset = Math.max(segment.baseOffset, manager.mapEndOffset, context.logStartOffset);
      manager.updateMapEndOffset(startOffset);
      if (offsetsToSnapshot.includes(segment.baseOffset)) manager.takeSnapshot();
      const isLast = segment === floorSegment(segments, lastOffset);
      const maxPosition = isLast ? (segment.translateOffset(lastOffset)?.position ?? segment.sizeBytes) : segment.sizeBytes;
      loadProducers(manager, segment, startOffset, maxPosition);
      if (maxPosition === segment.sizeBytes && segment.trailing !== null && segment.trailing.impossibleSize !== null) return segment;
    }
  }
  manager.updateMapEndOffset(lastOffset);
  manager.takeSnapshot();
  return null;
}

function replayedSegments(segments: readonly LogSegment[], from: number, to: number): readonly LogSegment[] {
  const floor = floorSegment(segments, from);
  return segments.filter((segment) => segment.baseOffset < to && (segment === floor || segment.baseOffset > from));
}

function floorSegment(segments: readonly LogSegment[], offset: number): LogSegment | null {
  let found: LogSegment | null = null;
  for (const segment of segments) if (segment.baseOffset <= offset) found = segment;
  return found;
}

function loadProducers(manager: ProducerStateManager, segment: LogSegment, startOffset: number, maxPosition: number): void {
  const updated: ProducerAppendInfo[] = [];
  const completedTxns: CompletedTxn[] = [];
  const { batches } = segment;
  for (let index = segment.indexOfOffset(startOffset); index < batches.count && batches.positionAt(index) < maxPosition; index++) {
    const batch = batches.at(index);
    if (!batch.hasProducerId) continue;
    let info = infoOf(batch.producerId, updated);
    if (info === null) updated.push((info = manager.prepareUpdate(batch.producerId, 'REPLICATION', 0)));
    const completed = updateProducer(manager, batch, info, null);
    assert(!isLogError(completed), 'what a log holds was checked when it was appended');
    if (completed !== null) completedTxns.push(completed);
  }
  for (const info of inUpdateOrder(updated)) manager.update(info);
  for (const completed of completedTxns) manager.completeTxn(completed);
}
