import { expect, test } from 'vitest';
import { BeatBlock } from './beats.ts';
import { EntityStore } from './entity-store.ts';
import type { Position } from './units.ts';

class Store extends EntityStore {
  readonly position: Position = { micros: 0, steps: 0 };
}

test('each row of a block has its own numbers, and a block is full one day', () => {
  const block = new BeatBlock(new Store(), 2);
  const rows: number[] = [];
  while (!block.isFull) rows.push(block.addRow());
  for (const row of rows) block.set(row, 1, 100 + row);
  expect(rows.map((row) => [block.get(row, 0), block.get(row, 1)])).toEqual(rows.map((row) => [0, 100 + row]));
});

test('a beat is in the checkpoint that follows it and in none before', () => {
  const store = new Store();
  const block = new BeatBlock(store, 2);
  const row = block.addRow();
  const before = store.saveCheckpoint();
  block.set(row, 0, 1_767_225_600_000);
  const after = store.saveCheckpoint();
  store.restoreCheckpoint(before);
  expect(block.get(row, 0)).toBe(0);
  store.restoreCheckpoint(after);
  expect(block.get(row, 0)).toBe(1_767_225_600_000);
});
