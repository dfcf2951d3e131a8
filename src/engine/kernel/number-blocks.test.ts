import { expect, test } from 'vitest';
import { NumberBlocks } from './number-blocks.ts';

test('what was reserved is zero and belongs to nobody else, within a block and beyond its end', () => {
  const blocks = new NumberBlocks();
  const lists = Array.from({ length: 300 }, (_, i) => {
    if (i % 2 === 0) return blocks.view(100);
    const from = blocks.reserve(100);
    return blocks.block.subarray(from, from + 100);
  });
  expect(lists.every((list) => list.length === 100 && list.every((number) => number === 0))).toBe(true);
  lists.forEach((list, i) => list.fill(i + 1));
  expect(lists.map((list) => new Set(list))).toEqual(lists.map((_, i) => new Set([i + 1])));
  expect(new Set(lists.map(({ buffer }) => buffer)).size).toBe(2);
});
