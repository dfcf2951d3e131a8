import { ConsumerCoordinator } from './clients/consumer/consumer-coordinator.ts';
import { ConsumerProcess } from './clients/consumer/consumer-process.ts';
import { coordinatorNodeId } from './clients/consumer/client-wire.ts';
import { MembershipCoordinator } from './clients/consumer/membership/membership-coordinator.ts';
import type { Cluster } from './cluster.ts';
import { firstClientNode } from './node-ids.ts';
import { partitionForGroup } from './coordinator/partition-for.ts';
import { offsetsTopicName } from './coordinator/service/find-coordinator.ts';
import { javaStringHash } from './util/java-hash-order.ts';
import type { Micros, NodeId } from '../kernel/units.ts';

/** A timer of a client or a coordinator, in simulated time. */
export interface TimerFacts {
  readonly startMicros: Micros;
  readonly dueMicros: Micros;
}

/** A group's member as the member itself has it. */
export interface MemberFacts {
  readonly groupId: string;
  readonly protocol: 'classic' | 'consumer';
  readonly memberId: string;
  /** The generation, or the member epoch; -1: in none. */
  readonly generationId: number;
  /** AbstractCoordinator.MemberState, or the consumer protocol's MemberState. */
  readonly state: string;
  readonly isLeader: boolean;
  /** EAGER or COOPERATIVE, as all its assignors together allow; null in the consumer protocol, which needs neither. */
  readonly rebalanceProtocol: string | null;
  readonly assignors: readonly string[];
  /** The broker that it takes for the coordinator; null: it knows none. */
  readonly coordinator: NodeId | null;
  /** When it sends its next heartbeat by itself; null while it sends none. */
  readonly heartbeat: TimerFacts | null;
  /** When poll() will have been called too long ago; null before the first. */
  readonly maxPoll: TimerFacts | null;
  /** When the next poll() commits by itself; null without enable.auto.commit. */
  readonly autoCommit: TimerFacts | null;
}

/** A timer by a node's wall clock, as simulated time. That clock ticks at whole milliseconds of it. */
export function timerFacts(of: {
  readonly dueMillis: number;
  readonly lengthMillis: number;
  readonly nowMillis: number;
  readonly nowMicros: Micros;
}): TimerFacts {
  const dueMicros = of.nowMicros - (of.nowMicros % 1000) + (of.dueMillis - of.nowMillis) * 1000;
  return { startMicros: dueMicros - of.lengthMillis * 1000, dueMicros };
}

/** When a consumer commits by itself; null while it does not run, or only when its program says so. */
export function autoCommitOf(process: ConsumerProcess, nowMicros: Micros, nowMillis: number): TimerFacts | null {
  const { consumer, nextStoreCommitMicros: dueMicros } = process;
  // A thread of the library's own: librdkafka, Kafka 0.8.
  if (dueMicros >= 0) return { startMicros: dueMicros - (process.program.storedOffsets?.intervalMillis ?? 0) * 1000, dueMicros };
  const source = consumer?.assignmentSource;
  if (!(source instanceof ConsumerCoordinator) || consumer?.settings.enableAutoCommit !== true) return null;
  const { autoCommitIntervalMillis: lengthMillis } = consumer.settings;
  return timerFacts({ dueMillis: source.nextAutoCommitMillis, lengthMillis, nowMillis, nowMicros });
}

/** What a consumer's process knows of its membership; null while it does not run, or without a group. Reads only. */
export function memberFactsOf(process: ConsumerProcess, nowMicros: Micros, nowMillis: number): MemberFacts | null {
  const source = process.consumer?.assignmentSource ?? null;
  const { consumer } = process;
  if (consumer === null || !(source instanceof ConsumerCoordinator) || process.program.subscribe.length === 0) return null;
  const { settings } = consumer;
  const timer = (dueMillis: number, lengthMillis: number): TimerFacts => timerFacts({ dueMillis, lengthMillis, nowMillis, nowMicros });
  const { member } = source;
  const shared = {
    groupId: member.groupId,
    coordinator: member.coordinator === null ? null : coordinatorNodeId(member.coordinator),
    autoCommit: autoCommitOf(process, nowMicros, nowMillis),
  };
  if (source instanceof MembershipCoordinator) {
    const { membership, heartbeat } = source;
    const beats = !membership.shouldSkipHeartbeat && heartbeat.intervalMillis > 0;
    return {
      ...shared,
      protocol: 'consumer',
      memberId: membership.memberId,
      generationId: membership.memberEpoch,
      state: membership.state,
      isLeader: false,
      rebalanceProtocol: null,
      assignors: settings.groupRemoteAssignor === null ? [] : [settings.groupRemoteAssignor],
      heartbeat: beats ? timer(heartbeat.nextMillis, heartbeat.intervalMillis) : null,
      maxPoll: membership.shouldSkipHeartbeat ? null : timer(source.pollDeadlineMillis, settings.maxPollIntervalMillis),
    };
  }
  const isBeating = member.heartbeatThread?.isEnabled === true;
  const { heartbeat } = member;
  return {
    ...shared,
    protocol: 'classic',
    memberId: member.generation.memberId,
    generationId: member.generation.generationId,
    state: member.state,
    isLeader: source.groupAssignments.isLeader,
    rebalanceProtocol: source.protocol,
    assignors: source.groupAssignments.assignors.map((assignor) => assignor.name),
    heartbeat: isBeating ? timer(heartbeat.heartbeatDeadlineMillis, settings.heartbeatIntervalMillis) : null,
    maxPoll: isBeating ? timer(heartbeat.pollDeadlineMillis, settings.maxPollIntervalMillis) : null,
  };
}

/** Where a group is coordinated, with the arithmetic that says so. */
export interface CoordinatorPlace {
  /** String.hashCode of the group.id. */
  readonly hash: number;
  /** 0 while there is no `__consumer_offsets` yet. */
  readonly partitionCount: number;
  readonly partition: number;
  /** The leader of that partition, as the controller's log has it; -1: nobody. */
  readonly leader: NodeId;
}

/** Where a group is coordinated. Source: GroupCoordinatorService.partitionFor. */
export function coordinatorPartitionOf(cluster: Cluster, groupId: string): CoordinatorPlace {
  const topic = cluster.activeController.image.topicByName(offsetsTopicName);
  const hash = javaStringHash(groupId);
  const partitionCount = topic?.partitions.length ?? 0;
  if (topic === undefined || partitionCount === 0) return { hash, partitionCount: 0, partition: -1, leader: -1 };
  const partition = partitionForGroup(groupId, partitionCount);
  return { hash, partitionCount, partition, leader: topic.partitions.get(partition)?.leader ?? -1 };
}

/** Consumers that were removed; their nodes are known as long as this history has them. */
export function formerConsumersOf(cluster: Cluster): readonly { readonly node: NodeId; readonly client: string; readonly group: string }[] {
  const found: { readonly node: NodeId; readonly client: string; readonly group: string }[] = [];
  for (let node = firstClientNode; cluster.kernel.hasNode(node); node++) {
    const { process } = cluster.kernel.node(node);
    if (!(process instanceof ConsumerProcess) || cluster.clients.ofNode(node) !== null) continue;
    const group = process.program.configs['group.id'];
    if (group !== undefined) found.push({ node, client: process.program.name, group });
  }
  return found;
}
