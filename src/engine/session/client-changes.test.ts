import { expect, test } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { ConsumerSpec, ProducerSpec, Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from './cluster-world.ts';
import { Session } from './session.ts';

function played(clients: { readonly producer?: Partial<ProducerSpec>; readonly consumer?: Partial<ConsumerSpec> }) {
  const scenario: Scenario = {
    format: 1,
    title: 'test',
    seed: 2,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }],
      topics: [{ name: 'orders', partitions: 2, replicationFactor: 1 }],
      producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 10 }, ...clients.producer }],
      consumers: [{ name: 'reader', assign: ['orders-0', 'orders-1'], configs: { 'group.id': 'billing' }, ...clients.consumer }],
    },
    commands: [],
  };
  const world = new ClusterWorld(scenario);
  const session = new Session(world, []);
  session.seekMicros(2_000_000);
  const act = (command: Command, micros: number): void => {
    expect(session.submit(command)).toMatchObject({ ok: true });
    session.seekMicros(micros);
  };
  return { world, session, act };
}

test('one setting is changed, and what was set before stays set', () => {
  const { world, act } = played({ producer: { configs: { 'linger.ms': '700', 'batch.size': '4096' } } });
  act({ kind: 'configure-client', client: 'checkout', configs: { acks: '1', 'enable.idempotence': 'false' } }, 5_000_000);
  expect(world.cluster.producer('checkout')?.settings).toMatchObject({ acks: 1, lingerMillis: 700, batchSizeBytes: 4096 });
});

test('a client of another age keeps its own defaults when something else is set', () => {
  const { world, act } = played({ producer: { library: 'java-2.3' } });
  act({ kind: 'configure-client', client: 'checkout', configs: { 'batch.size': '4096' } }, 5_000_000);
  expect(world.cluster.producer('checkout')?.settings).toMatchObject({ acks: 1, lingerMillis: 0, batchSizeBytes: 4096 });
});

test('what is set must go with what was set before: idempotence, then acks=1, is refused as Kafka refuses both together', () => {
  const { session } = played({ producer: { configs: { 'enable.idempotence': 'true' } } });
  expect(session.submit({ kind: 'configure-client', client: 'checkout', configs: { acks: '1' } })).toMatchObject({ ok: false });
});

test('a producer becomes librdkafka’s and Java’s of 2.3 by one switch: its own defaults, what was set stays set', () => {
  const { world, act } = played({ producer: { configs: { 'linger.ms': '20' } } });
  expect(world.cluster.producer('checkout')?.settings).toMatchObject({ acks: -1, lingerMillis: 20, isIdempotenceEnabled: true });
  act({ kind: 'change-library', client: 'checkout', library: 'librdkafka' }, 4_000_000);
  expect(world.cluster.producer('checkout')?.settings).toMatchObject({ acks: -1, lingerMillis: 20, isIdempotenceEnabled: false });
  act({ kind: 'change-library', client: 'checkout', library: 'java-2.3' }, 6_000_000);
  expect(world.cluster.producer('checkout')?.settings).toMatchObject({ acks: 1, lingerMillis: 20, isIdempotenceEnabled: false });
  act({ kind: 'change-library', client: 'checkout', library: 'java' }, 8_000_000);
  expect(world.cluster.producer('checkout')?.settings).toMatchObject({ acks: -1, lingerMillis: 20, isIdempotenceEnabled: true });
  expect(world.cluster.ledger.totals.lost).toBe(0);
});

test('a consumer that becomes one of Kafka 0.8 commits into ZooKeeper from then on, and one that subscribes cannot', () => {
  const { world, act } = played({ consumer: { configs: { 'group.id': 'billing', 'auto.offset.reset': 'earliest' } } });
  act({ kind: 'change-library', client: 'reader', library: 'scala-0.8' }, 70_000_000);
  expect([...(world.cluster.zooKeeper?.znodes.keys() ?? [])].sort()).toEqual([
    '/consumers/billing/offsets/orders/0',
    '/consumers/billing/offsets/orders/1',
  ]);
  expect(world.cluster.clients.get('reader')?.configs).toEqual({ 'group.id': 'billing', 'auto.offset.reset': 'smallest' });
  act({ kind: 'change-library', client: 'reader', library: 'java' }, 71_000_000);
  expect(world.cluster.clients.get('reader')?.configs).toEqual({ 'group.id': 'billing', 'auto.offset.reset': 'earliest' });
  const { session } = played({ consumer: { assign: [], subscribe: ['orders'] } });
  expect(session.submit({ kind: 'change-library', client: 'reader', library: 'scala-0.8' })).toMatchObject({ ok: false });
});
