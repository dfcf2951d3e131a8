import { Shared } from '../../../kernel/state.ts';
import { SharedMap } from '../../metadata/shared-map.ts';
import type { TopicPartitions } from '../assignor/group-spec.ts';
import { TimelineMap } from '../runtime/timeline-map.ts';
import { isReconciledTo } from './consumer-group-member.ts';
import type { ConsumerGroupMember, PartitionEpochs } from './consumer-group-member.ts';

/** Source: ConsumerGroup.ConsumerGroupState. */
export type ConsumerGroupState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable' | 'Dead';

/** How many members subscribe to a topic by name, and by how many regular expressions it is. Source: SubscriptionCount. */
export interface SubscriptionCount {
  readonly byName: number;
  readonly byRegex: number;
}

/** The topics of a regular expression as of some metadata. Source: ResolvedRegularExpression. */
export interface ResolvedRegularExpression {
  readonly topics: readonly string[];
  readonly version: number;
  readonly timestamp: number;
}

/** What a consumer group holds. */
export interface ConsumerGroupFields {
  readonly groupId: string;
  readonly groupEpoch: number;
  readonly metadataHash: bigint;
  readonly assignmentEpoch: number;
  /** When the target was computed; 0: never. */
  readonly assignmentTimestamp: number;
  readonly members: TimelineMap<string, ConsumerGroupMember>;
  readonly staticMembers: TimelineMap<string, string>;
  readonly targetAssignment: TimelineMap<string, TopicPartitions>;
  /** The member epoch of each owned partition, by `topicId:partition`. */
  readonly partitionEpochs: SharedMap<number>;
  readonly subscribedTopicNames: ReadonlyMap<string, SubscriptionCount>;
  readonly isHomogeneous: boolean;
  /** How many members use each regular expression. */
  readonly subscribedRegexes: ReadonlyMap<string, number>;
  readonly resolvedRegexes: TimelineMap<string, ResolvedRegularExpression>;
  /** How many members ask for each assignor. */
  readonly serverAssignors: ReadonlyMap<string, number>;
  readonly classicMemberCount: number;
  readonly classicProtocols: ReadonlyMap<string, number>;
}

/** A group of the consumer protocol (KIP-848) as its records describe it. Never changed: a record makes another. Source: ConsumerGroup. */
export class ConsumerGroup extends Shared implements ConsumerGroupFields {
  readonly groupId: string;
  readonly groupEpoch: number;
  readonly metadataHash: bigint;
  readonly assignmentEpoch: number;
  readonly assignmentTimestamp: number;
  readonly members: TimelineMap<string, ConsumerGroupMember>;
  readonly staticMembers: TimelineMap<string, string>;
  readonly targetAssignment: TimelineMap<string, TopicPartitions>;
  readonly partitionEpochs: SharedMap<number>;
  readonly subscribedTopicNames: ReadonlyMap<string, SubscriptionCount>;
  readonly isHomogeneous: boolean;
  readonly subscribedRegexes: ReadonlyMap<string, number>;
  readonly resolvedRegexes: TimelineMap<string, ResolvedRegularExpression>;
  readonly serverAssignors: ReadonlyMap<string, number>;
  readonly classicMemberCount: number;
  readonly classicProtocols: ReadonlyMap<string, number>;

  private constructor(fields: ConsumerGroupFields) {
    super();
    this.groupId = fields.groupId;
    this.groupEpoch = fields.groupEpoch;
    this.metadataHash = fields.metadataHash;
    this.assignmentEpoch = fields.assignmentEpoch;
    this.assignmentTimestamp = fields.assignmentTimestamp;
    this.members = fields.members;
    this.staticMembers = fields.staticMembers;
    this.targetAssignment = fields.targetAssignment;
    this.partitionEpochs = fields.partitionEpochs;
    this.subscribedTopicNames = fields.subscribedTopicNames;
    this.isHomogeneous = fields.isHomogeneous;
    this.subscribedRegexes = fields.subscribedRegexes;
    this.resolvedRegexes = fields.resolvedRegexes;
    this.serverAssignors = fields.serverAssignors;
    this.classicMemberCount = fields.classicMemberCount;
    this.classicProtocols = fields.classicProtocols;
  }

  /** A group without members. */
  static empty(groupId: string): ConsumerGroup {
    return new ConsumerGroup({
      groupId,
      groupEpoch: 1,
      metadataHash: 0n,
      assignmentEpoch: 1,
      assignmentTimestamp: 0,
      members: TimelineMap.empty(),
      staticMembers: TimelineMap.empty(),
      targetAssignment: TimelineMap.empty(),
      partitionEpochs: SharedMap.empty(),
      subscribedTopicNames: new Map(),
      isHomogeneous: true,
      subscribedRegexes: new Map(),
      resolvedRegexes: TimelineMap.empty(),
      serverAssignors: new Map(),
      classicMemberCount: 0,
      classicProtocols: new Map(),
    });
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  isSubscribedToTopic(topic: string): boolean {
    return this.subscribedTopicNames.has(topic);
  }

  staticMember(instanceId: string | null): ConsumerGroupMember | undefined {
    const memberId = instanceId === null ? undefined : this.staticMembers.get(instanceId);
    return memberId === undefined ? undefined : this.members.get(memberId);
  }

  /** The member epoch of a partition's owner; -1: nobody owns it. */
  currentPartitionEpoch(topicId: string, partition: number): number {
    return this.partitionEpochs.get(partitionKey(topicId, partition)) ?? -1;
  }

  /** The target of a member; a static member's is its predecessor's. */
  targetOf(memberId: string, instanceId: string | null): TopicPartitions {
    const owner = instanceId === null ? memberId : this.staticMembers.get(instanceId);
    return (owner === undefined ? undefined : this.targetAssignment.get(owner)) ?? new Map<string, number[]>();
  }

  with(changes: Partial<ConsumerGroupFields>): ConsumerGroup {
    return new ConsumerGroup({ ...this, ...changes });
  }

  /** What its members make of it. Source: ConsumerGroup.maybeUpdateGroupState. */
  get state(): ConsumerGroupState {
    if (this.isEmpty) return 'Empty';
    if (this.groupEpoch > this.assignmentEpoch) return 'Assigning';
    for (const [, member] of this.members.entries()) if (!isReconciledTo(member, this.assignmentEpoch)) return 'Reconciling';
    return 'Stable';
  }

  withMember(member: ConsumerGroupMember): ConsumerGroup {
    const old = this.members.get(member.memberId);
    const staticMembers = member.instanceId === null ? this.staticMembers : this.staticMembers.with(member.instanceId, member.memberId);
    return this.changed(old, member, { members: this.members.with(member.memberId, member), staticMembers });
  }

  withoutMember(memberId: string): ConsumerGroup {
    const old = this.members.get(memberId);
    const instanceId = old?.instanceId ?? null;
    const staticMembers = instanceId === null ? this.staticMembers : this.staticMembers.without(instanceId);
    return this.changed(old, undefined, { members: this.members.without(memberId), staticMembers });
  }

  private changed(
    old: ConsumerGroupMember | undefined,
    member: ConsumerGroupMember | undefined,
    maps: Pick<ConsumerGroupFields, 'members' | 'staticMembers'>,
  ): ConsumerGroup {
    const subscribedTopicNames = changedSubscriptions(this.subscribedTopicNames, old, member);
    const subscribedRegexes = changedCounts(this.subscribedRegexes, regexesOf(old), regexesOf(member));
    return this.with({
      ...maps,
      subscribedTopicNames,
      subscribedRegexes,
      isHomogeneous: isHomogeneous(subscribedRegexes, subscribedTopicNames, maps.members.size),
      serverAssignors: changedCounts(this.serverAssignors, assignorsOf(old), assignorsOf(member)),
      partitionEpochs: changedPartitionEpochs(this.partitionEpochs, old, member),
      classicMemberCount: this.classicMemberCount + (isClassic(member) ? 1 : 0) - (isClassic(old) ? 1 : 0),
      classicProtocols: changedCounts(this.classicProtocols, protocolsOf(old), protocolsOf(member)),
    });
  }

  withResolvedRegex(regex: string, resolved: ResolvedRegularExpression | null): ConsumerGroup {
    const old = this.resolvedRegexes.get(regex);
    const without = changedRegexTopics(this.subscribedTopicNames, old?.topics ?? [], -1);
    return this.with({
      subscribedTopicNames: changedRegexTopics(without, resolved?.topics ?? [], 1),
      resolvedRegexes: resolved === null ? this.resolvedRegexes.without(regex) : this.resolvedRegexes.without(regex).with(regex, resolved),
    });
  }
}

/** Whether all members subscribe to the same topics. Source: ConsumerGroup.subscriptionType. */
export function isHomogeneous(
  regexes: ReadonlyMap<string, number>,
  topics: ReadonlyMap<string, SubscriptionCount>,
  memberCount: number,
): boolean {
  const [regexCount] = regexes.values();
  if (regexCount === undefined) return [...topics.values()].every(({ byName }) => byName === memberCount);
  return regexCount === memberCount && [...topics.values()].every(({ byName, byRegex }) => byRegex === 1 && byName === 0);
}

/** Counts with one set of names taken out and another put in. */
export function changedCounts(
  counts: ReadonlyMap<string, number>,
  removed: readonly string[],
  added: readonly string[],
): ReadonlyMap<string, number> {
  if (removed.length === 0 && added.length === 0) return counts;
  const changed = new Map(counts);
  for (const name of removed) changeBy(changed, name, -1);
  for (const name of added) changeBy(changed, name, 1);
  return changed;
}

function changeBy(counts: Map<string, number>, name: string, change: number): void {
  const count = (counts.get(name) ?? 0) + change;
  if (count <= 0) counts.delete(name);
  else counts.set(name, count);
}

/** Subscriptions by name with one member's taken out and another's put in. */
export function changedSubscriptions(
  counts: ReadonlyMap<string, SubscriptionCount>,
  old: ConsumerGroupMember | undefined,
  member: ConsumerGroupMember | undefined,
): ReadonlyMap<string, SubscriptionCount> {
  const changed = new Map(counts);
  for (const topic of old?.subscribedTopicNames ?? []) changeSubscription(changed, topic, { byName: -1, byRegex: 0 });
  for (const topic of member?.subscribedTopicNames ?? []) changeSubscription(changed, topic, { byName: 1, byRegex: 0 });
  return changed;
}

/** Subscriptions with a regular expression's topics added (1) or taken out (-1). */
export function changedRegexTopics(
  counts: ReadonlyMap<string, SubscriptionCount>,
  topics: readonly string[],
  byRegex: number,
): ReadonlyMap<string, SubscriptionCount> {
  if (topics.length === 0) return counts;
  const changed = new Map(counts);
  for (const topic of topics) changeSubscription(changed, topic, { byName: 0, byRegex });
  return changed;
}

function changeSubscription(counts: Map<string, SubscriptionCount>, topic: string, change: SubscriptionCount): void {
  const old = counts.get(topic) ?? { byName: 0, byRegex: 0 };
  const count = { byName: Math.max(old.byName + change.byName, 0), byRegex: Math.max(old.byRegex + change.byRegex, 0) };
  if (count.byName === 0 && count.byRegex === 0) counts.delete(topic);
  else counts.set(topic, count);
}

function changedPartitionEpochs(
  epochs: SharedMap<number>,
  old: ConsumerGroupMember | undefined,
  member: ConsumerGroupMember | undefined,
): SharedMap<number> {
  let changed = epochs;
  if (old !== undefined) {
    for (const key of ownedKeys(old)) if (changed.get(key) === old.memberEpoch) changed = changed.without(key);
  }
  if (member !== undefined) for (const key of ownedKeys(member)) changed = changed.with(key, member.memberEpoch);
  return changed;
}

function ownedKeys(member: ConsumerGroupMember): string[] {
  return [...keysOf(member.assignedPartitions), ...keysOf(member.partitionsPendingRevocation)];
}

function keysOf(epochs: PartitionEpochs): string[] {
  return [...epochs].flatMap(([topicId, partitions]) => [...partitions.keys()].map((partition) => partitionKey(topicId, partition)));
}

function partitionKey(topicId: string, partition: number): string {
  return `${topicId}:${String(partition)}`;
}

/** The regular expression of a member, if it has one. */
export function regexesOf(member: ConsumerGroupMember | undefined): readonly string[] {
  const regex = member?.subscribedTopicRegex ?? '';
  return regex === '' ? [] : [regex];
}

/** The assignor that a member asks for, if any. */
export function assignorsOf(member: ConsumerGroupMember | undefined): readonly string[] {
  const name = member?.serverAssignorName ?? null;
  return name === null ? [] : [name];
}

function protocolsOf(member: ConsumerGroupMember | undefined): readonly string[] {
  return (member?.classicMemberMetadata?.supportedProtocols ?? []).map(({ name }) => name);
}

function isClassic(member: ConsumerGroupMember | undefined): boolean {
  return (member?.classicMemberMetadata ?? null) !== null;
}
