import type { AskRow, PhaseRow, SpanRow, WindowRow } from '../rows.ts';
import { indexOf } from './group-rows.ts';
import type { ShownHistory } from './history.ts';
import type { Ask, GroupMemory } from './memory.ts';
import { endOf } from './spans.ts';
import type { Span } from './spans.ts';

/** The window moves by quarters of itself when the clock leaves it, and is a function of the clock alone: going back moves it back. */
export function windowOf(nowMicros: number, spanMicros: number): WindowRow {
  const step = spanMicros / 4;
  const fromMicros = Math.max(0, Math.ceil((nowMicros - spanMicros * 0.94) / step) * step);
  return { id: 'window', fromMicros, untilMicros: fromMicros + spanMicros };
}

/** Who has what, as far as it reaches into the window. */
export function spanRows(history: ShownHistory, { fromMicros, untilMicros }: WindowRow): readonly SpanRow[] {
  const isShown = (span: Span): boolean => span.from <= untilMicros && endOf(span) >= fromMicros;
  return [...history.owned, ...history.ownerless].filter(isShown).map(({ partition, node, kind, from, to, end }) => ({
    id: `${partition} ${String(node)} ${String(from)}`,
    partition,
    index: indexOf(partition),
    lane: node < 0 ? '' : history.clientName(node),
    kind,
    fromMicros: from,
    toMicros: to,
    end,
  }));
}

/** The states of the group, as far as they reach into the window. */
export function phaseRows({ turns }: ShownHistory, { fromMicros, untilMicros }: WindowRow): readonly PhaseRow[] {
  const rows: PhaseRow[] = [];
  turns.forEach(({ id, kind, generation, memberCount, micros }, index) => {
    const toMicros = turns[index + 1]?.micros ?? -1;
    if (micros > untilMicros || (toMicros >= 0 && toMicros < fromMicros)) return;
    rows.push({ id: String(id), kind, generation, memberCount, fromMicros: micros, toMicros });
  });
  return rows;
}

/** What members asked their coordinator in the window. */
export function askRows(memory: GroupMemory, { nodes, nowMicros }: ShownHistory, { fromMicros }: WindowRow): readonly AskRow[] {
  const rows: AskRow[] = [];
  for (let i = lastUntil(memory.asks, nowMicros); i >= 0; i--) {
    const { id, micros, node, api } = memory.asks[i]!;
    if (micros < fromMicros) break;
    const lane = nodes.get(node);
    if (lane !== undefined) rows.push({ id: String(id), lane, api, micros, event: id });
  }
  return rows.reverse();
}

/** The index of the last that is not later; -1: none. */
function lastUntil(asks: readonly Ask[], micros: number): number {
  let low = 0;
  let high = asks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (asks[middle]!.micros <= micros) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
