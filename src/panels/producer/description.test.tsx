import { expect, test } from 'vitest';
import { described } from '../../app/testing/described.ts';
import type { Command } from '../../contract/command.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { useDescription } from './description.ts';
import { producerDifferences } from './differences.ts';
import type { ProducerSide } from './differences.ts';
import { producerProjection } from './projection.ts';

const scenario: Scenario = {
  ...head,
  seed: 4,
  cluster: {
    brokers: [{ id: 1 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 1 }],
    producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 10, recordCount: 20 } }],
    consumers: [],
  },
  commands: [],
};

function rowsAt(micros: number, ...commands: readonly Command[]) {
  const world = new ClusterWorld(scenario);
  const session = new Session(world, []);
  for (const command of commands) expect(session.submit(command)).toMatchObject({ ok: true });
  session.seekMicros(micros);
  return producerProjection.project(world.reader, {});
}

const sideOf = (rows: ReturnType<typeof rowsAt>): ProducerSide =>
  ({
    facts: rows['producer.facts'],
    queues: rows['producer.queues'],
    batches: rows['producer.batches'],
    flights: rows['producer.flights'],
  }) as unknown as ProducerSide;

const tooSmall: Command = { kind: 'configure-client', client: 'checkout', configs: { 'max.request.size': '50', 'linger.ms': '1000' } };

test('whoever listens hears what has left, what waits, how much memory is in use, and the last exception', () => {
  const calm = described(useDescription, rowsAt(5_000_000), 'en');
  expect(calm).toMatch(/^checkout: acks=all, /);
  expect(calm).toContain('20 records');
  expect(calm).not.toContain('Exception');
  const failing = described(useDescription, rowsAt(5_000_000, tooSmall), 'en');
  expect(failing).toContain('RecordTooLargeException');
  expect(described(useDescription, rowsAt(5_000_000, tooSmall), 'zh')).toContain('RecordTooLargeException');
});

test('nothing to tell is told', () => {
  expect(described(useDescription, {}, 'en')).toBe('There is no producer yet.');
});

test('another setting differs first, then what came of it', () => {
  const [usual, failing] = [sideOf(rowsAt(5_000_000)), sideOf(rowsAt(5_000_000, tooSmall))];
  expect(producerDifferences(usual, usual)).toEqual([]);
  const found = producerDifferences(failing, usual).map(({ kind, params, here, there }) => [kind, params['key'] ?? '', here, there]);
  expect(found[0]).toEqual(['config', 'linger.ms', '1000', '5']);
  expect(found).toContainEqual(['exception', '', 'RecordTooLargeException', '–']);
  expect(found).toContainEqual(['records-sent', '', '0', '20']);
});
