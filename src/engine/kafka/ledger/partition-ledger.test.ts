import { expect, test } from 'vitest';
import { Kernel } from '../../kernel/kernel.ts';
import { LogConfig } from '../log/log-config.ts';
import { PartitionLog } from '../log/partition-log.ts';
import { Ledger } from './ledger.ts';

const kernel = (): Kernel =>
  new Kernel({ seed: 1, epochMillis: 1, network: { latencyMicrosMin: 1, latencyMicrosMax: 1, bytesPerSecond: 0 } });

const run = (firstId: number, count: number) => ({ topicPartition: 'a-0', firstId, count });

test('a record whose producer waited for metadata is found, although records with later numbers were sent before it', () => {
  const ledger = new Ledger(kernel());
  ledger.allocate(200);
  // The first producer got number 1, then waited for metadata; another one sent 2 to 150 meanwhile.
  for (let id = 2; id <= 150; id++) ledger.sent({ topicPartition: 'a-0', firstId: id, count: 1 }, 1002, id);
  ledger.sent({ topicPartition: 'a-0', firstId: 1, count: 1 }, 1001, 151);
  for (let id = 1; id <= 150; id++) ledger.acknowledged({ topicPartition: 'a-0', firstId: id, count: 1 }, true, 200);
  expect(ledger.totals.acknowledged).toBe(150);
  expect([...(ledger.partition('a-0')?.entries() ?? [])].map((entry) => entry.firstId)).toEqual(
    Array.from({ length: 150 }, (_, i) => i + 1),
  );
});

test('a part of a run that shares no longer the fate of the rest is an entry of its own, with its own offsets', () => {
  const world = kernel();
  const ledger = new Ledger(world);
  const log = new PartitionLog(world, 'a-0', new LogConfig({}), 1);
  const error = { errorCode: 7, exception: 'TimeoutException' };
  ledger.allocate(200);
  for (let id = 1; id <= 100; id += 10) ledger.sent(run(id, 10), 1001, 5);
  ledger.appended(run(11, 10), 50, log, { topicId: 'A', leaderEpoch: 0 });
  ledger.appended(run(11, 10), 90, log, { topicId: 'A', leaderEpoch: 0 });
  ledger.failed(run(14, 3), error, 8);
  ledger.acknowledged(run(17, 4), true, 9);
  const entries = [...(ledger.partition('a-0')?.entries() ?? [])].slice(1, 4);
  expect(entries).toMatchObject([
    { firstId: 11, count: 3, outcome: 'pending', outcomeMicros: -1, appendOffsets: [50, 90], errorCode: 0 },
    { firstId: 14, count: 3, outcome: 'failed', outcomeMicros: 8, appendOffsets: [53, 93], errorCode: 7, exception: 'TimeoutException' },
    { firstId: 17, count: 4, outcome: 'acknowledged', outcomeMicros: 9, appendOffsets: [56, 96], errorCode: 0 },
  ]);
  expect(ledger.entryOf('a-0', 19)?.firstId).toBe(17);
  expect(ledger.totals).toMatchObject({ sent: 100, failed: 3, failedButWritten: 3, acknowledged: 4 });
  expect(ledger.partition('a-0')?.countBelow(14)).toBe(2);
});

test('records of the same fate share what says so, until one has another', () => {
  const ledger = new Ledger(kernel());
  ledger.allocate(20);
  for (let id = 1; id <= 4; id++) ledger.sent(run(id, 1), 1001, 5);
  for (let id = 1; id <= 4; id++) ledger.delivered(run(id, 1), 2001);
  ledger.delivered(run(3, 1), 2001);
  const deliveries = [...(ledger.partition('a-0')?.entries() ?? [])].map((entry) => entry.deliveries);
  expect(deliveries[1]).toBe(deliveries[0]);
  expect(deliveries.map((list) => list[0]?.times)).toEqual([1, 1, 2, 1]);
});

test('a record that is sent once more waits for its result again; a key is known of the records that have one', () => {
  const ledger = new Ledger(kernel());
  ledger.allocate(20);
  ledger.sent({ ...run(1, 2), key: 'alice' }, 1001, 5);
  ledger.sent(run(3, 2), 1001, 5);
  ledger.sent({ ...run(5, 2), key: 'alice' }, 1001, 5);
  ledger.failed(run(1, 2), { errorCode: 7, exception: 'TimeoutException' }, 8);
  ledger.sent(run(1, 1), 1001, 9);
  ledger.delivered(run(5, 2), 2001);
  ledger.delivered(run(5, 2), 2001);
  expect([...(ledger.partition('a-0')?.entries() ?? [])]).toMatchObject([
    { firstId: 1, count: 1, key: 'alice', outcome: 'pending', errorCode: 0, exception: '' },
    { firstId: 2, count: 1, key: 'alice', outcome: 'failed', errorCode: 7 },
    { firstId: 3, key: null, deliveries: [] },
    { firstId: 5, key: 'alice', deliveries: [{ consumer: 2001, times: 2 }] },
  ]);
  expect(ledger.totals).toMatchObject({ failed: 1, delivered: 2, deliveredAgain: 2 });
});

test('numbers that need more than four bytes are kept as they are, beside those that do not', () => {
  const world = kernel();
  const ledger = new Ledger(world);
  const log = new PartitionLog(world, 'a-0', new LogConfig({}), 1);
  const hourMicros = 3_600_000_000;
  const farOffset = 2 ** 40;
  const producer = 65_535;
  for (let id = 1; id <= 9; id += 2) ledger.sent(run(id, 2), producer, id);
  ledger.appended(run(3, 2), 10, log, { topicId: 'A', leaderEpoch: 0 });
  ledger.acknowledged(run(1, 2), true, hourMicros);
  ledger.appended(run(5, 2), farOffset, log, { topicId: 'A', leaderEpoch: 0 });
  ledger.sent(run(2 ** 33, 2), producer, 2 * hourMicros);
  ledger.acknowledged(run(2 ** 33 + 1, 1), true, 3 * hourMicros);
  expect([...(ledger.partition('a-0')?.entries() ?? [])]).toMatchObject([
    { firstId: 1, count: 2, producer, sentMicros: 1, outcome: 'acknowledged', outcomeMicros: hourMicros, appendOffsets: [] },
    { firstId: 3, count: 2, producer, sentMicros: 3, outcome: 'pending', outcomeMicros: -1, appendOffsets: [10] },
    { firstId: 5, count: 2, producer, sentMicros: 5, outcome: 'pending', outcomeMicros: -1, appendOffsets: [farOffset] },
    { firstId: 7, count: 2, producer, sentMicros: 7, outcome: 'pending', outcomeMicros: -1, appendOffsets: [] },
    { firstId: 9, count: 2, producer, sentMicros: 9, outcome: 'pending', outcomeMicros: -1, appendOffsets: [] },
    { firstId: 2 ** 33, count: 1, producer, sentMicros: 2 * hourMicros, outcome: 'pending', outcomeMicros: -1 },
    { firstId: 2 ** 33 + 1, count: 1, sentMicros: 2 * hourMicros, outcome: 'acknowledged', outcomeMicros: 3 * hourMicros },
  ]);
});
