import type { Invariant } from './invariant.ts';
import { batchAt } from './record-history.ts';

/**
 * While a broker leads in one epoch its high watermark does not fall; but one that lies inside a batch falls to the batch's beginning
 * when its place is looked up (recorded from Kafka 4.3.1). Source: Partition, UnifiedLog.fetchHighWatermarkMetadata.
 */
export const highWatermarkMonotonic: Invariant = {
  id: 'I14',
  promised: 'always',
  source: 'Partition.maybeIncrementLeaderHW',
  replica({ broker, before, now, log }, { name }, say) {
    const isSameLeadership = before.isLeader && now.isLeader && before.leaderEpoch === now.leaderEpoch;
    if (!isSameLeadership || now.highWatermark >= before.highWatermark) return;
    const batch = batchAt(log, before.highWatermark);
    if (batch !== null && batch.baseOffset === now.highWatermark) return;
    say({ partition: name, broker, previousHighWatermark: before.highWatermark, highWatermark: now.highWatermark });
  },
};

/**
 * A high watermark falls for four reasons only: the log was cut, the leader told a lower one, the broker was restarted, or its place was
 * looked up inside a batch. Source: AbstractFetcherThread, UnifiedLog.
 */
export const highWatermarkDips: Invariant = {
  id: 'I15',
  promised: 'always',
  source: 'AbstractFetcherThread, UnifiedLog',
  replica(replica, { name }, say) {
    const { broker, before, now, log } = replica;
    if (!before.isHosted || !now.isHosted || now.highWatermark >= before.highWatermark) return;
    if (replica.wasTruncated || replica.wasRestarted) return;
    if (before.isLeader && now.isLeader && before.leaderEpoch === now.leaderEpoch) return;
    if (replica.learnedHighWatermark === now.highWatermark) return;
    const batch = batchAt(log, before.highWatermark);
    if (batch !== null && batch.baseOffset === now.highWatermark) return;
    say({ partition: name, broker, previousHighWatermark: before.highWatermark, highWatermark: now.highWatermark });
  },
};
