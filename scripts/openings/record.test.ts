// What is recorded of a lesson is what its worker says, for windows of all sizes.
import { expect, test } from 'vitest';
import type { Row, ViewSpec } from '../../src/contract/engine-api.ts';
import type { Lesson } from '../../src/contract/lesson.ts';
import type { FirstAsked } from '../../src/contract/opening.ts';
import { recordedTables } from '../../src/app/opening/recorded.ts';
import { checkOpening } from './check.mjs';
import { recordOpening } from './record.mjs';

const lesson = { id: 'L02', rev: 3, steps: [{ focus: 'orders-0' }] } as unknown as Lesson;

const first: FirstAsked = {
  spec: (focus) => ({
    projections: [
      { name: 'cluster', query: { focus, cellCount: 4 } },
      { name: 'beside', query: {} },
    ],
  }),
  count: { key: 'cellCount', from: 4, to: 12 },
};

/** A worker whose log has `size` records: as many of them as the window shows are rows. */
function workerOf(size: number, digest = 'd1'): Parameters<typeof recordOpening>[0] {
  let spec: ViewSpec = { projections: [] };
  const rowsOf = ({ name, query }: ViewSpec['projections'][number]): readonly Row[] =>
    Array.from({ length: name === 'beside' ? 1 : Math.min(size, Number(query['cellCount'])) }, (_, offset) => ({ id: String(offset) }));
  return {
    call: async (method, ...given) => {
      if (method === 'watch') [spec] = given as [ViewSpec];
      if (method === 'openLesson') return { ok: true };
      if (method === 'lessonStory') return [];
      const patches = spec.projections.map((projection) => ({ table: projection.name, upsert: rowsOf(projection), remove: [] }));
      return { digest, patchesJson: patches.length === 0 ? '' : JSON.stringify(patches) };
    },
    pass: () => Promise.resolve(),
  };
}

test('windows that show the same share one answer, and rows are kept once', async () => {
  const opening = await recordOpening(workerOf(6), lesson, first);
  expect(opening.views.map(({ name, count, tables }) => [name, count?.from, count?.to, tables[0]?.rows.length])).toEqual([
    ['cluster', 4, 4, 4],
    ['cluster', 5, 5, 5],
    ['cluster', 6, 12, 6],
    ['beside', undefined, undefined, 1],
  ]);
  expect(opening.rows).toHaveLength(6);
  expect([opening.lesson, opening.rev, opening.frame.digest]).toEqual(['L02', 3, 'd1']);
  const empty = await recordOpening(workerOf(0), lesson, first);
  expect(empty.views.map(({ count }) => count?.to)).toEqual([12, undefined]);
});

test('a worker that says something else than was recorded fails the build', async () => {
  const opening = await recordOpening(workerOf(6), lesson, first);
  const check = (page: ReturnType<typeof workerOf>): Promise<void> =>
    checkOpening(page, { lesson, first, opening, recorded: (spec) => recordedTables(opening, spec) });
  await expect(check(workerOf(6))).resolves.toBeUndefined();
  await expect(check(workerOf(5))).rejects.toThrow('otherwise than was recorded');
  await expect(check(workerOf(6, 'd2'))).rejects.toThrow('opens it at d2, recorded d1');
});
