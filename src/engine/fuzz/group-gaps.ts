import type { ConsumerProcess } from '../kafka/clients/consumer/consumer-process.ts';
import type { GroupFacts } from '../kafka/group-reader.ts';
import type { ClusterWorld } from '../session/cluster-world.ts';

// What Kafka 4.3.1 does to groups against what one would expect of it. The engine does the same; docs/FIDELITY.md lists it.

/**
 * Whether a member's program ended because its group.instance.id was taken: in the consumer protocol the static member that crashed owns it
 * until its session runs out, and the client takes the refusal for final. Source: GroupMetadataManager.throwIfInstanceIdIsUnreleased,
 * ConsumerHeartbeatRequestManager.onErrorResponse.
 */
export function wasRefusedForGood({ step, program }: ConsumerProcess): boolean {
  if (step.kind !== 'ended' || program.configs['group.protocol'] !== 'consumer') return false;
  return step.exception === 'UnreleasedInstanceIdException' && program.configs['group.instance.id'] !== undefined;
}

/**
 * Whether a classic group's leader is a static member that came back and was told to skip the assignment: it watches for changes of the
 * metadata that it saw then, not of those that were divided. Source: ConsumerCoordinator.onLeaderElected (KIP-814).
 */
export function isLedByReturnedStaticLeader({ cluster }: ClusterWorld, { leaderId, members }: GroupFacts): boolean {
  const leader = members.find(({ memberId }) => memberId === leaderId);
  const consumer = cluster.consumer(leader?.clientId ?? '')?.consumer ?? null;
  if (leader === undefined || leader.groupInstanceId === null || consumer === null) return false;
  return consumer.coordinator.groupAssignments.hasSkippedAssignment;
}
