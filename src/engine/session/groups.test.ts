import { expect, test } from 'vitest';
import type { ConsumerSpec } from '../../contract/scenario.ts';
import { groupsOf } from '../kafka/group-reader.ts';
import { ClusterWorld } from './cluster-world.ts';
import { Session } from './session.ts';

const configs = {
  'group.id': 'billing',
  'session.timeout.ms': '6000',
  'heartbeat.interval.ms': '1000',
  'auto.commit.interval.ms': '1000',
  'auto.offset.reset': 'earliest',
};

function member(name: string, startMillis: number): ConsumerSpec {
  return { name, subscribe: ['orders'], configs, startMillis };
}

function play(): { readonly world: ClusterWorld; readonly session: Session } {
  const world = new ClusterWorld({
    seed: 11,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      topics: [{ name: 'orders', partitions: 4, replicationFactor: 3 }],
      producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 20, keys: ['a', 'b', 'c', 'd', 'e', 'f'] } }],
      consumers: [member('one', 0), member('two', 800)],
    },
  });
  return { world, session: new Session(world, []) };
}

test('a group that is rewound and played again comes to the same state', { timeout: 60_000 }, () => {
  const { world, session } = play();
  session.seekMicros(12_000_000);
  const coordinator = groupsOf(world.cluster)[0]?.coordinator ?? -1;
  const killed = session.submit({ kind: 'fault', fault: 'kill', params: { node: coordinator } });
  expect(killed).toMatchObject({ ok: true });
  session.seekMicros(24_000_000);
  const digest = world.kernel.digest;
  const groups = groupsOf(world.cluster);
  expect(groups).toMatchObject([{ groupId: 'billing', state: 'Stable' }]);
  session.seekMicros(7_000_000);
  session.seekMicros(24_000_000);
  expect(world.kernel.digest).toBe(digest);
  expect(groupsOf(world.cluster)).toEqual(groups);
});
