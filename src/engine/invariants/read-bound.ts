import type { Invariant } from './invariant.ts';

/** Nobody reads what is not committed, and read_committed nothing of an open transaction. Source: UnifiedLog.read. */
export const readBound: Invariant = {
  id: 'I13',
  promised: 'always',
  source: 'UnifiedLog.read',
  served({ name, broker, batch, boundOffset }, say) {
    if (batch.nextOffset > boundOffset) say({ partition: name, broker, offset: batch.lastOffset, boundOffset });
  },
};
