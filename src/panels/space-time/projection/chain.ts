import { messageSent } from '../../../engine/kernel/events.ts';
import type { Trace } from '../../../engine/kernel/trace.ts';
import type { SpaceTimeMemory } from './memory.ts';

/** Events that the selected one needed, and that came of it; both in order. */
export interface Chain {
  readonly needed: readonly number[];
  readonly led: readonly number[];
}

const maxDepth = 12;
const maxEach = 48;
/** Later events that are looked through for consequences. */
const maxLooks = 60_000;

/** Follows triggers and remembered facts both ways. Routine messages end a chain: fetches follow fetches for ever. */
export function chainOf(trace: Trace, memory: SpaceTimeMemory, selected: number, eventCount: number): Chain {
  return { needed: neededFor(trace, memory, selected), led: ledFrom(trace, memory, selected, eventCount) };
}

function isRoutine(memory: SpaceTimeMemory, id: number): boolean {
  const message = memory.message(id);
  return message !== null && !memory.isTelling(message);
}

function neededFor(trace: Trace, memory: SpaceTimeMemory, selected: number): readonly number[] {
  const depths = new Map<number, number>([[selected, 0]]);
  for (const [id, depth] of depths) {
    if (depth >= maxDepth || depths.size > maxEach) break;
    const row = trace.row(id);
    if (row === null) continue;
    for (const cause of [row.trigger, row.because]) {
      if (cause < 0 || depths.has(cause) || isRoutine(memory, cause)) continue;
      depths.set(cause, depth + 1);
    }
  }
  depths.delete(selected);
  // What a message did on its arrival, before the selected thing: that is what was needed of it.
  for (const id of [...depths.keys()])
    for (const effect of memory.message(id)?.effects ?? []) if (effect.id < selected) depths.set(effect.id, maxDepth);
  return [...depths.keys()].sort((one, other) => one - other);
}

function ledFrom(trace: Trace, memory: SpaceTimeMemory, selected: number, eventCount: number): readonly number[] {
  const depths = new Map<number, number>([[selected, 0]]);
  trace.scan(selected + 1, Math.min(eventCount, selected + maxLooks), ({ id, spec, trigger, because }) => {
    if (depths.size > maxEach) return;
    const depth = depths.get(trigger) ?? depths.get(because);
    if (depth === undefined || depth >= maxDepth) return;
    if (spec === messageSent && isRoutine(memory, id)) return;
    depths.set(id, depth + 1);
  });
  depths.delete(selected);
  return [...depths.keys()];
}
