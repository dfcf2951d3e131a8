import { expect, test } from 'vitest';
import { findBeginnings, looksBetween } from './beginnings.ts';

/** When each difference begins; asked between 0 and a second. */
const began: Readonly<Record<string, number>> = { lost: 310_400, leader: 90_000, late: 999_900 };

async function found(isWanted = (): boolean => true): Promise<{ readonly at: ReadonlyMap<string, number>; readonly asked: number }> {
  let asked = 0;
  let at: ReadonlyMap<string, number> = new Map();
  await findBeginnings({
    ids: Object.keys(began),
    between: { sameMicros: 0, differsMicros: 1_000_000 },
    looks: [],
    idsAt: (micros) => {
      asked += 1;
      return Promise.resolve(Object.keys(began).filter((id) => (began[id] ?? 0) <= micros));
    },
    isWanted,
    tell: (known) => (at = known),
  });
  return { at, asked };
}

test('every difference is found to the millisecond, and at the time that is said it is there', async () => {
  const { at } = await found();
  for (const [id, micros] of Object.entries(began)) {
    expect(at.get(id)).toBeGreaterThanOrEqual(micros);
    expect(at.get(id)).toBeLessThanOrEqual(micros + 1_000);
  }
});

test('what is asked for one is used for all: three need less than three times ten questions', async () => {
  expect((await found()).asked).toBeLessThan(30);
});

test('whoever goes on in time is not asked further', async () => {
  const { asked, at } = await found(() => false);
  expect(asked).toBe(1);
  expect(at.size).toBe(0);
});

test('of a difference that came, went and came again, the beginning is the last one', async () => {
  const isThere = (micros: number): boolean => (micros >= 100_000 && micros < 300_000) || (micros >= 620_500 && micros < 2_000_000);
  let since = 0;
  const search = {
    ids: ['acked'],
    between: { sameMicros: 0, differsMicros: 1_000_000 },
    idsAt: (micros: number) => Promise.resolve(isThere(micros) ? ['acked'] : []),
    isWanted: () => true,
    tell: (found: ReadonlyMap<string, number>) => (since = found.get('acked') ?? 0),
  };
  await findBeginnings({ ...search, looks: [100_001, 300_001, 620_501, 800_000] });
  expect(since).toBeGreaterThanOrEqual(620_500);
  expect(since).toBeLessThanOrEqual(621_500);
});

test('looks are just after what happened, between the two times, and few', () => {
  expect(looksBetween([5, 100, 50, 50, 900], 10, 800)).toEqual([51, 101]);
  const many = looksBetween(
    Array.from({ length: 1_000 }, (_, i) => i * 10),
    100,
    9_000,
  );
  expect(many.length).toBeGreaterThan(20);
  expect(many.length).toBeLessThanOrEqual(24);
});
