import { expect, test } from 'vitest';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { describeLine } from './describe-line.ts';
import { matrixProjection } from './projection.ts';
import { partitionState } from './rows.ts';
import type { MatrixPartitionRow, MatrixTopicRow, MatrixTotalsRow } from './rows.ts';

const scenario = (partitions: number): Scenario => ({
  ...head,
  cluster: {
    brokers: [1, 2, 3].map((id) => ({ id })),
    topics: [
      { name: 'orders', partitions, replicationFactor: 3, configs: { 'min.insync.replicas': '2' } },
      { name: 'alone', partitions: 1, replicationFactor: 1, assignment: [[1]] },
    ],
    producers: [],
    consumers: [],
  },
  commands: [{ at: { micros: 1_000_000, steps: -1 }, command: { kind: 'fault', fault: 'kill', params: { node: 1 } } }],
});

interface View {
  readonly totals: MatrixTotalsRow;
  readonly topics: readonly MatrixTopicRow[];
  readonly rows: readonly MatrixPartitionRow[];
}

function world(partitions: number): {
  readonly session: Session;
  readonly view: (query?: Readonly<Record<string, string | number | boolean>>) => View;
} {
  const made = new ClusterWorld(scenario(partitions));
  return {
    session: new Session(made, scenario(partitions).commands),
    view: (query = {}) => {
      const tables = matrixProjection.project(made.reader, query);
      return {
        totals: tables['matrix.totals'][0] as unknown as MatrixTotalsRow,
        topics: tables['matrix.topics'] as unknown as readonly MatrixTopicRow[],
        rows: tables['matrix.partitions'] as unknown as readonly MatrixPartitionRow[],
      };
    },
  };
}

test('a healthy cluster has nothing to list under any flag of describe', () => {
  const { session, view } = world(6);
  session.seekMicros(500_000);
  expect(view().totals).toMatchObject({ partitions: 7, underReplicated: 0, unavailable: 0, underMinIsr: 0, atMinIsr: 1 });
});

test('after a broker died its partitions are under-replicated, and what only it hosted is unavailable and under its min ISR', () => {
  const { session, view } = world(6);
  session.seekMicros(15_000_000);
  const { totals } = view();
  expect(totals.underReplicated).toBe(7);
  expect(totals.unavailable).toBe(1);
  expect(view({ filter: 'unavailable' }).rows.map((row) => row.id)).toEqual(['alone-0']);
  expect(view({ isTroubleFirst: true }).rows[0]?.state).toBe(partitionState.unavailable);
});

test('a row says what TopicCommand prints', () => {
  const { session, view } = world(6);
  session.seekMicros(500_000);
  const row = view().rows.find((each) => each.id === 'alone-0');
  expect(row === undefined ? '' : describeLine(row)).toBe(
    '\tTopic: alone\tPartition: 0\tLeader: 1\tReplicas: 1\tIsr: 1\tElr: \tLastKnownElr: ',
  );
});

test('of 1,000 partitions only the rows on screen are made, and all are counted', () => {
  const { session, view } = world(1_000);
  session.seekMicros(10_000);
  const { totals, topics, rows } = view({ firstRow: 500, rowCount: 30 });
  expect(totals.partitions).toBe(1_001);
  expect(topics.map((topic) => topic.states.length)).toEqual([1, 1_000]);
  expect(rows).toHaveLength(30);
  expect(rows[0]?.index).toBe(500);
});
