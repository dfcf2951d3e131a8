import type { ReasonRow, RebalanceRow } from '../rows.ts';
import { comparePartitions } from './group-rows.ts';
import type { GroupView } from './group-rows.ts';
import type { ShownHistory } from './history.ts';
import { endOf } from './spans.ts';

/** What the assignor had to divide, and how it came out: a topic with its subscribers, in the order in which they are dealt. */
export function reasonRows({ facts, clients }: GroupView, history: ShownHistory, last: RebalanceRow | null): readonly ReasonRow[] {
  if (facts === null || facts.members.length === 0) return [];
  const { protocolName } = facts;
  const names = new Map(clients.flatMap(({ member, name }) => (member === null ? [] : [[member.memberId, name] as const])));
  const topics = [...new Set(facts.members.flatMap((member) => member.topics))].sort();
  // Range and round robin deal in the order of group.instance.id, or of member ids.
  const members = [...facts.members].sort((a, b) => compareKeys(a.groupInstanceId ?? a.memberId, b.groupInstanceId ?? b.memberId));
  const before = last === null ? -1 : last.startMicros - 1;
  return topics.map((topic) => {
    const own = members.filter((member) => member.topics.includes(topic));
    const partitionsOf = (list: readonly string[]): readonly string[] =>
      list.filter((name) => name.slice(0, name.lastIndexOf('-')) === topic);
    const kept = own.map((member) => {
      const name = names.get(member.memberId) ?? member.clientId;
      return history.owned.filter(
        (span) =>
          span.from <= before &&
          endOf(span) > before &&
          history.clientName(span.node) === name &&
          member.assignment.includes(span.partition) &&
          partitionsOf([span.partition]).length === 1,
      ).length;
    });
    const all = new Set(own.flatMap((member) => partitionsOf([...member.assignment, ...member.target])));
    return {
      id: topic,
      assignor: protocolName ?? '',
      partitionCount: [...all].sort(comparePartitions).length,
      members: own.map((member) => names.get(member.memberId) ?? member.clientId),
      counts: own.map((member) => partitionsOf(member.assignment).length),
      keptCounts: kept,
    };
  });
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
