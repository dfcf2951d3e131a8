// A lesson's page stands on what was recorded, and goes over to the engine without anybody seeing it.
import { expect, test, vi } from 'vitest';
import type { Frame, Row, ViewSpec } from '../../contract/engine-api.ts';
import type { Lesson } from '../../contract/lesson.ts';
import type { Opening } from '../../contract/opening.ts';
import { fakeEngine } from '../testing/fake-engine.ts';
import type { AsyncEngine } from '../services.ts';
import { engineFromOpening, takeoverMark } from './engine-from-opening.ts';
import { firstAsked } from './first-asked.ts';
import { recordedTables } from './recorded.ts';
import { panels } from '../panels.ts';

const rowOf = (id: string, leader: number): Row => ({ id, leader });

const frame: Omit<Frame, 'patches'> = {
  at: { micros: 5, steps: 3 },
  epochMillis: 1,
  microsPerSecond: 0,
  isRunning: false,
  paceReason: 'paused',
  stopped: null,
  events: [],
  eventsReset: true,
  branches: [],
  digest: '00c0ffee',
  computedUntil: { micros: 5, steps: 3 },
  stepsTotal: 3,
  canUndo: false,
  lesson: null,
  beside: null,
  openedCount: 1,
};

const opening: Opening = {
  format: 1,
  lesson: 'L02',
  rev: 1,
  frame,
  story: [],
  rows: [rowOf('orders-0', 1), rowOf('orders-1', 2)],
  views: [
    {
      name: 'cluster',
      query: { focus: null },
      count: { key: 'cellCount', from: 4, to: 7 },
      tables: [{ table: 'partitions', rows: [0, 1] }],
    },
    {
      name: 'cluster',
      query: { focus: null },
      count: { key: 'cellCount', from: 8, to: 12 },
      tables: [{ table: 'partitions', rows: [1] }],
    },
  ],
};

const lesson = { id: 'L02', rev: 1 } as Lesson;
const fromStart = { level: 'worked', step: null } as const;
const asked = (cellCount: number, focus: string | null = null): ViewSpec => ({
  projections: [{ name: 'cluster', query: { focus, cellCount } }],
});

/** A page's opening, with a real engine behind it that answers `real` and writes down what it is asked. */
function page(real: Partial<Frame> = {}): {
  readonly engine: AsyncEngine;
  readonly wake: () => void;
  readonly told: string[];
  readonly starts: () => number;
} {
  const told: string[] = [];
  let starts = 0;
  const engine: AsyncEngine = {
    ...fakeEngine(),
    openLesson: async ({ id }) => {
      told.push(`open ${id}`);
      return { ok: true, value: null };
    },
    watch: async ({ projections }) => {
      told.push(`watch ${String(projections[0]?.query['cellCount'])}`);
    },
    nextFrame: async () => {
      told.push('frame');
      const rows = [rowOf('orders-0', 1), rowOf('orders-1', 2)];
      return { ...frame, patches: [{ table: 'partitions', upsert: rows, remove: [] }], ...real };
    },
    step: async (size) => {
      told.push(`step ${size}`);
    },
  };
  const started = async (): Promise<{ readonly engine: AsyncEngine }> => {
    starts += 1;
    // A worker takes its time.
    await new Promise((resolve) => setTimeout(resolve, 5));
    return { engine };
  };
  return { ...engineFromOpening(opening, started), told, starts: () => starts };
}

test('a lesson stands without an engine, in a window of any size', async () => {
  const { engine, starts } = page();
  expect(await engine.openLesson(lesson, fromStart)).toEqual({ ok: true, value: null });
  void engine.watch(asked(4));
  const first = await engine.nextFrame();
  expect(first.patches).toEqual([{ table: 'partitions', upsert: opening.rows, remove: [] }]);
  expect([first.digest, first.eventsReset]).toEqual(['00c0ffee', true]);
  void engine.watch(asked(9));
  const second = await engine.nextFrame();
  // What the narrower window showed besides goes away.
  expect(second.patches).toEqual([{ table: 'partitions', upsert: [], remove: ['orders-0'] }]);
  expect([second.eventsReset, second.branches]).toEqual([false, null]);
  expect(await engine.lessonStory()).toEqual([]);
  expect(starts()).toBe(0);
});

test('the first act starts the engine, which is told all that the page was told, and then the act', async () => {
  const { engine, told, starts } = page();
  await engine.openLesson(lesson, fromStart);
  await engine.watch(asked(4));
  await engine.nextFrame();
  const next = engine.nextFrame();
  await engine.step('message');
  expect(told).toEqual(['open L02', 'watch 4', 'frame', 'step message']);
  // The same state: no row comes twice.
  expect((await next).patches).toEqual([]);
  await engine.step('message');
  expect(starts()).toBe(1);
});

test('what the engine says otherwise than the record is what the page gets', async () => {
  const marks = vi.spyOn(performance, 'mark');
  const { engine, wake } = page({ digest: '0badbeef', patches: [{ table: 'partitions', upsert: [rowOf('orders-0', 3)], remove: [] }] });
  await engine.openLesson(lesson, fromStart);
  await engine.watch(asked(4));
  await engine.nextFrame();
  wake();
  const taken = await engine.nextFrame();
  expect(taken.patches).toEqual([{ table: 'partitions', upsert: [rowOf('orders-0', 3)], remove: ['orders-1'] }]);
  expect(taken.digest).toBe('0badbeef');
  expect(marks).toHaveBeenCalledWith(takeoverMark, { detail: { isSame: false } });
});

test.each([
  ['another view', (engine: AsyncEngine) => engine.watch({ projections: [{ name: 'metrics', query: { spanMicros: null } }] })],
  ['another partition', (engine: AsyncEngine) => engine.watch(asked(4, 'orders-1'))],
  ['a window that nobody has', (engine: AsyncEngine) => engine.watch(asked(13))],
  ['another level', (engine: AsyncEngine) => engine.openLesson(lesson, { level: 'completion', step: null })],
  ['another step', (engine: AsyncEngine) => engine.openLesson(lesson, { level: 'worked', step: 'five' })],
  ['another edition of the lesson', (engine: AsyncEngine) => engine.openLesson({ ...lesson, rev: 2 }, fromStart)],
  ['another lesson', (engine: AsyncEngine) => engine.openLesson({ ...lesson, id: 'L03' }, fromStart)],
])('%s was not recorded: the engine answers', async (_, ask) => {
  const { engine, starts } = page();
  await ask(engine);
  expect(starts()).toBe(1);
});

test('a lesson stands at once though its engine is on the way already', async () => {
  const { engine, wake, told } = page();
  wake();
  await Promise.all([engine.openLesson(lesson, fromStart), engine.watch(asked(4))]);
  const first = await engine.nextFrame();
  expect(first.patches).toHaveLength(1);
  expect((await engine.nextFrame()).patches).toEqual([]);
  expect(told).toEqual(['open L02', 'watch 4', 'frame']);
});

test('menus wait for the engine, and do not start it', async () => {
  const { engine, wake, starts } = page();
  const catalogue = engine.catalogue();
  await engine.openLesson(lesson, fromStart);
  expect(starts()).toBe(0);
  wake();
  expect((await catalogue).events).toBeDefined();
});

test('an engine that cannot start is what the page hears of when it asks for the next picture', async () => {
  const { engine, wake } = engineFromOpening(opening, () => Promise.reject(new Error('no worker here')));
  await engine.openLesson(lesson, fromStart);
  await engine.nextFrame();
  const next = engine.nextFrame();
  wake();
  await expect(next).rejects.toThrow('no worker here');
});

test('every view says what it asks as it opens', () => {
  expect(Object.keys(firstAsked).sort()).toEqual(panels.map(({ name }) => name).sort());
  for (const [name, { spec, count }] of Object.entries(firstAsked)) {
    const [own] = spec('orders-0').projections;
    expect(own?.name).toBe(name);
    if (count !== null) expect(own?.query[count.key], name).toBeTypeOf('number');
  }
});

test('an answer is found by what is asked, not by how it is written down', () => {
  expect(recordedTables(opening, { projections: [{ name: 'cluster', query: { cellCount: 4, focus: null } }] })).toHaveLength(1);
  expect(recordedTables(opening, { projections: [{ name: 'cluster', query: { cellCount: 4 } }] })).toBeNull();
});
