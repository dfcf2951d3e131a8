import { describe, expect, test } from 'vitest';
import { conformKind, differencesOf } from './compare.ts';
import type { Adapter, Json } from './registry.ts';
import { readRows, type Row } from './rows.ts';

const answering = (answer: (input: Json) => Json, normalise?: Adapter['normalise']): Adapter => ({
  kind: 'made-up',
  answer,
  ...(normalise === undefined ? {} : { normalise }),
});

const row = (id: string, input: Json, expected: Json): Row => ({ id, input, expected });

describe('comparing an answer with what Kafka answered', () => {
  test('equal rows and steps are counted', () => {
    const rows = [row('a', 1, { steps: [{ x: 1 }, { x: 2 }] }), row('b', 2, { steps: [{ x: 1 }, { x: 3 }] })];
    const result = conformKind(answering(() => ({ steps: [{ x: 1 }, { x: 2 }] })), rows, 3);
    expect(result).toMatchObject({ rowCount: 2, equalRowCount: 1, differentRowCount: 1, stepCount: 4, equalStepCount: 3 });
    expect(result.unequal[0]?.differences).toEqual([{ path: 'steps[1].x', expected: '3', actual: '2' }]);
  });

  test('a step that is not modelled is not equal, and a row that differs elsewhere is different', () => {
    const rows = [row('a', 0, { steps: [1, 2] }), row('b', 1, { steps: [1, 2] })];
    const result = conformKind(answering((input) => ({ steps: [input === 0 ? 1 : 7, { unsupported: 'later' }] })), rows, 3);
    expect(result).toMatchObject({ equalRowCount: 0, unsupportedRowCount: 1, differentRowCount: 1, equalStepCount: 1 });
  });

  test('an adapter that throws spares the other rows', () => {
    const adapter = answering((input) => {
      if (input === 0) throw new Error('a bug of ours');
      return input;
    });
    const result = conformKind(adapter, [row('a', 0, 0), row('b', 1, 1)], 3);
    expect(result).toMatchObject({ equalRowCount: 1, differentRowCount: 1 });
    expect(result.unequal[0]?.verdict).toBe('threw');
  });

  test('what has no meaning is brought to one form on both sides', () => {
    const sorted = (value: Json): Json => (Array.isArray(value) ? [...(value as number[])].sort((a, b) => a - b) : value);
    expect(conformKind(answering(() => [2, 1], sorted), [row('a', 0, [1, 2])], 3).equalRowCount).toBe(1);
    expect(conformKind(answering(() => [2, 1]), [row('a', 0, [1, 2])], 3).equalRowCount).toBe(0);
  });

  test('a missing value, an extra value and null are three things', () => {
    expect(differencesOf({ a: null }, {}, 9)).toEqual([{ path: 'a', expected: 'null', actual: 'nothing' }]);
    expect(differencesOf({}, { a: 0 }, 9)).toEqual([{ path: 'a', expected: 'nothing', actual: '0' }]);
    expect(differencesOf([1], [1, 2], 9)).toEqual([{ path: '[1]', expected: 'nothing', actual: '2' }]);
    expect(differencesOf({ a: undefined }, {}, 9)).toEqual([]);
  });
});

describe('reading rows', () => {
  test('a file that only asks has no expected', () => {
    expect(readRows('{"id":"a","input":1}\n\n')).toEqual([{ id: 'a', input: 1 }]);
  });

  test('damage is reported with its line', () => {
    expect(() => readRows('{"id":"a","input":1}\n{"id":')).toThrow(/^line 2 is not JSON/);
    expect(() => readRows('{"id":"a"}')).toThrow('line 1 has no input');
  });

  test('a table becomes one row per named entry', () => {
    const table = JSON.stringify({ kafka: '4.3.1', errors: [{ name: 'NONE', code: 0 }], versions: { a: 1 } }, null, 1);
    expect(readRows(table)).toEqual([
      { id: 'errors/NONE', input: { section: 'errors', name: 'NONE' }, expected: { name: 'NONE', code: 0 } },
      { id: 'versions', input: { section: 'versions' }, expected: { a: 1 } },
    ]);
  });

  test('a table on one line is a table too', () => {
    expect(readRows('{"kafka":"4.3.1","errors":[{"name":"NONE"}]}').map(({ id }) => id)).toEqual(['errors/NONE']);
  });
});
