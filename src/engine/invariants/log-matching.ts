import type { Invariant, Say } from './invariant.ts';
import type { PartitionView } from './partition-view.ts';
import { batchAt, differAt, isSameOrCleaned } from './record-history.ts';
import type { ReplicaView } from './replica-view.ts';

/** Leader epochs stay far below it. */
const epochsMax = 65536;

/**
 * Where two logs hold a record of the same offset and leader epoch, they agree on everything before it. Every batch is compared with the
 * first one that any log held at that offset and epoch, and so is what stands before it: by induction all logs agree.
 * Source: KIP-101, KIP-279, KIP-320; Raft's log matching.
 */
export const strongLogMatching: Invariant = {
  id: 'I5',
  promised: 'always',
  source: 'KIP-101, KIP-279, KIP-320',
  replica({ broker, before, now, log }, view, say) {
    const isCut = now.logEndOffset < before.logEndOffset || before === now;
    let offset = isCut ? log.logStartOffset : before.logEndOffset;
    let previous = offset > log.logStartOffset ? batchAt(log, offset - 1) : null;
    while (offset < now.logEndOffset) {
      const batch = batchAt(log, offset);
      if (batch === null) return;
      const key = batch.baseOffset * epochsMax + batch.partitionLeaderEpoch;
      const first = view.firstSights.get(key);
      if (first === undefined) {
        view.firstSights.set(key, { batch, previous });
      } else {
        const isSamePast = first.previous === null || previous === null || isSameOrCleaned(log, first.previous, previous);
        if (!isSameOrCleaned(log, first.batch, batch) || !isSamePast) {
          say({ partition: view.name, broker, offset: batch.baseOffset, epoch: batch.partitionLeaderEpoch });
          return;
        }
      }
      previous = batch;
      offset = batch.nextOffset;
    }
  },
};

/** Below both their high watermarks any two replicas hold the same. Source: LogMatchingProperty of the KRaft replication model. */
export const committedLogMatching: Invariant = {
  id: 'I6',
  promised: 'committed-kept',
  source: 'KIP-966 model: LogMatchingProperty',
  partition(view, say) {
    const above: ReplicaView[] = [];
    for (const replica of view.replicas.values()) {
      const { highWatermark } = replica.now;
      const offset = view.committed.missingAt(replica.broker, replica.log, Math.min(highWatermark, view.committed.endOffset));
      if (offset >= 0) say({ partition: view.name, broker: replica.broker, offset });
      if (highWatermark > view.committed.endOffset) above.push(replica);
    }
    // Only an old leader that was alone in its ISR can be above what is known as committed.
    compareAbove(view, above, say);
  },
};

function compareAbove(view: PartitionView, above: readonly ReplicaView[], say: Say): void {
  for (let i = 1; i < above.length; i++) {
    const a = above[i - 1]!;
    const b = above[i]!;
    const offset = differAt(a.log, b.log, view.committed.endOffset, Math.min(a.now.highWatermark, b.now.highWatermark));
    if (offset >= 0) say({ partition: view.name, broker: b.broker, offset });
  }
}
