import { heartbeatKey, joinKey, syncKey } from './classic/rebalance.ts';
import { ClassicGroup } from './classic/classic-group.ts';
import { consumerGroupTombstones } from './consumer/records.ts';
import type { Operation } from './operation.ts';
import type { CoordinatorRecord } from './records.ts';

/** The tombstones that end a group; its timers end with it. Source: GroupMetadataManager.createGroupTombstoneRecordsAndCancelTimers. */
export function groupTombstones(op: Operation, groupId: string): readonly CoordinatorRecord[] {
  const group = op.state.group(groupId);
  if (group === null) return [];
  if (!(group instanceof ClassicGroup)) return consumerGroupTombstones(group);
  cancelClassicTimers(op, group);
  return [{ kind: 'GROUP_METADATA', key: { group: groupId }, value: null }];
}

/** The timers of a group and its members; ids that were given out and not used yet keep theirs. Source: ClassicGroup.cancelTimers. */
export function cancelClassicTimers(op: Operation, group: ClassicGroup): void {
  const { timers } = op.state;
  timers.cancel(joinKey(group.groupId));
  timers.cancel(syncKey(group.groupId));
  for (const memberId of group.members.keys()) timers.cancel(heartbeatKey(group.groupId, memberId));
}
