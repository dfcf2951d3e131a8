// What is recorded is read as it was, however large its numbers are, and nothing is read that was not written.
import { describe, expect, test } from 'vitest';
import { foldNamed, foldRow } from './digest.ts';
import { defineEvent, defineRow } from './event.ts';
import { Trace } from './trace.ts';
import { noEvent } from './units.ts';

const four = defineRow({
  name: 'four',
  level: 'detail',
  fields: { partition: 'partition', a: 'count', b: 'offset', c: 'millis' },
  source: 'test',
});
const milestone = defineEvent({ name: 'milestone', level: 'milestone', fields: { atMillis: 'millis' }, source: 'test' });

const small = [7, 0, -1, 2_147_483_647] as const;
const large = [4_294_967_296, -2_147_483_649, Number.MAX_SAFE_INTEGER, 1_767_225_600_000.5] as const;
const chunkRows = 4096;
const keptRows = 64 * chunkRows;

interface Seen {
  readonly id: number;
  readonly micros: number;
  readonly args: readonly number[];
}

function seen(trace: Trace, from: number, to: number): readonly Seen[] {
  const list: Seen[] = [];
  trace.scan(from, to, ({ id, micros, spec, args }) => list.push({ id, micros, args: [...args.slice(0, spec.order.length)] }));
  return list;
}

/** As the kernel does: words first, and the numbers themselves where one of them is none. */
function recordRow(trace: Trace, id: number, micros: number, [a, b, c, d]: readonly [number, number, number, number]): void {
  const at = trace.recordRow(id, four, micros, 3, id - 1, a | 0, b | 0, c | 0, d | 0, 0);
  if ([a, b, c, d].some((number) => (number | 0) !== number)) trace.writeRow(at, [a, b, c, d, 0]);
}

describe('numbers of a row', () => {
  test.each([
    ['small ones', 5, small],
    ['large ones', 3_000_000_000, large],
    ['a large time alone', 2 ** 45, small],
  ] as const)('%s', (_, micros, values) => {
    const trace = new Trace();
    recordRow(trace, 0, micros, values);
    const [partition, a, b, c] = values;
    expect(trace.row(0)).toEqual({ id: 0, spec: four, micros, node: 3, trigger: -1, because: noEvent, args: { partition, a, b, c } });
    expect(seen(trace, 0, 1)).toEqual([{ id: 0, micros, args: [...values] }]);
    expect(trace.kindOf(0)).toBe(four);
  });

  test('a row that is written again has its new numbers, small where large ones were', () => {
    const trace = new Trace();
    recordRow(trace, 0, 3_000_000_000, large);
    recordRow(trace, 0, 12, small);
    expect(seen(trace, 0, 1)).toEqual([{ id: 0, micros: 12, args: [...small] }]);
  });

  test('a milestone keeps its numbers when its chunk has gone', () => {
    const trace = new Trace();
    trace.record(0, milestone, 2 ** 40, 1, noEvent, noEvent, { atMillis: 1_767_225_600_000 });
    for (let id = 1; id <= keptRows; id++) recordRow(trace, id, id, small);
    expect(trace.row(0)).toMatchObject({ spec: milestone, micros: 2 ** 40, args: { atMillis: 1_767_225_600_000 } });
    expect(trace.row(1)).toBeNull();
    expect(trace.row(chunkRows)).toMatchObject({ micros: chunkRows });
  });
});

test('memory that serves again shows nothing of what was there before', () => {
  const trace = new Trace();
  for (let id = 0; id < keptRows; id++) recordRow(trace, id, 3_000_000_000 + id, large);
  const first = keptRows + 10;
  recordRow(trace, first, 1, small);
  expect(seen(trace, keptRows, keptRows + chunkRows)).toEqual([{ id: first, micros: 1, args: [...small] }]);
  expect(trace.row(keptRows)).toBeNull();
  expect(trace.kindOf(keptRows)).toBeNull();
});

test('five numbers in order and the same by their names make one digest, whatever their size', () => {
  for (const values of [small, large]) {
    const [partition, a, b, c] = values;
    const [rows, named] = [new Int32Array([17]), new Int32Array([17])];
    foldRow(rows, 3, four.folded, partition, a, b, c, 0);
    foldNamed(named, 3, four, { partition, a, b, c });
    expect(rows).toEqual(named);
    // The number of a name depends on who used it first.
    const other = new Int32Array([17]);
    foldRow(other, 3, four.folded, partition + 1, a, b, c, 0);
    expect(other).toEqual(rows);
    foldRow(other, 3, four.folded, partition, a + 1, b, c, 0);
    expect(other).not.toEqual(rows);
  }
});
