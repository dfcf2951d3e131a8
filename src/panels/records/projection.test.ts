import { expect, test } from 'vitest';
import type { Scenario } from '../../contract/scenario.ts';
import { ClusterWorld } from '../../engine/session/cluster-world.ts';
import { Session } from '../../engine/session/session.ts';
import { fault, head } from '../testing/history.ts';
import { recordsProjection } from './projection.ts';
import type { RecordMomentRow, RecordRow, RecordTotalsRow } from './rows.ts';

/** The leader keeps acknowledging alone, then dies: acks=1 loses what only it had. */
const scenario: Scenario = {
  ...head,
  cluster: {
    brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    topics: [
      { name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] },
      { name: 'other', partitions: 2, replicationFactor: 1 },
    ],
    producers: [
      {
        name: 'checkout',
        configs: { acks: '1', 'enable.idempotence': 'false' },
        workload: { topic: 'orders', recordsPerSecond: 1, recordCount: 6, keys: ['alice', 'bob'], startMillis: 500 },
      },
      { name: 'mobile', workload: { topic: 'other', recordsPerSecond: 1, recordCount: 4, startMillis: 700 } },
    ],
    consumers: [{ name: 'billing', assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } }],
  },
  commands: [
    fault(3_000_000, 'cut', { from: 1, to: 2 }),
    fault(3_000_000, 'cut', { from: 1, to: 3 }),
    fault(6_500_000, 'kill', { node: 1 }),
  ],
};

interface View {
  readonly totals: RecordTotalsRow;
  readonly rows: readonly RecordRow[];
  readonly life: readonly RecordMomentRow[];
}

function world(): { readonly session: Session; readonly view: (query?: Readonly<Record<string, string | number | null>>) => View } {
  const made = new ClusterWorld(scenario);
  const session = new Session(made, scenario.commands);
  const project = recordsProjection.remember();
  return {
    session,
    view: (query = {}) => {
      const tables = project(made.reader, query);
      return {
        totals: tables['records.totals'][0] as unknown as RecordTotalsRow,
        rows: tables['records.rows'] as unknown as readonly RecordRow[],
        life: tables['records.life'] as unknown as readonly RecordMomentRow[],
      };
    },
  };
}

test('records that only a dead leader acknowledged are lost, and every record has one fate', () => {
  const { session, view } = world();
  session.seekMicros(25_000_000);
  const { totals, rows } = view();
  expect(totals.sent).toBe(10);
  expect(totals.lost).toBeGreaterThan(0);
  expect(totals.acked + totals.unknown + totals.notWritten + totals.waiting).toBe(totals.sent);
  expect(rows.filter((row) => row.fate === 'lost').reduce((sum, row) => sum + row.count, 0)).toBe(totals.lost);
  expect(view({ fate: 'lost' }).totals.rowCount).toBe(rows.filter((row) => row.fate === 'lost').length);
});

test('a window of the list is the same rows as the whole list has there, over all partitions in the order of sending', () => {
  const { session, view } = world();
  session.seekMicros(25_000_000);
  const all = view({ firstRow: 0, rowCount: 200 }).rows;
  expect(all.map((row) => row.index)).toEqual(all.map((_, index) => index));
  expect([...all].sort((one, other) => one.firstId - other.firstId)).toEqual(all);
  expect(view({ firstRow: 3, rowCount: 4 }).rows).toEqual(all.slice(3, 7));
  expect(view({ firstRow: -1, rowCount: 2 }).rows).toEqual(all.slice(-2));
});

test('the life of a record that was copied everywhere goes from sending to reading', () => {
  const { session, view } = world();
  session.seekMicros(2_000_000);
  const first = view({ firstRow: 0 }).rows.find((row) => row.partition === 'orders-0');
  const names = view({ selected: first?.id ?? '' }).life.map((moment) => moment.name);
  expect(names[0]).toBe('recordSent');
  expect(names).toContain('recordsAppended');
  expect(names.filter((name) => name === 'recordsReplicated')).toHaveLength(2);
  expect(names).toContain('highWatermarkAdvanced');
  expect(names).toContain('batchAcknowledged');
  expect(names).toContain('recordsDelivered');
});

test('the life of a lost record ends with its loss, and going back in time takes the loss back', () => {
  const { session, view } = world();
  session.seekMicros(25_000_000);
  const lost = view({ fate: 'lost' }).rows[0];
  expect(view({ selected: lost?.id ?? '' }).life.at(-1)?.name).toBe('recordsLost');
  session.seekMicros(6_000_000);
  expect(view({ selected: lost?.id ?? '' }).life.map((moment) => moment.name)).not.toContain('recordsLost');
});

test('a record that failed names what its callback was given, in the words of its client’s library', () => {
  const producer = (name: string, library: 'java' | 'librdkafka'): Scenario['cluster']['producers'][number] => ({
    name,
    library,
    configs: library === 'java' ? { 'max.request.size': '500' } : { 'message.max.bytes': '1000' },
    workload: { topic: 'other', recordsPerSecond: 1, recordCount: 1, valueSizeBytes: 2000, startMillis: 500 },
  });
  const made = new ClusterWorld({
    ...scenario,
    cluster: { ...scenario.cluster, producers: [producer('in-java', 'java'), producer('in-python', 'librdkafka')] },
  });
  new Session(made, []).seekMicros(3_000_000);
  const rows = recordsProjection.remember()(made.reader, {})['records.rows'] as unknown as readonly RecordRow[];
  expect(rows.map((row) => [row.producer, row.fate, row.exception, row.error])).toEqual([
    ['in-java', 'not-written', 'RecordTooLargeException', 'MESSAGE_TOO_LARGE'],
    ['in-python', 'not-written', 'MSG_SIZE_TOO_LARGE', 'MESSAGE_TOO_LARGE'],
  ]);
});
