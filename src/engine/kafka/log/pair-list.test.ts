import { expect, test } from 'vitest';
import { PairList } from './pair-list.ts';

const dayMillis = 86_400_000;

/** Pairs as a time index has them: most near each other, some a month apart, which four bytes do not hold. */
const pairs = Array.from({ length: 70 }, (_, i) => ({
  key: 1_767_225_600_000 + i * 145 + (i < 20 ? 0 : i < 40 ? (i - 19) * 30 * dayMillis : 900 * dayMillis),
  value: 159 + i * 160,
}));

function listOf(count: number): PairList {
  const list = new PairList();
  for (const { key, value } of pairs.slice(0, count)) list.push(key, value);
  return list;
}

function all(list: PairList): { readonly key: number; readonly value: number }[] {
  return Array.from({ length: list.count }, (_, slot) => ({ key: list.keyAt(slot), value: list.valueAt(slot) }));
}

test('a list says what was put into it, near or far from each other', () => {
  for (const count of [0, 1, 15, 16, 17, 40, 70]) expect(all(listOf(count))).toEqual(pairs.slice(0, count));
});

test('what is cut off is gone, and others may follow in its place', () => {
  for (const kept of [0, 1, 16, 20, 33, 48, 64, 69, 70]) {
    const list = listOf(70);
    list.truncate(kept);
    expect(all(list)).toEqual(pairs.slice(0, kept));
    const others = pairs.slice(0, 40).map(({ key, value }) => ({ key: key + 7, value: value + 3 }));
    for (const { key, value } of others) list.push(key, value);
    expect(all(list)).toEqual([...pairs.slice(0, kept), ...others]);
  }
});
