import type { Invariant } from './invariant.ts';

/** Whoever may be elected, from the ISR or the ELR, has all that is committed. Source: LeaderCandidateCompleteness of the KIP-966 model. */
export const leaderCandidates: Invariant = {
  id: 'I9',
  promised: 'committed-kept',
  source: 'KIP-966 model: LeaderCandidateCompleteness',
  partition(view, say) {
    const { isr, elr, replicas } = view.registration;
    for (let i = 0; i < isr.length + elr.length; i++) {
      const member = i < isr.length ? isr[i]! : elr[i - isr.length]!;
      const replica = view.replicas.get(member);
      // After a reassignment the ELR may name brokers that are no replicas any more: nobody elects those.
      if (replica === undefined || !replicas.includes(member) || !view.isRunning(member) || view.uncounted.has(member)) continue;
      const offset = view.lacksCommittedAt(replica);
      if (offset >= 0) say({ partition: view.name, broker: member, offset, committedEndOffset: view.trueHighWatermark });
    }
  },
};
