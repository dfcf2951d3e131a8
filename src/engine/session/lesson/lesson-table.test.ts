import { expect, test } from 'vitest';
import type { Scenario } from '../../../contract/scenario.ts';
import { forkOf, openTable } from './lesson-table.ts';
import { runUntil } from './play-step.ts';

const scenario: Scenario = {
  format: 1,
  title: 'a kill to come',
  seed: 1,
  epochMillis: 1_767_225_600_000,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 2 }],
    producers: [],
    consumers: [],
  },
  commands: [
    { at: { micros: 2_000_000, steps: -1 }, command: { kind: 'fault', fault: 'kill', params: { node: 2 } } },
    { at: { micros: 4_000_000, steps: -1 }, command: { kind: 'fault', fault: 'restart', params: { node: 2 } } },
  ],
  open: { at: { micros: 1_000_000, steps: -1 }, panels: [] },
};

test('what the scenario has in store happens in a fork too, and the fork changes nothing in the table', () => {
  const table = openTable(scenario);
  const fork = forkOf(table);
  runUntil(fork, 3_000_000, () => false);
  expect(fork.world.reader.isUp(2)).toBe(false);
  expect(table.world.reader.isUp(2)).toBe(true);
  runUntil(fork, 5_000_000, () => false);
  expect(fork.world.reader.isUp(2)).toBe(true);
});

test('a fork of a table in which a learner acted has what the learner did', () => {
  const table = openTable(scenario);
  table.session.submit({ kind: 'fault', fault: 'kill', params: { node: 1 } });
  expect(forkOf(table).world.reader.isUp(1)).toBe(false);
});
