import { errors } from '../../errors.ts';
import { javaComputedOrder, javaHashMapCopyTableLength, javaHashMapOrder, javaIntegerHash } from '../../util/java-hash-order.ts';
import { uuidTextHash } from '../../util/uuid.ts';
import { inTopicHashOrder } from '../assignor/group-spec.ts';
import type { TopicPartitions } from '../assignor/group-spec.ts';
import type { CoordinatorTopics } from '../context.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { OwnedPartitions } from '../requests.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { inPartitionHashOrder, memberStates } from './consumer-group-member.ts';
import type { ConsumerGroupMember, PartitionEpochs } from './consumer-group-member.ts';

/** What a member is to be brought to, and what it says it owns. */
export interface ReconciliationGoal {
  readonly targetEpoch: number;
  readonly target: TopicPartitions;
  readonly hasSubscriptionChanged: boolean;
  /** null: the member did not say. */
  readonly owned: readonly OwnedPartitions[] | null;
}

interface Reconciliation extends ReconciliationGoal {
  readonly group: ConsumerGroup;
  readonly member: ConsumerGroupMember;
  readonly topics: CoordinatorTopics;
}

type MutableEpochs = Map<string, Map<number, number>>;

/**
 * The next step of a member towards its target: first it gives up, then it gets what is free. Returns the member itself when there is
 * nothing to do. Source: CurrentAssignmentBuilder.
 */
export function nextAssignment(
  group: ConsumerGroup,
  member: ConsumerGroupMember,
  goal: ReconciliationGoal,
  topics: CoordinatorTopics,
): ConsumerGroupMember | ApiFailure {
  const step: Reconciliation = { ...goal, group, member, topics };
  switch (member.state) {
    case memberStates.STABLE:
      if (member.memberEpoch !== goal.targetEpoch) return computeNext(step, member.memberEpoch);
      return goal.hasSubscriptionChanged ? withoutUnsubscribed(step) : member;
    case memberStates.UNREVOKED_PARTITIONS:
      if (!ownsAny(goal.owned, member.partitionsPendingRevocation)) return computeNext(step, member.memberEpoch);
      return goal.hasSubscriptionChanged ? withoutUnsubscribed(step) : member;
    case memberStates.UNRELEASED_PARTITIONS:
      return computeNext(step, member.memberEpoch);
    default:
      // A state of a later version, read after a downgrade of the broker: the member starts again with nothing.
      if (goal.owned === null || goal.owned.length > 0) {
        const message = 'The consumer group member is in a unknown state. The member must abandon all its partitions and rejoin.';
        return failure(errors.FENCED_MEMBER_EPOCH, message);
      }
      return computeNext(step, goal.targetEpoch);
  }
}

/** A member that does not say what it owns counts as owning all. */
function ownsAny(owned: readonly OwnedPartitions[] | null, partitions: PartitionEpochs): boolean {
  if (owned === null) return true;
  return owned.some((topic) => topic.partitions.some((partition) => partitions.get(topic.topicId)?.has(partition) === true));
}

/** Topics that the member dropped are taken away at once, before a new target is there. Source: updateCurrentAssignment. */
function withoutUnsubscribed(step: Reconciliation): ConsumerGroupMember {
  const { member } = step;
  const isSubscribed = subscribedTo(step);
  const assigned: MutableEpochs = new Map();
  const pending: MutableEpochs = new Map([...member.partitionsPendingRevocation].map(([topicId, epochs]) => [topicId, new Map(epochs)]));
  const { partitionsPendingRevocation: before } = member;
  const isAllDropped = step.member.subscribedTopicNames.length === 0 && regexTopics(step).length === 0 && pending.size === 0;
  for (const [topicId, epochs] of member.assignedPartitions) {
    if (!isAllDropped && isSubscribed(topicId)) assigned.set(topicId, new Map(epochs));
    else pending.set(topicId, merged(pending.get(topicId), epochs));
  }
  const isUnchanged = isAllDropped ? false : assigned.size === member.assignedPartitions.size;
  if (isUnchanged) return member;
  // Kafka changes copies of the maps, whose tables are as long as their content needs.
  const copiedLength = javaHashMapCopyTableLength(member.assignedPartitions.size);
  const assignedPartitions = inOrder(assigned, javaHashMapOrder([...assigned.keys()], uuidTextHash, copiedLength));
  const moved = { ...member, previousMemberEpoch: member.memberEpoch, assignedPartitions };
  if (pending.size === 0 || !ownsAny(step.owned, pending)) return moved;
  const added = [...pending.keys()].filter((topicId) => !before.has(topicId));
  const order = isAllDropped ? added : javaComputedOrder([...before.keys()], added, uuidTextHash, javaHashMapCopyTableLength(before.size));
  return { ...moved, state: memberStates.UNREVOKED_PARTITIONS, partitionsPendingRevocation: inOrder(pending, order) };
}

/** What was pending and what is added to it, in the order of a copied java.util.HashMap into which the other was put. */
function merged(existing: ReadonlyMap<number, number> | undefined, added: ReadonlyMap<number, number>): Map<number, number> {
  if (existing === undefined) return new Map(added);
  let tableLength = javaHashMapCopyTableLength(existing.size);
  while (added.size > tableLength * 0.75) tableLength *= 2;
  return inPartitionOrder(new Map([...existing, ...added]), tableLength);
}

function computeNext(step: Reconciliation, memberEpoch: number): ConsumerGroupMember {
  const { member, targetEpoch } = step;
  const { assigned, revoked, free, hasUnreleased } = difference(step);
  if (revoked.size > 0 && ownsAny(step.owned, revoked)) {
    return {
      ...member,
      state: memberStates.UNREVOKED_PARTITIONS,
      memberEpoch,
      previousMemberEpoch: member.memberEpoch,
      assignedPartitions: inPutOrder(assigned),
      partitionsPendingRevocation: inPutOrder(revoked),
    };
  }
  const kept = javaHashMapOrder([...assigned.keys()], uuidTextHash);
  const added = javaHashMapOrder([...free.keys()], uuidTextHash).filter((topicId) => !assigned.has(topicId));
  for (const [topicId, partitions] of free) {
    const epochs = new Map(assigned.get(topicId));
    // A topic of which nothing is kept gets a new map.
    const tableLength = javaHashMapCopyTableLength(epochs.size === 0 ? 0 : (member.assignedPartitions.get(topicId)?.size ?? 0));
    for (const partition of partitions) epochs.set(partition, targetEpoch);
    assigned.set(topicId, inPartitionOrder(epochs, tableLength));
  }
  return {
    ...member,
    state: hasUnreleased ? memberStates.UNRELEASED_PARTITIONS : memberStates.STABLE,
    memberEpoch: targetEpoch,
    previousMemberEpoch: member.memberEpoch,
    assignedPartitions: inOrder(assigned, javaComputedOrder(kept, added, uuidTextHash, grownTableLength(kept.length))),
    partitionsPendingRevocation: new Map(),
  };
}

interface Difference {
  readonly assigned: MutableEpochs;
  readonly revoked: MutableEpochs;
  readonly free: ReadonlyMap<string, readonly number[]>;
  readonly hasUnreleased: boolean;
}

function difference(step: Reconciliation): Difference {
  const { member, group } = step;
  const isSubscribed = subscribedTo(step);
  const assigned: MutableEpochs = new Map();
  const revoked: MutableEpochs = new Map();
  const free = new Map<string, readonly number[]>();
  let hasUnreleased = false;
  for (const topicId of inTopicHashOrder([...step.target.keys(), ...member.assignedPartitions.keys()])) {
    const target = new Set(isSubscribed(topicId) ? (step.target.get(topicId) ?? []) : []);
    const current = member.assignedPartitions.get(topicId) ?? new Map<number, number>();
    const kept = new Map([...current].filter(([partition]) => target.has(partition)));
    const given = new Map([...current].filter(([partition]) => !target.has(partition)));
    const missing = inPartitionHashOrder([...target]).filter((partition) => !current.has(partition));
    // What the member itself is giving up is free for it: only one member owns a partition at a time.
    const own = member.partitionsPendingRevocation.get(topicId);
    const isFree = (partition: number): boolean => group.currentPartitionEpoch(topicId, partition) === -1 || own?.has(partition) === true;
    const gained = missing.filter(isFree);
    if (gained.length < missing.length) hasUnreleased = true;
    if (kept.size > 0) assigned.set(topicId, inPartitionOrder(kept, javaHashMapCopyTableLength(current.size)));
    if (given.size > 0) revoked.set(topicId, inPartitionOrder(given, javaHashMapCopyTableLength(current.size)));
    if (gained.length > 0) free.set(topicId, gained);
  }
  return { assigned, revoked, free, hasUnreleased };
}

/** The table length of a map into which so many were put one by one. */
function grownTableLength(size: number): number {
  let length = javaHashMapCopyTableLength(0);
  while (size > length * 0.75) length *= 2;
  return length;
}

function inOrder(epochs: MutableEpochs, topicIds: readonly string[]): PartitionEpochs {
  return new Map(topicIds.map((topicId) => [topicId, epochs.get(topicId) ?? new Map<number, number>()]));
}

function inPutOrder(epochs: MutableEpochs): PartitionEpochs {
  return inOrder(epochs, javaHashMapOrder([...epochs.keys()], uuidTextHash));
}

function inPartitionOrder(epochs: ReadonlyMap<number, number>, tableLength: number): Map<number, number> {
  return new Map(
    javaHashMapOrder([...epochs.keys()], javaIntegerHash, tableLength).map((partition) => [partition, epochs.get(partition) ?? 0]),
  );
}

/** Whether the member subscribes to a topic, by name or by its regular expression; one that is not resolved yet matches nothing. */
function subscribedTo(step: Reconciliation): (topicId: string) => boolean {
  const names = new Set([...step.member.subscribedTopicNames, ...regexTopics(step)]);
  return (topicId) => {
    const name = step.topics.byId(topicId)?.name;
    return name !== undefined && names.has(name);
  };
}

function regexTopics({ group, member }: Reconciliation): readonly string[] {
  const regex = member.subscribedTopicRegex ?? '';
  return regex === '' ? [] : (group.resolvedRegexes.get(regex)?.topics ?? []);
}
