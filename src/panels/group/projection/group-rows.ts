import { groupsOf } from '../../../engine/kafka/group-reader.ts';
import type { GroupFacts, GroupMemberFacts } from '../../../engine/kafka/group-reader.ts';
import { coordinatorPartitionOf, memberFactsOf } from '../../../engine/kafka/member-reader.ts';
import type { MemberFacts, TimerFacts } from '../../../engine/kafka/member-reader.ts';
import { clientsOfGroup } from '../../../engine/kafka/offset-reader.ts';
import type { ClusterReader } from '../../../engine/kafka/reader.ts';
import type { ConsumerProcess } from '../../../engine/kafka/clients/consumer/consumer-process.ts';
import type { NodeId } from '../../../engine/kernel/units.ts';
import type { GroupRow, MemberRow } from '../rows.ts';

/** A client of a group as it is joined from three sides: its process, what it believes, what the coordinator has. */
export interface ClientFacts {
  readonly name: string;
  readonly node: NodeId;
  readonly process: ConsumerProcess;
  readonly believes: MemberFacts | null;
  readonly member: GroupMemberFacts | null;
}

/** A group with its clients. */
export interface GroupView {
  readonly groupId: string;
  /** Null: no coordinator holds it now. */
  readonly facts: GroupFacts | null;
  readonly clients: readonly ClientFacts[];
}

/** Every group that somebody coordinates, or that a client names. */
export function groupViews(reader: ClusterReader): readonly GroupView[] {
  const { cluster } = reader;
  const held = new Map(groupsOf(cluster).map((facts) => [facts.groupId, facts]));
  const ids = new Set(held.keys());
  for (const { name, kind } of cluster.clients.all()) {
    const process = kind === 'consumer' ? cluster.consumer(name) : null;
    const groupId = process?.program.configs['group.id'];
    if (groupId !== undefined && (process?.program.subscribe.length ?? 0) > 0) ids.add(groupId);
  }
  return [...ids].sort(compareText).map((groupId) => {
    const facts = held.get(groupId) ?? null;
    return { groupId, facts, clients: clientFacts(reader, groupId, facts) };
  });
}

function clientFacts(reader: ClusterReader, groupId: string, facts: GroupFacts | null): readonly ClientFacts[] {
  const { cluster } = reader;
  const { kernel } = cluster;
  return clientsOfGroup(cluster, groupId).map(({ name, process }) => {
    const node = cluster.clients.get(name)?.node ?? -1;
    const believes = memberFactsOf(process, kernel.nowMicros, kernel.node(node).context?.nowMillis ?? 0);
    const members = facts?.members ?? [];
    const clientId = process.program.configs['client.id'] ?? name;
    // While it joins, the client does not know its id yet: then its name has to do.
    const member =
      members.find(({ memberId }) => memberId === believes?.memberId) ?? members.find((each) => each.clientId === clientId) ?? null;
    return { name, node, process, believes, member };
  });
}

/** How a group rebalances: what its protocol and its members' assignors make of it. */
export function wayOf({ facts, clients }: GroupView): GroupRow['way'] {
  const speaks = facts?.type ?? (clients.some(({ believes }) => believes?.protocol === 'consumer') ? 'consumer' : 'classic');
  if (speaks === 'consumer') return 'consumer';
  const known = clients.flatMap(({ believes }) => {
    const protocol = believes?.rebalanceProtocol ?? null;
    return protocol === null ? [] : [protocol];
  });
  return known.length > 0 && known.every((protocol) => protocol === 'COOPERATIVE') ? 'cooperative' : 'eager';
}

/** The row of a group. */
export function groupRow(reader: ClusterReader, view: GroupView, shown: string): GroupRow {
  const { groupId, facts, clients } = view;
  const place = coordinatorPartitionOf(reader.cluster, groupId);
  const partitions = new Set((facts?.members ?? []).flatMap((member) => member.assignment));
  const leader = clients.find(({ member }) => member !== null && member.memberId === facts?.leaderId);
  return {
    id: groupId,
    isShown: groupId === shown,
    type: facts?.type ?? 'unknown',
    way: wayOf(view),
    state: facts?.state ?? '',
    generation: facts?.generationId ?? -1,
    assignmentEpoch: facts?.assignmentEpoch ?? -1,
    assignor: facts?.protocolName ?? clients[0]?.believes?.assignors[0] ?? '',
    memberCount: facts?.members.length ?? 0,
    partitionCount: partitions.size,
    leader: leader?.name ?? '',
    coordinator: place.leader,
    offsetsPartition: place.partition,
    offsetsPartitionCount: place.partitionCount,
    hash: place.hash,
  };
}

/** The row of a member. */
export function memberRow(reader: ClusterReader, facts: GroupFacts | null, client: ClientFacts): MemberRow {
  const { name, node, process, believes, member } = client;
  const { isProcessUp, isPaused } = reader.cluster.kernel.node(node);
  const { step } = process;
  const entry = reader.cluster.clients.get(name);
  return {
    id: name,
    memberId: member?.memberId ?? believes?.memberId ?? '',
    process: !isProcessUp ? 'down' : isPaused ? 'paused' : 'running',
    clientState: believes?.state ?? '',
    generation: believes?.generationId ?? -1,
    isMember: member !== null,
    isLeader: member !== null && member.memberId === facts?.leaderId,
    topics: process.program.subscribe,
    configs: Object.entries(entry?.configs ?? {}).map(([key, value]) => `${key}=${value}`),
    library: entry?.library ?? 'java',
    processingMicros: process.program.processingMicrosPerRecord,
    groupInstanceId: process.program.configs['group.instance.id'] ?? null,
    owes: owes(facts, member),
    doing: step.kind === 'waitingToStart' ? 'starting' : step.kind,
    exception: step.kind === 'ended' ? step.exception : null,
    partitions: [...(process.consumer?.subscriptions.assignedPartitions() ?? [])].sort(comparePartitions),
    assigned: member?.assignment ?? [],
    ...timerCells('heartbeat', believes?.heartbeat ?? null),
    ...timerCells('session', member?.session ?? null),
    ...timerCells('maxPoll', believes?.maxPoll ?? null),
  };
}

function owes(facts: GroupFacts | null, member: GroupMemberFacts | null): MemberRow['owes'] {
  if (facts === null || member === null) return 'nothing';
  if (facts.waitsFor === 'joins' && !member.isAwaitingJoin) return 'join';
  if (facts.waitsFor === 'syncs' && !member.isAwaitingSync) return 'sync';
  return member.revoking.length > 0 ? 'revoke' : 'nothing';
}

type TimerName = 'heartbeat' | 'session' | 'maxPoll';

function timerCells<N extends TimerName>(
  name: N,
  timer: TimerFacts | null,
): { readonly [K in `${N}StartMicros` | `${N}DueMicros`]: number } {
  return { [`${name}StartMicros`]: timer?.startMicros ?? -1, [`${name}DueMicros`]: timer?.dueMicros ?? -1 } as {
    readonly [K in `${N}StartMicros` | `${N}DueMicros`]: number;
  };
}

/** Partitions by topic, then by number. */
export function comparePartitions(a: string, b: string): number {
  const topics = compareText(a.slice(0, a.lastIndexOf('-')), b.slice(0, b.lastIndexOf('-')));
  return topics === 0 ? indexOf(a) - indexOf(b) : topics;
}

/** The number of a partition: 3 of `orders-3`. */
export function indexOf(partition: string): number {
  return Number(partition.slice(partition.lastIndexOf('-') + 1));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
