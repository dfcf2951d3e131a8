import { expect, test } from 'vitest';
import { timelineScale } from './timeline-scale.ts';

test('time goes from left to right without exception, and back to the same time', () => {
  const { x } = timelineScale([2_000_000, 10_850_000, 10_862_000, 41_600_000], 42_400_000, 1000);
  let last = -1;
  for (let micros = 0; micros <= 42_400_000; micros += 400_000) {
    expect(x(micros)).toBeGreaterThanOrEqual(last);
    last = x(micros);
    expect(x.invert(x(micros))).toBeCloseTo(micros, -2);
  }
  expect(x(42_400_000)).toBeCloseTo(1000);
});

test('thirty quiet seconds are folded and take less room than their share', () => {
  const { x, quiet } = timelineScale([2_000_000, 10_850_000, 10_862_000, 41_600_000], 42_400_000, 1000);
  expect(quiet).toContainEqual({ fromMicros: 10_862_000, toMicros: 41_600_000 });
  expect(x(41_600_000) - x(10_862_000)).toBeLessThan(400);
});

test('a run without a mark is one line', () => {
  const { x, quiet } = timelineScale([], 3_000_000, 500);
  expect(quiet).toEqual([]);
  expect(x(1_500_000)).toBeCloseTo(250);
});
