import { useMemo } from 'react';
import { useFrame } from '../context.ts';
import type { FrameState } from '../frame-store.ts';

/** What a view reads of each of two histories, as of the newest frame. */
export function useBeside<T>(read: (state: FrameState, side: '' | 'other:') => T): { readonly here: T; readonly there: T } {
  const frame = useFrame((state) => state);
  return useMemo(() => ({ here: read(frame, ''), there: read(frame, 'other:') }), [frame, read]);
}

/** Whether the other history has been asked for a table: its rows have come, be it that there are none. */
export function useIsOtherHere(table: string): boolean {
  return useFrame((state) => state.tables.has(`other:${table}`));
}
