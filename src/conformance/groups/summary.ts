import { ClassicGroup } from '../../engine/kafka/coordinator/classic/classic-group.ts';
import type { ConsumerGroup } from '../../engine/kafka/coordinator/consumer/consumer-group.ts';
import { memberStates } from '../../engine/kafka/coordinator/consumer/consumer-group-member.ts';
import type { CoordinatorState } from '../../engine/kafka/coordinator/runtime/coordinator-state.ts';
import type { Json } from '../registry.ts';
import type { JsonObject } from '../rows.ts';
import type { RowTopics } from './world.ts';

/** Every group that a coordinator holds, as the rows show them. */
export function groupSummaries(state: CoordinatorState, topics: RowTopics): ReadonlyMap<string, Json> {
  const summaries = new Map<string, Json>();
  for (const groupId of state.image.groups.keys()) {
    const group = state.group(groupId);
    if (group !== null) summaries.set(groupId, group instanceof ClassicGroup ? classicSummary(group) : consumerSummary(group, topics));
  }
  return summaries;
}

function classicSummary(group: ClassicGroup): JsonObject {
  // The recorder sorted them.
  const pendingJoin = group.pendingJoinMembers.keys().sort();
  const pendingSync = group.pendingSyncMembers.keys().sort();
  return {
    type: 'classic',
    state: group.state,
    generationId: group.generationId,
    protocolType: group.protocolType,
    protocol: group.protocolName,
    leader: group.leaderId,
    members: group.members.values().map((member) => ({
      memberId: member.memberId,
      ...(member.groupInstanceId === null ? {} : { groupInstanceId: member.groupInstanceId }),
      ...(member.awaitingJoin === null ? {} : { awaitingJoin: true }),
      ...(member.awaitingSync === null ? {} : { awaitingSync: true }),
    })),
    ...(pendingJoin.length === 0 ? {} : { pendingJoinMembers: pendingJoin }),
    ...(pendingSync.length === 0 ? {} : { pendingSyncMembers: pendingSync }),
  };
}

function consumerSummary(group: ConsumerGroup, topics: RowTopics): JsonObject {
  const nameOf = (topicId: string): string => topics.nameOf(topicId);
  const regexes = [...group.resolvedRegexes.entries()].map(([regex, { topics: names }]): [string, Json] => [regex, [...names].sort()]);
  const epochs = (partitions: ReadonlyMap<string, ReadonlyMap<number, number>>): JsonObject =>
    Object.fromEntries([...partitions].map(([topicId, byPartition]) => [nameOf(topicId), Object.fromEntries(byPartition)]));
  return {
    type: 'consumer',
    state: group.state,
    groupEpoch: group.groupEpoch,
    assignmentEpoch: group.assignmentEpoch,
    assignmentTimestamp: group.assignmentTimestamp,
    numClassicProtocolMembers: group.classicMemberCount,
    ...(regexes.length === 0 ? {} : { resolvedRegexes: Object.fromEntries(regexes) }),
    members: group.members.values().map((member) => {
      const target = [...group.targetOf(member.memberId, member.instanceId)];
      return {
        memberId: member.memberId,
        ...(member.instanceId === null ? {} : { instanceId: member.instanceId }),
        state: Object.entries(memberStates).find(([, code]) => code === member.state)?.[0] ?? '',
        memberEpoch: member.memberEpoch,
        previousMemberEpoch: member.previousMemberEpoch,
        ...(member.classicMemberMetadata === null ? {} : { classicProtocol: true }),
        assigned: epochs(member.assignedPartitions),
        ...(member.partitionsPendingRevocation.size === 0 ? {} : { pendingRevocation: epochs(member.partitionsPendingRevocation) }),
        target: Object.fromEntries(target.map(([topicId, list]) => [nameOf(topicId), [...list].sort((a, b) => a - b)])),
      };
    }),
  };
}
