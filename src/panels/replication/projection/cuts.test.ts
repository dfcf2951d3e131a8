import { expect, test } from 'vitest';
import type { Scenario } from '../../../contract/scenario.ts';
import type { CutRecordRow } from '../rows.ts';
import { fault, head, worldAt } from '../../testing/history.ts';
import { cutRows } from './cuts.ts';

/** A leader that wrote alone is cut off, dies, and returns as a follower. */
const scenario: Scenario = {
  ...head,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] }],
    producers: [
      {
        name: 'checkout',
        configs: { acks: '1', 'enable.idempotence': 'false' },
        workload: { topic: 'orders', recordsPerSecond: 1, recordCount: 6, keys: ['alice', 'bob'], startMillis: 500 },
      },
    ],
    consumers: [],
  },
  commands: [
    fault(3_000_000, 'cut', { from: 1, to: 2 }),
    fault(3_000_000, 'cut', { from: 1, to: 3 }),
    fault(6_500_000, 'kill', { node: 1 }),
    fault(20_000_000, 'heal', { from: 1, to: 2 }),
    fault(20_000_000, 'heal', { from: 1, to: 3 }),
    fault(21_000_000, 'restart', { node: 1 }),
  ],
};

function cutsAt(micros: number): readonly CutRecordRow[] {
  const world = worldAt(scenario, micros);
  const facts = world.reader.partition('orders-0');
  return facts === null ? [] : cutRows(world.reader, facts);
}

test('a follower that cuts its log says which epoch the leader had answered, and where that ends', () => {
  expect(cutsAt(20_000_000)).toEqual([]);
  const cuts = cutsAt(40_000_000);
  expect(cuts.length).toBeGreaterThan(0);
  const [first] = cuts;
  for (const cut of cuts) {
    expect(cut).toMatchObject({ broker: 1, divergingEpoch: 0, answeredBy: 2 });
    // It keeps what the leader has of that epoch, and no more.
    expect(cut.divergingEndOffset).toBe(first?.offset);
  }
});
