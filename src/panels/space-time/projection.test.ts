import { expect, test } from 'vitest';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { head } from '../testing/history.ts';
import { spaceTimeProjection } from './projection.ts';
import type { ArrowRow, ChainRow, LifelineRow, MarkRow, SpaceTimeWindowRow } from './rows.ts';

const scenario: Scenario = {
  ...head,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] }],
    producers: [{ name: 'checkout', configs: { acks: 'all' }, workload: { topic: 'orders', recordsPerSecond: 1, startMillis: 500 } }],
    consumers: [{ name: 'billing', assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } }],
  },
  commands: [{ at: { micros: 3_000_000, steps: -1 }, command: { kind: 'fault', fault: 'kill', params: { node: 1 } } }],
};

interface View {
  readonly window: SpaceTimeWindowRow;
  readonly arrows: readonly ArrowRow[];
  readonly marks: readonly MarkRow[];
  readonly chain: readonly ChainRow[];
  readonly lifelines: readonly LifelineRow[];
}

function world(): {
  readonly session: Session;
  readonly view: (query?: Readonly<Record<string, string | number | boolean | null>>) => View;
} {
  const made = new ClusterWorld(scenario);
  const session = new Session(made, scenario.commands);
  const project = spaceTimeProjection.remember();
  return {
    session,
    view: (query = {}) => {
      const tables = project(made.reader, { ...query, nowMicros: session.position.micros });
      return {
        window: tables['space-time.window'][0] as unknown as SpaceTimeWindowRow,
        arrows: tables['space-time.arrows'] as unknown as readonly ArrowRow[],
        marks: tables['space-time.marks'] as unknown as readonly MarkRow[],
        chain: tables['space-time.chain'] as unknown as readonly ChainRow[],
        lifelines: tables['space-time.lifelines'] as unknown as readonly LifelineRow[],
      };
    },
  };
}

test('a window ends at the time that is shown, and silence in it is folded', () => {
  const { session, view } = world();
  session.seekMicros(1_600_000);
  const { window, arrows } = view({ spanMicros: 50_000 });
  expect(window.toMicros.at(-1)).toBe(1_600_000);
  expect(window.fromMicros.length).toBeGreaterThan(1);
  expect(arrows.some((arrow) => arrow.labelKind === 'produce')).toBe(true);
  const drawn = window.fromMicros.reduce((sum, from, index) => sum + (window.toMicros[index] ?? from) - from, 0);
  expect(drawn).toBeLessThanOrEqual(60_000);
});

test('heartbeats and empty fetches are routine: they are counted and drawn only on request', () => {
  const { session, view } = world();
  session.seekMicros(1_600_000);
  const { window, arrows } = view();
  expect(window.routineCount).toBeGreaterThan(0);
  expect(arrows.some((arrow) => arrow.api === 'BrokerHeartbeat')).toBe(false);
  expect(view({ withRoutine: true, spanMicros: 1_000_000 }).arrows.some((arrow) => arrow.api === 'BrokerHeartbeat')).toBe(true);
});

test('an acknowledgement with acks=all needed both followers to fetch', () => {
  const { session, view } = world();
  session.seekMicros(1_600_000);
  const ack = view().arrows.find((arrow) => arrow.labelKind === 'ack');
  expect(ack?.isResponse).toBe(true);
  const { chain, arrows } = view({ selected: ack?.event ?? -1 });
  const needed = chain.filter((row) => row.relation === 'needed').map((row) => row.name);
  expect(needed).toContain('recordsAppended');
  expect(needed).toContain('recordsReplicated');
  expect(chain.filter((row) => row.relation === 'led').map((row) => row.name)).toContain('batchAcknowledged');
  expect(arrows.some((arrow) => arrow.api === 'Produce' && !arrow.isResponse && arrow.part === 'needed')).toBe(true);
});

test('a killed broker’s lifeline ends when it is killed, and its successor’s election is a mark', () => {
  const { session, view } = world();
  session.seekMicros(13_000_000);
  const { lifelines, marks } = view({ spanMicros: 5_000_000 });
  const dead = lifelines.find((row) => row.node === 1);
  expect(dead?.states.at(-1)).toBe(0);
  expect(dead?.stateMicros.at(-1)).toBe(3_000_000);
  expect(marks.map((mark) => mark.name)).toContain('becameLeader');
});

test('a history that is taken back leaves nothing behind', () => {
  const { session, view } = world();
  session.seekMicros(20_000_000);
  view();
  session.seekMicros(2_900_000);
  session.submit({ kind: 'fault', fault: 'pause', params: { node: 2 } });
  session.seekMicros(2_950_000);
  const { lifelines } = view();
  expect(lifelines.find((row) => row.node === 1)?.states.at(-1)).toBe(1);
  expect(lifelines.find((row) => row.node === 2)?.states.at(-1)).toBe(2);
});
