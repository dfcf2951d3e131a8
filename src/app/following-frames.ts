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
  const take = (): void => {
    store.setState(frames.getState(), true);
  };
  const takeSoon = paced(take, after, wallMillis);
  frames.subscribe((state) => {
    const { openedCount, isKnown } = store.getState();
    if (state.openedCount !== openedCount || state.isKnown !== isKnown) take();
    else takeSoon();
  });
  return store;
}

/** What can be asked for with each picture, and is done once it is painted; not more often than it can be read. */
export function afterPictures(act: () => void): () => void {
  return paced(act, afterPicture, () => performance.now());
}

function paced(act: () => void, after: AfterPicture, wallMillis: () => number): () => void {
  let isWaiting = false;
  let doneMillis = -Infinity;
  const look = (): void => {
    const waitMillis = doneMillis + gapMillis - wallMillis();
    if (waitMillis > 0) {
      setTimeout(look, waitMillis);
      return;
    }
    isWaiting = false;
    doneMillis = wallMillis();
    act();
  };
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    after(look);
  };
}

/** What follows must not stand before the picture in the queue: it waits for about the time of one more. */
const laterMillis = 16;

/** What waits for the next picture: all of it is done in one task, so that the page is laid out once for all of it. */
let waiting: (() => void)[] = [];

/** Once the next picture is painted; in a hidden tab, where none is, a moment passes. */
function afterPicture(callback: () => void): void {
  waiting.push(callback);
  if (waiting.length > 1) return;
  const act = (): void => {
    const acts = waiting;
    waiting = [];
    for (const one of acts) one();
  };
  const timeout = setTimeout(act, 250);
  requestAnimationFrame(() => {
    clearTimeout(timeout);
    setTimeout(act, laterMillis);
  });
}
