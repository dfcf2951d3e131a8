import { expect, test } from 'vitest';
import type { Scenario } from '../../../contract/scenario.ts';
import type { TimerRow } from '../rows.ts';
import { head, worldAt } from '../../testing/history.ts';
import { timerRows } from './timers.ts';

const scenario: Scenario = {
  ...head,
  cluster: {
    brokers: [1, 2, 3].map((id) => ({ id })),
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] }],
    producers: [
      {
        name: 'checkout',
        configs: { acks: 'all', 'request.timeout.ms': '4000', 'delivery.timeout.ms': '20000' },
        workload: { topic: 'orders', recordsPerSecond: 4 },
      },
    ],
    consumers: [],
  },
  commands: [{ at: { micros: 2_000_000, steps: -1 }, command: { kind: 'fault', fault: 'pause', params: { node: 2 } } }],
};

/** The timers at a time, by owner and kind. */
function timersAt(micros: number): ReadonlyMap<string, TimerRow> {
  const world = worldAt(scenario, micros);
  return new Map(timerRows(world.reader).map((timer) => [`${timer.owner} ${timer.kind}`, timer]));
}

test('a producer whose leader waits for a paused follower has a request and a delivery that run out', () => {
  const timers = timersAt(4_000_000);
  const request = timers.get('producer:checkout request');
  const delivery = timers.get('producer:checkout delivery');
  expect(request?.subject).toBe('Produce');
  expect((request?.dueMicros ?? 0) - (request?.startMicros ?? 0)).toBe(4_000_000);
  expect(delivery?.subject).toBe('orders-0');
  expect((delivery?.dueMicros ?? 0) - (delivery?.startMicros ?? 0)).toBe(20_000_000);
  // The batch was made before the request that carries it was sent.
  expect(delivery?.startMicros ?? 0).toBeLessThanOrEqual(request?.startMicros ?? 0);
});

test('the follower that is not heard of has its lag limit running, and its session with the controller', () => {
  const timers = timersAt(4_000_000);
  const lag = timers.get('broker:2 replica-lag');
  expect(lag?.subject).toBe('orders-0');
  expect((lag?.dueMicros ?? 0) - (lag?.startMicros ?? 0)).toBe(30_000_000);
  expect(timers.get('broker:2 session')?.startMicros ?? 0).toBeLessThan(2_100_000);
  expect(timers.get('broker:3 session')?.startMicros ?? 0).toBeGreaterThan(1_900_000);
});

test('before the pause nothing of the producer hangs for long', () => {
  const delivery = timersAt(1_900_000).get('producer:checkout delivery');
  expect(delivery === undefined || 1_900_000 - delivery.startMicros < 100_000).toBe(true);
});
