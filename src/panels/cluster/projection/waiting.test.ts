import { expect, test } from 'vitest';
import type { Scenario } from '../../../contract/scenario.ts';
import { ClusterWorld } from '../../../engine/session/cluster-world.ts';
import { Session } from '../../../engine/session/session.ts';
import type { WaitingRow } from '../rows.ts';
import { head } from '../../testing/history.ts';
import { waitingRows } from './traffic.ts';

const scenario = (consumer: Readonly<Record<string, string>>): Scenario => ({
  ...head,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 2, assignment: [[1, 2]] }],
    producers: [{ name: 'checkout', configs: { acks: '1' }, workload: { topic: 'orders', recordsPerSecond: 1, recordCount: 8 } }],
    consumers: [
      {
        name: 'billing',
        assign: ['orders-0'],
        configs: { 'auto.offset.reset': 'earliest', 'fetch.max.wait.ms': '20000', 'request.timeout.ms': '60000', ...consumer },
      },
    ],
  },
  // The follower stands still: what comes after is not committed.
  commands: [{ at: { micros: 4_000_000, steps: -1 }, command: { kind: 'fault', fault: 'pause', params: { node: 2 } } }],
});

/** What the consumer's fetch waits for. */
function lackAt(micros: number, consumer: Readonly<Record<string, string>> = {}): WaitingRow['lacks'] | undefined {
  const world = new ClusterWorld(scenario(consumer));
  new Session(world, scenario(consumer).commands).seekMicros(micros);
  return waitingRows(world.reader).find(({ from }) => from === 'consumer:billing')?.lacks;
}

test('a fetch at the log end waits for a record', () => {
  expect(lackAt(3_900_000)).toBe('end');
});

test('a fetch at the high watermark waits although the log goes on', () => {
  expect(lackAt(6_500_000)).toBe('watermark');
});

test('a fetch that may read something waits for more bytes than there are', () => {
  expect(lackAt(3_900_000, { 'fetch.min.bytes': '5000' })).toBe('bytes');
});
