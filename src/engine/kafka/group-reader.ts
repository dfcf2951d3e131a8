import type { NodeId } from '../kernel/units.ts';
import type { Cluster } from './cluster.ts';
import { ClassicGroup } from './coordinator/classic/classic-group.ts';
import type { ConsumerGroup } from './coordinator/consumer/consumer-group.ts';
import type { ConsumerGroupMember } from './coordinator/consumer/consumer-group-member.ts';
import type { CoordinatorState } from './coordinator/runtime/coordinator-state.ts';
import { offsetsTopicName } from './coordinator/service/find-coordinator.ts';
import { objectProtocol } from './coordinator/service/object-protocol.ts';

/** A member of a group as its coordinator has it. */
export interface GroupMemberFacts {
  readonly memberId: string;
  readonly clientId: string;
  readonly groupInstanceId: string | null;
  /** The partitions that it has, `orders-0`, sorted. */
  readonly assignment: readonly string[];
  readonly isAwaitingJoin: boolean;
  readonly isAwaitingSync: boolean;
  /** The member epoch of the consumer protocol; the generation in a classic group. */
  readonly epoch: number;
}

/** What a group has committed for a partition. */
export interface CommittedFacts {
  readonly partition: string;
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
  /** Where its record lies in the partition of `__consumer_offsets`. */
  readonly recordOffset: number;
}

/** A group as its coordinator has it now, committed or not. */
export interface GroupFacts {
  readonly groupId: string;
  readonly type: 'classic' | 'consumer';
  readonly state: string;
  /** The generation, or the group epoch of the consumer protocol. */
  readonly generationId: number;
  readonly protocolName: string | null;
  readonly leaderId: string | null;
  readonly members: readonly GroupMemberFacts[];
  readonly committed: readonly CommittedFacts[];
  /** The broker that coordinates it, and the partition of `__consumer_offsets` that makes it so. */
  readonly coordinator: NodeId;
  readonly offsetsPartition: number;
}

/** A coordinator of some partition of `__consumer_offsets`. */
export interface CoordinatorFacts {
  readonly broker: NodeId;
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly phase: 'loading' | 'active';
}

/** Every coordinator on the brokers that run; while metadata spread, two brokers may believe that they are the one. */
export function coordinatorsOf(cluster: Cluster): readonly CoordinatorFacts[] {
  return cluster.brokerIds.flatMap((broker) => {
    if (!cluster.kernel.node(broker).isProcessUp) return [];
    const slots = [...(cluster.broker(broker)?.groups.slots.values() ?? [])].sort((a, b) => a.partition - b.partition);
    return slots.map(({ partition, leaderEpoch, shard }) => {
      return { broker, partition, leaderEpoch, phase: shard.isActive ? ('active' as const) : ('loading' as const) };
    });
  });
}

/** Every group that an active coordinator holds, by partition and group id; of two coordinators the one with the newer epoch counts. */
export function groupsOf(cluster: Cluster): readonly GroupFacts[] {
  const newest = new Map<number, CoordinatorFacts>();
  for (const facts of coordinatorsOf(cluster)) {
    if (facts.phase === 'active' && facts.leaderEpoch > (newest.get(facts.partition)?.leaderEpoch ?? -1))
      newest.set(facts.partition, facts);
  }
  const groups = [...newest.values()].flatMap(({ broker, partition }) => {
    const slot = cluster.broker(broker)?.groups.slots.get(partition);
    return slot === undefined ? [] : groupsOfShard(cluster, slot.shard.state, { coordinator: broker, offsetsPartition: partition });
  });
  return groups.sort((a, b) => (a.groupId < b.groupId ? -1 : a.groupId > b.groupId ? 1 : 0));
}

/** The partition of `__consumer_offsets` as topics are named everywhere. */
export function offsetsPartitionName(partition: number): string {
  return `${offsetsTopicName}-${String(partition)}`;
}

type Place = Pick<GroupFacts, 'coordinator' | 'offsetsPartition'>;

function groupsOfShard(cluster: Cluster, state: CoordinatorState, place: Place): readonly GroupFacts[] {
  return state.image.groups.keys().flatMap((groupId) => {
    const group = state.group(groupId);
    if (group === null) return [];
    const committed = committedOf(state, groupId);
    const rest = group instanceof ClassicGroup ? classicFacts(group) : consumerFacts(cluster, group);
    return [{ groupId, ...rest, committed, ...place }];
  });
}

type Rest = Omit<GroupFacts, 'groupId' | 'committed' | keyof Place>;

function classicFacts(group: ClassicGroup): Rest {
  return {
    type: 'classic',
    state: group.state,
    generationId: group.generationId,
    protocolName: group.protocolName,
    leaderId: group.leaderId,
    members: group.members.values().map((member) => ({
      memberId: member.memberId,
      clientId: member.clientId,
      groupInstanceId: member.groupInstanceId,
      assignment: names(objectProtocol.readAssignment(member.assignment)?.partitions ?? new Map<string, readonly number[]>()),
      isAwaitingJoin: member.awaitingJoin !== null,
      isAwaitingSync: member.awaitingSync !== null,
      epoch: group.generationId,
    })),
  };
}

function consumerFacts(cluster: Cluster, group: ConsumerGroup): Rest {
  const { image } = cluster.activeController;
  const assignmentOf = (member: ConsumerGroupMember): readonly string[] =>
    names(new Map([...member.assignedPartitions].map(([id, epochs]) => [image.topic(id)?.name ?? id, [...epochs.keys()]])));
  return {
    type: 'consumer',
    state: group.state,
    generationId: group.groupEpoch,
    protocolName: null,
    leaderId: null,
    members: group.members.values().map((member) => ({
      memberId: member.memberId,
      clientId: member.clientId,
      groupInstanceId: member.instanceId,
      assignment: assignmentOf(member),
      isAwaitingJoin: false,
      isAwaitingSync: false,
      epoch: member.memberEpoch,
    })),
  };
}

function names(partitions: ReadonlyMap<string, readonly number[]>): readonly string[] {
  return [...partitions].flatMap(([topic, indexes]) => indexes.map((index) => `${topic}-${String(index)}`)).sort();
}

function committedOf(state: CoordinatorState, groupId: string): readonly CommittedFacts[] {
  const committed: CommittedFacts[] = [];
  for (const [topic, byPartition] of state.image.offsets.get(groupId)?.entries() ?? []) {
    for (const [partition, { committedOffset, leaderEpoch, metadata, recordOffset }] of byPartition.entries()) {
      committed.push({ partition: `${topic}-${String(partition)}`, offset: committedOffset, leaderEpoch, metadata, recordOffset });
    }
  }
  return committed.sort((a, b) => (a.partition < b.partition ? -1 : 1));
}
