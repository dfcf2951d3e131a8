import { expect, test, vi } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from './cluster-world.ts';
import { InvariantWatch } from './invariant-watch.ts';
import { Session } from './session.ts';

const scenario: Scenario = {
  format: 1,
  title: 'test',
  seed: 3,
  epochMillis: 1_760_000_000_000,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    topics: [{ name: 'orders', partitions: 2, replicationFactor: 3 }],
    producers: [{ name: 'checkout', configs: { acks: 'all' }, workload: { topic: 'orders', recordsPerSecond: 20 } }],
    consumers: [{ name: 'billing', subscribe: ['orders'], configs: { 'auto.offset.reset': 'earliest' } }],
  },
  commands: [],
};
const kill: Command = { kind: 'fault', fault: 'kill', params: { node: '1' } };
const steps = 15_000;

/** A history of so many steps, perhaps with a command soon after its beginning. */
function played(withCommand: boolean): { readonly world: ClusterWorld; readonly session: Session } {
  const world = new ClusterWorld(scenario);
  const session = new Session(world, withCommand ? [{ at: { micros: 500_000, steps: -1 }, command: kill }] : []);
  session.advance({ maxSteps: steps, untilMicros: Infinity });
  return { world, session };
}

test.each([false, true])('a session rehearses going back, and nothing differs for it (a command early: %s)', (withCommand) => {
  const world = new ClusterWorld(scenario);
  const rehearse = vi.spyOn(world.kernel, 'rehearse');
  const watch = new InvariantWatch(world);
  const session = new Session(world, withCommand ? [{ at: { micros: 500_000, steps: -1 }, command: kill }] : []);
  session.advance({ maxSteps: steps, untilMicros: Infinity });
  expect(rehearse.mock.calls.length).toBe(2);
  // All the way from the beginning only where nobody acted on it.
  expect(rehearse.mock.calls.map(([, isWayToo]) => isWayToo)).toEqual([!withCommand, false]);
  expect(watch.violations()).toEqual([]);
  rehearse.mockRestore();

  const unrehearsed = vi.spyOn(Object.getPrototypeOf(world.kernel) as typeof world.kernel, 'rehearse').mockImplementation(() => undefined);
  const other = played(withCommand);
  unrehearsed.mockRestore();
  expect([world.kernel.digest, session.position]).toEqual([other.world.kernel.digest, other.session.position]);
  expect(world.cluster.ledger.totals).toEqual(other.world.cluster.ledger.totals);
  for (const each of [session, other.session]) each.seekMicros(3_000_000);
  expect([world.kernel.digest, session.position]).toEqual([other.world.kernel.digest, other.session.position]);
});
