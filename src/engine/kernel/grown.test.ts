import { expect, test } from 'vitest';
import { grown, takeFirst, without } from './grown.ts';

test('the first item of a short or a long list is taken, and the others stay in order', () => {
  for (const length of [0, 1, 2, 16, 17, 40]) {
    const list = Array.from({ length }, (_, i) => `item ${String(i)}`);
    const [first, ...others] = list;
    expect(takeFirst(list)).toBe(first);
    expect(list).toEqual(others);
  }
});

test('a list grows at its end and loses an item wherever it stands', () => {
  let list: readonly number[] = [];
  for (const item of [1, 2, 3, 4]) list = grown(list, item);
  const own = [...list];
  without(own, 1);
  without(own, 3);
  without(own, 9);
  expect(own).toEqual([2, 4]);
});
