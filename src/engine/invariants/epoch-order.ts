import type { Invariant } from './invariant.ts';
import { batchAt } from './record-history.ts';

/** Leader epochs never fall along a log; the epoch cache rises strictly in epochs and in start offsets. Source: LeaderEpochFileCache. */
export const epochOrder: Invariant = {
  id: 'I3',
  promised: 'always',
  source: 'LeaderEpochFileCache',
  replica({ broker, before, now, log }, { name }, say) {
    for (let i = 1; now.epochs !== before.epochs && i < now.epochs.length; i++) {
      const { epoch, startOffset } = now.epochs[i]!;
      const previous = now.epochs[i - 1]!;
      if (epoch <= previous.epoch || startOffset <= previous.startOffset) say({ partition: name, broker, offset: startOffset, epoch });
    }
    const from = now.logEndOffset < before.logEndOffset || before === now ? log.logStartOffset : before.logEndOffset;
    let epoch = batchAt(log, Math.max(log.logStartOffset, from - 1))?.partitionLeaderEpoch ?? -1;
    for (let offset = from; offset < now.logEndOffset;) {
      const batch = batchAt(log, offset);
      if (batch === null) return;
      if (batch.partitionLeaderEpoch < epoch) say({ partition: name, broker, offset: batch.baseOffset, epoch: batch.partitionLeaderEpoch });
      epoch = batch.partitionLeaderEpoch;
      offset = batch.nextOffset;
    }
  },
};
