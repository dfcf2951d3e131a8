import { expect, test } from 'vitest';
import type { Scenario } from '../../../contract/scenario.ts';
import { ClusterWorld } from '../../../engine/session/cluster-world.ts';
import { Session } from '../../../engine/session/session.ts';
import { head } from '../../testing/history.ts';
import { longestWaitRows } from './waits.ts';

/** One record a second; after four seconds the follower stands still, so that with acks=all nothing is confirmed any more. */
const scenario = (acks: string): Scenario => ({
  ...head,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 2, assignment: [[1, 2]] }],
    producers: [{ name: 'checkout', configs: { acks }, workload: { topic: 'orders', recordsPerSecond: 1, recordCount: 8 } }],
    consumers: [],
  },
  commands: [{ at: { micros: 4_500_000, steps: -1 }, command: { kind: 'fault', fault: 'pause', params: { node: 2 } } }],
});

function waitAt(acks: string, micros: number): ReturnType<typeof longestWaitRows>[number] | undefined {
  const world = new ClusterWorld(scenario(acks));
  new Session(world, scenario(acks).commands).seekMicros(micros);
  return longestWaitRows(world.reader)[0];
}

test('with acks=1 nobody waits for a follower: every record is told of within milliseconds', () => {
  const wait = waitAt('1', 7_500_000);
  expect(wait).toMatchObject({ id: 'checkout', openSentMicros: -1 });
  expect(wait?.toldMicros).toBeGreaterThan(0);
  expect(wait?.toldMicros).toBeLessThan(50_000);
});

test('with acks=all the oldest record behind a follower that stands still is the one that waits longest', () => {
  const wait = waitAt('all', 7_500_000);
  expect(wait?.openSentMicros).toBeGreaterThan(4_500_000);
  expect(wait?.openSentMicros).toBeLessThan(5_500_000);
  expect(waitAt('all', 4_400_000)?.openSentMicros).toBe(-1);
});
