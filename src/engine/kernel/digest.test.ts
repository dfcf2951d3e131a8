// Two histories that are not the same have different digests.
import { expect, test } from 'vitest';
import { foldRow, foldStep } from './digest.ts';

type Row = readonly [node: number, a: number, b: number, c: number, d: number, e: number];

const allFolded = 0b11111;

function digestOf(rows: readonly Row[]): number {
  const digest = new Int32Array(1);
  for (const [node, ...numbers] of rows) foldRow(digest, node, allFolded, ...numbers);
  return digest[0]!;
}

const row: Row = [3, 12, 480, 0, -1, 1_767_225_600_000];
const next: Row = [4, 12, 481, 0, -1, 1_767_225_600_000];

test('a number that is another one, in whatever place and however large, gives another digest', () => {
  const digests = new Set([digestOf([row, next])]);
  let count = 1;
  for (let place = 0; place < row.length; place++) {
    for (const by of [1, 2, 160, 65_536, 2_147_483_648, 4_294_967_296, 8_589_934_592, 2 ** 40]) {
      if (place === 0 && by > 160) continue;
      const other = row.map((number, at) => (at === place ? number + by : number)) as unknown as Row;
      digests.add(digestOf([other, next]));
      count++;
    }
  }
  expect(digests.size).toBe(count);
});

test('the order of events and of their numbers counts', () => {
  const swapped: Row = [3, 480, 12, 0, -1, 1_767_225_600_000];
  expect(new Set([digestOf([row, next]), digestOf([next, row]), digestOf([swapped, next]), digestOf([row]), digestOf([])]).size).toBe(5);
});

test('of a hundred thousand histories that differ in two small numbers hardly any two have one digest', () => {
  const digests = new Set<number>();
  for (let a = 0; a < 320; a++) for (let b = 0; b < 320; b++) digests.add(digestOf([[1, a, b, 0, 0, 0], row, next]));
  // Of so many random numbers of 32 bits 1.2 pairs are the same.
  expect(digests.size).toBeGreaterThan(320 * 320 - 12);
});

test('when a step is taken counts, and which of those of one time it is', () => {
  const stepsOf = (steps: readonly (readonly [sequence: number, micros: number])[]): number => {
    const digest = new Int32Array(1);
    for (const [sequence, micros] of steps) foldStep(digest, sequence, micros);
    return digest[0]!;
  };
  const digests = [
    stepsOf([[1, 100], [2, 100]]),
    stepsOf([[2, 100], [1, 100]]),
    stepsOf([[1, 100], [2, 101]]),
    stepsOf([[1, 101], [2, 100]]),
    stepsOf([[1, -100], [2, 100]]),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});
