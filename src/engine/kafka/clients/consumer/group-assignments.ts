import { State } from '../../../kernel/state.ts';
import type { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from '../../apis/ConsumerProtocol/messages.ts';
import type { JoinGroupRequest, JoinGroupResponse } from '../../apis/JoinGroup/messages.ts';
import type { SyncGroupRequest } from '../../apis/SyncGroup/messages.ts';
import { compareText, inMemberHashOrder } from '../assignors/assignor.ts';
import type { Assignor, MemberSubscription, RebalanceProtocol, SubscriptionUserData } from '../assignors/assignor.ts';
import { illegalState } from '../common/client-error.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { comparePartitions, partitionName, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

/** The topics of a subscription and their partition counts, as some metadata showed them. Source: ConsumerCoordinator.MetadataSnapshot. */
interface TopicsSnapshot {
  readonly version: number;
  readonly partitionCounts: ReadonlyMap<string, number>;
}

const noSnapshot: TopicsSnapshot = { version: -1, partitionCounts: new Map() };

/**
 * The part of a member that divides partitions, and sees when a division is out of date. Source: ConsumerCoordinator.
 * Simplified: a change of replicas' racks alone does not make a leader with a rack join again.
 */
export class GroupAssignments extends State {
  readonly assignors: readonly Assignor[];
  isLeader = false;
  /** As leader it was told to go on with what the group has: a static one that came back (KIP-814). */
  hasSkippedAssignment = false;
  private metadataSnapshot: TopicsSnapshot = noSnapshot;
  /** What the leader divided; null in followers, who do not watch. */
  private assignmentSnapshot: TopicsSnapshot | null = null;
  /** What this member told when it joined. */
  private joinedSubscription: readonly string[] | null = null;

  constructor(assignors: readonly Assignor[]) {
    super();
    this.assignors = assignors;
  }

  lookup(name: string): Assignor | null {
    return this.assignors.find((assignor) => assignor.name === name) ?? null;
  }

  forgetSnapshot(): void {
    this.assignmentSnapshot = null;
  }

  joinProtocols(consumer: ClassicConsumer, generationId: number): JoinGroupRequest['protocols'] {
    const { subscriptions, settings } = consumer;
    this.joinedSubscription = subscriptions.subscription;
    const topics = [...subscriptions.subscription].sort(compareText);
    const ownedPartitions = subscriptions.assignedPartitions().sort(comparePartitions);
    const rackId = settings.clientRack === '' ? null : settings.clientRack;
    return this.assignors.map((assignor) => {
      const userData = assignor.subscriptionUserData();
      const metadata: ConsumerProtocolSubscription = { topics, userData, ownedPartitions, generationId, rackId };
      return { name: assignor.name, metadata };
    });
  }

  /** Looks at new metadata: a pattern may match more, and partition counts may have changed. */
  refresh(consumer: ClassicConsumer): void {
    const { metadata, subscriptions } = consumer;
    if (metadata.updateVersion <= this.metadataSnapshot.version) return;
    if (subscriptions.subscriptionType === 'AUTO_PATTERN') this.updatePatternSubscription(consumer);
    const counts = subscriptions.metadataTopics().map((topic): [string, number] => [topic, metadata.snapshot.partitionCount(topic) ?? 0]);
    this.metadataSnapshot = { version: metadata.updateVersion, partitionCounts: new Map(counts) };
  }

  /** Why the group must be joined again; null when nothing changed. */
  changeSince(consumer: ClassicConsumer): string | null {
    if (this.assignmentSnapshot !== null && !isSameSnapshot(this.assignmentSnapshot, this.metadataSnapshot))
      return 'cached metadata has changed';
    const joined = this.joinedSubscription;
    const { subscription } = consumer.subscriptions;
    const isSame = joined === null || (joined.length === subscription.length && joined.every((topic) => subscription.includes(topic)));
    return isSame ? null : 'subscription has changed';
  }

  /** With a pattern, topics that the leader saw and this member did not yet come with the assignment. */
  addToJoined(consumer: ClassicConsumer, assigned: readonly PartitionName[]): void {
    const { subscriptions } = consumer;
    const joined = this.joinedSubscription;
    if (subscriptions.subscriptionType !== 'AUTO_PATTERN' || joined === null) return;
    const added = [...new Set(assigned.map(topicOf))].filter((topic) => !joined.includes(topic));
    if (added.length === 0) return;
    if (subscriptions.subscribeFromPattern([...subscriptions.subscription, ...added])) consumer.metadata.requestUpdateForNewTopics();
    this.joinedSubscription = [...joined, ...added];
  }

  /** What the leader sends with SyncGroup. */
  assign(
    consumer: ClassicConsumer,
    response: JoinGroupResponse,
    protocol: RebalanceProtocol,
  ): { readonly assignments: SyncGroupRequest['assignments']; readonly error: ClientError | null } {
    const assignor = this.lookup(response.protocolName ?? '');
    if (assignor === null) {
      return { assignments: [], error: illegalState(`Coordinator selected invalid assignment protocol: ${String(response.protocolName)}`) };
    }
    this.isLeader = true;
    this.assignmentSnapshot = this.metadataSnapshot;
    this.hasSkippedAssignment = response.skipAssignment;
    if (response.skipAssignment) return { assignments: [], error: null };
    const subscriptions = subscriptionsOf(response);
    const divided = assignor.assign(this.partitionsPerTopic(consumer, subscriptions), subscriptions);
    if (protocol === 'COOPERATIVE' && assignor.name !== 'cooperative-sticky' && isTakingAway(subscriptions, divided)) {
      return { assignments: [], error: illegalState('Assignor supporting the COOPERATIVE protocol violates its requirements') };
    }
    const assignments = [...divided].map(([memberId, assignedPartitions]) => {
      const assignment: ConsumerProtocolAssignment = { assignedPartitions, userData: null };
      return { memberId, assignment };
    });
    return { assignments, error: null };
  }

  /** Matches the pattern against all topics that are known. */
  updatePatternSubscription(consumer: ClassicConsumer): void {
    const { metadata, subscriptions } = consumer;
    const known = new Set(metadata.snapshot.partitions.map((partition) => partition.topicPartition.topic));
    const topics = [...known].filter((topic) => subscriptions.matchesSubscribedPattern(topic));
    if (subscriptions.subscribeFromPattern(topics)) metadata.requestUpdateForNewTopics();
  }

  private partitionsPerTopic(
    consumer: ClassicConsumer,
    subscriptions: ReadonlyMap<string, MemberSubscription>,
  ): Map<string, readonly (readonly string[])[]> {
    const topics = new Set([...subscriptions.values()].flatMap((subscription) => subscription.topics));
    const perTopic = new Map<string, readonly (readonly string[])[]>();
    for (const topic of topics) {
      const count = consumer.metadata.snapshot.partitionCount(topic) ?? 0;
      if (count === 0) continue;
      perTopic.set(
        topic,
        Array.from({ length: count }, (_, partition) => consumer.metadata.racksOf(partitionName(topic, partition))),
      );
    }
    return perTopic;
  }
}

/** What a SyncGroup response gives, and how it differs from what the member has; null: not what it subscribes to any more. */
export function assignmentChange(
  { subscriptions }: ClassicConsumer,
  value: object | null,
): { readonly assigned: PartitionName[]; readonly added: PartitionName[]; readonly revoked: PartitionName[] } | null {
  const assignment = (value ?? { assignedPartitions: [], userData: null }) as ConsumerProtocolAssignment;
  const assigned = [...assignment.assignedPartitions].sort(comparePartitions);
  const owned = new Set(subscriptions.assignedPartitions());
  const given = new Set(assigned);
  const isWanted = (name: PartitionName): boolean =>
    subscriptions.subscribedPattern === null
      ? subscriptions.subscription.includes(topicOf(name))
      : subscriptions.matchesSubscribedPattern(topicOf(name));
  if (!assigned.every(isWanted)) return null;
  const revoked = [...owned].filter((name) => !given.has(name)).sort(comparePartitions);
  return { assigned, added: assigned.filter((name) => !owned.has(name)), revoked };
}

function subscriptionsOf(response: JoinGroupResponse): Map<string, MemberSubscription> {
  const members = new Map(response.members.map((member) => [member.memberId, member]));
  const subscriptions = new Map<string, MemberSubscription>();
  for (const memberId of inMemberHashOrder([...members.keys()])) {
    const member = members.get(memberId);
    if (member === undefined) continue;
    const { topics, ownedPartitions, generationId, rackId, userData } = member.metadata as ConsumerProtocolSubscription;
    subscriptions.set(memberId, {
      topics,
      ownedPartitions,
      generationId: generationId < 0 ? null : generationId,
      rackId,
      groupInstanceId: member.groupInstanceId,
      userData: userData as SubscriptionUserData | null,
    });
  }
  return subscriptions;
}

/** Whether partitions go to a new owner while the old one still holds them. */
function isTakingAway(
  subscriptions: ReadonlyMap<string, MemberSubscription>,
  divided: ReadonlyMap<string, readonly PartitionName[]>,
): boolean {
  const added = new Set<PartitionName>();
  const revoked = new Set<PartitionName>();
  for (const [memberId, assigned] of divided) {
    const owned = subscriptions.get(memberId)?.ownedPartitions ?? [];
    for (const name of assigned) if (!owned.includes(name)) added.add(name);
    for (const name of owned) if (!assigned.includes(name)) revoked.add(name);
  }
  return [...added].some((name) => revoked.has(name));
}

function isSameSnapshot(a: TopicsSnapshot, b: TopicsSnapshot): boolean {
  if (a.version === b.version) return true;
  if (a.partitionCounts.size !== b.partitionCounts.size) return false;
  return [...a.partitionCounts].every(([topic, count]) => b.partitionCounts.get(topic) === count);
}
