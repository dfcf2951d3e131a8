import type { Invariant } from './invariant.ts';
import { batchAt } from './record-history.ts';

/**
 * A leader writes at its log end and nowhere else, and never takes anything back; on every replica offsets rise, without holes unless the
 * topic is compacted. Source: UnifiedLog.append, LogValidator.
 */
export const denseAppend: Invariant = {
  id: 'I2',
  promised: 'always',
  source: 'UnifiedLog.append',
  replica(replica, { name }, say) {
    const { broker, before, now, log } = replica;
    const isCut = now.logEndOffset < before.logEndOffset;
    if (isCut && !replica.wasTruncated && !replica.wasRestarted) {
      say({ partition: name, broker, offset: now.logEndOffset, previousLogEndOffset: before.logEndOffset });
    }
    // After a restart everything is looked at again: recovery must have kept a prefix.
    const isWhole = replica.wasRestarted || isCut || before === now;
    let offset = isWhole ? now.logStartOffset : Math.max(before.logEndOffset, now.logStartOffset);
    while (offset < now.logEndOffset) {
      const batch = batchAt(log, offset);
      if (batch === null) {
        if (log.config.compact) return;
        say({ partition: name, broker, offset, previousLogEndOffset: before.logEndOffset });
        return;
      }
      offset = batch.nextOffset;
    }
  },
};
