import { errors } from '../../errors.ts';
import { inTopicHashOrder } from '../assignor/group-spec.ts';
import type { TopicPartitions } from '../assignor/group-spec.ts';
import { consumerProtocolType } from '../classic/classic-group.ts';
import type { ClassicGroup } from '../classic/classic-group.ts';
import { ClassicGroupMember } from '../classic/classic-group-member.ts';
import { groupMetadataRecord } from '../classic/group-record.ts';
import { completeJoin, completeSync, prepareRebalance, rescheduleHeartbeat } from '../classic/rebalance.ts';
import { joinResponse, syncResponse } from '../classic/responses.ts';
import type { CoordinatorTopics } from '../context.ts';
import type { Payload } from '../embedded-protocol.ts';
import { failure, isFailure } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord } from '../records.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { inPartitionHashOrder, newConsumerGroupMember } from './consumer-group-member.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import {
  consumerGroupTombstones,
  currentAssignmentRecord,
  groupEpochRecord,
  memberRecord,
  targetEpochRecord,
  targetRecord,
} from './records.ts';
import { metadataHash } from './subscriptions.ts';
import { scheduleSessionTimeout } from './timers.ts';

/** Who goes and who comes when a group returns to the classic protocol. */
export interface Downgrade {
  readonly leavingIds: ReadonlySet<string>;
  /** A static member that takes its own place with the classic protocol; the records of the exchange are written already. */
  readonly joining: ConsumerGroupMember | null;
  readonly isRebalancing: boolean;
}

/**
 * Makes a consumer group of a classic one while it runs: its members go on speaking the classic protocol, and those that wait for a join
 * or a
 * sync are told to join again. Source: GroupMetadataManager.validateOnlineUpgrade and convertToConsumerGroup.
 */
export function convertToConsumerGroup(op: Operation, classic: ClassicGroup, records: CoordinatorRecord[]): ConsumerGroup | ApiFailure {
  const reason = upgradeObstacle(op, classic);
  if (reason !== null) return cannotUpgrade(classic.groupId, reason);
  const errorCode = errors.REBALANCE_IN_PROGRESS;
  for (const member of classic.members.values()) completeJoin(op, member, joinResponse({ memberId: member.memberId, errorCode }));
  for (const member of classic.members.values()) completeSync(op, member, syncResponse(op.context.embedded.emptyPayload, { errorCode }));
  const members: { readonly member: ConsumerGroupMember; readonly assigned: TopicPartitions }[] = [];
  for (const classicMember of classic.members.values()) {
    const converted = convertedMember(op, classic, classicMember);
    if (isFailure(converted)) return converted;
    members.push(converted);
  }
  const { groupId, generationId } = classic;
  let group = ConsumerGroup.empty(groupId).with({ groupEpoch: generationId, assignmentEpoch: generationId });
  for (const { member, assigned } of members) {
    group = group.with({ targetAssignment: group.targetAssignment.with(member.memberId, assigned) }).withMember(member);
  }
  group = group.with({ metadataHash: metadataHash(op, group.subscribedTopicNames) });
  records.push({ kind: 'GROUP_METADATA', key: { group: groupId }, value: null }, ...groupRecords(group));
  for (const [memberId, member] of group.members.entries()) {
    scheduleSessionTimeout(op, groupId, memberId, member.classicMemberMetadata?.sessionTimeoutMs);
  }
  return group;
}

function upgradeObstacle(op: Operation, classic: ClassicGroup): string | null {
  const { consumerGroupMigrationPolicy: policy, consumerGroupMaxSize } = op.state.config;
  if (policy !== 'bidirectional' && policy !== 'upgrade') return 'online upgrade is disabled';
  if (!classic.usesConsumerProtocol) return 'the group does not use the consumer embedded protocol';
  return classic.members.size > consumerGroupMaxSize ? 'the group size exceeds the consumer group maximum size' : null;
}

function cannotUpgrade(groupId: string, reason: string): ApiFailure {
  return failure(errors.GROUP_ID_NOT_FOUND, `Cannot upgrade classic group ${groupId} to consumer group because ${reason}.`);
}

/** A classic member as a stable member that has what it was last assigned. Source: ConsumerGroup.fromClassicGroup. */
function convertedMember(
  op: Operation,
  classic: ClassicGroup,
  old: ClassicGroupMember,
): { readonly member: ConsumerGroupMember; readonly assigned: TopicPartitions } | ApiFailure {
  const { embedded, topics } = op.context;
  const { groupId, generationId, protocolName } = classic;
  const malformed = 'the embedded consumer protocol is malformed';
  const assignment = embedded.isEmpty(old.assignment)
    ? { partitions: new Map<string, number[]>(), hasUserData: false }
    : embedded.readAssignment(old.assignment);
  if (assignment === null) return cannotUpgrade(groupId, malformed);
  if (assignment.hasUserData) {
    const advice = 'Please refer to the documentation or switch to a default assignor before re-attempting the upgrade';
    return cannotUpgrade(groupId, `an unsupported custom assignor is in use. ${advice}`);
  }
  // Before its first generation a group has no protocol yet: Kafka fails there.
  if (protocolName === null) return failure(errors.UNKNOWN_SERVER_ERROR);
  const subscription = embedded.readSubscription(old.metadata(protocolName));
  if (subscription === null) return cannotUpgrade(groupId, malformed);
  const assigned = byTopicId(topics, assignment.partitions);
  const member: ConsumerGroupMember = {
    ...newConsumerGroupMember(old.memberId),
    memberEpoch: generationId,
    previousMemberEpoch: generationId,
    instanceId: old.groupInstanceId,
    rackId: subscription.rackId === '' ? null : subscription.rackId,
    rebalanceTimeoutMs: old.rebalanceTimeoutMs,
    clientId: old.clientId,
    clientHost: old.clientHost,
    subscribedTopicNames: [...new Set(subscription.topics)],
    assignedPartitions: new Map(
      [...assigned].map(([topicId, list]) => [topicId, new Map(list.map((partition) => [partition, generationId]))]),
    ),
    classicMemberMetadata: { sessionTimeoutMs: old.sessionTimeoutMs, supportedProtocols: old.supportedProtocols },
  };
  return { member, assigned };
}

function byTopicId(topics: CoordinatorTopics, partitions: ReadonlyMap<string, readonly number[]>): TopicPartitions {
  const known = new Map<string, readonly number[]>();
  for (const [name, list] of partitions) {
    const topic = topics.byName(name);
    if (topic !== undefined) known.set(topic.topicId, inPartitionHashOrder([...new Set(list)]));
  }
  return new Map(inTopicHashOrder([...known.keys()]).map((topicId) => [topicId, known.get(topicId) ?? []]));
}

/** All records of a group that has just been converted. Source: ConsumerGroup.createConsumerGroupRecords. */
function groupRecords(group: ConsumerGroup): CoordinatorRecord[] {
  const { groupId } = group;
  const members = group.members.values();
  return [
    ...members.map((member) => memberRecord(groupId, member)),
    groupEpochRecord(groupId, group.groupEpoch, group.metadataHash),
    ...members.map(({ memberId }) => targetRecord(groupId, memberId, group.targetOf(memberId, null))),
    targetEpochRecord(groupId, group.assignmentEpoch, group.assignmentTimestamp),
    ...members.map((member) => currentAssignmentRecord(groupId, member)),
  ];
}

/** Whether the group may return to the classic protocol when these members are gone. Source: validateOnlineDowngradeWithFencedMembers. */
export function canDowngradeWithout(op: Operation, group: ConsumerGroup, leaving: readonly ConsumerGroupMember[]): boolean {
  const leavingClassicCount = leaving.filter(({ classicMemberMetadata }) => classicMemberMetadata !== null).length;
  const remainingCount = group.members.size - leaving.length;
  return group.classicMemberCount - leavingClassicCount === remainingCount && remainingCount > 0 && allowsDowngrade(op, remainingCount);
}

/** Whether it may when this one comes back with the classic protocol. Source: validateOnlineDowngradeWithReplacedMember. */
export function canDowngradeReplacing(op: Operation, group: ConsumerGroup, replaced: ConsumerGroupMember): boolean {
  const isLastOfNew = replaced.classicMemberMetadata === null && group.classicMemberCount === group.members.size - 1;
  return isLastOfNew && allowsDowngrade(op, group.members.size);
}

function allowsDowngrade(op: Operation, memberCount: number): boolean {
  const { consumerGroupMigrationPolicy: policy, groupMaxSize } = op.state.config;
  return (policy === 'bidirectional' || policy === 'downgrade') && memberCount <= groupMaxSize;
}

/**
 * Makes a classic group of a consumer group whose members all speak the classic protocol, in memory at once: its records are not replayed.
 * Source: GroupMetadataManager.convertToClassicGroup.
 */
export function convertToClassicGroup(
  op: Operation,
  group: ConsumerGroup,
  downgrade: Downgrade,
  records: CoordinatorRecord[],
): ApiFailure | null {
  const { state, context } = op;
  const { groupId } = group;
  const replaced = downgrade.joining === null ? undefined : group.staticMember(downgrade.joining.instanceId);
  const exchange =
    downgrade.joining === null || replaced === undefined
      ? null
      : { leavingMemberId: replaced.memberId, joiningMemberId: downgrade.joining.memberId };
  const { image } = state;
  state.removeGroup(groupId);
  const classic = state.createClassicGroup({
    groupId,
    state: 'Stable',
    generationId: group.groupEpoch,
    protocolType: consumerProtocolType,
    protocolName: null,
    leaderId: null,
    currentStateTimestamp: context.nowMillis,
  });
  for (const member of remainingMembers(group, downgrade)) classic.add(classicMember(op, member), null);
  classic.protocolName = classic.selectProtocol();
  classic.subscribedTopics = classic.computeSubscribedTopics(context.embedded);
  for (const member of classic.members.values()) {
    const owner = member.memberId === exchange?.joiningMemberId ? exchange.leavingMemberId : member.memberId;
    const assignment = embeddedAssignment(
      op,
      group.targetAssignment.get(owner) ?? new Map<string, number[]>(),
      member.metadata(classic.protocolName),
    );
    if (isFailure(assignment)) {
      state.image = image;
      return failure(errors.GROUP_ID_NOT_FOUND, `Cannot downgrade the classic group ${groupId}: ${assignment.message ?? ''}.`);
    }
    member.assignment = assignment.payload;
  }
  const assignments = new Map(classic.members.values().map(({ memberId, assignment }) => [memberId, assignment]));
  records.push(...consumerGroupTombstones(group, exchange), groupMetadataRecord(classic, assignments, context.embedded));
  for (const member of classic.members.values()) rescheduleHeartbeat(op, classic, member);
  if (downgrade.isRebalancing) prepareRebalance(op, classic);
  return null;
}

function remainingMembers(group: ConsumerGroup, { leavingIds, joining }: Downgrade): readonly ConsumerGroupMember[] {
  const isReplaced = (member: ConsumerGroupMember): boolean => member.instanceId !== null && joining?.instanceId === member.instanceId;
  const staying = group.members.values().filter((member) => !leavingIds.has(member.memberId) && !isReplaced(member));
  return joining === null ? staying : [...staying, joining];
}

function classicMember(op: Operation, member: ConsumerGroupMember): ClassicGroupMember {
  return new ClassicGroupMember({
    memberId: member.memberId,
    groupInstanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    sessionTimeoutMs: member.classicMemberMetadata?.sessionTimeoutMs ?? 0,
    protocolType: consumerProtocolType,
    supportedProtocols: member.classicMemberMetadata?.supportedProtocols ?? [],
    assignment: op.context.embedded.emptyPayload,
  });
}

/** Partitions as a classic member reads them, in the version that it speaks itself; topics that are gone are left out. */
export function embeddedAssignment(
  op: Operation,
  partitions: TopicPartitions,
  metadata: Payload,
): { readonly payload: Payload } | ApiFailure {
  const { embedded, topics } = op.context;
  const version = embedded.readSubscription(metadata)?.version;
  if (version === undefined) return failure(errors.UNKNOWN_SERVER_ERROR, 'malformed subscription');
  const byName = new Map<string, readonly number[]>();
  for (const [topicId, list] of partitions) {
    const topic = topics.byId(topicId);
    if (topic !== undefined) byName.set(topic.name, list);
  }
  return { payload: embedded.writeAssignment(byName, version) };
}
