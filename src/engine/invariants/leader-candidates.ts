import type { Invariant } from './invariant.ts';

/** Whoever may be elected, from the ISR or the ELR, has all that is committed. Source: LeaderCandidateCompleteness of the KIP-966 model. */
export const leaderCandidates: Invariant = {
  id: 'I9',
  promised: 'committed-kept',
  source: 'KIP-966 model: LeaderCandidateCompleteness',
  partition(view, say) {
    const { isr, elr } = view.registration;
    for (let i = 0; i < isr.length + elr.length; i++) {
      const member = i < isr.length ? isr[i]! : elr[i - isr.length]!;
      const replica = view.replicas.get(member);
      if (replica === undefined || !view.isRunning(member)) continue;
      const offset = view.lacksCommittedAt(replica);
      if (offset >= 0) say({ partition: view.name, broker: member, offset, committedEndOffset: view.trueHighWatermark });
    }
  },
};
