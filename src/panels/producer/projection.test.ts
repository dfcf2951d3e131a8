import { expect, test } from 'vitest';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { producerProjection } from './projection.ts';
import type { ProducerTables } from './rows.ts';

function scenarioOf(configs: Readonly<Record<string, string>>): Scenario {
  const keys = ['alice', 'bob', 'carol', 'dora'];
  return {
    ...head,
    seed: 4,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      topics: [{ name: 'orders', partitions: 3, replicationFactor: 3 }],
      producers: [{ name: 'checkout', configs, workload: { topic: 'orders', recordsPerSecond: 300, valueSizeBytes: 20, keys } }],
      consumers: [],
      network: { latencyMicrosMin: 3000, latencyMicrosMax: 3000 },
    },
    commands: [],
  };
}

function play(configs: Readonly<Record<string, string>>) {
  const world = new ClusterWorld(scenarioOf(configs));
  const session = new Session(world, []);
  const rows = <K extends keyof ProducerTables>(table: K): readonly ProducerTables[K][] =>
    producerProjection.project(world.reader, { producer: 'checkout' })[table] as never;
  return { session, rows };
}

test('a key finds its partition by murmur2 & 0x7fffffff % partitions, and the record lies there', () => {
  const { session, rows } = play({ 'linger.ms': '30' });
  session.seekMicros(500_000);
  const [newest] = rows('producer.newest');
  expect(newest?.positive).toBe(newest!.hash & 0x7fffffff);
  expect(newest?.partition).toBe(`orders-${String(newest!.positive % 3)}`);
  expect(newest?.bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('')).toBe(newest?.key);
  // Utils.murmur2 of Kafka's own: bob 99338958, carol 271431602.
  expect(rows('producer.keys').map(({ id, positive }) => [id, positive])).toContainEqual(['bob', 99_338_958]);
});

test('open batches fill by bytes and wait for linger.ms, closed ones do not', () => {
  const { session, rows } = play({ 'linger.ms': '30' });
  session.seekMicros(500_000);
  const batches = rows('producer.batches');
  expect(batches.length).toBeGreaterThan(0);
  for (const { isOpen, lingerStartMicros, lingerDueMicros, sizeBytes, capacityBytes } of batches) {
    expect(sizeBytes).toBeLessThanOrEqual(capacityBytes);
    if (isOpen) expect(lingerDueMicros - lingerStartMicros).toBeLessThanOrEqual(30_000);
  }
});

test('what closed the batches: linger where they are large, their size where they are small', () => {
  const counts = (configs: Readonly<Record<string, string>>) => {
    const { session, rows } = play(configs);
    session.seekMicros(1_000_000);
    const [facts] = rows('producer.facts');
    return new Map(facts!.reasons.map((reason, index) => [reason, facts!.reasonCounts[index] ?? 0]));
  };
  const large = counts({ 'linger.ms': '30' });
  expect(large.get('full')).toBe(0);
  expect(large.get('linger')).toBeGreaterThan(10);
  const small = counts({ 'linger.ms': '1000', 'batch.size': '200' });
  expect(small.get('full')).toBeGreaterThan(10);
});

test('in flight are as many requests a connection as the slots show, with sequences that follow each other', () => {
  const { session, rows } = play({ 'linger.ms': '0', 'batch.size': '100' });
  let seen = 0;
  for (let micros = 300_000; micros < 400_000; micros += 1_000) {
    session.seekMicros(micros);
    for (const { broker, count } of rows('producer.connections')) {
      const flights = rows('producer.flights').filter((flight) => flight.broker === broker);
      expect(flights).toHaveLength(count);
      expect(count).toBeLessThanOrEqual(5);
      seen = Math.max(seen, count);
    }
  }
  expect(seen).toBeGreaterThan(0);
  const next = new Map(rows('producer.queues').map(({ id, nextSequence }) => [id, nextSequence]));
  for (const { partitions, baseSequences } of rows('producer.flights'))
    partitions.forEach((partition, index) => expect(baseSequences[index]).toBeLessThan(next.get(partition) ?? 0));
});
