import type { NodeId } from '../../../engine/kernel/units.ts';
import type { RebalanceRow } from '../rows.ts';
import type { Change, Entry, Holding, Turn } from './memory.ts';
import { endOf } from './spans.ts';
import type { Span } from './spans.ts';

/** Rest that is shorter than this belongs to the unrest around it: a cooperative rebalance has two rounds. */
const restMicrosMin = 1_000_000;
/** What made a rebalance necessary may be told shortly before it begins. */
const triggerMicros = 200_000;

/** All that is known of one group up to now. */
export interface GroupHistory {
  readonly group: string;
  readonly way: RebalanceRow['way'];
  readonly nowMicros: number;
  /** Whether it is at rest now, as its coordinator and its members say. */
  readonly isAtRest: boolean;
  readonly turns: readonly Turn[];
  readonly changes: readonly Change[];
  readonly entries: readonly Entry[];
  readonly holdings: readonly Holding[];
  readonly owned: readonly Span[];
  readonly stopped: readonly Span[];
  readonly memberName: (memberId: string) => string;
  readonly clientName: (node: NodeId) => string;
}

interface Stretch {
  readonly from: number;
  to: number;
}

/** A group's rebalances, oldest first, and what each has cost. */
export function rebalancesOf(history: GroupHistory): readonly RebalanceRow[] {
  return merged([...unrest(history), ...history.stopped.map((span): Stretch => ({ from: span.from, to: endOf(span) }))]).map((stretch) =>
    rebalanceRow(history, stretch),
  );
}

/** From when to when the group was not at rest, as its coordinator's words and its members' entries have it. */
function unrest({ turns, entries, isAtRest }: GroupHistory): Stretch[] {
  const stretches: Stretch[] = [];
  let open = -1;
  for (const [index, turn] of turns.entries()) {
    if (turn.kind === 'epoch') {
      const next = turns[index + 1]?.micros ?? Infinity;
      const arrived = entries.filter(({ micros, generation }) => generation >= turn.generation && micros >= turn.micros && micros <= next);
      const last = arrived.at(-1)?.micros ?? turn.micros;
      stretches.push({ from: turn.micros, to: next === Infinity && !isAtRest ? Infinity : last });
    } else if (turn.kind === 'preparing') {
      if (open < 0) open = turn.micros;
    } else if (turn.kind !== 'completing' && open >= 0) {
      stretches.push({ from: open, to: turn.micros });
      open = -1;
    }
  }
  if (open >= 0) stretches.push({ from: open, to: Infinity });
  return stretches;
}

function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const sorted = [...stretches].sort((a, b) => a.from - b.from);
  const found: Stretch[] = [];
  for (const { from, to } of sorted) {
    const last = found.at(-1);
    if (last !== undefined && from - last.to < restMicrosMin) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

function rebalanceRow(history: GroupHistory, { from, to }: Stretch): RebalanceRow {
  const { group, way, nowMicros, turns, owned, stopped } = history;
  const end = Math.min(to, nowMicros);
  const inside = turns.filter(({ micros }) => micros >= from && micros <= end);
  const before = ownersAt(owned, from - 1);
  const after = ownersAt(owned, end);
  let stoppedMicros = 0;
  const stoppedNames = new Set<string>();
  for (const span of stopped) {
    const part = Math.min(endOf(span), end) - Math.max(span.from, from);
    if (part <= 0) continue;
    stoppedMicros += part;
    stoppedNames.add(span.partition);
  }
  let movedCount = 0;
  for (const [partition, node] of after) if (before.has(partition) && before.get(partition) !== node) movedCount++;
  return {
    id: `${group} ${String(from)}`,
    group,
    way,
    startMicros: from,
    endMicros: to > nowMicros ? -1 : to,
    ...triggerOf(history, from, end),
    firstGeneration: turns.filter(({ micros }) => micros < from).at(-1)?.generation ?? -1,
    lastGeneration: inside.at(-1)?.generation ?? -1,
    stoppedMicros,
    stoppedCount: stoppedNames.size,
    movedCount,
    partitionCount: new Set([...before.keys(), ...after.keys(), ...stoppedNames]).size,
  };
}

function ownersAt(owned: readonly Span[], micros: number): Map<string, NodeId> {
  const owners = new Map<string, NodeId>();
  for (const span of owned) if (span.from <= micros && endOf(span) > micros) owners.set(span.partition, span.node);
  return owners;
}

/** What began it: a process that stopped, or the first that came or went. */
function triggerOf(history: GroupHistory, from: number, end: number): Pick<RebalanceRow, 'trigger' | 'member'> {
  const { changes, holdings, turns, memberName, clientName } = history;
  const isFirst = !turns.some(({ micros }) => micros < from - triggerMicros);
  if (isFirst) return { trigger: 'formed', member: '' };
  const halted = holdings.find(({ micros, kind }) => micros === from && (kind === 'paused' || kind === 'ended'));
  if (halted !== undefined) return { trigger: halted.kind, member: clientName(halted.node) };
  const change = changes.find(({ micros }) => micros >= from - triggerMicros && micros <= end);
  return change === undefined ? { trigger: 'other', member: '' } : { trigger: change.kind, member: memberName(change.member) };
}
