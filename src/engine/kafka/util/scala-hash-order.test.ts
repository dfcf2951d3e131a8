import { expect, test } from 'vitest';
import { scalaAppendedSetOrder, scalaFilledSetOrder } from './scala-hash-order.ts';

test('small ids come in ascending order, whoever joined last', () => {
  expect(scalaAppendedSetOrder([2, 3, 1])).toEqual([1, 2, 3]);
  expect(scalaFilledSetOrder([3, 1])).toEqual([1, 3]);
});

test('an id beyond the table comes where its bucket is', () => {
  // Three elements fit a table of eight: 9 is in bucket 1.
  expect(scalaAppendedSetOrder([2, 3, 9])).toEqual([9, 2, 3]);
  expect(scalaFilledSetOrder([2, 3, 9])).toEqual([2, 3, 9]);
  expect(scalaFilledSetOrder([2, 17])).toEqual([17, 2]);
});

test('a table grows at three quarters of its length', () => {
  const twelve = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 17];
  expect(scalaFilledSetOrder(twelve)).toEqual(twelve);
  expect(scalaFilledSetOrder(twelve.slice(1))).toEqual([17, ...twelve.slice(1, -1)]);
});
