import type { Invariant } from './invariant.ts';

/** What is deleted is a prefix of the log and ends at or below the high watermark. Source: UnifiedLog.deleteOldSegments. */
export const retentionPrefix: Invariant = {
  id: 'I31',
  promised: 'always',
  source: 'UnifiedLog.deleteOldSegments',
  replica(replica, { name }, say) {
    const { broker, before, now } = replica;
    const { logStartOffset } = now;
    if (logStartOffset === before.logStartOffset || replica.wasTruncated || replica.wasRestarted) return;
    const isForward = logStartOffset > before.logStartOffset && logStartOffset <= Math.max(now.highWatermark, before.highWatermark);
    if (!isForward) say({ partition: name, broker, logStartOffset, highWatermark: now.highWatermark });
  },
};
