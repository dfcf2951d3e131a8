import { expect, test } from 'vitest';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { metricsProjection } from './projection.ts';
import type { MetricsSeriesRow, MetricsWindowRow, SeriesName } from './rows.ts';

const scenario: Scenario = {
  ...head,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    topics: [
      { name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] },
      { name: 'alone', partitions: 1, replicationFactor: 1, assignment: [[1]] },
    ],
    producers: [{ name: 'checkout', configs: { acks: 'all' }, workload: { topic: 'orders', recordsPerSecond: 10, startMillis: 500 } }],
    consumers: [{ name: 'billing', assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } }],
  },
  commands: [{ at: { micros: 4_000_000, steps: -1 }, command: { kind: 'fault', fault: 'kill', params: { node: 1 } } }],
};

interface View {
  readonly window: MetricsWindowRow;
  readonly at: (name: SeriesName, micros: number) => number;
  readonly values: (name: SeriesName) => readonly number[];
}

function world(): { readonly session: Session; readonly view: () => View } {
  const made = new ClusterWorld(scenario);
  const session = new Session(made, scenario.commands);
  const project = metricsProjection.remember();
  return {
    session,
    view: () => {
      const tables = project(made.reader, { nowMicros: session.position.micros, spanMicros: null });
      const window = tables['metrics.window'][0] as unknown as MetricsWindowRow;
      const series = tables['metrics.series'] as unknown as readonly MetricsSeriesRow[];
      const values = (name: SeriesName): readonly number[] => series.find((row) => row.id === name)?.values ?? [];
      return {
        window,
        values,
        at: (name, micros) => values(name)[Math.floor((micros - window.fromMicros) / window.columnMicros)] ?? -1,
      };
    },
  };
}

test('ten records a second are written at ten a second, and a Produce with acks=all takes a round trip of its followers', () => {
  const { session, view } = world();
  session.seekMicros(3_900_000);
  const { values, at } = view();
  expect(at('messages-in', 300_000)).toBe(0);
  expect(Math.round(at('messages-in', 3_500_000))).toBe(10);
  const times = values('produce-p50').filter((micros) => micros >= 0);
  expect(Math.min(...times)).toBeGreaterThan(500);
  expect(Math.max(...times)).toBeLessThan(20_000);
});

test('a dead broker leaves its partitions under-replicated, and one that only it hosted offline', () => {
  const { session, view } = world();
  session.seekMicros(20_000_000);
  const { at } = view();
  expect(at('under-replicated', 3_000_000)).toBe(0);
  expect(at('offline', 3_000_000)).toBe(0);
  expect(at('isr-total', 3_000_000)).toBe(4);
  expect(at('under-replicated', 18_000_000)).toBe(1);
  expect(at('offline', 18_000_000)).toBe(1);
});

test('what is not computed yet has no value', () => {
  const { session, view } = world();
  session.seekMicros(2_000_000);
  expect(view().values('messages-in').at(-1)).toBe(-1);
});
