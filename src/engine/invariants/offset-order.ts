import type { Invariant } from './invariant.ts';

/** A log begins at or below its high watermark, which is at or below its end. Source: UnifiedLog. */
export const offsetOrder: Invariant = {
  id: 'I1',
  promised: 'always',
  source: 'UnifiedLog',
  replica({ broker, now }, { name }, say) {
    const { logStartOffset, highWatermark, logEndOffset } = now;
    if (logStartOffset <= highWatermark && highWatermark <= logEndOffset) return;
    say({ partition: name, broker, logStartOffset, highWatermark, logEndOffset });
  },
};
