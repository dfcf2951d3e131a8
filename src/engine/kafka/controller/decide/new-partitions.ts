import { errors } from '../../errors.ts';
import { apiError, type ApiError } from '../../metadata/decision.ts';
import { PartitionRegistration } from '../../metadata/partition-registration.ts';
import { leaderRecoveryStates } from '../../metadata/records.ts';
import { ascending } from '../../metadata/replicas.ts';
import type { ControllerParts } from '../parts.ts';

/** A new partition, or why it cannot be. */
export type NewPartition =
  | { readonly kind: 'new'; readonly partition: PartitionRegistration }
  | { readonly kind: 'refused'; readonly error: ApiError };

/** A partition on these replicas: the active ones are in sync, the first of them leads. Null when none is active. */
export function newPartition(parts: ControllerParts, replicas: readonly number[]): PartitionRegistration | null {
  const isr = replicas.filter((replica) => parts.cluster.isActive(replica));
  const [leader] = isr;
  if (leader === undefined) return null;
  return new PartitionRegistration({
    replicas,
    directories: replicas.map((replica) => parts.cluster.defaultDirectory(replica)),
    isr,
    removingReplicas: [],
    addingReplicas: [],
    leader,
    leaderRecoveryState: leaderRecoveryStates.RECOVERED,
    leaderEpoch: 0,
    partitionEpoch: 0,
    elr: [],
    lastKnownElr: [],
  });
}

/** A partition on replicas that somebody chose by hand. `replicationFactor` is what the others have; null for the first. */
export function manualPartition(
  parts: ControllerParts,
  replicas: readonly number[],
  { partitionId, replicationFactor }: { readonly partitionId: number; readonly replicationFactor: number | null },
): NewPartition {
  const problem = manualAssignmentProblem(parts, replicas, replicationFactor);
  if (problem !== null) return { kind: 'refused', error: apiError(errors.INVALID_REPLICA_ASSIGNMENT, problem) };
  const partition = newPartition(parts, replicas);
  if (partition !== null) return { kind: 'new', partition };
  const what = `All brokers specified in the manual partition assignment for partition ${String(partitionId)}`;
  return { kind: 'refused', error: apiError(errors.INVALID_REPLICA_ASSIGNMENT, `${what} are fenced or in controlled shutdown.`) };
}

/** Why replicas cannot be assigned so; null when they can. Source: validateManualPartitionAssignment. */
export function manualAssignmentProblem(
  parts: ControllerParts,
  replicas: readonly number[],
  replicationFactor: number | null,
): string | null {
  if (replicas.length === 0) return 'The manual partition assignment includes an empty replica list.';
  let previous: number | null = null;
  for (const brokerId of [...replicas].sort(ascending)) {
    if (parts.cluster.registration(brokerId) === undefined) {
      return `The manual partition assignment includes broker ${String(brokerId)}, but no such broker is registered.`;
    }
    if (brokerId === previous) return `The manual partition assignment includes the broker ${String(brokerId)} more than once.`;
    previous = brokerId;
  }
  if (replicationFactor === null || replicas.length === replicationFactor) return null;
  const has = `The manual partition assignment includes a partition with ${String(replicas.length)} replica(s)`;
  return `${has}, but this is not consistent with previous partitions, which have ${String(replicationFactor)} replica(s).`;
}
