import type { Question } from '../answer.ts';
import { line, newestEvent } from '../answer.ts';

/** Why does the high watermark stand where it stands? The rule of Partition.maybeIncrementLeaderHW, with the numbers that hold now. */
export const whyHighWatermark: Question = {
  name: 'why-high-watermark',
  answer(reader, params) {
    const name = String(params['partition']);
    const facts = reader.partition(name);
    if (facts === null) return [];
    const leader = reader.leader(facts);
    if (leader === null || leader.log === null)
      return [
        line(
          'high-watermark-no-leader',
          { partition: name },
          newestEvent(reader, ['partitionOffline', 'leaderElected', 'processCrashed', 'powerLost'], {}),
        ),
      ];
    const { log, partitionState, remoteReplicas } = leader;
    const { highWatermark, logEndOffset } = log;
    if (highWatermark === logEndOffset) return [line('high-watermark-at-end', { highWatermark })];
    const minIsr = leader.effectiveMinIsr;
    if (leader.isUnderMinIsr) {
      const event = newestEvent(reader, ['isrShrunk', 'isrShrinkRequested'], { partition: name });
      return [line('high-watermark-under-min-isr', { isrCount: partitionState.isr.length, minIsr, highWatermark }, event)];
    }
    const holding = remoteReplicas.filter((r) => partitionState.maximalIsr.includes(r.brokerId) && r.logEndOffset <= highWatermark);
    const nowMillis = reader.cluster.broker(leader.owner.brokerId)?.context.nowMillis ?? 0;
    return holding.map((replica) => {
      const leavesInMillis = Math.max(0, replica.lastCaughtUpTimeMs + leader.owner.replicaLagTimeMaxMs - nowMillis);
      const values = { broker: replica.brokerId, endOffset: Math.max(0, replica.logEndOffset), highWatermark, leavesInMillis };
      return line('high-watermark-held-by', values, replica.lastFetchEvent);
    });
  },
};
