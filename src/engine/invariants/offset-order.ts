import type { Invariant } from './invariant.ts';

/** A log begins at or below its high watermark, which is at or below its end. Source: UnifiedLog. */
export const offsetOrder: Invariant = {
  id: 'I1',
  promised: 'always',
  source: 'UnifiedLog',
  replica({ broker, now }, { name }, say) {
    // What a power cut left on a disk is put in order when the broker loads it.
    if (!now.isHosted) return;
    const { logStartOffset, highWatermark, logEndOffset } = now;
    if (logStartOffset <= highWatermark && highWatermark <= logEndOffset) return;
    say({ partition: name, broker, logStartOffset, highWatermark, logEndOffset });
  },
};
