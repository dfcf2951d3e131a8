import { describe, expect, test } from 'vitest';
import { Random } from '../../kernel/random.ts';
import { restoreFields } from '../../kernel/restoring.ts';
import { saveFields } from '../../kernel/saving.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { dataBatch, endTransactionMarker } from './batch-builder.ts';
import { LogConfig } from './log-config.ts';
import { openLog } from './log-directory.ts';
import { encodeDirectory } from './log-files.ts';
import { PartitionLog } from './partition-log.ts';
import type { RecordBatch } from './record-batch.ts';

const registry: EntityRegistry = { register: () => 0, markDirty: () => undefined };
const nowMillis = 1_760_000_000_000;
const topicId = 'AAAAAAAAAAAAAAAAAAAAKg';

function newLog(configs: Readonly<Record<string, string>> = {}): PartitionLog {
  const config = new LogConfig({ 'segment.bytes': '1000', 'segment.index.bytes': '4096', ...configs });
  return new PartitionLog(registry, 't-0', config, nowMillis);
}

function batchOf(count: number, producer?: { readonly sequence: number; readonly isTransactional?: boolean }): RecordBatch {
  const record = { timestamp: nowMillis, key: 'key', value: 'value', headers: [], ledgerId: 0 };
  const records = Array.from({ length: count }, () => record);
  if (producer === undefined) return dataBatch(records);
  const { sequence, isTransactional = false } = producer;
  return dataBatch(records, { producerId: 7, producerEpoch: 0, baseSequence: sequence, isTransactional });
}

function append(log: PartitionLog, batch: RecordBatch, epoch = 0): number {
  const result = log.appendAsLeader(batch, epoch, nowMillis);
  if (result.kind === 'error') throw new Error(result.message);
  return result.firstOffset;
}

function offsets(log: PartitionLog): string {
  return [...log.allBatches()].map((batch) => `${String(batch.baseOffset)}@${String(batch.partitionLeaderEpoch)}`).join(' ');
}

describe('a partition log', () => {
  test('a leader gives offsets and its epoch to the batch, and a follower shares the same object', () => {
    const leader = newLog();
    const follower = newLog();
    append(leader, batchOf(3), 4);
    const read = leader.read(0, 1_000_000, 'LOG_END', true);
    if (read.kind === 'error') throw new Error(read.message);
    follower.appendAsFollower(read.batches, 4, nowMillis);
    expect(offsets(follower)).toBe('0@4');
    expect([...follower.allBatches()][0]).toBe([...leader.allBatches()][0]);
    expect(follower.logEndOffset).toBe(3);
  });

  test('a reader below the log start or above the log end gets OFFSET_OUT_OF_RANGE, one at the end gets nothing', () => {
    const log = newLog();
    append(log, batchOf(2));
    expect(log.read(3, 100, 'LOG_END', true)).toMatchObject({ error: 'OFFSET_OUT_OF_RANGE' });
    expect(log.read(2, 100, 'LOG_END', true)).toMatchObject({ kind: 'read', batches: [] });
    expect(log.read(1, 100, 'HIGH_WATERMARK', true)).toMatchObject({ kind: 'read', batches: [] });
  });

  test('a retried batch answers with its first offsets and is not written again', () => {
    const log = newLog();
    append(log, batchOf(2, { sequence: 0 }));
    append(log, batchOf(2, { sequence: 2 }));
    const again = log.appendAsLeader(batchOf(2, { sequence: 0 }), 0, nowMillis);
    expect(again).toMatchObject({ kind: 'appended', isDuplicate: true, firstOffset: 0, lastOffset: 1 });
    expect(log.logEndOffset).toBe(4);
  });

  test('a gap in sequences is refused', () => {
    const log = newLog();
    append(log, batchOf(2, { sequence: 0 }));
    expect(log.appendAsLeader(batchOf(1, { sequence: 5 }), 0, nowMillis)).toMatchObject({ errorCode: 45 });
  });

  test('an open transaction holds the last stable offset back until its marker is below the high watermark', () => {
    const log = newLog({ 'transaction.partition.verification.enable': 'false' });
    append(log, batchOf(1));
    append(log, batchOf(2, { sequence: 0, isTransactional: true }));
    log.updateHighWatermark(3);
    expect(log.lastStableOffset).toBe(1);
    const producer = { producerId: 7, producerEpoch: 0, coordinatorEpoch: 0 };
    const marker = endTransactionMarker({ controlType: 'ABORT', timestamp: nowMillis, ...producer });
    log.appendAsLeader(marker, 0, nowMillis, { origin: 'COORDINATOR', verificationGuard: 0, transactionVersion: 0 });
    expect(log.lastStableOffset).toBe(1);
    log.updateHighWatermark(4);
    expect(log.lastStableOffset).toBe(4);
    expect(log.read(0, 10_000, 'TXN_COMMITTED', true)).toMatchObject({ abortedTransactions: [{ producerId: 7, firstOffset: 1 }] });
  });

  test('truncation takes whole batches, and the high watermark falls with the end', () => {
    const log = newLog();
    for (let i = 0; i < 5; i++) append(log, batchOf(3), i);
    log.updateHighWatermark(15);
    expect(log.truncateTo(7, nowMillis)).toBe(true);
    expect(offsets(log)).toBe('0@0 3@1');
    expect(log.logEndOffset).toBe(7);
    expect(log.highWatermark).toBe(7);
    expect(log.latestEpoch()).toBe(2);
  });
});

describe('time travel', () => {
  test('a log restored from a checkpoint goes on exactly as it did the first time', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = Random.forLabel(seed, 'log');
      const log = newLog({ 'segment.bytes': String(300 + random.below(900)), 'index.interval.bytes': '100' });
      for (let i = 0; i < 200; i++) mutate(log, random);
      const saved = saveFields(log);
      const savedRandom = saveRandom(random);
      const first = play(log, random);
      restoreFields(log, saved);
      expect(play(log, savedRandom), `seed ${String(seed)}`).toBe(first);
    }
  });
});

describe('power loss', () => {
  test('what comes back is a prefix of what was written that holds everything flushed', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = Random.forLabel(seed, 'power');
      const log = newLog({ 'segment.bytes': String(300 + random.below(900)), 'index.interval.bytes': '100' });
      for (let i = 0; i < 40; i++) {
        append(log, batchOf(1 + random.below(4)), Math.floor(i / 10));
        if (random.chance(1, 4)) log.flushPending();
      }
      const written = offsets(log);
      const flushed = log.flushedOffset;
      const recoveryPoint = log.recoveryPoint;
      log.losePower(random.below(log.logEndOffset + 1));
      expect(log.recover({ logStartOffset: 0, recoveryPoint, isCleanShutdown: false }, nowMillis)).toBeNull();
      expect(written.startsWith(offsets(log)), `seed ${String(seed)}`).toBe(true);
      expect(log.logEndOffset, `seed ${String(seed)}`).toBeGreaterThanOrEqual(flushed);
      append(log, batchOf(1), 9);
    }
  });

  test('a process crash loses nothing, and the log opened from its files is the log that was there', () => {
    const log = newLog({ 'index.interval.bytes': '100' });
    for (let i = 0; i < 30; i++) append(log, batchOf(2, { sequence: i * 2 }), 1);
    const written = offsets(log);
    const opened = openLog(registry, encodeDirectory(log, topicId), {
      topicPartition: 't-0',
      topicId,
      config: log.config,
      checkpoints: { logStartOffset: 0, recoveryPoint: 0, isCleanShutdown: false, path: 't-0' },
      nowMillis,
    });
    if (opened.kind === 'refused') throw new Error(opened.error.message);
    expect(offsets(opened.log)).toBe(written);
    expect(log.recover({ logStartOffset: 0, recoveryPoint: 0, isCleanShutdown: false }, nowMillis)).toBeNull();
    expect(offsets(log)).toBe(written);
    expect(log.producerStateManager.lastEntry(7)?.lastSeq).toBe(59);
    expect(opened.log.producerStateManager.lastEntry(7)?.lastSeq).toBe(59);
  });
});

function mutate(log: PartitionLog, random: Random): void {
  const choice = random.below(20);
  const producer = random.chance(1, 2) ? { sequence: nextSequence(log) } : undefined;
  if (choice < 14) append(log, batchOf(1 + random.below(4), producer), epochAt(log));
  else if (choice < 16) log.updateHighWatermark(random.below(log.logEndOffset + 1));
  else if (choice === 16) log.truncateTo(random.below(log.logEndOffset + 1), nowMillis);
  else if (choice === 17) log.roll(nowMillis);
  else if (choice === 18) log.flushPending();
  else log.maybeIncrementLogStartOffset(random.below(log.highWatermark + 1));
}

function nextSequence(log: PartitionLog): number {
  return (log.producerStateManager.lastEntry(7)?.lastSeq ?? -1) + 1;
}

function epochAt(log: PartitionLog): number {
  return Math.floor(log.logEndOffset / 50);
}

function play(log: PartitionLog, random: Random): string {
  for (let i = 0; i < 100; i++) mutate(log, random);
  const files = encodeDirectory(log, topicId);
  const bytes = [...files].map(([name, content]) => `${name}:${Array.from(content).join(',')}`).join('\n');
  return `${bytes}\n${String(log.highWatermark)} ${String(log.logStartOffset)} ${String(log.recoveryPoint)} ${String(log.flushedOffset)}`;
}

function saveRandom(random: Random): Random {
  const copy = Random.forLabel(0, '');
  return Object.assign(copy, random);
}
