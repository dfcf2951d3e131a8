import { ascending, withoutReplicas } from '../metadata/replicas.ts';
import type { PartitionRegistration } from '../metadata/partition-registration.ts';

/** A reassignment in terms of replicas: the list during the move, and what comes and goes. Source: PartitionReassignmentReplicas. */
export interface ReassignmentReplicas {
  readonly removing: readonly number[];
  readonly adding: readonly number[];
  readonly replicas: readonly number[];
}

/** How to get from the current replicas to the target: the target first, then what is still to be removed. */
export function planReassignment(current: readonly number[], target: readonly number[]): ReassignmentReplicas {
  const removing = [...new Set(withoutReplicas(current, target))].sort(ascending);
  const adding = [...new Set(withoutReplicas(target, current))].sort(ascending);
  return { removing, adding, replicas: [...target, ...removing] };
}

/**
 * The replicas and ISR of a reassignment that is complete with this ISR; null when it is not, or none is running.
 * Complete: every added replica is in sync and, where the replication factor shrinks, every remaining replica is (KAFKA-19690).
 * Source: PartitionReassignmentReplicas.maybeCompleteReassignment.
 */
export function completeReassignment(
  { removing, adding, replicas }: ReassignmentReplicas,
  targetIsr: readonly number[],
): { readonly replicas: readonly number[]; readonly isr: readonly number[] } | null {
  if (removing.length === 0 && adding.length === 0) return null;
  const isr = withoutReplicas(targetIsr, removing);
  const remaining = withoutReplicas(replicas, removing);
  if (removing.length > 0 && (isr.length === 0 || remaining.length === 0)) return null;
  if (!adding.every((replica) => isr.includes(replica))) return null;
  if (adding.length < removing.length && !remaining.every((replica) => isr.includes(replica))) return null;
  return { replicas: remaining, isr };
}

/** What cancelling a reassignment goes back to. Source: PartitionReassignmentRevert. */
export type ReassignmentRevert =
  | { readonly kind: 'possible'; readonly replicas: readonly number[]; readonly isr: readonly number[]; readonly isUnclean: boolean }
  | { readonly kind: 'impossible' };

/** The replicas from before, and the ISR without what was added. When nobody of it is left, the first replica must do, uncleanly. */
export function revertReassignment(partition: PartitionRegistration): ReassignmentRevert {
  const replicas = withoutReplicas(partition.replicas, partition.addingReplicas);
  const isr = withoutReplicas(partition.isr, partition.addingReplicas);
  if (isr.length > 0) return { kind: 'possible', replicas, isr, isUnclean: false };
  const [first] = replicas;
  return first === undefined ? { kind: 'impossible' } : { kind: 'possible', replicas, isr: [first], isUnclean: true };
}
