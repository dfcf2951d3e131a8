import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Frame } from '../contract/engine-api.ts';
import { follow } from './following-frames.ts';
import { applyFrame, createFrameStore } from './frame-store.ts';
import { frameWith } from './testing/frames.ts';

const frameAt = (micros: number): Frame => frameWith({ at: { micros, steps: micros } });
let painted: (() => void)[] = [];
const after = (callback: () => void): void => void painted.push(callback);
const paint = (): void => {
  const waiting = painted;
  painted = [];
  for (const callback of waiting) callback();
};

beforeEach(() => {
  vi.useFakeTimers();
  painted = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function following(): { frames: ReturnType<typeof createFrameStore>; shown: () => number } {
  const frames = createFrameStore();
  applyFrame(frames, frameAt(0));
  const store = follow(frames, after, () => vi.getMockedSystemTime()?.valueOf() ?? Date.now());
  return { frames, shown: () => store.getState().at.micros };
}

test('what stands beside the picture follows once the picture is painted', () => {
  const { frames, shown } = following();
  applyFrame(frames, frameAt(5));
  expect(shown()).toBe(0);
  paint();
  expect(shown()).toBe(5);
});

test('while frames come without a pause it shows the newest of several', () => {
  const { frames, shown } = following();
  applyFrame(frames, frameAt(1));
  paint();
  for (const micros of [2, 3, 4]) {
    applyFrame(frames, frameAt(micros));
    paint();
  }
  expect(shown()).toBe(1);
  vi.advanceTimersByTime(100);
  expect(shown()).toBe(4);
});

test('another scenario is shown at once', () => {
  const { frames, shown } = following();
  applyFrame(frames, { ...frameAt(9), openedCount: 1 });
  expect(shown()).toBe(9);
});
