import type { Question } from '../answer.ts';
import { line, newestEvent } from '../answer.ts';

/** Why is this replica not in the ISR? The rules of Partition.maybeExpandIsr and of the controller, with the numbers that hold now. */
export const whyNotInIsr: Question = {
  name: 'why-not-in-isr',
  answer(reader, params) {
    const name = String(params['partition']);
    const broker = Number(params['broker']);
    const facts = reader.partition(name);
    if (facts === null || facts.registration.isr.includes(broker)) return [];
    const { cluster } = reader;
    if (!cluster.kernel.hasNode(broker) || !reader.isUp(broker))
      return [line('isr-broker-down', { broker }, newestEvent(reader, ['processCrashed', 'powerLost', 'brokerStopped'], { broker }))];
    if (cluster.kernel.node(broker).isPaused)
      return [line('isr-broker-paused', { broker }, newestEvent(reader, ['processPaused'], { broker }))];
    const registration = cluster.activeController.image.broker(broker);
    if (registration?.fenced !== false)
      return [line('isr-fenced', { broker }, newestEvent(reader, ['brokerFenced', 'brokerRegistered'], { broker }))];
    if (registration.inControlledShutdown) return [line('isr-shutting-down', { broker })];
    const leader = reader.leader(facts);
    if (leader === null || leader.log === null) return [line('isr-no-leader', { partition: name })];
    if (leader.partitionState.maximalIsr.includes(broker))
      return [line('isr-asked', { broker }, newestEvent(reader, ['isrExpandRequested'], { partition: name, broker }))];
    const replica = leader.replica(broker);
    const endOffset = Math.max(0, replica?.logEndOffset ?? 0);
    const needed = Math.max(leader.log.highWatermark, leader.leaderEpochStartOffset ?? 0);
    const event = newestEvent(reader, ['isrShrunk', 'isrShrinkRequested', 'logTruncated'], { partition: name });
    if (replica === null || replica.lastFetchTimeMs === 0) return [line('isr-never-fetched', { broker }, event)];
    if (endOffset < needed) return [line('isr-behind', { broker, endOffset, needed }, event)];
    return [line('isr-next-fetch', { broker }, event)];
  },
};
