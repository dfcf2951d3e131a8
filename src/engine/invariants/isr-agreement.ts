import type { Invariant, Say } from './invariant.ts';
import type { PartitionView } from './partition-view.ts';
import { differAt } from './record-history.ts';
import type { ReplicaView } from './replica-view.ts';

/** Everyone in the ISR as a leader believes it has what is below that leader's high watermark. Source: WeakIsr of the replication model. */
export const weakIsr: Invariant = {
  id: 'I7',
  promised: 'committed-kept',
  source: 'KafkaReplication.tla: WeakIsr',
  partition(view, say) {
    for (const leader of view.replicas.values()) {
      if (leader.now.isLeader && leader.now.partitionState !== null) compareIsr(view, leader, leader.now.partitionState.isr, say);
    }
  },
};

/**
 * Everyone in the ISR as the controller has it has what is below the high watermark of anybody who leads or thinks so. Source:
 * StrongIsr.
 */
export const strongIsr: Invariant = {
  id: 'I8',
  promised: 'committed-kept',
  source: 'KafkaReplication.tla: StrongIsr',
  partition(view, say) {
    for (const leader of view.replicas.values()) if (leader.now.isLeader) compareIsr(view, leader, view.registration.isr, say);
  },
};

function compareIsr(view: PartitionView, leader: ReplicaView, isr: readonly number[], say: Say): void {
  const { highWatermark } = leader.now;
  const { endOffset } = view.committed;
  const isLeaderAtHistory = view.committed.missingAt(leader.broker, leader.log, Math.min(highWatermark, endOffset)) < 0;
  for (const member of isr) {
    const replica = view.replicas.get(member);
    if (replica === undefined || replica === leader || !view.isRunning(member) || view.uncounted.has(member)) continue;
    // A leader that does not hear of the controller still counts who has lost the end of its disk, and was taken out for it.
    if (view.lossyStops > 0 && !view.registration.isr.includes(member)) continue;
    // Both agree with what was committed: then with each other. Above it they are compared directly.
    const isAtHistory = isLeaderAtHistory && view.committed.missingAt(member, replica.log, Math.min(highWatermark, endOffset)) < 0;
    const offset = differAt(leader.log, replica.log, isAtHistory ? endOffset : 0, highWatermark);
    if (offset >= 0) say({ partition: view.name, leader: leader.broker, broker: member, offset, highWatermark });
  }
}
