import type { LocalLog } from './local-log.ts';
import type { LogConfig } from './log-config.ts';
import { logError } from './log-errors.ts';
import type { LogError } from './log-errors.ts';
import { LogSegment } from './log-segment.ts';
import { segmentFileName, segmentFileNames } from './segment-file-names.ts';

/**
 * Divides a segment whose offsets span more than 2^31 into segments that do not. A segment with a damaged offset that is not of that kind
 * is refused, and the log cannot be opened. Source: LocalLog.splitOverflowedSegment.
 */
export function splitOverflowedSegment(
  localLog: LocalLog,
  segment: LogSegment,
  context: { readonly config: LogConfig; readonly nowMillis: number; readonly path: string },
): LogError | null {
  if (!segment.hasOverflow) {
    const file = `${context.path}/${segmentFileName(segment.baseOffset, 'log')}`;
    const message = `Split operation is only permitted for segments with overflow, and the problem path is ${file}`;
    return logError('UNKNOWN_SERVER_ERROR', message, 'IllegalArgumentException');
  }
  const created: LogSegment[] = [];
  for (let index = 0; index < segment.batches.count; index++) {
    const batch = segment.batches.at(index);
    let target = created[created.length - 1];
    if (target?.offsetIndex.canAppendOffset(batch.lastOffset) !== true) {
      target?.onBecomeInactive();
      target = new LogSegment(batch.baseOffset, context.config, context.nowMillis);
      created.push(target);
    }
    target.append([batch], context.nowMillis);
  }
  created[created.length - 1]?.onBecomeInactive();
  localLog.deleteLater(segmentFileNames(segment), context.nowMillis + context.config.fileDeleteDelayMs);
  localLog.segments = [...localLog.segments.filter((other) => other !== segment), ...created].sort((a, b) => a.baseOffset - b.baseOffset);
  return null;
}
