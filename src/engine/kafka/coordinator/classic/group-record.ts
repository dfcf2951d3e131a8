import type { EmbeddedProtocol, Payload } from '../embedded-protocol.ts';
import type { Operation } from '../operation.ts';
import type { CoordinatorRecord, GroupMetadataValue } from '../records.ts';
import type { ClassicGroup } from './classic-group.ts';
import { ClassicGroupMember } from './classic-group-member.ts';

/** The record of a group with its members' assignments. Source: GroupCoordinatorRecordHelpers.newGroupMetadataRecord. */
export function groupMetadataRecord(
  group: ClassicGroup,
  assignments: ReadonlyMap<string, Payload>,
  embedded: EmbeddedProtocol,
): CoordinatorRecord {
  const members = group.members.values().map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeout: member.rebalanceTimeoutMs,
    sessionTimeout: member.sessionTimeoutMs,
    subscription: member.metadata(group.protocolName),
    assignment: assignments.get(member.memberId) ?? embedded.emptyPayload,
  }));
  return {
    kind: 'GROUP_METADATA',
    key: { group: group.groupId },
    value: {
      protocolType: group.protocolType ?? '',
      generation: group.generationId,
      protocol: group.protocolName,
      leader: group.leaderId,
      currentStateTimestamp: group.currentStateTimestamp ?? -1,
      members,
    },
  };
}

/** The record of a group that has just been made. */
export function emptyGroupMetadataRecord(group: ClassicGroup): CoordinatorRecord {
  const currentStateTimestamp = group.currentStateTimestamp ?? -1;
  const value = { protocolType: '', generation: 0, protocol: null, leader: null, currentStateTimestamp, members: [] };
  return { kind: 'GROUP_METADATA', key: { group: group.groupId }, value };
}

/** Makes the group that a record describes, or removes it. Source: GroupMetadataManager.replay(GroupMetadataKey, …). */
export function replayGroupMetadata(op: Operation, groupId: string, value: GroupMetadataValue | null): void {
  if (value === null) {
    op.state.removeGroup(groupId);
    return;
  }
  const group = op.state.createClassicGroup({
    groupId,
    state: value.members.length === 0 ? 'Empty' : 'Stable',
    generationId: value.generation,
    protocolType: value.protocolType === '' ? null : value.protocolType,
    protocolName: value.protocol,
    leaderId: value.leader,
    currentStateTimestamp: value.currentStateTimestamp === -1 ? null : value.currentStateTimestamp,
  });
  for (const member of value.members) {
    const loaded = new ClassicGroupMember({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeoutMs: member.rebalanceTimeout === -1 ? member.sessionTimeout : member.rebalanceTimeout,
      sessionTimeoutMs: member.sessionTimeout,
      protocolType: value.protocolType,
      supportedProtocols: [{ name: value.protocol ?? '', metadata: member.subscription }],
      assignment: member.assignment,
    });
    group.add(loaded, null);
  }
  group.subscribedTopics = group.computeSubscribedTopics(op.context.embedded);
}
