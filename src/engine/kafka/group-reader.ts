import type { NodeId } from '../kernel/units.ts';
import type { Cluster } from './cluster.ts';
import { heartbeatKey, joinKey, syncKey } from './coordinator/classic/rebalance.ts';
import { ClassicGroup } from './coordinator/classic/classic-group.ts';
import type { ConsumerGroup } from './coordinator/consumer/consumer-group.ts';
import type { ConsumerGroupMember } from './coordinator/consumer/consumer-group-member.ts';
import { rebalanceTimeoutKey, sessionTimeoutKey } from './coordinator/consumer/timers.ts';
import { mostWanted } from './coordinator/consumer/target-assignment.ts';
import type { CoordinatorState } from './coordinator/runtime/coordinator-state.ts';
import { offsetsTopicName } from './coordinator/service/find-coordinator.ts';
import { objectProtocol } from './coordinator/service/object-protocol.ts';
import { timerFacts } from './member-reader.ts';
import type { TimerFacts } from './member-reader.ts';

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
  /** The topics that it subscribes to by name. */
  readonly topics: readonly string[];
  /** Consumer protocol: what it is to have in the end, and what it still has to give up. */
  readonly target: readonly string[];
  readonly revoking: readonly string[];
  /** When the coordinator puts it out unless it hears of it; null: no such timer runs. */
  readonly session: TimerFacts | null;
  /** When it has to have given up its partitions (consumer protocol); null: no such timer runs. */
  readonly rebalance: TimerFacts | null;
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
  /** Consumer protocol: for which epoch the target was computed; else the generation. */
  readonly assignmentEpoch: number;
  /** Classic: until when it waits for members to join, or for their leader to assign. */
  readonly waitsFor: 'nobody' | 'joins' | 'syncs';
  readonly waits: TimerFacts | null;
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
    const timers = new Timers(cluster, state, place.coordinator);
    const rest = group instanceof ClassicGroup ? classicFacts(group, timers) : consumerFacts(cluster, state, group, timers);
    return [{ groupId, ...rest, committed, ...place }];
  });
}

type Rest = Omit<GroupFacts, 'groupId' | 'committed' | keyof Place>;

/** The timers of a coordinator, by key. */
class Timers {
  private readonly dueMillis: ReadonlyMap<string, number>;
  private readonly nowMillis: number;
  private readonly nowMicros: number;

  constructor(cluster: Cluster, state: CoordinatorState, coordinator: NodeId) {
    this.dueMillis = new Map(state.timers.all().map(({ key, deadlineMillis }) => [key, deadlineMillis]));
    this.nowMicros = cluster.kernel.nowMicros;
    this.nowMillis = cluster.kernel.node(coordinator).context?.nowMillis ?? 0;
  }

  of(key: string, lengthMillis: number): TimerFacts | null {
    const dueMillis = this.dueMillis.get(key);
    return dueMillis === undefined ? null : timerFacts({ dueMillis, lengthMillis, nowMillis: this.nowMillis, nowMicros: this.nowMicros });
  }
}

function classicFacts(group: ClassicGroup, timers: Timers): Rest {
  const { groupId, rebalanceTimeoutMs } = group;
  const joins = timers.of(joinKey(groupId), rebalanceTimeoutMs);
  const syncs = timers.of(syncKey(groupId), rebalanceTimeoutMs);
  return {
    type: 'classic',
    assignmentEpoch: group.generationId,
    waitsFor: joins !== null ? 'joins' : syncs !== null && group.state === 'CompletingRebalance' ? 'syncs' : 'nobody',
    waits: joins ?? syncs,
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
      topics: objectProtocol.readSubscription(member.metadata(group.protocolName) ?? member.supportedProtocols[0]?.metadata)?.topics ?? [],
      target: [],
      revoking: [],
      session: timers.of(heartbeatKey(groupId, member.memberId), member.sessionTimeoutMs),
      rebalance: null,
    })),
  };
}

function consumerFacts(cluster: Cluster, state: CoordinatorState, group: ConsumerGroup, timers: Timers): Rest {
  const { image } = cluster.activeController;
  const { groupId } = group;
  const config = state.configOf(groupId);
  const named = (byId: ReadonlyMap<string, Iterable<number>>): readonly string[] =>
    names(new Map([...byId].map(([id, partitions]) => [image.topic(id)?.name ?? id, [...partitions]])));
  const keysOf = (epochs: ConsumerGroupMember['assignedPartitions']): readonly string[] =>
    named(new Map([...epochs].map(([id, partitions]) => [id, partitions.keys()])));
  return {
    type: 'consumer',
    state: group.state,
    generationId: group.groupEpoch,
    protocolName: mostWantedAssignor(group) ?? config.consumerGroupAssignors[0] ?? null,
    leaderId: null,
    assignmentEpoch: group.assignmentEpoch,
    waitsFor: 'nobody',
    waits: null,
    members: group.members.values().map((member) => ({
      memberId: member.memberId,
      clientId: member.clientId,
      groupInstanceId: member.instanceId,
      assignment: keysOf(member.assignedPartitions),
      isAwaitingJoin: false,
      isAwaitingSync: false,
      epoch: member.memberEpoch,
      topics: member.subscribedTopicNames,
      target: named(group.targetAssignment.get(member.memberId) ?? new Map<string, readonly number[]>()),
      revoking: keysOf(member.partitionsPendingRevocation),
      session: timers.of(
        sessionTimeoutKey(groupId, member.memberId),
        member.classicMemberMetadata?.sessionTimeoutMs ?? config.consumerGroupSessionTimeoutMs,
      ),
      rebalance: timers.of(rebalanceTimeoutKey(groupId, member.memberId), member.rebalanceTimeoutMs),
    })),
  };
}

/** The assignor that most members ask for; undefined: nobody asks for one. */
function mostWantedAssignor(group: ConsumerGroup): string | undefined {
  return mostWanted([...group.serverAssignors.keys()], group.serverAssignors);
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
