import { expect, test } from 'vitest';
import { groupsOf } from '../kafka/group-reader.ts';
import { ClusterWorld } from './cluster-world.ts';
import { Session } from './session.ts';

const common = { 'group.id': 'billing', 'metadata.max.age.ms': '3000' };

function play(pattern: string, configs: Readonly<Record<string, string>>) {
  const world = new ClusterWorld({
    seed: 5,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      configs: { 'group.initial.rebalance.delay.ms': '0' },
      topics: ['orders', 'orders.eu', 'reorders'].map((name) => ({ name, partitions: 1, replicationFactor: 3 })),
      producers: [],
      consumers: [{ name: 'one', subscribePattern: pattern, configs: { ...common, ...configs } }],
    },
  });
  const session = new Session(world, []);
  session.seekMicros(8_000_000);
  const assignment = (): readonly string[] => [...(groupsOf(world.cluster)[0]?.members[0]?.assignment ?? [])].sort();
  const before = assignment();
  session.submit({ kind: 'create-topic', topic: { name: 'orders.us', partitions: 1, replicationFactor: 3 } });
  return { before, after: () => (session.seekMicros(40_000_000), assignment()), world };
}

test('a pattern takes in topics whose whole name matches, and new ones with fresh metadata', () => {
  const { before, after } = play('orders(\\..+)?', {});
  expect(before).toEqual(['orders-0', 'orders.eu-0']);
  expect(after()).toEqual(['orders-0', 'orders.eu-0', 'orders.us-0']);
});

test('in the consumer protocol the coordinator matches the pattern (RE2/J), and finds new topics by itself', () => {
  const { before, after } = play('orders(\\..+)?', { 'group.protocol': 'consumer' });
  expect(before).toEqual(['orders-0', 'orders.eu-0']);
  expect(after()).toEqual(['orders-0', 'orders.eu-0', 'orders.us-0']);
});

test('a pattern that RE2/J cannot read ends the program: INVALID_REGULAR_EXPRESSION', () => {
  const { before, world } = play('orders(', { 'group.protocol': 'consumer' });
  expect(before).toEqual([]);
  expect(world.cluster.consumer('one')?.step).toMatchObject({ kind: 'ended', exception: 'InvalidRegularExpression' });
});
