import { expect, test } from 'vitest';
import { described } from '../../app/testing/described.ts';
import type { Command } from '../../contract/command.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { useDescription } from './description.ts';
import { codeDifferences } from './differences.ts';
import { codeProjection } from './projection.ts';
import type { CodeProgramRow } from './rows.ts';

const scenario: Scenario = {
  ...head,
  seed: 4,
  cluster: {
    brokers: [{ id: 1 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 1 }],
    producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 10, recordCount: 20 } }],
    consumers: [{ name: 'reader', subscribe: ['orders'], configs: { 'group.id': 'billing', 'auto.offset.reset': 'earliest' } }],
  },
  commands: [],
};

function rowsAt(micros: number, ...commands: readonly Command[]) {
  const world = new ClusterWorld(scenario);
  const session = new Session(world, []);
  session.seekMicros(100_000);
  for (const command of commands) expect(session.submit(command)).toMatchObject({ ok: true });
  session.seekMicros(micros);
  return codeProjection.project(world.reader, {});
}

const programOf = (rows: ReturnType<typeof rowsAt>): CodeProgramRow => rows['code.program'][0] as unknown as CodeProgramRow;

const commitFirst: readonly Command[] = [
  { kind: 'change-program', client: 'reader', program: { commit: 'sync', commitWhen: 'before' }, processingMicrosPerRecord: null },
  { kind: 'configure-client', client: 'reader', configs: { 'enable.auto.commit': 'false' } },
];

test('whoever listens hears where the thread is, who commits and when', () => {
  expect(described(useDescription, rowsAt(15_000_000), 'en')).toBe(
    'reader. In poll(): it waits for records, or for its group. Who commits: poll(), by itself',
  );
  expect(described(useDescription, rowsAt(15_000_000, ...commitFirst), 'en')).toMatch(/Who commits: commitSync\(\), Before processing$/);
  expect(described(useDescription, rowsAt(15_000_000), 'zh')).toMatch(/^reader. .*poll\(\)/);
});

test('an exception that was thrown at the program is heard', () => {
  const none: readonly Command[] = [{ kind: 'configure-client', client: 'reader', configs: { 'auto.offset.reset': 'none' } }];
  expect(described(useDescription, rowsAt(15_000_000, ...none), 'en')).toContain('NoOffsetForPartitionException');
});

test('nothing to tell is told', () => {
  expect(described(useDescription, {}, 'en')).toBe('No consumer is there.');
});

test('a program that is written otherwise differs in who commits, when, and in its settings', () => {
  const [own, other] = [programOf(rowsAt(15_000_000)), programOf(rowsAt(15_000_000, ...commitFirst))];
  expect(codeDifferences(own, own)).toEqual([]);
  expect(codeDifferences(other, own).map(({ kind, place, here, there }) => [kind, place, here, there])).toEqual([
    ['who-commits', 'choices', 'sync', 'auto'],
    ['when-commits', 'choices', 'before', '–'],
    ['config', 'line:new', 'false', '–'],
  ]);
});
