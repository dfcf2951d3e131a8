import { expect, test } from 'vitest';
import { layoutStage, offsetX } from './layout.ts';
import type { StageContents } from './layout.ts';
import { firstOffsetOfWindow } from './rows.ts';

const contents = (change: Partial<StageContents>): StageContents => ({
  form: 'wide',
  width: 1128,
  brokers: [1, 2, 3],
  partitions: [0, 1, 2].map((index) => ({ id: `orders-${String(index)}`, replicas: [1, 2, 3] })),
  focus: null,
  producers: [{ id: 'checkout', batchCount: 2 }],
  consumers: [{ id: 'billing', partitionCount: 1 }],
  leader: 1,
  ...change,
});

test('replicas of one partition stand side by side, at one height', () => {
  const { strips } = layoutStage(contents({}));
  const heights = [1, 2, 3].map((broker) => strips.get(`orders-0@${String(broker)}`)?.y);
  expect(new Set(heights).size).toBe(1);
});

test('only the focused row is large', () => {
  const { rows } = layoutStage(contents({ focus: 'orders-1' }));
  expect(rows.map((row) => row.level)).toEqual([2, 3, 2]);
});

test('with many partitions the other rows become bars', () => {
  const partitions = Array.from({ length: 18 }, (_, index) => ({ id: `orders-${String(index)}`, replicas: [1, 2, 3] }));
  const { rows } = layoutStage(contents({ partitions }));
  expect(rows.filter((row) => row.level === 1)).toHaveLength(17);
});

test('partitions that Kafka keeps for itself are bars until one is picked, and rows like others where nobody wrote anything', () => {
  const own = { id: 'orders-0', replicas: [1, 2, 3] };
  const internal = [0, 1].map((index) => ({ id: `__consumer_offsets-${String(index)}`, replicas: [1, 2, 3], isInternal: true }));
  const named = { id: '__mine-0', replicas: [1, 2, 3] };
  const levels = (partitions: StageContents['partitions'], focus: string | null): readonly number[] =>
    layoutStage(contents({ partitions, focus })).rows.map((row) => row.level);
  expect(levels([own, ...internal], null)).toEqual([3, 1, 1]);
  expect(levels([own, ...internal], '__consumer_offsets-1')).toEqual([2, 1, 3]);
  expect(levels(internal, null)).toEqual([3, 2]);
  // It is not the name that makes it Kafka's own.
  expect(levels([own, named], null)).toEqual([3, 2]);
});

test.each([1440, 1280, 1024, 800])('nothing stands outside its column at %i px', (windowWidth) => {
  const layout = layoutStage(
    contents({ form: windowWidth >= 1280 ? 'wide' : 'folded', width: windowWidth >= 1280 ? windowWidth - 312 : windowWidth }),
  );
  for (const strip of layout.strips.values()) {
    const end = strip.cellX + strip.cellCount * strip.cellWidth;
    expect(end).toBeLessThanOrEqual(strip.column.x + strip.column.width);
    expect(strip.cellCount).toBeGreaterThanOrEqual(4);
  }
});

test('on a phone the leader comes first', () => {
  const layout = layoutStage(contents({ form: 'stacked', width: 358, leader: 2 }));
  expect(layout.columns.map((column) => column.broker)).toEqual([2, 1, 3]);
});

test('an offset stands at the left edge of its record', () => {
  const strip = layoutStage(contents({})).strips.get('orders-0@1');
  if (strip === undefined) throw new Error('the replica is on the stage');
  expect(offsetX(strip, 34, 34)).toBe(strip.cellX);
  expect(offsetX(strip, 36, 34)).toBe(strip.cellX + 2 * strip.cellWidth);
});

test('the window of offsets moves by whole steps, and back', () => {
  const starts = [0, 9, 10, 11, 14, 15, 44, 11].map((end) => firstOffsetOfWindow(end, 10));
  expect(starts).toEqual([0, 0, 0, 4, 4, 8, 36, 4]);
});

test('nine brokers and 64 partitions fit a window of 1440 px without scrolling sideways', () => {
  const brokers = Array.from({ length: 9 }, (_, index) => index + 1);
  const layout = layoutStage({
    form: 'wide',
    width: 1128,
    brokers,
    partitions: Array.from({ length: 64 }, (_, index) => ({
      id: `orders-${String(index)}`,
      replicas: [0, 1, 2].map((step) => ((index + step) % 9) + 1),
    })),
    focus: 'orders-7',
    producers: [{ id: 'checkout', batchCount: 2 }],
    consumers: [{ id: 'billing', partitionCount: 1 }],
    leader: 8,
  });
  expect(layout.width).toBe(1128);
  expect(layout.rows[0]).toMatchObject({ partition: 'orders-7', level: 3 });
  expect(layout.rows.slice(1).every((row) => row.level === 0 && row.height >= 16)).toBe(true);
  // The replicas of the partition in large have room for their records, above the machines.
  const large = [...layout.strips.values()].filter((strip) => strip.partition === 'orders-7');
  expect(large.map((strip) => strip.broker)).toEqual([1, 8, 9]);
  for (const strip of large) expect(strip.right - strip.capX).toBeGreaterThanOrEqual(150);
  expect(Math.max(...large.map((strip) => strip.y + strip.height))).toBeLessThan(layout.machineTop);
});

test.each([
  { where: 'a window of 1440 px', form: 'wide', width: 1128 },
  { where: 'a window of 1440 px, beside a lesson', form: 'wide', width: 1000 },
  { where: 'a window of 1024 px', form: 'folded', width: 1024 },
  { where: 'a window of 1024 px, beside a lesson', form: 'folded', width: 664 },
  { where: 'a window of 768 px', form: 'narrow', width: 768 },
] as const)('three machines and their clients are whole in $where: nobody has to scroll sideways', ({ form, width }) => {
  const layout = layoutStage(contents({ form, width }));
  expect(layout.width).toBe(width);
  expect(layout.clients).toHaveLength(2);
  for (const client of layout.clients) expect(client.x + client.width).toBeLessThanOrEqual(width);
  for (const column of layout.columns) expect(column.width).toBeGreaterThanOrEqual(144);
});
