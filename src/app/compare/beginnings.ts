/** Since when two histories differ: looked for at other times while time stands, without showing them. */
import { useEffect, useState } from 'react';
import { useApp, useFrame, useSession } from '../context.ts';
import { tablesOf } from '../frame-store.ts';
import type { FrameState } from '../frame-store.ts';
import { forkBetween } from './fork.ts';

/** So finely: times are written in milliseconds. */
const fineMicros = 1_000;

/** The differences that a state of the page shows, by id. */
export type IdsIn = (state: FrameState) => readonly string[];

/** A difference begins after `sameMicros` and not after `differsMicros`. */
interface Between {
  readonly sameMicros: number;
  readonly differsMicros: number;
}

/**
 * Narrows down when each of `ids` began, between the fork and now, by asking which are there at a time in between. A difference that came
 * and went and came again has several beginnings; one of them is found. Ends with what is known when `isWanted` says no.
 */
export async function findBeginnings({
  ids,
  between,
  idsAt,
  isWanted,
  tell,
}: {
  readonly ids: readonly string[];
  readonly between: Between;
  readonly idsAt: (micros: number) => Promise<readonly string[] | null>;
  readonly isWanted: () => boolean;
  readonly tell: (found: ReadonlyMap<string, number>) => void;
}): Promise<void> {
  const open = new Map(ids.map((id) => [id, between]));
  const found = new Map<string, number>();
  while (open.size > 0) {
    // What is known of one narrows down the others: the weightiest is asked about first.
    const [first] = open.values();
    if (first === undefined) return;
    const middle = Math.floor((first.sameMicros + first.differsMicros) / 2);
    const there = first.differsMicros - first.sameMicros <= fineMicros ? [] : await idsAt(middle);
    if (there === null || !isWanted()) return;
    for (const [id, { sameMicros, differsMicros }] of open) {
      const isBetween = sameMicros < middle && middle < differsMicros;
      const next = !isBetween || differsMicros - sameMicros <= fineMicros ? null : there.includes(id);
      const narrowed = { sameMicros: next === false ? middle : sameMicros, differsMicros: next === true ? middle : differsMicros };
      if (narrowed.differsMicros - narrowed.sameMicros > fineMicros) open.set(id, narrowed);
      else {
        open.delete(id);
        found.set(id, narrowed.differsMicros);
      }
    }
    tell(new Map(found));
  }
}

/** When each difference began, in simulated microseconds, as far as it is known yet: looked for once time has stood for a moment. */
export function useBeginnings(ids: readonly string[], idsIn: IdsIn): ReadonlyMap<string, number> {
  const { client, frames } = useApp();
  const comparing = useSession((state) => state.comparing);
  const isRunning = useFrame((state) => state.isRunning);
  const nowMicros = useFrame((state) => state.at.micros);
  const forkedMicros = useFrame((state) => forkBetween(state.branches, comparing));
  const [found, setFound] = useState<ReadonlyMap<string, number>>(new Map());
  const wanted = ids.join('\n');
  useEffect(() => {
    if (isRunning || forkedMicros === null || wanted === '') return;
    let isWanted = true;
    const timer = setTimeout(() => {
      void findBeginnings({
        ids: wanted.split('\n'),
        between: { sameMicros: Math.max(0, forkedMicros), differsMicros: nowMicros },
        idsAt: async (micros) => {
          const patches = await client.rowsAt(micros);
          return patches.length === 0 ? null : idsIn({ ...frames.getState(), tables: tablesOf(patches) });
        },
        isWanted: () => isWanted,
        tell: setFound,
      });
    }, 400);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [client, frames, wanted, idsIn, isRunning, nowMicros, forkedMicros]);
  return isRunning ? none : found;
}

const none: ReadonlyMap<string, number> = new Map();
