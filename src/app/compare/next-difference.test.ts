import { expect, test } from 'vitest';
import { nextDifference } from './next-difference.ts';

/** Differences and the times between which they are there. */
const there: Readonly<Record<string, readonly [number, number]>> = {
  acked: [200_000, 9_000_000],
  leader: [3_100_400, 3_600_000],
  lost: [7_000_000, 9_000_000],
};

function idsAt(micros: number): Promise<readonly string[]> {
  return Promise.resolve(Object.keys(there).filter((id) => micros >= there[id]![0] && micros < there[id]![1]));
}

const search = {
  ids: ['acked'],
  nowMicros: 1_000_000,
  endMicros: 8_000_000,
  happenedMicros: [200_000, 3_100_400, 3_600_000, 7_000_000],
  idsAt,
  runOn: () => Promise.resolve(null),
};

test('the next difference is the next that begins, also one that is gone again before the end', async () => {
  const micros = await nextDifference(search);
  expect(micros).toBeGreaterThanOrEqual(3_100_400);
  expect(micros).toBeLessThanOrEqual(3_101_400);
});

test('from there it is the one after it', async () => {
  const micros = await nextDifference({ ...search, ids: ['acked', 'leader'], nowMicros: 3_101_000 });
  expect(micros).toBeGreaterThanOrEqual(7_000_000);
  expect(micros).toBeLessThanOrEqual(7_001_000);
});

test('where nothing new begins, however far both are run on, there is none', async () => {
  let at = 8_000_000;
  const runOn = (): Promise<number> => Promise.resolve((at += 10_000_000));
  expect(await nextDifference({ ...search, ids: ['acked', 'lost'], nowMicros: 7_500_000, runOn })).toBe('none');
  expect(at).toBeGreaterThan(150_000_000);
  expect(await nextDifference({ ...search, ids: ['acked', 'lost'], nowMicros: 7_500_000, runOn: () => Promise.resolve('end') })).toBe(
    'none',
  );
});

test('with more events than anybody waits for, some are looked at, and still the first difference is found that lasts', async () => {
  let asked = 0;
  const happenedMicros = Array.from({ length: 2_000 }, (_, i) => 1_000_000 + i * 3_000);
  const counted = (micros: number): Promise<readonly string[]> => {
    asked += 1;
    return idsAt(micros);
  };
  const micros = await nextDifference({ ...search, happenedMicros, idsAt: counted });
  expect(micros).toBeLessThanOrEqual(3_101_400);
  expect(asked).toBeLessThan(50);
});

test('nobody is sent anywhere, or told that there is none, when nobody can look on', async () => {
  expect(await nextDifference({ ...search, idsAt: () => Promise.resolve(null) })).toBe('unknown');
  expect(await nextDifference({ ...search, ids: ['acked', 'lost'], nowMicros: 7_500_000 })).toBe('unknown');
});

test('where both histories have not been run so far, they are run on until a difference begins', async () => {
  let at = 3_700_000;
  const runOn = (): Promise<number> => Promise.resolve((at += 1_000_000));
  const micros = await nextDifference({ ...search, nowMicros: at, endMicros: at, runOn });
  expect(micros).toBeGreaterThanOrEqual(7_000_000);
  expect(micros).toBeLessThanOrEqual(7_001_000);
  expect(at).toBe(7_700_000);
});
