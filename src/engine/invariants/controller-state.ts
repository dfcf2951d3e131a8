import type { Invariant } from './invariant.ts';

/** A leader is a member of the ISR. Source: PartitionChangeBuilder. */
export const leaderInIsr: Invariant = {
  id: 'I18',
  promised: 'always',
  source: 'PartitionChangeBuilder',
  controller({ name, registration: { leader, isr } }, say) {
    if (leader >= 0 && !isr.includes(leader)) say({ partition: name, leader, isr: isr.join(', ') });
  },
};

/**
 * The ISR is part of the replicas and shares nobody with the ELR; with enough in sync nobody is merely eligible; without the feature the
 * ISR is never empty. Source: PartitionChangeBuilder.maybePopulateTargetElr.
 */
export const isrShape: Invariant = {
  id: 'I19',
  promised: 'always',
  source: 'PartitionChangeBuilder.maybePopulateTargetElr',
  controller({ name, registration, effectiveMinIsr, isElrEnabled }, say) {
    const { replicas, isr, elr } = registration;
    const isMember = isr.every((id) => replicas.includes(id));
    const isApart = !isr.some((id) => elr.includes(id));
    const isElrNeeded = elr.length === 0 || (isElrEnabled && isr.length < effectiveMinIsr);
    const isPopulated = isElrEnabled || isr.length > 0;
    if (isMember && isApart && isElrNeeded && isPopulated) return;
    say({ partition: name, replicas: replicas.join(', '), isr: isr.join(', '), elr: elr.join(', ') });
  },
};

/** A fenced broker is in no ISR, but as the only member of a partition without leader. Source: ReplicationControlManager. */
export const fencedOutsideIsr: Invariant = {
  id: 'I20',
  promised: 'always',
  source: 'ReplicationControlManager',
  controller({ name, registration: { isr, leader }, broker }, say) {
    for (const id of isr) {
      if (broker(id)?.fenced === false || (isr.length === 1 && leader < 0)) continue;
      say({ partition: name, broker: id, isr: isr.join(', ') });
    }
  },
};
