/** How groups, members and rebalances are named and described. */
import type { Words } from '../../app/words.ts';
import { printSeconds } from '../../texts/format.ts';
import type { GroupRow, MemberRow, RebalanceRow } from './rows.ts';

/** The states that a group goes through, in order, as its protocol has them. */
export function statesOf({ type }: Pick<GroupRow, 'type'>): readonly string[] {
  return type === 'consumer' ? ['Assigning', 'Reconciling', 'Stable'] : ['PreparingRebalance', 'CompletingRebalance', 'Stable'];
}

/** What is worth saying of a member beside its name; empty when all is as it should be. */
export function memberNote(member: MemberRow, group: GroupRow | undefined, { t }: Words): string {
  if (member.process === 'gone') return t('group.gone');
  if (member.process === 'down') return member.isMember ? t('group.down-member') : t('group.down');
  if (member.doing === 'ended') return member.exception ?? t('group.ended');
  if (member.process === 'paused') return member.isMember ? t('group.frozen') : t('group.frozen-out');
  if (member.owes === 'join') return member.doing === 'processing' ? t('group.owes-join-busy') : t('group.owes-join');
  if (member.owes === 'sync') return t('group.owes-sync');
  if (member.owes === 'revoke') return t('group.owes-revoke');
  if (!member.isMember && member.partitions.length > 0) return t('group.stale');
  if (!member.isMember) return t('group.joining');
  if (member.partitions.length === 0 && group?.state === 'Stable' && group.memberCount > group.partitionCount) return t('group.idle');
  if (member.isLeader && group?.type === 'classic') return t('group.leads');
  return '';
}

/** Whether what is said of a member is trouble. */
export function isTrouble(member: MemberRow): boolean {
  return member.process !== 'running' || member.doing === 'ended' || (!member.isMember && member.partitions.length > 0);
}

/** What the picture says of a member beside its name and its note, spoken: its partitions, and its state where the note stands for it. */
export function memberRest(member: MemberRow, note: string, words: Words): string {
  const { t } = words;
  const has = member.partitions.length === 0 ? t('group.spoken-nothing') : member.partitions.join(', ');
  const parts = [t('group.spoken-member', { name: member.id, has }), note === '' ? '' : stateWords(member, words)];
  return parts.filter((part) => part !== '').join(', ');
}

/** The client's own state, by Kafka's name in its code. */
export function stateWords(member: MemberRow, { t }: Words): string {
  if (member.clientState === '') return '';
  if (member.generation < 0) return member.clientState;
  return t('group.state-in', { state: member.clientState, generation: member.generation });
}

/** What made a rebalance necessary. */
export function triggerWords({ trigger, member }: RebalanceRow, { code }: Words): string {
  return code('group.trigger', trigger, { member });
}

/** Partition-seconds with one decimal, two below one. */
export function printPartitionSeconds(micros: number): string {
  return printSeconds(micros, micros < 1_000_000 ? 2 : 1);
}

/** The class of a partition's colour: those of record keys, in turn. */
export function partitionColor(index: number): string {
  return `var(--key-${'abcdef'[index % 6] ?? 'a'})`;
}
