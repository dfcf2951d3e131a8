import type { Invariant } from './invariant.ts';

/**
 * Each change of a partition raises its partition epoch by one; another leader means a higher leader epoch; each life of a broker has a
 * higher broker epoch than any before. Source: PartitionRegistration.merge, ClusterControlManager.
 */
export const epochsIncrease: Invariant = {
  id: 'I21',
  promised: 'always',
  source: 'PartitionRegistration, ClusterControlManager',
  registration({ name, before, after, recordCount, clearedElrCount }, say) {
    if (before === null) return;
    const isCounted =
      after.partitionEpoch >= before.partitionEpoch + recordCount &&
      after.partitionEpoch <= before.partitionEpoch + recordCount + clearedElrCount;
    const isFenced = after.leader === before.leader ? after.leaderEpoch >= before.leaderEpoch : after.leaderEpoch > before.leaderEpoch;
    if (!isCounted) say({ partition: name, subject: name, epoch: after.partitionEpoch, previousEpoch: before.partitionEpoch });
    else if (!isFenced) say({ partition: name, subject: name, epoch: after.leaderEpoch, previousEpoch: before.leaderEpoch });
  },
  broker({ broker, before, after, epochMax }, say) {
    const isNewLife = before?.incarnationId !== after.incarnationId;
    if (isNewLife ? after.epoch > epochMax : after.epoch === before?.epoch) return;
    say({ broker, subject: `broker ${String(broker)}`, epoch: after.epoch, previousEpoch: epochMax });
  },
};
