import { errors } from '../errors.ts';
import { javaHashMapOrder, javaHashSetCopyTableLength, javaStringHash } from '../util/java-hash-order.ts';
import { ClassicGroup, consumerProtocolType } from './classic/classic-group.ts';
import { describedGroup } from './error-responses.ts';
import { failure } from './failure.ts';
import type { ApiFailure } from './failure.ts';
import { deleteAllOffsets, cleanupExpiredOffsets } from './offsets/delete.ts';
import type { Operation } from './operation.ts';
import type { CoordinatorRecord } from './records.ts';
import { appendedResult, resultOf } from './result.ts';
import type { CoordinatorResult, ResponseData } from './result.ts';
import type { CoordinatorImage } from './runtime/coordinator-image.ts';
import { groupTombstones } from './tombstones.ts';

/** Every group that passes the filters (any when empty), as `image` has them. Source: GroupMetadataManager.listGroups. */
export function listGroups(
  op: Operation,
  filters: { readonly statesFilter: readonly string[]; readonly typesFilter: readonly string[] },
  image: CoordinatorImage,
): ResponseData {
  const states = filters.statesFilter.map((state) => state.toLowerCase().trim());
  const types = filters.typesFilter.map((type) => type.toLowerCase());
  const groups = image.groups.keys().flatMap((groupId) => {
    const group = op.state.group(groupId, image);
    if (group === null) return [];
    const groupType = group instanceof ClassicGroup ? 'Classic' : 'Consumer';
    if (states.length > 0 && !states.includes(group.state.toLowerCase())) return [];
    if (types.length > 0 && !types.includes(groupType.toLowerCase())) return [];
    const protocolType = group instanceof ClassicGroup ? (group.protocolType ?? '') : consumerProtocolType;
    return [{ groupId, protocolType, groupState: group.state, groupType: groupType.toLowerCase() }];
  });
  return { errorCode: errors.NONE, groups };
}

/**
 * Classic groups in full. From version 6 an unknown group is an error; before, a dead group. Source: GroupMetadataManager.describeGroups.
 */
export function describeGroups(op: Operation, groupIds: readonly string[], apiVersion: number, image: CoordinatorImage): ResponseData {
  const groups = groupIds.map((groupId) => {
    const group = op.state.group(groupId, image);
    if (group instanceof ClassicGroup) return describeClassicGroup(group, op.context.embedded.emptyPayload);
    if (apiVersion < 6) return describedGroup({ groupId, groupState: 'Dead' });
    const errorMessage = group === null ? `Group ${groupId} not found.` : `Group ${groupId} is not a classic group.`;
    return describedGroup({ groupId, groupState: 'Dead', errorCode: errors.GROUP_ID_NOT_FOUND, errorMessage });
  });
  return { groups };
}

function describeClassicGroup(group: ClassicGroup, emptyPayload: unknown): ResponseData {
  const isStable = group.state === 'Stable';
  const members = group.members.values().map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    memberMetadata: isStable ? member.metadata(group.protocolName) : emptyPayload,
    memberAssignment: member.assignment,
  }));
  return describedGroup({
    groupId: group.groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: isStable ? (group.protocolName ?? '') : '',
    members,
  });
}

/** Deletes groups without members, and their offsets. Source: GroupCoordinatorShard.deleteGroups. */
export function deleteGroups(op: Operation, groupIds: readonly string[]): CoordinatorResult {
  const records: CoordinatorRecord[] = [];
  // Kafka passes the ids through a set before it deletes, so the answers are in hash order.
  const ordered = javaHashMapOrder([...new Set(groupIds)], javaStringHash, javaHashSetCopyTableLength(groupIds.length));
  const results = ordered.map((groupId) => {
    const refused = validateDeleteGroup(op, groupId);
    if (refused === null) records.push(...deleteAllOffsets(op, groupId), ...groupTombstones(op, groupId));
    return { groupId, errorCode: refused?.errorCode ?? errors.NONE };
  });
  return resultOf(records, { results });
}

function validateDeleteGroup(op: Operation, groupId: string): ApiFailure | null {
  const group = op.state.group(groupId);
  if (group === null || group.state === 'Dead') return failure(errors.GROUP_ID_NOT_FOUND);
  return group.isEmpty ? null : failure(errors.NON_EMPTY_GROUP);
}

/** Deletes offsets whose time has passed, and groups that hold nothing any more. Source: GroupCoordinatorShard.cleanupGroupMetadata. */
export function cleanupGroupMetadata(op: Operation): CoordinatorResult {
  const records: CoordinatorRecord[] = [];
  for (const groupId of op.state.image.groups.keys()) {
    const before = records.length;
    const isAllExpired = cleanupExpiredOffsets(op, groupId, records);
    if (records.length > before) op.context.tell({ kind: 'offsetsExpired', groupId, partitionCount: records.length - before });
    if (isAllExpired && op.state.group(groupId)?.isEmpty === true) records.push(...groupTombstones(op, groupId));
  }
  return { ...appendedResult(records, null), isReplayed: true };
}
