/** What differs in a group between two histories at one time, read off their rows. */
import { DifferenceList } from '../../app/compare/difference-list.ts';
import type { FoundDifference } from '../../app/compare/difference-list.ts';
import type { GroupRow, MemberRow, RebalanceRow } from './rows.ts';

/** The rows of one history that are compared. */
export interface GroupSide {
  readonly groups: readonly GroupRow[];
  readonly members: readonly MemberRow[];
  readonly rebalances: readonly RebalanceRow[];
}

/** A difference of the group. */
export type GroupDifference = FoundDifference<
  | 'group-way'
  | 'group-state'
  | 'group-generation'
  | 'group-coordinator'
  | 'group-stopped'
  | 'member-process'
  | 'member-doing'
  | 'member-partitions'
>;

/** Differences of the shown group, the weightiest first. */
export function groupDifferences(here: GroupSide, there: GroupSide): readonly GroupDifference[] {
  const list = new DifferenceList<GroupDifference['kind']>();
  const [one, other] = [here, there].map((side) => side.groups.find((group) => group.isShown));
  if (one === undefined || other === undefined) return [];
  const place = 'group';
  list.add('group-way', { place }, one.way, other.way);
  list.add('group-state', { place }, one.state, other.state);
  list.add('group-generation', { place }, one.generation, other.generation);
  list.add('group-coordinator', { place }, one.coordinator, other.coordinator);
  list.add('group-stopped', { place: 'nobody' }, stoppedSeconds(here, one.id), stoppedSeconds(there, other.id));
  for (const name of idsOf(here.members, there.members)) {
    const [member, same] = [here, there].map((side) => side.members.find(({ id }) => id === name));
    const of = { place: `member:${name}`, params: { name } };
    list.add('member-process', of, member?.process ?? '', same?.process ?? '');
    list.add('member-partitions', of, member?.partitions.join(' ') ?? '', same?.partitions.join(' ') ?? '');
    list.add('member-doing', of, doingOf(member), doingOf(same));
  }
  return list.found;
}

/** What ended its program; what it does by the millisecond differs all the time, and says nothing. */
function doingOf(member: MemberRow | undefined): string {
  return member?.doing === 'ended' ? (member.exception ?? 'close()') : '';
}

/** Partition-seconds without a reader in all rebalances that are known, to a tenth. */
function stoppedSeconds({ rebalances }: GroupSide, group: string): number {
  const micros = rebalances.filter((each) => each.group === group).reduce((sum, each) => sum + each.stoppedMicros, 0);
  return Math.round(micros / 100_000) / 10;
}

function idsOf(here: readonly { readonly id: string }[], there: readonly { readonly id: string }[]): readonly string[] {
  return [...new Set([...here, ...there].map(({ id }) => id))].sort();
}
