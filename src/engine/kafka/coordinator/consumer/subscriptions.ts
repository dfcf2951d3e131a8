import { errors } from '../../errors.ts';
import { failure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord } from '../records.ts';
import { changedCounts, changedRegexTopics, changedSubscriptions, isHomogeneous, regexesOf } from './consumer-group.ts';
import type { ConsumerGroup, SubscriptionCount } from './consumer-group.ts';
import { isSameMember, isSameSet } from './consumer-group-member.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import { compileRe2 } from './re2.ts';
import { groupEpochRecord, memberRecord, regexRecord } from './records.ts';
import type { NextGroup } from './target-assignment.ts';
import { metadataHashOf } from './topic-hash.ts';

/** Kafka looks at the topics' metadata anew when they change, and else only after this time (Integer.MAX_VALUE). */
const metadataRefreshIntervalMs = 2147483647;
const regexRefreshIntervalMinMs = 10_000;

/** A member before and after what a request says of it. */
export interface MemberChange {
  readonly group: ConsumerGroup;
  readonly member: ConsumerGroupMember;
  readonly updated: ConsumerGroupMember;
}

/** What a changed regular expression asks for: nothing, to wait for its topics, or a new target at once. */
export type RegexChange = 'none' | 'updated' | 'resolved';

/** Records what a member says of itself when that has changed; true when it named other topics. Source: hasMemberSubscriptionChanged. */
export function recordMemberChange(op: Operation, { group, member, updated }: MemberChange, records: CoordinatorRecord[]): boolean {
  if (isSameMember(member, updated, (a, b) => op.context.embedded.isEqual(a, b))) return false;
  records.push(memberRecord(group.groupId, updated));
  return !isSameSet(member.subscribedTopicNames, updated.subscribedTopicNames);
}

/**
 * Takes over a member's changed regular expression, and has all of the group's resolved when it is time. Source:
 * maybeUpdateRegularExpressions.
 */
export function maybeUpdateRegularExpressions(op: Operation, change: MemberChange, records: CoordinatorRecord[]): RegexChange | ApiFailure {
  const { group, member, updated } = change;
  const [oldRegex] = regexesOf(member);
  const [newRegex] = regexesOf(updated);
  let status: RegexChange = 'none';
  let isRefreshRequired = false;
  if (member.subscribedTopicRegex !== updated.subscribedTopicRegex) {
    status = 'updated';
    const isLast = oldRegex !== undefined && subscriberCount(group, oldRegex) === 1;
    if (isLast) records.push(regexRecord(group.groupId, oldRegex, null));
    if (newRegex === undefined) {
      if (oldRegex !== undefined) status = 'resolved';
    } else if (subscriberCount(group, newRegex) === 0) {
      const invalid = invalidRegexFailure(newRegex);
      if (invalid !== null) return invalid;
      isRefreshRequired = true;
    } else if (group.resolvedRegexes.has(newRegex)) {
      status = 'resolved';
    }
  }
  maybeResolve(op, change, isRefreshRequired);
  return status;
}

/** How many members use a regular expression. */
export function subscriberCount(group: ConsumerGroup, regex: string): number {
  return group.subscribedRegexes.get(regex) ?? 0;
}

function invalidRegexFailure(regex: string): ApiFailure | null {
  const compiled = compileRe2(regex);
  if (compiled.kind === 'compiled') return null;
  const message = `SubscribedTopicRegex \`${regex}\` is not a valid regular expression: ${compiled.description}.`;
  return failure(errors.INVALID_REGULAR_EXPRESSION, message);
}

/**
 * All regular expressions of a group are resolved together, so that they make one rebalance: at most every ten seconds, one run at a
 * time.
 */
function maybeResolve(op: Operation, { group, member, updated }: MemberChange, isRequired: boolean): void {
  const { state, context } = op;
  const { groupId } = group;
  if (!isRequired && group.subscribedRegexes.size === 0) return;
  if (state.resolvingGroups.has(groupId)) return;
  const [lastResolved] = group.resolvedRegexes.values();
  const lastRefreshMillis = lastResolved?.timestamp ?? Number.NEGATIVE_INFINITY;
  if (context.nowMillis <= lastRefreshMillis + regexRefreshIntervalMinMs) return;
  const regexes = changedCounts(group.subscribedRegexes, regexesOf(member), regexesOf(updated));
  const isDue =
    isRequired ||
    regexes.size !== group.resolvedRegexes.size ||
    (lastResolved?.version ?? 0) < state.lastVersionWithNewTopics ||
    context.nowMillis > lastRefreshMillis + state.config.consumerGroupRegexRefreshIntervalMs;
  if (!isDue || regexes.size === 0) return;
  state.resolvingGroups.add(groupId);
  context.resolveRegularExpressions({ groupId, memberId: updated.memberId, regexes: [...regexes.keys()] });
}

/**
 * Looks at the topics of the group as it will be, and raises its epoch when the member changed them or their metadata is not what it was.
 * Source: GroupMetadataManager.updateSubscriptionMetadata.
 */
export function updateSubscriptionMetadata(
  op: Operation,
  { group, member, updated }: MemberChange,
  isBumped: boolean,
  records: CoordinatorRecord[],
): NextGroup {
  const { groupId } = group;
  const topicNames = changedTopicNames(group, member, updated);
  const hash = metadataHash(op, topicNames);
  const isKnown = group.members.has(updated.memberId) || (updated.instanceId !== null && group.staticMembers.has(updated.instanceId));
  const regexes = changedCounts(group.subscribedRegexes, regexesOf(member), regexesOf(updated));
  const isBumping = isBumped || hash !== group.metadataHash;
  const groupEpoch = isBumping ? group.groupEpoch + 1 : group.groupEpoch;
  if (isBumping) records.push(groupEpochRecord(groupId, groupEpoch, hash));
  setRefreshDeadline(op, groupId, groupEpoch);
  return { groupEpoch, isHomogeneous: isHomogeneous(regexes, topicNames, group.members.size + (isKnown ? 0 : 1)) };
}

/** Subscriptions with one member changed; with the last member of a regular expression its topics go. */
function changedTopicNames(
  group: ConsumerGroup,
  member: ConsumerGroupMember,
  updated: ConsumerGroupMember,
): ReadonlyMap<string, SubscriptionCount> {
  const counts = changedSubscriptions(group.subscribedTopicNames, member, updated);
  const [oldRegex] = regexesOf(member);
  const [newRegex] = regexesOf(updated);
  if (oldRegex === undefined || oldRegex === newRegex || subscriberCount(group, oldRegex) !== 1) return counts;
  return changedRegexTopics(counts, group.resolvedRegexes.get(oldRegex)?.topics ?? [], -1);
}

/** The hash of the topics that somebody subscribes to. */
export function metadataHash(op: Operation, topicNames: ReadonlyMap<string, SubscriptionCount>): bigint {
  return metadataHashOf(op, topicNames.keys());
}

/** Whether it is time to look at the topics' metadata. Source: ModernGroup.hasMetadataExpired. */
export function hasMetadataExpired(op: Operation, group: ConsumerGroup): boolean {
  const deadline = op.state.refreshDeadlines.get(group.groupId);
  return deadline === undefined || op.context.nowMillis >= deadline.deadlineMillis || group.groupEpoch < deadline.epoch;
}

/** Sets when a group looks at its topics' metadata again. One that is only being made by this operation has no place for it yet. */
export function setRefreshDeadline(op: Operation, groupId: string, epoch: number): void {
  if (op.state.image.groups.get(groupId)?.kind !== 'consumer') return;
  op.state.refreshDeadlines.set(groupId, { deadlineMillis: op.context.nowMillis + metadataRefreshIntervalMs, epoch });
}
