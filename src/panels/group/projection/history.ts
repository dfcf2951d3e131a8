import { formerConsumersOf } from '../../../engine/kafka/member-reader.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import type { MemberRow, WindowRow } from '../rows.ts';
import { wayOf } from './group-rows.ts';
import type { GroupView } from './group-rows.ts';
import type { GroupMemory } from './memory.ts';
import type { GroupHistory } from './rebalances.ts';
import { endOf, ownedSpans, ownerlessSpans, stoppedSpans } from './spans.ts';
import type { Span } from './spans.ts';

/** What is known of one group up to now, and of which nodes. */
export interface ShownHistory extends GroupHistory {
  readonly nodes: ReadonlyMap<NodeId, string>;
  readonly ownerless: readonly Span[];
}

/** Joins what is remembered with who is in the group: clients that were removed count as long as their nodes are known. */
export function historyOf(reader: ClusterReader, memory: GroupMemory, view: GroupView): ShownHistory {
  const { groupId, clients } = view;
  const { nowMicros } = reader.cluster.kernel;
  const isPast = ({ micros }: { readonly micros: number }): boolean => micros <= nowMicros;
  const nodes = new Map(clients.map(({ node, name }) => [node, name]));
  for (const { node, client, group } of formerConsumersOf(reader.cluster)) if (group === groupId) nodes.set(node, client);
  const own = new Set(nodes.keys());
  const isOwn = ({ node }: { readonly node: NodeId }): boolean => own.has(node);
  const entries = memory.entries.filter((entry) => isOwn(entry) && isPast(entry));
  const names = new Map(entries.map(({ member, node }) => [member, nodes.get(node) ?? '']));
  for (const { member, name } of clients) if (member !== null) names.set(member.memberId, name);
  const owned = ownedSpans(memory.holdings, own, nowMicros);
  const ownerless = ownerlessSpans(owned, nowMicros);
  return {
    group: groupId,
    way: wayOf(view),
    nowMicros,
    isAtRest: isAtRest(view),
    turns: memory.turns.filter((turn) => turn.group === groupId && isPast(turn)),
    changes: memory.changes.filter((change) => change.group === groupId && isPast(change)),
    entries,
    holdings: memory.holdings.filter((holding) => isOwn(holding) && isPast(holding)),
    owned,
    ownerless,
    stopped: stoppedSpans(owned, ownerless),
    memberName: (memberId) => names.get(memberId) ?? memberId,
    clientName: (node) => nodes.get(node) ?? '',
    nodes,
  };
}

function isAtRest({ facts, clients }: GroupView): boolean {
  if (facts === null || facts.state !== 'Stable') return facts?.state === 'Empty';
  return clients.every(({ member, believes }) => member === null || believes === null || believes.generationId === facts.generationId);
}

/** Lanes of clients that are no more, while what they had is still on the picture. */
export function pastMembers({ clients }: GroupView, history: ShownHistory, window: WindowRow): readonly MemberRow[] {
  const here = new Set(clients.map(({ node }) => node));
  const gone = new Set(history.owned.filter((span) => !here.has(span.node) && endOf(span) >= window.fromMicros).map(({ node }) => node));
  return [...gone].map((node): MemberRow => ({ ...goneMember, id: history.clientName(node) }));
}

const goneMember: MemberRow = {
  id: '',
  memberId: '',
  process: 'gone',
  clientState: '',
  library: 'java',
  generation: -1,
  isMember: false,
  isLeader: false,
  topics: [],
  configs: [],
  processingMicros: 0,
  groupInstanceId: null,
  owes: 'nothing',
  doing: 'ended',
  exception: null,
  partitions: [],
  assigned: [],
  heartbeatStartMicros: -1,
  heartbeatDueMicros: -1,
  sessionStartMicros: -1,
  sessionDueMicros: -1,
  maxPollStartMicros: -1,
  maxPollDueMicros: -1,
};
