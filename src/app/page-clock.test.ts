import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PageClock } from './page-clock.ts';

let pictures: ((wallMillis: number) => void)[] = [];

beforeEach(() => {
  pictures = [];
  vi.stubGlobal('requestAnimationFrame', (callback: (wallMillis: number) => void) => pictures.push(callback));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const paintAt = (wallMillis: number): void => {
  for (const picture of pictures.splice(0)) picture(wallMillis);
};

test('between two frames time walks at the pace of the engine and never passes what was computed', () => {
  const clock = new PageClock();
  const seen: number[] = [];
  clock.listen((now) => seen.push(now));
  clock.frameArrived(0, 1_000_000, 0);
  paintAt(0);
  clock.frameArrived(50_000, 1_000_000, 20);
  paintAt(40);
  paintAt(200);
  expect(seen[0]).toBe(0);
  expect(Math.max(...seen)).toBe(50_000);
  expect(clock.nowMicros).toBe(50_000);
});

test('going back in time is a jump, not a walk', () => {
  const clock = new PageClock();
  clock.frameArrived(5_000_000, 0, 0);
  clock.frameArrived(1_000_000, 0, 16);
  expect(clock.nowMicros).toBe(1_000_000);
});

test('a step while paused is shown at once', () => {
  const clock = new PageClock();
  clock.frameArrived(1_000, 0, 0);
  clock.frameArrived(9_000_000, 0, 16);
  expect(clock.nowMicros).toBe(9_000_000);
});

test('while paused the pace of before says how long something stays new', () => {
  const clock = new PageClock();
  clock.frameArrived(0, 25_000, 0);
  clock.frameArrived(100, 0, 16);
  expect(clock.paceMicrosPerSecond).toBe(25_000);
});

test('a jump to where time stands is shown at once, and not a second time with the next picture', () => {
  vi.stubGlobal('cancelAnimationFrame', (request: number) => pictures.splice(request - 1, 1));
  const clock = new PageClock();
  const seen: number[] = [];
  clock.listen((now) => seen.push(now));
  paintAt(0);
  clock.frameArrived(7_000_000, 0, 20);
  clock.showJump(20);
  expect(seen).toEqual([0, 7_000_000]);
  paintAt(36);
  clock.showJump(40);
  expect(seen).toEqual([0, 7_000_000]);
});

test('while time runs, a frame that arrives waits for the next picture', () => {
  const clock = new PageClock();
  const seen: number[] = [];
  clock.listen((now) => seen.push(now));
  paintAt(0);
  clock.frameArrived(50_000, 1_000_000, 20);
  clock.showJump(20);
  expect(seen).toEqual([0]);
  paintAt(36);
  expect(seen).toHaveLength(2);
});
