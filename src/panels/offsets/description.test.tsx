import { expect, test } from 'vitest';
import { described } from '../../app/testing/described.ts';
import type { Command } from '../../contract/command.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { useDescription } from './description.ts';
import { offsetsDifferences } from './differences.ts';
import { offsetsProjection } from './projection.ts';
import type { OffsetRow } from './rows.ts';

const scenario: Scenario = {
  ...head,
  seed: 3,
  cluster: {
    brokers: [{ id: 1 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 1 }],
    producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 10, recordCount: 40 } }],
    consumers: [
      {
        name: 'a',
        subscribe: ['orders'],
        configs: { 'group.id': 'billing', 'auto.offset.reset': 'earliest', 'enable.auto.commit': 'false' },
        program: { commit: 'sync' },
      },
    ],
  },
  commands: [],
};

function rowsAt(micros: number, ...commands: readonly Command[]) {
  const world = new ClusterWorld(scenario);
  const session = new Session(world, []);
  session.seekMicros(100_000);
  for (const command of commands) expect(session.submit(command)).toMatchObject({ ok: true });
  session.seekMicros(micros);
  return offsetsProjection.project(world.reader, {});
}

const partitionsOf = (rows: ReturnType<typeof rowsAt>): readonly OffsetRow[] =>
  rows['offsets.partitions'] as unknown as readonly OffsetRow[];
const nobodyCommits: Command = { kind: 'change-program', client: 'a', program: { commit: 'none' }, processingMicrosPerRecord: null };

test('whoever listens hears the five offsets of each partition, and what a crash now would repeat', () => {
  expect(described(useDescription, rowsAt(15_000_000), 'en')).toBe(
    'orders-0: log start 0, committed 40, position 40, high watermark 40, log end 40',
  );
  expect(described(useDescription, rowsAt(15_000_000, nobodyCommits), 'en')).toBe(
    'orders-0: log start 0, committed –, position 40, high watermark 40, log end 40, 40 at risk of a repeat',
  );
  expect(described(useDescription, rowsAt(15_000_000, nobodyCommits), 'zh')).toMatch(/^orders-0：.*40/);
});

test('nothing to tell is told', () => {
  expect(described(useDescription, {}, 'en')).toBe('No consumer names a group yet.');
});

test('a history in which nobody commits differs in what is committed, and in what a crash repeats, which comes first', () => {
  const [committing, not] = [partitionsOf(rowsAt(15_000_000)), partitionsOf(rowsAt(15_000_000, nobodyCommits))];
  expect(offsetsDifferences(committing, committing)).toEqual([]);
  expect(offsetsDifferences(not, committing).map(({ kind, place, here, there }) => [kind, place, here, there])).toEqual([
    ['at-risk', 'partition:orders-0', '40', '0'],
    ['committed', 'partition:orders-0', '–', '40'],
  ]);
});
