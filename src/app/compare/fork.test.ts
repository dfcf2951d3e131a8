import { expect, test } from 'vitest';
import { forkBetween } from './fork.ts';

const branch = (id: number, parent: number | null, micros: number, isCurrent = false) => ({
  id,
  parent,
  forkedAt: parent === null ? null : { micros },
  isCurrent,
});

test('a history and the one that it was forked from part at its fork, whichever is shown', () => {
  expect(forkBetween([branch(0, null, 0), branch(1, 0, 5, true)], 0)).toBe(5);
  expect(forkBetween([branch(0, null, 0, true), branch(1, 0, 5)], 1)).toBe(5);
});

test('two that were forked from a third part at the earlier of the two forks', () => {
  expect(forkBetween([branch(0, null, 0), branch(1, 0, 9), branch(2, 0, 7, true)], 1)).toBe(7);
});

test('a fork of a fork parts from its parent at its own fork, and from the first history at the earlier one', () => {
  const branches = [branch(0, null, 0), branch(1, 0, 4), branch(2, 1, 8, true)];
  expect(forkBetween(branches, 1)).toBe(8);
  expect(forkBetween(branches, 0)).toBe(4);
});

test('where nothing is compared nothing parts', () => {
  expect(forkBetween([branch(0, null, 0, true)], null)).toBeNull();
  expect(forkBetween([], 1)).toBeNull();
});
