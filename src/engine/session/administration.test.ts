import { afterEach, expect, test, vi } from 'vitest';
import type { Command } from '../../contract/command.ts';
import type { ClusterSpec } from '../../contract/scenario.ts';
import { logError } from '../kafka/log/log-errors.ts';
import { PartitionLog } from '../kafka/log/partition-log.ts';
import { ClusterWorld } from './cluster-world.ts';
import { eventRowsFrom } from './event-stream.ts';
import { Session } from './session.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Three brokers in three racks; `billing` reads in rack c. */
function start(cluster: Partial<ClusterSpec> = {}): { readonly world: ClusterWorld; readonly session: Session } {
  const world = new ClusterWorld({
    seed: 3,
    epochMillis: 1_760_000_000_000,
    cluster: {
      brokers: [
        { id: 1, rack: 'a' },
        { id: 2, rack: 'b' },
        { id: 3, rack: 'c' },
      ],
      topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]] }],
      producers: [{ name: 'checkout', workload: { topic: 'orders', recordsPerSecond: 20, startMillis: 200 } }],
      consumers: [{ name: 'billing', rack: 'c', assign: ['orders-0'], configs: { 'auto.offset.reset': 'earliest' } }],
      ...cluster,
    },
  });
  return { world, session: new Session(world, []) };
}

function does(session: Session, command: Command, thenMillis: number): void {
  expect(session.submit(command)).toMatchObject({ ok: true });
  session.seekMicros(session.position.micros + thenMillis * 1000);
}

const rackAware = { 'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector' };

/** Fetches of the consumer that brokers answered with records, by broker. */
function fetchedFrom(world: ClusterWorld): Set<number> {
  const consumer = world.cluster.clients.get('billing')?.node ?? -1;
  const rows = [...eventRowsFrom(world.kernel, 0)].filter(
    ({ name, node, args }) => name === 'messageSent' && node === consumer && args['api'] === 'Fetch' && args['isRequest'] === 1,
  );
  return new Set(rows.slice(-10).map(({ args }) => Number(args['to'])));
}

test('with a rack-aware selector a consumer is sent to the in-sync follower in its rack (RackAwareReplicaSelector, KIP-392)', () => {
  const { world, session } = start({ configs: rackAware });
  session.seekMicros(5_000_000);
  expect(fetchedFrom(world)).toEqual(new Set([3]));
  const { totals } = world.cluster.ledger;
  expect(totals.delivered).toBeGreaterThan(80);
  expect(totals.acknowledged - totals.delivered).toBeLessThan(25);
  expect(totals.deliveredAgain).toBe(0);
});

test('without a selector, or in the rack of the leader, it reads from the leader', () => {
  const { world, session } = start();
  session.seekMicros(3_000_000);
  expect(fetchedFrom(world)).toEqual(new Set([1]));
  const near = start({ configs: rackAware, consumers: [{ name: 'billing', rack: 'a', assign: ['orders-0'] }] });
  near.session.seekMicros(3_000_000);
  expect(fetchedFrom(near.world)).toEqual(new Set([1]));
});

test('when its replica dies the consumer goes back to the leader and reads on (Fetcher.selectReadReplica)', () => {
  const { world, session } = start({ configs: rackAware });
  session.seekMicros(3_000_000);
  does(session, { kind: 'fault', fault: 'kill', params: { node: 3 } }, 60_000);
  expect(fetchedFrom(world)).toEqual(new Set([1]));
  const { totals } = world.cluster.ledger;
  expect(totals.acknowledged - totals.delivered).toBeLessThan(50);
});

test('DeleteRecords moves the log start of every live replica, and is answered then (ReplicaManager.deleteRecords)', () => {
  const { world, session } = start();
  session.seekMicros(3_000_000);
  does(session, { kind: 'delete-records', partition: 'orders-0', beforeOffset: 7 }, 2_000);
  expect([1, 2, 3].map((broker) => world.reader.log(broker, 'orders-0')?.logStartOffset)).toEqual([7, 7, 7]);
  expect(world.cluster.admin.last?.outcome.errorCode).toBe(0);
  expect(world.cluster.admin.last?.body).toMatchObject({ topics: [{ partitions: [{ lowWatermark: 7, errorCode: 0 }] }] });
  does(session, { kind: 'delete-records', partition: 'orders-0', beforeOffset: 1_000_000 }, 2_000);
  expect([...eventRowsFrom(world.kernel, 0)].find(({ name }) => name === 'adminRefused')?.args).toMatchObject({
    api: 'DeleteRecords',
    error: 'OFFSET_OUT_OF_RANGE',
  });
});

test('a broker whose only log directory cannot be loaded halts, and tries again at its next start (LogManager.loadLogs)', () => {
  const { world, session } = start();
  session.seekMicros(2_000_000);
  does(session, { kind: 'fault', fault: 'kill', params: { node: 2 } }, 1_000);
  const recover = vi.spyOn(PartitionLog.prototype, 'recover').mockReturnValue(logError('CORRUPT_MESSAGE', 'a damaged file'));
  does(session, { kind: 'fault', fault: 'restart', params: { node: 2 } }, 20_000);
  expect(world.reader.isUp(2)).toBe(false);
  expect([...eventRowsFrom(world.kernel, 0)].find(({ name }) => name === 'logDirFailed')).toMatchObject({ node: 2 });
  expect(world.reader.partition('orders-0')?.registration.isr).not.toContain(2);
  recover.mockRestore();
  does(session, { kind: 'fault', fault: 'restart', params: { node: 2 } }, 60_000);
  expect(world.reader.partition('orders-0')?.registration.isr).toContain(2);
});
