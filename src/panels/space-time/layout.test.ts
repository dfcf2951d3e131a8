import { expect, test } from 'vitest';
import { printTick } from './layout.ts';

test('times before 0 have their sign in front, and as many decimals as the others', () => {
  expect([-400, -200, 0, 200].map((micros) => printTick(micros, 200))).toEqual(['-0.0004', '-0.0002', '0.0000', '0.0002']);
  expect([-1_500_000, -500_000, 500_000].map((micros) => printTick(micros, 500_000))).toEqual(['-1.5', '-0.5', '0.5']);
  expect(printTick(-2_000_000, 1_000_000)).toBe('-2');
});
