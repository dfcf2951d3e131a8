/** Since when two histories differ: looked for at other times while time stands, without showing them. */
import { useEffect, useState } from 'react';
import { useApp, useFrame, useSession } from '../context.ts';
import type { App } from '../context.ts';
import { tablesOf } from '../frame-store.ts';
import type { FrameState } from '../frame-store.ts';
import { findBeginnings, looksBetween } from './beginnings.ts';
import { forkBetween } from './fork.ts';

/** The differences that a state of the page shows, by id. */
export type IdsIn = (state: FrameState) => readonly string[];

/** Asks which differences there are at another time, without showing it; null where that is not known. */
export async function askIds(
  { client, frames }: Pick<App, 'client' | 'frames'>,
  idsIn: IdsIn,
  micros: number,
): Promise<readonly string[] | null> {
  const patches = await client.rowsAt(micros);
  return patches.length === 0 ? null : idsIn({ ...frames.getState(), at: { micros, steps: -1 }, tables: tablesOf(patches) });
}

/** Since when each difference is there, in simulated microseconds, as far as it is known: looked for once time stands. */
export function useBeginnings(ids: readonly string[], idsIn: IdsIn): ReadonlyMap<string, number> {
  const { client, frames } = useApp();
  const comparing = useSession((state) => state.comparing);
  const isRunning = useFrame((state) => state.isRunning);
  const nowMicros = useFrame((state) => state.at.micros);
  const forkedMicros = useFrame((state) => forkBetween(state.branches, comparing));
  const [found, setFound] = useState(nothing);
  const wanted = ids.join('\n');
  useEffect(() => {
    if (isRunning || forkedMicros === null || wanted === '') return;
    let isWanted = true;
    const idsAt = async (micros: number): Promise<readonly string[] | null> =>
      isWanted ? askIds({ client, frames }, idsIn, micros) : null;
    const timer = setTimeout(() => {
      const { events, eventsBeside } = frames.getState();
      const happenedMicros = [...events, ...eventsBeside].map(({ micros }) => micros);
      const between = { sameMicros: Math.max(0, forkedMicros), differsMicros: nowMicros };
      const looks = looksBetween(happenedMicros, between.sameMicros, nowMicros);
      void findBeginnings({ ids: wanted.split('\n'), between, looks, idsAt, isWanted: () => isWanted, tell: setFound });
    }, 400);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [client, frames, wanted, idsIn, isRunning, nowMicros, forkedMicros]);
  return isRunning ? nothing : found;
}

const nothing: ReadonlyMap<string, number> = new Map();
