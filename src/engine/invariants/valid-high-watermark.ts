import type { Invariant } from './invariant.ts';

/** Everyone in the controller's ISR has reached the leader's high watermark. Source: ValidHighWatermark of the asynchronous ISR model. */
export const validHighWatermark: Invariant = {
  id: 'I16',
  promised: 'always',
  source: 'KIP-497 model: ValidHighWatermark',
  partition(view, say) {
    const leader = view.currentLeader;
    if (leader === null) return;
    const { highWatermark } = leader.now;
    for (const member of view.registration.isr) {
      const replica = view.replicas.get(member);
      if (replica === undefined || !view.isRunning(member) || view.uncounted.has(member)) continue;
      if (replica.now.logEndOffset >= highWatermark) continue;
      say({ partition: view.name, leader: leader.broker, broker: member, logEndOffset: replica.now.logEndOffset, highWatermark });
    }
  },
};

/** A leader whose ISR is large enough counts at least everyone whom the controller could elect. Source: KIP-966 model. */
export const replicationQuorum: Invariant = {
  id: 'I17',
  promised: 'always',
  source: 'KIP-966 model: ReplicationQuorumSuperset',
  partition(view, say) {
    const partition = view.currentLeader?.leading ?? null;
    if (partition === null || partition.isUnderMinIsr) return;
    // Kafka's own gap: metadata of the partition epoch that a leader has already drop the change that it has asked for since
    // (Partition.makeLeader, updateAssignmentAndIsr). Until it hears of the controller's newer epoch it does not count the new member.
    if (partition.partitionEpoch < view.registration.partitionEpoch && partition.partitionState.kind === 'CommittedPartitionState') return;
    const { maximalIsr } = partition.partitionState;
    const { isr, elr, replicas } = view.registration;
    // After a reassignment the ELR may name brokers that are no replicas any more: nobody elects those.
    const uncounted = [...isr, ...elr].find((member) => replicas.includes(member) && !maximalIsr.includes(member));
    if (uncounted !== undefined) say({ partition: view.name, leader: partition.owner.brokerId, broker: uncounted });
  },
};
