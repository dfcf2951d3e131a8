import type { Invariant } from './invariant.ts';
import { batchAt, isSameOrCleaned } from './record-history.ts';

/** When acks=all is answered, everyone in the maximal ISR has the records, and they are enough. Source: DelayedProduce, Partition. */
export const acknowledgedIsReplicated: Invariant = {
  id: 'I22',
  promised: 'always',
  source: 'Partition.checkEnoughReplicasReachOffset',
  acknowledged({ view, leader, partition, endOffset }, say) {
    const { maximalIsr } = partition.partitionState;
    const effectiveMinIsr = Math.min(partition.minInSyncReplicas, partition.replicas.length);
    if (maximalIsr.length < effectiveMinIsr) {
      say({ partition: view.name, leader: leader.broker, broker: leader.broker, offset: endOffset - 1 });
    }
    const last = batchAt(leader.log, endOffset - 1);
    for (const member of maximalIsr) {
      const replica = view.replicas.get(member);
      // Who lost the end of its disk is out as soon as the controller knows.
      if (replica === undefined || (view.lossyStops > 0 && !view.isRunning(member))) continue;
      const own = batchAt(replica.log, endOffset - 1);
      if (last === null || endOffset <= replica.log.logStartOffset || (own !== null && isSameOrCleaned(replica.log, own, last))) continue;
      say({ partition: view.name, leader: leader.broker, broker: member, offset: endOffset - 1 });
    }
  },
};

/** A produce that is refused with NOT_ENOUGH_REPLICAS writes nothing. Source: Partition.appendRecordsToLeader. */
export const refusedIsNotWritten: Invariant = {
  id: 'I23',
  promised: 'always',
  source: 'Partition.appendRecordsToLeader',
  refused({ view, broker, wasWritten }, say) {
    if (wasWritten) say({ partition: view.name, broker });
  },
};

/** Below min.insync.replicas the high watermark stands still (since 3.7). Source: KAFKA-15583. */
export const highWatermarkFrozen: Invariant = {
  id: 'I24',
  promised: 'always',
  source: 'KAFKA-15583',
  advanced({ partition, broker, previousHighWatermark, highWatermark }, say) {
    const isrCount = partition.partitionState.isr.length;
    if (isrCount >= Math.min(partition.minInSyncReplicas, partition.replicas.length)) return;
    say({ partition: partition.topicPartition, broker, isrCount, previousHighWatermark, highWatermark });
  },
};
