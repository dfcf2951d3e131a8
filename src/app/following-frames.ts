/**
 * The frames for what stands beside the picture. The picture comes first: lists, words and what is spoken follow in a task of their own
 * once it is painted, and while frames come without a pause, not with each of them.
 */
import { createStore } from 'zustand/vanilla';
import type { FrameState, FrameStore } from './frame-store.ts';

/** While frames come without a pause, words change no more often than they can be read. */
const gapMillis = 80;

/** Calls back once the next picture is painted. */
export type AfterPicture = (callback: () => void) => void;

const known = new WeakMap<FrameStore, FrameStore>();

/** The store that follows another one: one for each. */
export function followingFrames(frames: FrameStore): FrameStore {
  const before = known.get(frames);
  if (before !== undefined) return before;
  const following = follow(frames, afterPicture, () => performance.now());
  known.set(frames, following);
  return following;
}

/** A store that has what `frames` has, a little later; a scenario that was opened or closed, at once. */
export function follow(frames: FrameStore, after: AfterPicture, wallMillis: () => number): FrameStore {
  const store = createStore<FrameState>(() => frames.getState());
  let isWaiting = false;
  let takenMillis = -Infinity;
  const take = (): void => {
    takenMillis = wallMillis();
    store.setState(frames.getState(), true);
  };
  const look = (): void => {
    const waitMillis = takenMillis + gapMillis - wallMillis();
    if (waitMillis > 0) {
      setTimeout(look, waitMillis);
      return;
    }
    isWaiting = false;
    take();
  };
  frames.subscribe((state) => {
    const { openedCount, isKnown } = store.getState();
    if (state.openedCount !== openedCount || state.isKnown !== isKnown) take();
    else if (!isWaiting) {
      isWaiting = true;
      after(look);
    }
  });
  return store;
}

/** What follows must not stand before the picture in the queue: it waits for about the time of one more. */
const laterMillis = 16;

/** Once the next picture is painted; in a hidden tab, where none is, a moment passes. */
function afterPicture(callback: () => void): void {
  const timeout = setTimeout(callback, 250);
  requestAnimationFrame(() => {
    clearTimeout(timeout);
    setTimeout(callback, laterMillis);
  });
}
