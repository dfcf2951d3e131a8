import type { PartitionRegistration } from '../kafka/metadata/partition-registration.ts';
import type { PartitionView } from './partition-view.ts';

/**
 * What Kafka promises of committed records ends for a partition when a replica may lead that lacks some of them. Faults are counted for
 * each partition, and never forgiven: a replica that has caught up again has the records in its page cache alone.
 */

/**
 * A replica lost records with its disk. Without ELR nobody asks how a broker stopped; with it min.insync.replicas − 1 unclean stops are
 * made up for.
 */
export function noteLostRecords(view: PartitionView, isElrEnabled: boolean): void {
  view.lossyStops++;
  judgeStops(view, isElrEnabled);
}

/** A broker with a replica ended without a clean stop: when it is back, the controller cannot trust it. */
export function noteUncleanStop(view: PartitionView, isElrEnabled: boolean): void {
  view.uncleanStops++;
  judgeStops(view, isElrEnabled);
}

/** A change of min.insync.replicas emptied the ELR: who left the ISR complete is not remembered any more, as if there were no ELR. */
export function noteForgottenElr(view: PartitionView): void {
  view.isElrForgotten = true;
  judgeStops(view, false);
}

/**
 * Kafka's own gap: metadata of the partition epoch that a leader has already drop the change that it has asked for since
 * (Partition.makeLeader, updateAssignmentAndIsr). Until it hears of the newer epoch it does not wait for the new member, who is
 * behind until it has caught up; if the controller elects it before that, what it lacks is lost.
 */
export function noteUncounted(view: PartitionView): void {
  const { isr, elr, leader, partitionEpoch } = view.registration;
  const { uncounted, currentLeader } = view;
  const leading = currentLeader?.leading ?? null;
  if (leading !== null && leading.partitionEpoch < partitionEpoch && leading.partitionState.kind === 'CommittedPartitionState') {
    for (const member of isr) if (!leading.partitionState.maximalIsr.includes(member)) uncounted.add(member);
    return;
  }
  for (const member of uncounted) {
    const replica = view.replicas.get(member);
    // A broker that has not heard yet that it is assigned again has no log at all.
    const isBehind = replica === undefined ? elr.includes(member) : replica.now.logEndOffset < view.trueHighWatermark;
    if (member === leader && isBehind) view.isTainted = true;
    if (!isBehind || !(isr.includes(member) || elr.includes(member))) uncounted.delete(member);
  }
}

/**
 * Kafka's own gap: the ELR keeps a broker that a reassignment has taken away, and whose log is gone with it. If it is assigned again, it
 * may be elected although it is empty (PartitionChangeBuilder.maybePopulateTargetElr, isValidNewLeader).
 */
export function noteAssignedAgain(view: PartitionView, before: PartitionRegistration | null): void {
  if (before === null) return;
  const { elr, replicas } = view.registration;
  for (const member of elr) if (replicas.includes(member) && !before.replicas.includes(member)) view.uncounted.add(member);
}

function judgeStops(view: PartitionView, isElrEnabled: boolean): void {
  if (view.lossyStops === 0) return;
  if (!isElrEnabled || view.isElrForgotten || view.uncleanStops > view.effectiveMinIsrLowest - 1) view.isTainted = true;
}
