import type { NodeId } from '../../../engine/kernel/units.ts';
import type { SpanRow } from '../rows.ts';
import type { Holding } from './memory.ts';

/** A stretch of time in which a client has a partition, or nobody has it. `to` -1: until now and on. */
export interface Span {
  readonly partition: string;
  /** -1: nobody. */
  readonly node: NodeId;
  readonly kind: SpanRow['kind'];
  readonly from: number;
  readonly to: number;
  readonly end: string;
}

interface Held {
  readonly from: number;
  readonly kind: 'owned' | 'frozen';
}

/** What each client had and when, out of what it was told and what happened to its process, up to a time. */
export function ownedSpans(holdings: readonly Holding[], nodes: ReadonlySet<NodeId>, untilMicros: number): readonly Span[] {
  const spans: Span[] = [];
  const held = new Map<NodeId, Map<string, Held>>();
  for (const { micros, node, kind, partitions } of holdings) {
    if (micros > untilMicros) break;
    if (!nodes.has(node)) continue;
    const own = held.get(node) ?? new Map<string, Held>();
    held.set(node, own);
    const close = (partition: string, end: string): void => {
      const open = own.get(partition);
      if (open === undefined) return;
      spans.push({ partition, node, kind: open.kind, from: open.from, to: micros, end });
      own.delete(partition);
    };
    const turnInto = (next: Held['kind'], end: string): void => {
      for (const partition of [...own.keys()]) {
        close(partition, end);
        own.set(partition, { from: micros, kind: next });
      }
    };
    if (kind === 'assigned')
      for (const partition of partitions) if (!own.has(partition)) own.set(partition, { from: micros, kind: 'owned' });
    if (kind === 'revoked' || kind === 'lost') for (const partition of partitions) close(partition, kind);
    if (kind === 'ended') for (const partition of [...own.keys()]) close(partition, kind);
    if (kind === 'paused') turnInto('frozen', '');
    if (kind === 'resumed') turnInto('owned', '');
  }
  for (const [node, own] of held)
    for (const [partition, { from, kind }] of own) spans.push({ partition, node, kind, from, to: -1, end: '' });
  return spans;
}

/** Where nobody has a partition, from the first time that somebody had it. */
export function ownerlessSpans(owned: readonly Span[], untilMicros: number): readonly Span[] {
  const byPartition = new Map<string, Span[]>();
  for (const span of owned) {
    const list = byPartition.get(span.partition);
    if (list === undefined) byPartition.set(span.partition, [span]);
    else list.push(span);
  }
  const gaps: Span[] = [];
  for (const [partition, spans] of byPartition) {
    spans.sort((a, b) => a.from - b.from);
    let covered = -1;
    for (const { from, to } of spans) {
      if (covered >= 0 && from > covered) gaps.push(gap(partition, covered, from));
      covered = to < 0 ? Infinity : Math.max(covered, to);
    }
    if (covered >= 0 && covered < untilMicros) gaps.push(gap(partition, covered, -1));
  }
  return gaps;
}

function gap(partition: string, from: number, to: number): Span {
  return { partition, node: -1, kind: 'nobody', from, to, end: to < 0 ? '' : 'assigned' };
}

/** The stretches in which nobody reads a partition: nobody has it, or only one who stands still, until another has it too. */
export function stoppedSpans(owned: readonly Span[], ownerless: readonly Span[]): readonly Span[] {
  const frozen = owned.flatMap((span) => {
    if (span.kind !== 'frozen') return [];
    const others = owned.filter((other) => other.partition === span.partition && other.kind === 'owned' && other.from >= span.from);
    const taken = Math.min(endOf(span), ...others.map(({ from }) => from));
    return taken <= span.from ? [] : [{ ...span, to: taken === Infinity ? -1 : taken }];
  });
  return [...ownerless, ...frozen];
}

/** When a stretch ends; Infinity while it has not. */
export function endOf({ to }: { readonly to: number }): number {
  return to < 0 ? Infinity : to;
}
